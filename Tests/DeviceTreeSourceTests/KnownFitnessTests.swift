import DeviceTree
import DeviceTreeSource
import Preprocessor
import SourceText
import TestSupport
import Testing

/// What is known about names from one source of a batch is right for the next one.
struct KnownFitnessTests {
  /// Sources of one batch, and the result of each.
  struct Batch: CustomTestStringConvertible {
    var name: String
    var sources: [(text: String, outcome: String)]

    var testDescription: String { name }
  }

  static let batches = [
    Batch(
      name: "a property's name that no node may have",
      sources: [
        ("/ { a#b; };", "/ a#b"),
        ("/ { a#b { }; };", "error: a node's name cannot have '#': 'a#b'"),
        ("/ { a#b; };", "/ a#b"),
      ]),
    Batch(
      name: "a node's name that no property may have",
      sources: [
        ("/ { n@1 { }; };", "/ /n@1"),
        ("/ { n@1; };", "error: a property's name cannot have '@': 'n@1'"),
        ("/ { n@1; };", "error: a property's name cannot have '@': 'n@1'"),
        ("/ { n@1 { }; };", "/ /n@1"),
      ]),
    Batch(
      name: "an unfit name in each",
      sources: [
        ("/ { a?b { }; };", "error: a node's name cannot have '?': 'a?b'"),
        ("/ { a?b { }; };", "error: a node's name cannot have '?': 'a?b'"),
      ]),
    Batch(
      name: "a node that is called name, and a property",
      sources: [
        ("/ { name { x; }; };", "/ /name x"), ("/ { n { name = \"n\"; x; }; };", "/ /n x"),
        ("/ { n { name = \"m\"; x; }; };", "error: property 'name' of /n is not the node's name 'n'"),
        ("/ { name { x; }; };", "/ /name x"),
      ]),
    Batch(
      name: "phandles of its own in one",
      sources: [
        ("/ { p = <&a>; a: a { }; };", "/ p=00000001 /a phandle=00000001"),
        (
          "/ { p = <&a>; a: a { }; b { phandle = <1>; }; };",
          "/ p=00000002 /a phandle=00000002 /b phandle=00000001"
        ),
        ("/ { p = <&a>; a: a { }; };", "/ p=00000001 /a phandle=00000001"),
        (
          "/ { p = <&a>; a: a { }; b { linux,phandle = <1>; }; };",
          "/ p=00000002 /a phandle=00000002 /b linux,phandle=00000001"
        ),
      ]),
    Batch(
      name: "labels that are repeated in one",
      sources: [
        ("/ { l: a { }; };", "/ /a"), ("/ { l: a { }; l: b { }; };", "error: label 'l' is defined twice"),
        ("/ { l: p = l: <1>; };", "error: label 'l' is defined twice"), ("/ { l: b { }; };", "/ /b"),
      ]),
    Batch(
      name: "namesakes in one",
      sources: [
        ("/ { a { }; };", "/ /a"), ("/ { a { }; a { }; };", "error: node '/a' is defined twice in one block"),
        ("/ { p; p; };", "error: property 'p' of '/' is defined twice in one block"),
        ("/ { p; a { }; };", "/ p /a"),
      ]),
    Batch(
      name: "a source that cannot be read between",
      sources: [
        ("/ { a#b; };", "/ a#b"), ("/ {", "error: node '/' is never closed by '};'"),
        ("/ { a; a#b { }; };", "error: a node's name cannot have '#': 'a#b'"),
      ]),
  ]

  @Test(arguments: batches) func outcomes(_ batch: Batch) throws {
    var compiler = SourceCompiler()
    for (number, (text, outcome)) in batch.sources.enumerated() {
      let source = "/dts-v1/;\n\(text)\n"
      let result = try compiler.compile(
        "t\(number).dts", contents: Array(source.utf8),
        preprocessing: PreprocessorOptions(includeFolders: []),
        options: SourceCompilerOptions())
      #expect(described(result) == outcome)
    }
  }

  /// Returns the errors, or the nodes and properties if there are none.
  private func described(_ result: CompiledSource) -> String {
    guard let tree = result.tree else {
      return result.diagnostics.filter { $0.severity == .error }.map { "error: \($0.message)" }
        .joined(separator: "\n")
    }
    var words: [String] = []
    tree.forEachNode { node in
      words.append(tree.path(of: node))
      tree.forEachProperty(of: node) { _, name, value in
        let bytes = tree.bytes(of: value).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        words.append(tree.names.string(name) + (bytes.isEmpty ? "" : "=" + bytes.joined()))
      }
    }
    return words.joined(separator: " ")
  }
}
