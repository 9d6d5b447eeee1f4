import DeviceTree
import Foundation
import Preprocessor
import SourceText
import TestSupport
import Testing

@testable import DeviceTreeSource

/// Sources that have too much of something.
struct LimitTests {
  @Test(arguments: [0, 10_000])
  func deepNodes(depth: Int) throws {
    let source =
      "/dts-v1/;\n/ " + String(repeating: "{ n ", count: depth) + "{ a; };"
      + String(repeating: "};", count: depth)
    let tree = try #require(compile(source).tree)
    #expect(tree.nodeCount == depth + 1)
  }

  /// Neither references nor blocks climb from each label to the root.
  @Test(arguments: ["", "/plugin/;\n"]) func deepReferences(tag: String) throws {
    let depth = 20_000
    let nodes = (0..<depth).map { "l\($0): n { a = <&l\(depth - 1 - $0)>;\n" }.joined()
    let blocks = String(repeating: "&l\(depth - 1) { m { }; };\n", count: depth)
    let end = String(repeating: "};", count: depth)
    let compiled = try compile("/dts-v1/;\n\(tag)/ {\n\(nodes)\(end)};\n\(blocks)")
    #expect(compiled.messages == "")
    #expect(compiled.tree?.nodeCount == (tag.isEmpty ? depth + 2 : 2 * depth + 3))
  }

  @Test func manySiblings() throws {
    let nodes = (0..<20_000).map { "l\($0): n\($0) { a = <&l\(19_999 - $0)>; };\n" }.joined()
    let compiled = try compile("/dts-v1/;\n/ {\n\(nodes)};\n", symbols: true)
    #expect(compiled.messages == "")
    #expect(compiled.tree?.nodeCount == 20_002)
  }

  /// Many labels of one node, and one label of many nodes: neither makes each further one slower.
  @Test func manyLabels() throws {
    let labels = (0..<20_000).map { "l\($0): " }.joined()
    let labelled = try compile("/dts-v1/;\n/ {\n\(labels)n { };\n};\n", symbols: true)
    #expect(labelled.messages == "")
    let tree = try #require(labelled.tree)
    let symbols = try #require(tree.node(atPath: "/__symbols__"))
    var next = tree.firstProperty(of: symbols)
    var count = 0
    while let property = next {
      next = tree.nextProperty(after: property)
      count += 1
    }
    #expect(count == 20_000)
    let nodes = (0..<1000).map { "l: n\($0) { };\n" }.joined()
    let twice = try compile("/dts-v1/;\n/ {\n\(nodes)};\n")
    #expect(twice.diagnostics.count == 21)
    #expect(twice.diagnostics.first?.message == "label 'l' is defined twice")
  }

  /// Whether the labels are new or not.
  @Test func manyLabelsOfOneProperty() throws {
    let labels = (0..<20_000).map { "&n { l\($0): p = <\($0)>; };\n" }.joined()
    let compiled = try compile("/dts-v1/;\n/ { n: n { p; }; };\n" + labels + labels)
    #expect(compiled.messages == "")
    let tree = try #require(compiled.tree)
    let node = try #require(tree.node(atPath: "/n"))
    let property = try #require(tree.property(of: node, named: "p"))
    let names = tree.labels(of: property).map { tree.names.string($0) }
    #expect(names == (0..<20_000).reversed().map { "l\($0)" })
  }

  /// The nodes that had the label before do not slow anything down.
  @Test func aLabelOfManyDeletedNodes() throws {
    let moves = (0..<20_000).map { "/ { l: n\($0) { }; };\n/delete-node/ &l;\n" }.joined()
    let deleted = (0..<20_000).map { "/delete-node/ m\($0);\n" }.joined()
    let nodes = (0..<20_000).map { "k: m\($0) { };\n" }.joined()
    let blocks = String(repeating: "&k { };\n", count: 20_000)
    let compiled = try compile(
      "/dts-v1/;\n/ {\n\(nodes)};\n\(moves)/ {\n\(deleted)k: last { };\n};\n\(blocks)")
    #expect(compiled.messages == "")
    #expect(compiled.tree?.nodeCount == 2)
  }

  /// More bytes than offsets can address: where that begins, even if it is in a value that replaces another.
  @Test(arguments: [
    (40, ""), (36, "t.dts:5:8"), (32, "t.dts:5:8"), (31, "t.dts:4:8"), (16, "t.dts:4:8"), (15, "t.dts:3:8"),
    (3, "t.dts:2:5"),
  ])
  func tooManyBytes(limit: Int, place: String) throws {
    let source = """
      /dts-v1/;
      / { a = <1 2>; n {
      }; m { b = <3 4>; };
      }; / { a = <5 6 7 8>;
      }; / { c = "last"; };

      """
    var preprocessor = Preprocessor(options: PreprocessorOptions(includeFolders: []))
    try preprocessor.open("t.dts", contents: Array(source.utf8))
    var options = SourceParserOptions()
    options.valueBytes = limit
    var parser = SourceParser(preprocessor, options: options)
    parser.parse()
    let parsed = parser.stream.preprocessor
    let found = parsed.diagnostics.map { diagnostic in
      let position = diagnostic.span.flatMap { parsed.files.position(of: $0.start) }
      return "\(position.map { "\($0.path):\($0.line):\($0.column)" } ?? "nowhere"): \(diagnostic.message)"
    }
    #expect(found == (place.isEmpty ? [] : ["\(place): the values of this tree are larger than 4 GiB"]))
  }

  /// What does not fit is not read first: it is no dependency. The file has 4 GiB on no disk.
  @Test(arguments: [("", false), (", 1, 0xfffffffc", false), (", 0xfffffff0, 8", true)])
  func tooLargeAFile(part: String, fits: Bool) throws {
    let folder = try TemporaryFolder(["a.bin": ""])
    #expect(truncate(folder["a.bin"], 0xFFFF_FFFD) == 0)
    let source = "/dts-v1/;\n/ { a = <1>, /incbin/(\"\(folder["a.bin"])\"\(part)); };\n"
    var preprocessor = Preprocessor(options: PreprocessorOptions(includeFolders: []))
    try preprocessor.open("t.dts", contents: Array(source.utf8))
    var parser = SourceParser(preprocessor, options: SourceParserOptions())
    parser.parse()
    let parsed = parser.stream.preprocessor
    #expect(
      parsed.diagnostics.map(\.message) == (fits ? [] : ["the values of this tree are larger than 4 GiB"]))
    #expect(parsed.dependencies.contains(folder["a.bin"]) == fits)
  }

  /// Each is read from tokens, and the line has a hundred thousand of them.
  @Test func manyStatementsOnOneLine() throws {
    let compiled = try compile("/dts-v1/; " + String(repeating: "/{ };", count: 20_000) + "\n")
    #expect(compiled.messages == "")
    #expect(compiled.tree?.nodeCount == 1)
  }

  @Test(arguments: ["(", "-", "~(", "1 ? ", "(0 || 1 && 2 | 3 ^ 4 & 5 == 6 < 7 << 8 + 9 * "])
  func deepExpressions(opening: String) throws {
    let source = "/dts-v1/;\n/ { a = <(" + String(repeating: opening, count: 100_000) + "1"
    let compiled = try compile(source)
    #expect(compiled.tree == nil)
    #expect(compiled.diagnostics.first?.message == "expression is nested more than 10000 levels deep")
    #expect(compiled.diagnostics.first?.identifier == "expression-depth")
    // A line of some 100 KB is shown in part.
    #expect(compiled.messages.utf8.count < 2000)
  }

  /// As deep as in dtc, whose parser has a stack of 10,000 entries.
  @Test(arguments: [
    ("(", "7", ")", 9980), ("-", "7", "", 9980), ("~", "7", "", 9980), ("0 ? 1 : ", "7", "", 2490),
    ("1 ? 0 ? 1 : ", "7", " : 2", 1200), ("1 ? ", "7", " : 2", 4980),
    ("1 || 2 && 3 | 4 ^ 5 & 6 + 7 * (", "7", ")", 600),
  ])
  func deepEnoughExpressions(opening: String, middle: String, closing: String, count: Int) throws {
    let source =
      "/dts-v1/;\n/ { a = <(" + String(repeating: opening, count: count) + middle
      + String(repeating: closing, count: count) + ")>; };\n"
    let compiled = try compile(source)
    #expect(compiled.messages == "")
    let tree = try #require(compiled.tree)
    #expect(tree.nodeCount == 1)
  }

  /// What is not closed has no effect on the next expression.
  @Test func expressionsAfterErrors() throws {
    let nested = String(repeating: "(1 ? -(", count: 2000)
    let compiled = try compile("/dts-v1/;\n/ {\na = <\(nested)>;\nb = <\(nested)>;\nc = <(1 + (2))>;\n};\n")
    #expect(compiled.diagnostics.map(\.identifier) == ["number-expected", "number-expected"])
  }

  /// There is advice for the first ones. For each of the others, all labels would have to be examined.
  @Test func manyUnknownLabels() throws {
    let nodes = (0..<3000).map { "some_label_\($0)_a: n\($0) { };\n" }.joined()
    let cells = (0..<3000).map { "&some_label_\($0)_b" }.joined(separator: " ")
    let compiled = try compile("/dts-v1/;\n/ {\np = <\(cells)>;\n\(nodes)};\n")
    #expect(compiled.diagnostics.count == 21)
    #expect(compiled.diagnostics.prefix(20).allSatisfy { $0.help.count == 1 })
    #expect(compiled.diagnostics[0].help[0].message == "did you mean 'some_label_0_a'?")
    #expect(compiled.diagnostics[20].message == "2980 more of 'phandle_references' are not shown")
  }

  /// Each kind of what may occur only once counts on its own.
  @Test func manyDuplicates() throws {
    let lines = (0..<1000).map { _ in "  q = <1>;\n" }.joined()
    let compiled = try compile("/dts-v1/;\n/ {\n\(lines)l: a { }; l: b { };\n};\n")
    #expect(compiled.diagnostics.count == 22)
    #expect(compiled.diagnostics.prefix(20).allSatisfy { $0.notes.count == 1 })
    #expect(compiled.diagnostics[20].message == "label 'l' is defined twice")
    #expect(compiled.diagnostics[20].notes.count == 1)
    #expect(compiled.diagnostics[21].severity == .note)
    #expect(compiled.diagnostics[21].message == "979 more of 'duplicate_property_names' are not shown")
  }

  @Test func manyErrors() throws {
    let lines = (0..<1000).map { "  p\($0) = [x];\n" }.joined()
    let compiled = try compile("/dts-v1/;\n/ {\n\(lines)};\n")
    #expect(compiled.diagnostics.count == 21)
    #expect(
      compiled.messages.hasSuffix(
        """
        t.dts:22:10: error: 'x' is not a sequence of bytes: each has two hexadecimal digits
           22 |   p19 = [x];
              |          ^
        swiftdt: note: gave up after 20 errors: the rest was not read

        """))
  }

  @Test func aCycleOfIncludes() throws {
    let compiled = try compile(
      "/dts-v1/;\n/include/ \"a.dtsi\"\n", files: ["a.dtsi": "/ { };\n/include/ \"a.dtsi\"\n"])
    #expect(compiled.tree == nil)
    #expect(
      compiled.messages == """
        a.dtsi:2:11: error: more than 1000 '/include/'s: is there a cycle?
            2 | /include/ "a.dtsi"
              |           ^~~~~~~~
        note: included from here (t.dts:2:11)

        """)
  }
}
