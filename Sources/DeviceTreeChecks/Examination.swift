import DeviceTree
import SourceText

/// A tree under examination: what checks read, what they share, and what they found.
struct Examination: ~Copyable {
  let tree: DeviceTree
  /// What is known of the tree that this one is to be merged into.
  let outside: OutsideTree?
  var survey: Survey
  /// The check that is running.
  var check = CheckID.duplicateNodeNames
  /// Whether its findings are kept, and whether as errors.
  var isShown = true
  var isError = false
  /// Whether it found anything.
  var hasFailed = false
  var findings: [Finding] = []
  /// The `name` properties that only repeat the node's name and so are to be deleted.
  var redundantNames: Set<PropertyID> = []
  /// The maximum number of findings: a hostile tree could have one for each pair of its nodes.
  private let limit: Int
  /// The maximum including those of the running check; one more is let in, to notice a surplus.
  private var limitWithCheck = 0

  init(_ tree: DeviceTree, _ known: KnownNames, _ outside: OutsideTree?, limit: Int) {
    self.tree = tree
    self.outside = outside
    self.limit = limit
    survey = Survey(known)
  }

  /// Whether further findings make no difference: there is no room for them, or they are not shown.
  var isFull: Bool { room == 0 || hasFailed && !isShown }

  /// The number of further findings there is room for.
  var room: Int { max(0, min(limit, limitWithCheck + 1) - findings.count) }

  /// Makes room for this many findings of the next check.
  mutating func makeRoom(for count: Int) { limitWithCheck = findings.count + count }

  /// Removes the surplus finding; returns whether there was one.
  mutating func dropSurplus() -> Bool {
    guard findings.count > limitWithCheck else { return false }
    findings.removeLast()
    return true
  }

  // MARK: Findings

  mutating func fail(_ node: NodeID, _ pieces: Piece...) {
    add(node, nil, pieces)
  }

  mutating func fail(_ site: PropertySite, _ pieces: Piece...) {
    add(site.node, site.property, pieces)
  }

  mutating func fail(_ node: NodeID, _ property: PropertyID?, _ pieces: Piece...) {
    add(node, property, pieces)
  }

  mutating func add(_ node: NodeID?, _ property: PropertyID?, _ pieces: [Piece]) {
    hasFailed = true
    guard isShown, !isFull else { return }
    var message: [UInt8] = []
    for piece in pieces { piece.append(to: &message, of: tree) }
    findings.append(
      Finding(check: check, isError: isError, node: node, property: property, message: message))
  }

  // MARK: Reading
  //
  // All of it is inlined: to be passed to a function, an examination would be copied.

  @inline(__always)
  func has(_ property: KnownProperty, _ node: NodeID) -> Bool {
    survey.facts[node.index].has(property)
  }

  @inline(__always)
  func property(_ property: KnownProperty, of node: NodeID) -> PropertyID? {
    survey.property(property, of: node)
  }

  @inline(__always)
  func value(_ property: KnownProperty, of node: NodeID) -> PropertyValue? {
    self.property(property, of: node).map { tree.value(of: $0) }
  }

  /// Returns the first cell of a property; nil if there is none.
  @inline(__always)
  func cell(_ property: KnownProperty, of node: NodeID) -> UInt32? {
    value(property, of: node).flatMap { tree.cell(of: $0, at: 0) }
  }

  /// Returns the cell with this number; 0 if the value is too short for it.
  @inline(__always)
  func cell(_ value: PropertyValue, _ number: Int) -> UInt32 {
    tree.cell(of: value, at: number * 4) ?? 0
  }

  /// Returns the number of cells in an address below a node; 2 unless it says otherwise.
  @inline(__always)
  func addressCells(_ node: NodeID) -> Int32 {
    let cells = survey.facts[node.index].addressCells
    return cells == -1 ? 2 : cells
  }

  /// Returns the number of cells in a size below a node; 1 unless it says otherwise.
  @inline(__always)
  func sizeCells(_ node: NodeID) -> Int32 {
    let cells = survey.facts[node.index].sizeCells
    return cells == -1 ? 1 : cells
  }

  /// Whether a node is merged into one outside the tree, which may have further properties.
  @inline(__always)
  func isMerged(_ node: NodeID) -> Bool { survey.facts[node.index].isMerged }

  /// Whether the cell counts below a node are known.
  @inline(__always)
  func knowsCells(_ node: NodeID) -> Bool { !survey.facts[node.index].isVague }

  @inline(__always)
  func bus(_ node: NodeID) -> Bus { survey.facts[node.index].bus }

  /// Whether a node's parent is the bridge of a bus of this kind.
  @inline(__always)
  func isOn(_ bus: Bus, _ node: NodeID) -> Bool {
    survey.facts[node.index].parentBus == bus
  }

  /// Whether a value, read as a C string, is this text.
  func isString(_ value: PropertyValue, _ text: StaticString) -> Bool {
    tree.withBytes(of: value) { bytes in
      let end = bytes.first { $0 == 0 } ?? bytes.count
      return bytes.extracting(0..<end).equals(text: text)
    }
  }

  /// Calls `body` with a node's unit address, which is empty if there is none.
  @inline(__always)
  func withUnitAddress<Result>(of node: NodeID, _ body: (Span<UInt8>) -> Result) -> Result {
    let base = Int(survey.facts[node.index].baseLength)
    return tree.names.withBytes(of: tree.name(of: node)) { name in
      body(name.extracting(min(base + 1, name.count)..<name.count))
    }
  }

  /// Whether a node's unit address is this number in lower-case hexadecimal.
  @inline(__always)
  func unitAddress(of node: NodeID, is number: UInt64) -> Bool {
    withUnitAddress(of: node) { unit in
      var rest = number
      var index = unit.count
      repeat {
        index -= 1
        let digit = UInt8(truncatingIfNeeded: rest & 15)
        guard index >= 0, unit[index] == .hexDigit(digit) else { return false }
        rest >>= 4
      } while rest != 0
      return index == 0
    }
  }

  /// Whether a value can be the phandle of a node.
  static func isPhandle(_ value: UInt32) -> Bool { value != 0 && value != .max }

  /// dtc's test of lengths, in which only 0 is a multiple of 0.
  static func isMultiple(_ length: Int, of divisor: Int32) -> Bool {
    divisor == 0 ? length == 0 : length % Int(divisor) == 0
  }
}
