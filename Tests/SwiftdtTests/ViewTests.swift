import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// The pages of `swiftdt view`, as far as they can be tested without a browser (`make view-test` has one).
struct ViewTests {
  /// Returns the JSON in a page.
  private func data(_ page: String) throws -> [String: Any] {
    let start = try #require(page.range(of: #"<script type="application/json" id="data">"#))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    let json = try JSONSerialization.jsonObject(with: Data(page[start.upperBound..<end.lowerBound].utf8))
    return try #require(json as? [String: Any])
  }

  private func page(_ arguments: [String], in folder: TemporaryFolder) throws -> String {
    let result = try Tool.swiftdt.run(["view", "-o", "p.html"] + arguments, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text == "" && result.errors == "")
    return String(decoding: try folder.read("p.html"), as: UTF8.self)
  }

  @Test func aTreeIsOnePage() throws {
    let folder = try TemporaryFolder(["a.dts": "/dts-v1/;\n/ { a = <1>; n { b; }; };\n"])
    let first = try page(["a.dts"], in: folder)
    #expect(try (0..<5).allSatisfy { _ in try page(["a.dts"], in: folder) == first })
  }

  @Test func contents() throws {
    let folder = try TemporaryFolder([
      "a.dts": """
      /dts-v1/;
      /memreserve/ 0x80000000 0x1000;
      / { #address-cells = <1>; #size-cells = <1>;
        memory@80000000 { device_type = "memory"; reg = <0x80000000 0x10000000>; };
        bus { compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges = <0 0xfe000000 0x10000>;
          u: uart@100 { compatible = "acme,u", "u"; reg = <0x100 0x20>; status = "disabled"; friend = <&u>; };
          far@20000 { reg = <0x20000 4>; }; };
      };
      &u { status = "okay"; };

      """
    ])
    let data = try data(page(["a.dts"], in: folder))
    let nodes = try #require(data["nodes"] as? [[String: Any]])
    let uart = try #require(nodes.first { $0["n"] as? String == "uart@100" })
    #expect(uart["p"] as? Int == 2)
    #expect(uart["l"] as? [String] == ["u"])
    #expect(uart["c"] as? [String] == ["acme,u", "u"])
    #expect(uart["h"] as? Int == 1)
    let properties = try #require(uart["a"] as? [[String: Any]])
    let friend = try #require(properties.first { $0["n"] as? String == "friend" })
    #expect((friend["v"] as? [Any])?.map { "\($0)" } == ["<", "3", ">"])
    let status = try #require(properties.first { $0["n"] as? String == "status" })
    let writes = try #require(status["w"] as? [[String: Any]])
    #expect(writes.map { $0["v"] as? [String] } == [["\"disabled\""], nil])
    let places = try #require(data["places"] as? [[Int]])
    #expect(places[try #require(writes[0]["p"] as? Int)] == [1, 6, 67, 0])
    #expect(data["files"] as? [String] == ["a.dts"])
    let memory = try #require(data["memory"] as? [[String: Any]])
    #expect(
      memory.map { "\($0["s"] ?? "") \($0["e"] ?? "") \($0["z"] ?? "") \($0["k"] ?? "") \($0["n"] ?? "")" }
        == [
          "0x80000000 0x8fffffff 0x10000000 memory 1", "0x80000000 0x80000fff 0x1000 reservation ",
          "0xfe000100 0xfe00011f 0x20 device 3",
        ])
    let findings = try #require(data["findings"] as? [[String: Any]])
    #expect(findings.map { $0["k"] as? String } == ["unit_address_vs_reg"])
    #expect(findings.map { $0["n"] as? Int } == [2])
    #expect(
      findings.map { $0["m"] as? String } == ["node has a reg or ranges property, but no unit name"])
  }

  /// A status that is no text disables a node as well, as for `check`.
  @Test func disabledNodes() throws {
    let folder = try TemporaryFolder([
      "a.dts": """
      /dts-v1/;
      / {
        a { status = "okay"; }; b { status = "ok"; }; c { }; d { status = "disabled"; }; e { status; };
        f { status = <1>; }; g { status = "okay", "x"; };
      };

      """
    ])
    let nodes = try #require(data(page(["a.dts"], in: folder))["nodes"] as? [[String: Any]])
    #expect(nodes.filter { $0["o"] as? Bool == true }.map { $0["n"] as? String } == ["d", "e", "f"])
  }

  /// A recipe's blob without `/__symbols__` is shown without it, in `blame` as well; labels can still be used.
  @Test func recipeWithoutSymbols() throws {
    let folder = try TemporaryFolder([
      "a.dts": "/dts-v1/; / { n: n { }; };", "o.dts": "/dts-v1/; /plugin/; &n { m: m { }; };",
      "r.json5": #"{ source: "a.dts", overlays: ["o.dts"], symbols: false, output: "a.dtb" }"#,
    ])
    let nodes = try #require(data(page(["r.json5"], in: folder))["nodes"] as? [[String: Any]])
    #expect(nodes.map { $0["n"] as? String } == ["", "n", "m"])
    #expect(nodes.map { $0["l"] as? [String] } == [nil, ["n"], ["m"]])
    for arguments in [["r.json5"], ["--json", "r.json5"], ["r.json5", "&m"]] {
      let blame = try Tool.swiftdt.run(["blame"] + arguments, in: folder)
      #expect(blame.status == 0 && blame.errors == "")
      #expect(blame.text.contains("m") && !blame.text.contains("__symbols__"))
    }
  }

  @Test func nothingOfATreeIsHTML() throws {
    let evil = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)>"
    let folder = try TemporaryFolder([
      "<b>.dts": "/dts-v1/;\n/ { model = \"\(evil)\"; };\n"
    ])
    let page = try page(["<b>.dts"], in: folder)
    #expect(page.contains("<title>&lt;b&gt;.dts</title>"))
    #expect(page.components(separatedBy: "<script").count == 3)
    #expect(page.components(separatedBy: "</script").count == 3)
    #expect(!page.contains("<img") && !page.contains("<!--") && !page.contains("alert(1)</"))
    let nodes = try #require(data(page)["nodes"] as? [[String: Any]])
    let properties = try #require(nodes[0]["a"] as? [[String: Any]])
    #expect(properties[0]["v"] as? [String] == ["\"\(evil)\""])
    // The page does not treat text as HTML, and loads nothing.
    for word in [
      "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http:", "https:",
    ] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("default-src 'none'"))
  }

  @Test func longValuesAreCut() throws {
    let folder = try TemporaryFolder()
    try folder.write([UInt8](repeating: 7, count: 3_000_000), to: "big")
    try folder.write(Array("/dts-v1/;\n/ { a = /incbin/(\"big\"); };\n".utf8), to: "a.dts")
    let page = try page(["a.dts"], in: folder)
    #expect(page.utf8.count < 60_000)
    #expect(page.contains("… ("))
  }

  @Test(.enabled(if: PackageFolder.hasKhadas, "KHADAS_TREE is not there")) func vendorsBoard() throws {
    let folder = try TemporaryFolder()
    let page = try page(
      ["--set", "KHADAS_TREE=" + PackageFolder.khadas, PackageFolder.path + "/Recipes/kvim1s-all.json5"],
      in: folder)
    #expect(page.utf8.count < 1_000_000)
    let blob = try self.page([PackageFolder.khadas + "/expected/merged-all.dtb"], in: folder)
    #expect(try (data(page)["nodes"] as? [Any])?.count == (data(blob)["nodes"] as? [Any])?.count)
  }

  @Test func failures() throws {
    let folder = try TemporaryFolder(["old.html": "old", "bad.dts": "/dts-v1/;\n/ {\n"])
    for (input, beginning) in [
      ("nope.dtb", "swiftdt: error: cannot read 'nope.dtb'"), ("bad.dts", "bad.dts:2:4: error: "),
    ] {
      let result = try Tool.swiftdt.run(["view", input, "-o", "old.html"], in: folder)
      #expect(result.status == 1)
      #expect(result.errors.hasPrefix(beginning), "\(result.errors)")
      #expect(try folder.read("old.html") == Array("old".utf8))
    }
  }

  /// A page never overwrites a file that a recipe names.
  @Test(arguments: ["a.dts", "o.dts", "r.json5"]) func recipesInputs(output: String) throws {
    let files = [
      "a.dts": "/dts-v1/; / { n: n { }; };", "o.dts": "/dts-v1/; /plugin/; &{/n} { a; };",
      "r.json5": #"{ source: "a.dts", overlays: ["o.dts"], output: "a.dtb" }"#,
    ]
    let folder = try TemporaryFolder(files)
    let result = try Tool.swiftdt.run(["view", "r.json5", "-o", output], in: folder)
    #expect(result.status == 2)
    #expect(
      result.errors.hasPrefix("swiftdt: error: '\(output)' is an input and would be overwritten\n"))
    #expect(try folder.read(output) == Array((files[output] ?? "").utf8))
  }

  /// A check with too many findings is named, and does not hide those of others.
  @Test func manyFindings() throws {
    let nodes = (0..<501).map { "n\($0)@\($0) { };" }.joined()
    let folder = try TemporaryFolder(["a.dts": "/dts-v1/; / { \(nodes) c { clocks = <0x99 1>; }; };"])
    let data = try data(page(["a.dts"], in: folder))
    let names = try #require(data["findings"] as? [[String: Any]]).compactMap { $0["k"] as? String }
    #expect(names.count { $0 == "unit_address_vs_reg" } == 500)
    #expect(names.contains("clocks_property"))
    #expect(data["more"] as? [String] == ["unit_address_vs_reg"])
  }

  @Test(arguments: ["a.dtb -o p.html", "r.json5 --set A=1 -O x -Iinc -o -"])
  func quickly(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try ViewRequest(quick: words[...])
    #expect(try quick == ViewCommand.parse(SourceFlags.separated(words[...])).request)
  }
}
