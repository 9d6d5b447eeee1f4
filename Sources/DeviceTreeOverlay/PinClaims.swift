import DeviceTree
import DeviceTreeBindings
import DeviceTreeBlob
import SourceText

/// The pins that the enabled devices of a tree ask for in their state `default`, which Linux sets before it
/// calls the driver: the device that comes second gets none of them, and fails.
///
/// Only what the tree itself tells is certain: that two devices refer to the same pin control node, or to
/// nodes that name the same pins. Which pins a vendor's group consists of only its driver knows. What Linux's
/// own boards share without fault is left out: the line of several regulators, the pins of a USB port's
/// host and device controllers, and those of a controller's own state.
struct PinClaims {
  /// What a device asks for.
  enum Pin: Hashable {
    /// All that a pin control node configures.
    case node(NodeID)
    /// A pin of a controller, or a group of them, by its name.
    case name(String, of: NodeID)
    /// A pin of a controller, by its numbers.
    case number([UInt32], of: NodeID)
  }

  /// The pins, in the order of their first claims.
  private(set) var pins: [Pin] = []
  private(set) var claims: [Pin: [DeviceClaim]] = [:]

  private let tree: DeviceTree
  private var phandles: PhandleIndex
  /// The pins that pin control nodes give a function.
  private var configured: [NodeID: [Pin]] = [:]

  init(of target: OverlayTarget) {
    let tree = target.blob.tree
    self.tree = tree
    phandles = target.phandles
    tree.forEachEnabledNode { addClaims(of: $0) }
  }

  /// Returns the pins of a pin control node that some device refers to.
  func pins(of node: NodeID) -> [Pin] { configured[node] ?? [] }

  /// Whether two devices may have the same pins: devices at different addresses of a bus like I2C, of which
  /// only one is there, and a device within the other.
  func mayShare(_ first: NodeID, _ second: NodeID) -> Bool {
    if isWithin(first, second) || isWithin(second, first) { return true }
    guard let bus = tree.parent(of: first), bus == tree.parent(of: second) else { return false }
    return tree.property(of: bus, named: "#size-cells").flatMap { tree.onlyCell(of: $0) } == 0
  }

  private func isWithin(_ node: NodeID, _ top: NodeID) -> Bool {
    var next: NodeID? = node
    while let node = next {
      if node == top { return true }
      next = tree.parent(of: node)
    }
    return false
  }

  private mutating func addClaims(of node: NodeID) {
    guard tree.property(of: node, named: "compatible") != nil,
      let names = tree.property(of: node, named: "pinctrl-names"),
      let number = strings(tree.value(of: names)).firstIndex(of: "default"),
      let property = tree.property(of: node, named: "pinctrl-\(number)"), !isSharer(node)
    else { return }
    let value = tree.value(of: property)
    var known: Set<Pin> = []
    for at in stride(from: 0, to: value.count, by: 4) {
      guard let phandle = tree.cell(of: value, at: at), let state = phandles.node(phandle, in: tree),
        let controller = controller(of: state), controller != node
      else { continue }
      for pin in pins(of: state, controller) where known.insert(pin).inserted {
        if claims[pin] == nil { pins.append(pin) }
        claims[pin, default: []].append(DeviceClaim(node: node, property: tree.name(of: property)))
      }
    }
  }

  private func isSharer(_ node: NodeID) -> Bool {
    var isSharer = tree.names.withBytes(of: tree.name(of: node)) { $0.begins(as: "usb") }
    tree.forEachProperty(of: node) { _, name, _ in
      isSharer = isSharer || tree.names.withBytes(of: name) { $0.begins(as: "regulator-") }
    }
    return isSharer
  }

  /// Returns the node of the driver that reads a pin control node.
  private func controller(of state: NodeID) -> NodeID? {
    var next = tree.parent(of: state)
    while let node = next, tree.property(of: node, named: "compatible") == nil {
      next = tree.parent(of: node)
    }
    return next
  }

  /// Returns the pins of a pin control node: those in its own properties and those of its children.
  private mutating func pins(of state: NodeID, _ controller: NodeID) -> [Pin] {
    if let known = configured[state] { return known }
    var pins: [Pin] = []
    var givesFunction = addPins(of: state, controller, to: &pins)
    var next = tree.firstChild(of: state)
    while let child = next {
      if addPins(of: child, controller, to: &pins) { givesFunction = true }
      next = tree.nextSibling(of: child)
    }
    // Nobody has to have a pin to himself only to set its voltage or resistors.
    let all = givesFunction ? [.node(state)] + pins : []
    configured[state] = all
    return all
  }

  /// Adds the pins in a node's own properties; returns whether they are given a function.
  private func addPins(of node: NodeID, _ controller: NodeID, to pins: inout [Pin]) -> Bool {
    var givesFunction = false
    tree.forEachProperty(of: node) { _, name, _ in
      givesFunction =
        givesFunction
        || tree.names.withBytes(of: name) { name in
          name.ends(in: "function") || Self.muxes.contains { name.equals(text: $0) }
        }
    }
    if !givesFunction { return false }
    func numbers(_ name: String, _ cells: Int, of entry: Int) {
      guard let property = tree.property(of: node, named: name) else { return }
      let value = tree.value(of: property)
      guard value.count % (entry * 4) == 0 else { return }
      for at in stride(from: 0, to: value.count, by: entry * 4) {
        let number = (0..<cells).compactMap { tree.cell(of: value, at: at + $0 * 4) }
        if number.count == cells { pins.append(.number(number, of: controller)) }
      }
    }
    if tree.property(of: node, named: "function") != nil {
      for property in ["pins", "groups"].compactMap({ tree.property(of: node, named: $0) }) {
        pins += strings(tree.value(of: property)).map { .name($0, of: controller) }
      }
    }
    // Bank, pin, function and settings.
    numbers("rockchip,pins", 2, of: 4)
    if tree.property(of: node, named: "brcm,function") != nil { numbers("brcm,pins", 1, of: 1) }
    if tree.property(of: controller, named: "pinctrl-single,bit-per-mux") == nil {
      let cells =
        tree.property(of: controller, named: "#pinctrl-cells").flatMap { tree.onlyCell(of: $0) } ?? 1
      if 1...2 ~= cells { numbers("pinctrl-single,pins", 1, of: Int(cells) + 1) }
    }
    return true
  }

  /// Properties that have both pins and their functions in them.
  private static let muxes: [StaticString] = [
    "pinmux", "rockchip,pins", "pinctrl-single,pins", "fsl,pins", "atmel,pins",
  ]

  /// Returns the strings of a value; none if it is not text.
  private func strings(_ value: PropertyValue) -> [String] {
    let bytes = tree.bytes(of: value)
    guard bytes.last == 0, bytes.allSatisfy({ $0 == 0 || 0x21...0x7e ~= $0 }) else { return [] }
    let strings = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
    return strings.contains(where: \.isEmpty) ? [] : strings.map { String(decoding: $0, as: UTF8.self) }
  }
}
