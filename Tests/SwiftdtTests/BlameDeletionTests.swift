import Foundation
import TestSupport
import Testing

/// What `swiftdt blame` says of what was deleted.
struct BlameDeletionTests {
  /// Where nodes were deleted, in JSON.
  @Test(arguments: [
    ("/soc/gone", "in the tree, deleted at board.dts:6; a: void (went), <0x2>"),
    ("/soc/gone/a", "in the tree, deleted at board.dts:6; a: void (went), <0x2>"),
    ("/soc/lost", "gone, deleted at board.dts:8; "),
    ("/soc/lost/in", "gone, deleted at board.dts:8; "),
    ("/soc/lost/in/b", "gone, deleted at board.dts:8; b: <0x3> (went)"),
    ("&uart1/clock", "in the tree; clock: <0x1>, deleted"),
    // `half` went with `soc`, which was made again without it; what had been deleted before counts no more.
    ("/bus/half", "gone, deleted at board.dts:9, board.dts:12; "),
    ("/bus/half/low/b", "gone, deleted at board.dts:12; b: <0x3> (went)"),
    // It was deleted before the node above it was, and after.
    ("/bus/early", "gone, deleted at board.dts:11, board.dts:12; "),
    ("/bus/late", "gone, deleted at board.dts:14; "),
    ("/bus/kept", "in the tree; "),
  ]) func places(path: String, expected: String) throws {
    let folder = try TemporaryFolder(
      BlameTests.files.merging([
        "board.dts": (BlameTests.files["board.dts"] ?? "")
          + """
          &soc { /delete-node/ lost; };
          / { bus { half { }; early { }; kept { }; late { }; }; }; / { bus { /delete-node/ half; }; };
          / { bus { half { low { b = <3>; }; }; }; };
          / { bus { /delete-node/ early; }; };
          / { /delete-node/ bus; };
          / { bus { kept { }; late { }; }; };
          / { bus { /delete-node/ late; }; };

          """,
        "soc.dtsi": (BlameTests.files["soc.dtsi"] ?? "")
          + "/ { soc { lost { in { b = <3>; }; }; }; };\n",
      ]) { $1 })
    let result = try Tool.swiftdt.run(["blame", "--json", "board.dts", path], in: folder)
    let nodes = try #require(
      JSONSerialization.jsonObject(with: Data(result.output)) as? [[String: Any]], "\(result.errors)")
    let node = try #require(nodes.first)
    let places = try #require(node["deletions"] as? [[String: Any]])
    let lines = places.map { place in
      let position = place["position"] as? [String: Any]
      return "\(position?["file"] ?? ""):\(position?["line"] ?? "")"
    }
    let properties = try #require(node["properties"] as? [[String: Any]])
    let writes = properties.map { property in
      let values = (property["writes"] as? [[String: Any]] ?? []).map { write in
        let text = write["deleted"] == nil ? write["text"] as? String ?? "" : "deleted"
        return (text.isEmpty ? "void" : text) + (write["deletedWithNode"] == nil ? "" : " (went)")
      }
      return "\(property["name"] ?? ""): " + values.joined(separator: ", ")
    }
    #expect(
      (node["deleted"] as? Bool == true ? "gone" : "in the tree")
        + (lines.isEmpty ? "" : ", deleted at " + lines.joined(separator: ", ")) + "; "
        + writes.joined(separator: "; ") == expected)
  }

  /// The same as text: of a node that went with one above it, where that was deleted.
  @Test(arguments: [
    ("/a/b", "/a/b\n    t.dts:2:9\n    deleted at t.dts:3:5\n"),
    (
      "/a/b/p",
      "/a/b: p\n    (empty)\n        t.dts:2:13\n  → (deleted with its node)\n        t.dts:3:5\n"
    ),
    ("/a/c", "/a/c\n    t.dts:2:19\n    t.dts:4:9\n"),
  ]) func madeAgain(path: String, expected: String) throws {
    let folder = try TemporaryFolder([
      "t.dts": "/dts-v1/;\n/ { a { b { p; }; c { }; }; };\n/ { /delete-node/ a; };\n/ { a { c { }; }; };\n"
    ])
    #expect(try Tool.swiftdt.run(["blame", "t.dts", path], in: folder).text == expected)
  }

  /// `/__symbols__` that a recipe leaves out is not there, as text and in JSON as in the whole tree.
  @Test(arguments: [("/__symbols__", [String]()), ("/__symbols__", ["--json"]), ("/__symbols__/led", [])])
  func symbolsLeftOut(path: String, flags: [String]) throws {
    let folder = try TemporaryFolder([
      "b.dts": "/dts-v1/;\n/ { led: led { }; };\n",
      "r.json5": "{ source: 'b.dts', symbols: false, output: 'x' }",
      "s.json5": "{ source: 'b.dts', output: 'x' }",
    ])
    let result = try Tool.swiftdt.run(["blame", "r.json5", path] + flags, in: folder)
    #expect(result.status == 1 && result.text == "")
    #expect(
      result.errors == """
        r.json5: error: there is no node or property '\(path)'
        note: 'symbols' is false in the recipe, so the tree has no /__symbols__

        """)
    #expect(try Tool.swiftdt.run(["blame", "s.json5", path] + flags, in: folder).status == 0)
  }
}
