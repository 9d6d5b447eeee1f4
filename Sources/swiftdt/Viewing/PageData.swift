import DeviceTree
import DeviceTreeBindings
import DeviceTreeChecks
import SourceText

/// The data of a page, encoded as JSON in it. Keys are short, since there are thousands of each.
struct PageData: Encodable {
  /// A part of a value: text, or the number of the node that it refers to.
  enum Piece: Encodable {
    case text(String)
    case node(Int)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .node(let number): try container.encode(number)
      }
    }
  }

  /// A value that a property was given, and where: `p` is the place, `v` the value unless it is the present
  /// one, `x` whether it was deleted.
  struct Write: Encodable {
    var p: Int?
    var v: [Piece]?
    var x: Bool?
  }

  /// A property: `n`ame, `v`alue, `w`rites.
  struct Property: Encodable {
    let n: String
    let v: [Piece]
    var w: [Write]?
  }

  /// A node: `n`ame, `p`arent, `l`abels, p`h`andle, `c`ompatible, `s`tatus, properties `a`, places `w`.
  struct Node: Encodable {
    let n: String
    let p: Int
    var l: [String]?
    var h: UInt32?
    var c: [String]?
    var s: String?
    let a: [Property]
    var w: [Int]?
  }

  /// A finding of check `k` at `n`ode and property `a`: the `m`essage, and `e` whether it is an error.
  struct Finding: Encodable {
    let k: String
    let e: Bool
    let n: Int?
    let a: String?
    let m: String
  }

  /// A region of addresses: `s`tart, last address `e` and si`z`e in hexadecimal, `k`ind, `n`ode.
  struct Region: Encodable {
    let s: String
    let e: String
    let z: String
    let k: String
    let n: Int?
  }

  /// Where something was written: the number of the file, from 1 (0 is none), the line, the column, and the
  /// number of the remark, from 1 (0 is none).
  typealias Place = [Int]

  let title: String
  let inputs: [String]
  private(set) var nodes: [Node] = []
  private(set) var places: [Place] = []
  private(set) var findings: [Finding] = []
  /// The checks with more findings than are listed.
  private(set) var more: [String] = []
  private(set) var memory: [Region] = []

  /// The paths and remarks of all places, without duplicates.
  private(set) var files: [String] = []
  private(set) var remarks: [String] = []

  private var placeNumbers: [Place: Int] = [:]
  private var fileNumbers: [String: Int] = [:]
  private var remarkNumbers: [String: Int] = [:]

  private enum CodingKeys: CodingKey {
    case title, inputs, nodes, places, files, remarks, findings, more, memory
  }

  init(_ traced: TracedTree) {
    var traced = traced
    title = traced.base.split(separator: "/").last.map(String.init) ?? traced.base
    inputs = traced.inputs
    let tree = traced.tree
    var numbers = [Int](repeating: 0, count: tree.nodeCapacity)
    var order: [NodeID] = []
    for node in tree.nodes() {
      numbers[node.index] = order.count
      order.append(node)
    }
    var reader = ValueReader(tree)
    for node in order { nodes.append(self.node(node, &traced, &reader, numbers)) }
    addFindings(of: tree, numbers)
    memory = MemoryMap(tree).regions.map { region in
      Region(
        s: PrintableText.hex(region.start), e: PrintableText.hex(region.start &+ (region.size &- 1)),
        z: PrintableText.hex(region.size),
        k: region.kind.rawValue, n: region.node.map { numbers[$0.index] })
    }
  }

  // MARK: Nodes

  private mutating func node(
    _ node: NodeID, _ traced: inout TracedTree, _ reader: inout ValueReader, _ numbers: [Int]
  ) -> Node {
    let tree = traced.tree
    var properties: [Property] = []
    var compatible: [String]?
    var status: String?
    for property in tree.properties(of: node) {
      let value = reader.value(of: property)
      let name = tree.names.printable(tree.name(of: property))
      if name == "compatible" { compatible = Self.strings(value) }
      if name == "status" { status = Self.strings(value).first }
      var writes: [Write] = []
      for write in traced.writes(of: property) {
        let held = write.isDeletion ? nil : reader.value(write.value, of: property)
        writes.append(
          Write(
            p: number(of: write.place), v: held.map { pieces($0, tree, numbers) },
            x: write.isDeletion ? true : nil))
      }
      // The last write's value is that of the property.
      if !writes.isEmpty { writes[writes.count - 1].v = nil }
      if writes.count == 1, writes[0].p == nil { writes = [] }
      properties.append(
        Property(n: name, v: pieces(value, tree, numbers), w: writes.isEmpty ? nil : writes))
    }
    let labels = tree.labels(of: node).map { tree.names.printable($0) }
    let places = traced.writes(of: node).compactMap { number(of: $0.place) }
    let phandle = tree.phandle(of: node)
    return Node(
      n: tree.names.printable(tree.name(of: node)),
      p: tree.parent(of: node).map { numbers[$0.index] } ?? -1, l: labels.isEmpty ? nil : labels,
      h: phandle == 0 ? nil : phandle, c: compatible, s: status, a: properties,
      w: places.isEmpty ? nil : places)
  }

  private static func strings(_ value: TypedValue) -> [String] {
    value.elements.compactMap { if case .string(let bytes) = $0 { PrintableText.quoted(bytes) } else { nil } }
  }

  /// The maximum length of a value on the page, in bytes of its text.
  private static let longest = 4096

  private func pieces(_ value: TypedValue, _ tree: DeviceTree, _ numbers: [Int]) -> [Piece] {
    var result: [Piece] = []
    var text = ""
    var length = 0
    // Of a very long value, only the beginning is converted.
    let groups = 0..<min(value.groups.count, Self.longest)
    for piece in ValueNotation(tree).pieces(value, groups: groups) {
      length += piece.text.utf8.count
      if length > Self.longest { break }
      guard let node = piece.node else {
        text += piece.text
        continue
      }
      if !text.isEmpty { result.append(.text(text)) }
      text = ""
      result.append(.node(numbers[node.index]))
    }
    if length > Self.longest || groups.count < value.groups.count {
      text += " … (\(value.groups.count) elements)"
    }
    if !text.isEmpty { result.append(.text(text)) }
    return result
  }

  private mutating func number(of place: TracedTree.Place) -> Int? {
    guard place.position != nil || place.overlay != nil else { return nil }
    // The first line is the position, which is encoded as numbers.
    let remark = BlameText.lines(place).dropFirst(place.position == nil ? 0 : 1).joined(separator: "\n")
    let entry = [
      place.position.map { Self.number(of: PrintableText.line($0.path), in: &files, &fileNumbers) } ?? 0,
      place.position?.line ?? 0, place.position?.column ?? 0,
      remark.isEmpty ? 0 : Self.number(of: remark, in: &remarks, &remarkNumbers),
    ]
    if let number = placeNumbers[entry] { return number }
    placeNumbers[entry] = places.count
    places.append(entry)
    return places.count - 1
  }

  private static func number(of text: String, in texts: inout [String], _ numbers: inout [String: Int]) -> Int
  {
    if let number = numbers[text] { return number }
    texts.append(text)
    numbers[text] = texts.count
    return texts.count
  }

  // MARK: Findings

  private mutating func addFindings(of tree: DeviceTree, _ numbers: [Int]) {
    var run = CheckRun()
    run.limitPerCheck = 500
    var examined = tree
    run.examine(&examined)
    findings = run.findings.map { finding in
      Finding(
        k: finding.check.name, e: finding.isError, n: finding.node.map { numbers[$0.index] },
        a: finding.property.map { tree.names.printable(tree.name(of: $0)) },
        m: PrintableText.name(finding.message, keepingSpaces: true))
    }
    more = CheckID.allCases.filter(run.isCut).map(\.name)
  }
}
