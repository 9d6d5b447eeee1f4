import DeviceTree
import SourceText

/// Interrupts, their controllers and nexuses.
enum InterruptRules {
  @inline(__always)
  private static func isProvider(_ node: NodeID, _ examination: borrowing Examination) -> Bool {
    examination.has(.interruptController, node) || examination.has(.interruptMap, node)
  }

  static func provider(_ examination: inout Examination, _ node: NodeID) {
    let isProvider = isProvider(node, examination)
    guard isProvider != examination.has(.interruptCells, node), !examination.isMerged(node) else { return }
    if isProvider {
      examination.fail(node, "Missing '#interrupt-cells' in interrupt provider")
    } else {
      examination.fail(node, "'#interrupt-cells' found, but node is not an interrupt provider")
    }
  }

  static func map(_ examination: inout Examination, _ site: PropertySite) {
    let tree = examination.tree
    let node = site.node
    guard examination.knowsCells(node) else { return }
    guard examination.survey.facts[node.index].addressCells >= 0 else {
      examination.fail(node, "Missing '#address-cells' in interrupt-map provider")
      return
    }
    let childCells =
      Int(examination.addressCells(node)) + Int(examination.cell(.interruptCells, of: node) ?? 0)
    if let mask = examination.property(.interruptMapMask, of: node) {
      let length = tree.value(of: mask).count
      if length != childCells * 4 {
        examination.fail(
          node, mask, "property size (", .number(length), ") is invalid, expected ",
          .number(childCells * 4))
      }
    }
    let value = tree.value(of: site.property)
    guard value.count % 4 == 0 else {
      examination.fail(
        site, "property size (", .number(value.count), ") is invalid, expected multiple of 4")
      return
    }
    var number = 0
    while number < value.count / 4 {
      guard number + childCells < value.count / 4 else {
        examination.fail(
          site, "property size (", .number(value.count), ") too small, expected > ",
          .number((number + childCells) * 4))
        return
      }
      number += childCells
      guard let parentCells = parentCells(site, value, number, &examination) else { return }
      number += 1 + parentCells
      if number > value.count / 4 {
        examination.fail(
          site, "property size (", .number(value.count), ") mismatch, expected ",
          .number(number * 4))
      }
    }
  }

  /// Returns how many cells of an entry follow the phandle at a cell; nil if that cannot be determined.
  private static func parentCells(
    _ site: PropertySite, _ value: PropertyValue, _ number: Int, _ examination: inout Examination
  ) -> Int? {
    let phandle = examination.cell(value, number)
    let signed = Int(Int32(bitPattern: phandle))
    guard Examination.isPhandle(phandle) else {
      if !examination.tree.isPlugin {
        examination.fail(
          site, "Cell ", .number(number), " is not a phandle(", .number(signed), ")")
      }
      return nil
    }
    guard let parent = examination.survey.owners[phandle] else {
      examination.fail(
        site, "Could not get phandle(", .number(signed), ") node for (cell ", .number(number), ")")
      return nil
    }
    guard examination.has(.interruptCells, parent) else {
      examination.fail(
        site.node, "Missing property '#interrupt-cells' in node ", .path(parent),
        " or bad phandle (referred from interrupt-map[", .number(number), "])")
      return nil
    }
    let interruptCells = Int(examination.cell(.interruptCells, of: parent) ?? 0)
    guard examination.has(.addressCells, parent) else {
      examination.fail(
        site, "Missing property '#address-cells' in node ", .path(parent), ", using 0 as fallback")
      return interruptCells
    }
    return interruptCells + Int(examination.cell(.addressCells, of: parent) ?? 0)
  }

  static func interrupts(_ examination: inout Examination) {
    let sites = examination.survey.range(of: .interrupts)
    guard !sites.isEmpty else { return }
    let deciding = deciding(in: examination)
    for index in sites { examine(examination.survey.sites[index], deciding, &examination) }
  }

  /// The deciding node is the one that a node is merged into, or above it.
  private static let outside = UInt32.max

  /// Returns, by node, the nearest node from it upwards that decides where interrupts from below it
  /// go, being a provider or having an `interrupt-parent`: its number + 1, or 0 if there is none.
  private static func deciding(in examination: borrowing Examination) -> UniqueArray<UInt32> {
    let wanted =
      KnownProperty.interruptController.bit | KnownProperty.interruptMap.bit
      | KnownProperty.interruptParent.bit
    var deciding = UniqueArray<UInt32>(repeating: 0, count: examination.tree.nodeCapacity)
    for index in examination.survey.order.indices {
      let node = examination.survey.order[index]
      if examination.survey.facts[node.index].properties & wanted != 0 {
        deciding[node.index] = node.rawValue + 1
      } else if examination.isMerged(node) {
        deciding[node.index] = outside
      } else if let parent = examination.tree.parent(of: node) {
        deciding[node.index] = deciding[parent.index]
      }
    }
    return deciding
  }

  private static func examine(
    _ site: PropertySite, _ deciding: borrowing UniqueArray<UInt32>, _ examination: inout Examination
  ) {
    let length = examination.tree.value(of: site.property).count
    if length % 4 != 0 {
      examination.fail(
        site, "size (", .number(length), ") is invalid, expected multiple of 4")
    }
    if let outside = examination.outside?.providers?.controller(for: site.node) {
      guard case .cells(let cells) = outside.count(.interruptCells) else { return }
      let entry = Int32(truncatingIfNeeded: Int64(cells) * 4)
      if !Examination.isMultiple(length, of: entry) {
        examination.fail(
          site, "size is (", .number(length), "), expected multiple of ", .number(Int(entry)),
          .text(" (#interrupt-cells of " + outside.path + ")"))
      }
      return
    }
    guard let controller = controller(for: site.node, deciding, &examination),
      let property = examination.property(.interruptCells, of: controller),
      let cells = examination.cell(.interruptCells, of: controller)
    else { return }
    let entry = Int32(truncatingIfNeeded: Int64(cells) * 4)
    if !Examination.isMultiple(length, of: entry) {
      // dtc reports the controller's property at this node's path.
      examination.fail(
        site.node, property, "size is (", .number(length), "), expected multiple of ",
        .number(Int(entry)))
    }
  }

  /// Returns the node that a node's interrupts go to; a provider's own interrupts do not go to itself.
  private static func controller(
    for node: NodeID, _ deciding: borrowing UniqueArray<UInt32>, _ examination: inout Examination
  ) -> NodeID? {
    var nearest: NodeID?
    if examination.has(.interruptParent, node) {
      nearest = node
    } else if examination.isMerged(node) {
      return nil
    } else if let parent = examination.tree.parent(of: node), deciding[parent.index] != 0 {
      if deciding[parent.index] == outside { return nil }
      nearest = NodeID(rawValue: deciding[parent.index] - 1)
    }
    guard let nearest else {
      examination.fail(node, "Missing interrupt-parent")
      return nil
    }
    if nearest != node, isProvider(nearest, examination) { return nearest }
    guard let property = examination.property(.interruptParent, of: nearest),
      let phandle = examination.cell(.interruptParent, of: nearest)
    else { return nil }
    guard Examination.isPhandle(phandle) else {
      if !examination.tree.isPlugin {
        examination.fail(nearest, property, "Invalid phandle")
        examination.fail(node, "Missing interrupt-parent")
      }
      return nil
    }
    guard let controller = examination.survey.owners[phandle] else {
      examination.fail(nearest, property, "Bad phandle")
      return nil
    }
    if !isProvider(controller, examination) {
      examination.fail(controller, "Missing interrupt-controller or interrupt-map property")
    }
    return controller
  }
}
