import DeviceTree
import SourceText

/// A tree under examination: what checks read, what they tell one another, and what they found.
struct Examination: ~Copyable {
  let tree: DeviceTree
  var survey: Survey
  /// The check that is running.
  var check = CheckID.duplicateNodeNames
  /// Whether what it finds is kept, and as what.
  var isShown = true
  var isError = false
  /// Whether it found anything.
  var hasFailed = false
  var findings: [Finding] = []
  /// The cell counts that are not said in the tree, which are those of what it is merged into.
  var outsideCells = PlainArray<OutsideCells>()
  /// The `name` properties that say what the node's name says and so are to be deleted.
  var redundantNames: Set<PropertyID> = []
  /// How many findings there may be: a hostile tree could have as many as pairs of its nodes.
  private let limit: Int
  /// How many there may be with those of the check that is running, of which one too many is let in.
  private var limitWithCheck = 0

  init(_ tree: DeviceTree, _ known: KnownNames, limit: Int) {
    self.tree = tree
    self.limit = limit
    survey = Survey(known)
  }

  /// Whether nothing comes of further findings: there is no room for them, or nobody sees them.
  var isFull: Bool { room == 0 || hasFailed && !isShown }

  /// How many further findings there is room for.
  var room: Int { max(0, min(limit, limitWithCheck + 1) - findings.count) }

  /// Lets so many findings of the next check in.
  mutating func makeRoom(for count: Int) { limitWithCheck = findings.count + count }

  /// Takes the one back that was too many; returns whether there was one.
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
  // All of it where it is asked for: to be handed over, an examination would be copied.

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

  /// The first cell of a property; nil if there is none.
  @inline(__always)
  func cell(_ property: KnownProperty, of node: NodeID) -> UInt32? {
    value(property, of: node).flatMap { tree.cell(of: $0, at: 0) }
  }

  /// The cell with this number, 0 if the value is too short for it.
  @inline(__always)
  func cell(_ value: PropertyValue, _ number: Int) -> UInt32 {
    tree.cell(of: value, at: number * 4) ?? 0
  }

  /// How many cells an address below a node has; 2 unless it says otherwise.
  @inline(__always)
  func addressCells(_ node: NodeID) -> Int32 {
    let cells = survey.facts[node.index].addressCells
    return cells == -1 ? 2 : cells
  }

  /// How many cells a size below a node has; 1 unless it says otherwise.
  @inline(__always)
  func sizeCells(_ node: NodeID) -> Int32 {
    let cells = survey.facts[node.index].sizeCells
    return cells == -1 ? 1 : cells
  }

  /// Whether a node's other properties may be those of one that the tree does not have.
  @inline(__always)
  func isMerged(_ node: NodeID) -> Bool { survey.facts[node.index].isMerged }

  /// Whether it is known how many cells there are below a node.
  @inline(__always)
  func knowsCells(_ node: NodeID) -> Bool { !survey.facts[node.index].isVague }

  @inline(__always)
  func bus(_ node: NodeID) -> Bus { survey.facts[node.index].bus }

  /// Whether a node's parent is the bridge of such a bus.
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

  /// Whether a phandle can be one of a node.
  static func isPhandle(_ value: UInt32) -> Bool { value != 0 && value != .max }

  /// dtc's test for lengths, where nothing but 0 is a multiple of 0.
  static func isMultiple(_ length: Int, of divisor: Int32) -> Bool {
    divisor == 0 ? length == 0 : length % Int(divisor) == 0
  }
}
