import DeviceTree
import DeviceTreeBindings
import DeviceTreeChecks
import SourceText

/// The data of a page, as JSON. Keys are short, since there are thousands of each, and in alphabetical order.
///
/// A node has the properties `a`, the names `c`ompatible, the p`h`andle, `l`abels, a `n`ame, whether its status
/// says that it is `o`ff, the number of its `p`arent, and the places `w` where it was written. A property has a
/// `n`ame, a `v`alue and the `w`rites that led to it.
///
/// A value is a list of pieces: text, or the number of the node that is referred to. A write has a `p`lace, a
/// `v`alue unless it is the present one, and `x` if the property was deleted. A place is the number of the
/// file, from 1 (0 is none), the line, the column, and the number of the remark, from 1 (0 is none).
struct PageData {
  let title: String
  /// The complete data.
  private(set) var json: [UInt8] = []

  private var nodes = JSONWriter(isForPage: true)
  private var places: [[Int]] = []
  /// The paths and remarks of all places, without duplicates.
  private var files: [String] = []
  private var remarks: [String] = []

  private var placeNumbers: [[Int]: Int] = [:]
  private var fileNumbers: [String: Int] = [:]
  private var remarkNumbers: [String: Int] = [:]

  init(_ traced: TracedTree) {
    title = traced.base.split(separator: "/").last.map(String.init) ?? traced.base
    var traced = traced
    let tree = traced.tree
    var numbers = [Int](repeating: 0, count: tree.nodeCapacity)
    var order: [NodeID] = []
    for node in tree.nodes() {
      numbers[node.index] = order.count
      order.append(node)
    }
    var reader = ValueReader(tree)
    let notation = ValueNotation(tree)
    // What the nodes' places refer to comes before them and is only known after them.
    nodes.open(.array)
    for node in order { write(node, tree, &traced, &reader, notation, numbers) }
    nodes.close(.array)
    var run = CheckRun()
    run.limitPerCheck = 500
    var examined = tree
    run.examine(&examined)
    var page = JSONWriter(isForPage: true)
    page.open(.object)
    page.key("files")
    page.array(files)
    page.key("findings")
    Self.write(run.findings, of: tree, numbers, to: &page)
    page.key("inputs")
    page.array(traced.inputs)
    page.key("memory")
    Self.write(MemoryMap(tree), numbers, to: &page)
    page.key("more")
    // The checks with more findings than are listed.
    page.array(CheckID.allCases.filter(run.isCut).map(\.name))
    page.key("nodes")
    page.value(nodes.finish())
    page.key("places")
    page.open(.array)
    for place in places { page.array(place) }
    page.close(.array)
    page.key("remarks")
    page.array(remarks)
    page.key("title")
    page.string(title)
    page.close(.object)
    json = page.finish()
  }

  // MARK: Nodes

  private mutating func write(
    _ node: NodeID, _ tree: DeviceTree, _ traced: inout TracedTree, _ reader: inout ValueReader,
    _ notation: ValueNotation, _ numbers: [Int]
  ) {
    var compatible: TypedValue?
    var isOff = false
    nodes.open(.object)
    nodes.key("a")
    nodes.open(.array)
    for property in tree.properties(of: node) {
      let value = reader.value(of: property)
      let name = tree.names.printable(tree.name(of: property))
      if name == "compatible" { compatible = value }
      if name == "status" { isOff = !NodeStatus.isOkay(tree.bytes(of: tree.value(of: property))) }
      nodes.open(.object)
      nodes.key("n")
      nodes.string(name)
      nodes.key("v")
      write(value, notation, numbers)
      writeHistory(of: property, &traced, &reader, notation, numbers)
      nodes.close(.object)
    }
    nodes.close(.array)
    if let compatible {
      nodes.key("c")
      nodes.array(Self.strings(compatible))
    }
    let phandle = tree.phandle(of: node)
    if phandle != 0 {
      nodes.key("h")
      nodes.number(Int(phandle))
    }
    let labels = tree.labels(of: node)
    if !labels.isEmpty {
      nodes.key("l")
      nodes.array(labels.map { tree.names.printable($0) })
    }
    nodes.key("n")
    nodes.string(tree.names.printable(tree.name(of: node)))
    if isOff {
      nodes.key("o")
      nodes.bool(true)
    }
    nodes.key("p")
    nodes.number(tree.parent(of: node).map { numbers[$0.index] } ?? -1)
    let written = traced.writes(of: node).compactMap { number(of: $0.place) }
    if !written.isEmpty {
      nodes.key("w")
      nodes.array(written)
    }
    nodes.close(.object)
  }

  /// Writes where a property was given its values; nothing if there is nothing to say about the only one.
  private mutating func writeHistory(
    of property: PropertyID, _ traced: inout TracedTree, _ reader: inout ValueReader,
    _ notation: ValueNotation, _ numbers: [Int]
  ) {
    let writes = traced.writes(of: property)
    let numbered = writes.map { number(of: $0.place) }
    if writes.isEmpty || writes.count == 1 && numbered[0] == nil { return }
    nodes.key("w")
    nodes.open(.array)
    for (index, item) in writes.enumerated() {
      nodes.open(.object)
      if let place = numbered[index] {
        nodes.key("p")
        nodes.number(place)
      }
      // The last write's value is that of the property.
      if !item.isDeletion, index < writes.count - 1 {
        nodes.key("v")
        write(reader.value(item.value, of: property), notation, numbers)
      }
      if item.isDeletion {
        nodes.key("x")
        nodes.bool(true)
      }
      nodes.close(.object)
    }
    nodes.close(.array)
  }

  private static func strings(_ value: TypedValue) -> [String] {
    value.elements.compactMap { if case .string(let bytes) = $0 { PrintableText.quoted(bytes) } else { nil } }
  }

  /// The maximum length of a value on the page, in bytes of its text.
  private static let longest = 4096

  private mutating func write(_ value: TypedValue, _ notation: ValueNotation, _ numbers: [Int]) {
    nodes.open(.array)
    var text = ""
    var length = 0
    // Of a very long value, only the beginning is converted.
    let groups = 0..<min(value.groups.count, Self.longest)
    for piece in notation.pieces(value, groups: groups) {
      length += piece.text.utf8.count
      if length > Self.longest { break }
      guard let node = piece.node else {
        text += piece.text
        continue
      }
      if !text.isEmpty { nodes.string(text) }
      text = ""
      nodes.number(numbers[node.index])
    }
    if length > Self.longest || groups.count < value.groups.count {
      text += " … (\(value.groups.count) elements)"
    }
    if !text.isEmpty { nodes.string(text) }
    nodes.close(.array)
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

  // MARK: Findings and memory

  /// Writes the findings: whether it is an `e`rror of check `k` at a `n`ode and a property `a`, and the
  /// `m`essage.
  private static func write(
    _ findings: [Finding], of tree: DeviceTree, _ numbers: [Int], to page: inout JSONWriter
  ) {
    page.open(.array)
    for finding in findings {
      page.open(.object)
      if let property = finding.property {
        page.key("a")
        page.string(tree.names.printable(tree.name(of: property)))
      }
      page.key("e")
      page.bool(finding.isError)
      page.key("k")
      page.string(finding.check.name)
      page.key("m")
      page.string(PrintableText.name(finding.message, keepingSpaces: true))
      if let node = finding.node {
        page.key("n")
        page.number(numbers[node.index])
      }
      page.close(.object)
    }
    page.close(.array)
  }

  /// Writes the regions of addresses: the last address `e`, the `k`ind, the `n`ode, the `s`tart and the si`z`e.
  private static func write(_ memory: MemoryMap, _ numbers: [Int], to page: inout JSONWriter) {
    page.open(.array)
    for region in memory.regions {
      page.open(.object)
      page.key("e")
      page.string(PrintableText.hex(region.start &+ (region.size &- 1)))
      page.key("k")
      page.string(region.kind.rawValue)
      if let node = region.node {
        page.key("n")
        page.number(numbers[node.index])
      }
      page.key("s")
      page.string(PrintableText.hex(region.start))
      page.key("z")
      page.string(PrintableText.hex(region.size))
      page.close(.object)
    }
    page.close(.array)
  }
}
