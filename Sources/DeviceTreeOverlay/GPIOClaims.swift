import DeviceTree
import DeviceTreeBindings
import DeviceTreeBlob
import SourceText

/// The GPIO lines that the enabled nodes of a tree ask for.
///
/// Drivers share lines only where their bindings are made for it: those of regulators, resets and the like. On
/// Linux's own boards there is no other line with two users, so these are all that is left out here.
struct GPIOClaims {
  /// A line of a controller.
  struct Line: Hashable {
    let controller: NodeID
    let cells: [UInt32]
  }

  /// The lines, in the order of their first claims.
  private(set) var lines: [Line] = []
  private(set) var claims: [Line: [DeviceClaim]] = [:]

  private let tree: DeviceTree
  private var phandles: PhandleIndex
  /// By name of a property, whether it asks for lines.
  private var known: [Symbol: Bool] = [:]

  init(of target: OverlayTarget) {
    let tree = target.blob.tree
    self.tree = tree
    phandles = target.phandles
    tree.forEachEnabledNode { addClaims(of: $0) }
  }

  private mutating func addClaims(of node: NodeID) {
    var found: [PropertyID] = []
    var isShared = false
    tree.forEachProperty(of: node) { property, name, _ in
      if asksForLines(name) { found.append(property) }
      isShared = isShared || tree.names.withBytes(of: name) { $0.begins(as: "regulator-") }
    }
    if isShared || found.isEmpty || tree.property(of: node, named: "gpio-hog") != nil { return }
    for property in found { addClaims(of: property, node) }
  }

  private mutating func asksForLines(_ name: Symbol) -> Bool {
    if let known = known[name] { return known }
    let text = tree.names.string(name)
    let isGPIO =
      tree.names.withBytes(of: name) { PropertyShape.ofProperty(named: $0) }
      == .references(.stated(by: "#gpio-cells", otherwise: nil))
    let answer = isGPIO && !Self.sharedUses.contains(where: text.hasPrefix)
    known[name] = answer
    return answer
  }

  private static let sharedUses = ["reset-", "enable-", "powerdown-", "shutdown-"]

  private mutating func addClaims(of property: PropertyID, _ node: NodeID) {
    let value = tree.value(of: property)
    var at = 0
    while let phandle = tree.cell(of: value, at: at) {
      at += 4
      // An entry of 0 stands for a line that there is not.
      if phandle == 0 { continue }
      guard let controller = phandles.node(phandle, in: tree),
        let counted = tree.property(of: controller, named: "#gpio-cells"),
        let count = tree.onlyCell(of: counted), 1...8 ~= count
      else { return }
      var cells: [UInt32] = []
      for number in 0..<Int(count) {
        guard let cell = tree.cell(of: value, at: at + number * 4) else { return }
        cells.append(cell)
      }
      at += Int(count) * 4
      // The last of several cells has the flags.
      if count > 1 { cells.removeLast() }
      let line = Line(controller: controller, cells: cells)
      if claims[line] == nil { lines.append(line) }
      claims[line, default: []].append(DeviceClaim(node: node, property: tree.name(of: property)))
    }
  }
}
