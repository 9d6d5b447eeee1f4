import DeviceTree
import SourceText
import Testing

@testable import DeviceTreeChecks

@Suite struct FindingRendererTests {
  static let text = """
    # 1 "board.dts"
    / {
    \ta {
    \t\treg = <1>;
    \t};
    # 7 "other.dtsi"
    };
    / { a { }; };
    """

  /// Returns the location of the occurrence of a text that `count` others precede.
  private func location(_ needle: String, _ count: Int = 0) -> SourceText.SourceLocation {
    var from = Self.text.startIndex
    var left = count
    while let range = Self.text[from...].firstRange(of: needle) {
      if left == 0 {
        return SourceText.SourceLocation(
          1 + Self.text.utf8.distance(from: Self.text.startIndex, to: range.lowerBound))
      }
      left -= 1
      from = range.upperBound
    }
    return .none
  }

  private func files() throws -> SourceFiles {
    var files = SourceFiles()
    let bytes = Array(Self.text.utf8)
    let id = try files.add(path: "<stdin>", contents: bytes.span)
    files.add(.init(start: location("/ {"), line: 1, path: "board.dts"), to: id)
    files.add(.init(start: location("};\n/ {"), line: 7, path: "other.dtsi"), to: id)
    return files
  }

  private func extent(_ start: SourceText.SourceLocation, _ end: SourceText.SourceLocation) -> Extent {
    Extent(start: Origin(location: start), end: end)
  }

  @Test func positionsFollowLineMarkers() throws {
    var tree = DeviceTree()
    let name = tree.names.intern("a")
    let node = tree.addNode(named: name, to: .root)
    tree.setExtent(extent(location("{", 1), location(";", 1)), of: node)
    let property = tree.addProperty(tree.names.intern("reg"), tree.makeValue(cell: 1), to: node)
    tree.setExtent(extent(location("reg"), location(";")), of: property)
    let block = tree.makeNode(name: name)
    tree.setExtent(extent(location("{ }"), location("}; }").advanced(by: 1)), of: block)
    tree.merge(block, into: node)
    // The root ends in a different file than it begins in: dtc names the one where it ends.
    tree.setExtent(extent(location("{"), location("};\n/").advanced(by: 1)), of: .root)
    var run = CheckRun()
    run.examine(&tree)
    var renderer = FindingRenderer(files: try files(), outputName: "out.dtb")
    var output: [UInt8] = []
    for finding in run.findings.prefix(2) { renderer.append(finding, of: tree, to: &output) }
    renderer.append(
      Finding(check: .graphNodes, isError: true, node: .root, property: nil, message: [0x78]), of: tree,
      to: &output)
    renderer.append(
      Finding(check: .regFormat, isError: false, node: nil, property: nil, message: [0x79]), of: tree,
      to: &output)
    #expect(
      String(decoding: output, as: UTF8.self) == """
        board.dts:3.3-13: Warning (reg_format): /a:reg: property has invalid length (4 bytes) (#address-cells == 2, #size-cells == 1)
        board.dts:2.4-4.4: Warning (unit_address_vs_reg): /a: node has a reg or ranges property, but no unit name
          also defined at other.dtsi:8.7-11
        other.dtsi:1.3-7.3: ERROR (graph_nodes): /: x
        out.dtb: Warning (reg_format): y

        """)
  }

  @Test func theLookupSaysWhatTheFilesSay() throws {
    let files = try files()
    var lookup = PositionLookup(files)
    for index in 0...Self.text.utf8.count {
      let location = SourceText.SourceLocation(index)
      #expect(lookup.position(of: location) == files.position(of: location), "at \(index)")
    }
  }

  @Test func namesThatAreNotUTF8AreWrittenAsTheyAre() {
    var tree = DeviceTree()
    let name: [UInt8] = [0x61, 0xFF]
    _ = tree.addNode(named: tree.names.intern(name.span), to: .root)
    var run = CheckRun()
    run.examine(&tree)
    var renderer = FindingRenderer()
    var output: [UInt8] = []
    for finding in run.findings { renderer.append(finding, of: tree, to: &output) }
    #expect(
      output == Array("<stdout>: ERROR (node_name_chars): /a".utf8) + [0xFF]
        + Array(": Bad character '".utf8) + [0xFF] + Array("' in node name\n".utf8))
  }
}
