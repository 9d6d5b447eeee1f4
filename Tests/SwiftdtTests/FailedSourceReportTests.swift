import Foundation
import TestSupport
import Testing

/// Reports on sources that cannot be compiled: they say what is wrong, and where.
struct FailedSourceReportTests {
  private static let files = [
    "m.dts": "/dts-v1/;\n/ { m",
    "macro.dts": "/dts-v1/;\n#define A <\n/ {\n  x = A;\n};\n",
    "label.dts": "/dts-v1/;\n/ {\n  b = <&uart_c>;\n  c = <0x100000000>;\n  uart_C: a { };\n};\n",
  ]

  private func report(_ arguments: String..., status: Int32 = 1) throws -> String {
    let folder = try TemporaryFolder(Self.files)
    let result = try Tool.swiftdt.run(["check"] + arguments, in: folder)
    #expect(result.status == status)
    return result.text
  }

  @Test func json() throws {
    #expect(
      try report("--json", "m.dts") == """
        {
          "blobs" : [
            {
              "errors" : 1,
              "failure" : "the source cannot be compiled",
              "findings" : [
                {
                  "check" : "source-error",
                  "column" : 6,
                  "file" : "m.dts",
                  "help" : [

                  ],
                  "line" : 2,
                  "message" : "expected '=', ';' or '{' after 'm', found the end of the source",
                  "notes" : [

                  ],
                  "severity" : "error"
                }
              ],
              "path" : "m.dts",
              "profiles" : [

              ],
              "warnings" : 0
            }
          ]
        }

        """)
    let label = try report("--json", "label.dts")
    #expect(
      label.contains("\"help\" : [\n            \"did you mean 'uart_C'? (label.dts:5:11)\"\n          ]"),
      "\(label)")
  }

  /// What `compile` says is said once, without names of checks.
  @Test func text() throws {
    let folder = try TemporaryFolder(Self.files)
    for name in Self.files.keys {
      let checked = try Tool.swiftdt.run(["check", "--json", "-o", "r.json", name], in: folder)
      let compiled = try Tool.swiftdt.run(["compile", "-o", "o.dtb", name], in: folder)
      #expect(checked.errors == compiled.errors)
    }
  }

  @Test func junit() throws {
    #expect(
      try report("--format", "junit", "label.dts").contains(
        "<error message=\"the source cannot be compiled\">label.dts:4:8: warning: value 0x0000000100000000 is "
          + "truncated to 0x00000000&#10;label.dts:3:8: error: no node has the label 'uart_c'&#10;"
          + "help: did you mean 'uart_C'? (label.dts:5:11)</error>"))
    let folder = try BlobCheckTests.folder()
    let found = try Tool.swiftdt.run(["check", "--format", "junit", "t.dts"], in: folder).text
    #expect(
      found.contains("message=\"t.dts:5:34: error: /dev@1: 'clocks' has 0 cells after its reference"),
      "\(found)")
  }

  private func run(_ text: String) throws -> [String: Any] {
    let root = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return try #require((root["runs"] as? [[String: Any]])?.first)
  }

  /// The files and regions of a log's results, and its artifacts.
  private func places(_ run: [String: Any]) throws -> (results: [String], artifacts: [String]) {
    let results = try #require(run["results"] as? [[String: Any]])
    let artifacts = try #require(run["artifacts"] as? [[String: [String: Any]]])
    return (
      results.compactMap { Self.place($0) }, artifacts.compactMap { $0["location"]?["uri"] as? String }
    )
  }

  private static func place(_ result: [String: Any]) -> String? {
    let location = (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
    let artifact = location?["artifactLocation"] as? [String: Any]
    let region = (location?["region"] as? [String: Int] ?? [:]).sorted { $0.key < $1.key }
    return ([artifact?["uri"] as? String ?? "none"] + region.map { "\($0.key) \($0.value)" })
      .joined(separator: ", ")
  }

  @Test func sarif() throws {
    let run = try run(report("--format", "sarif", "m.dts", "none.dtb"))
    #expect(try places(run).results == ["m.dts, startColumn 6, startLine 2"])
    let result = try #require((run["results"] as? [[String: Any]])?.first)
    #expect(result["ruleId"] as? String == "source-error")
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    let notifications = try #require(invocation["toolExecutionNotifications"] as? [[String: Any]])
    #expect(notifications.compactMap(Self.place) == ["m.dts, startColumn 6, startLine 2", "none.dtb"])
  }

  /// Columns are in the unit that the log declares.
  @Test func columns() throws {
    let folder = try TemporaryFolder([
      "x.dts": "/dts-v1/; / { x = \"ä€😀\"; m { y = <1>; clocks = <9>; }; };\n"
    ])
    let result = try Tool.swiftdt.run(["check", "--format", "sarif", "x.dts"], in: folder)
    let run = try run(result.text)
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    #expect(try places(run).results.first == "x.dts, startColumn 39, startLine 1")
    #expect(result.errors.hasPrefix("x.dts:1:45: error: /m: "), "\(result.errors)")
  }

  @Test func standardInput() throws {
    let folder = try TemporaryFolder()
    let source = Array("/dts-v1/;\n/ { a { clocks = <9>; }; };\n".utf8)
    let result = try Tool.swiftdt.run(["check", "--format", "sarif", "-"], in: folder, input: source)
    let places = try places(run(result.text))
    #expect(places.artifacts == ["%3Cstdin%3E"])
    #expect(places.results.first == "%3Cstdin%3E, startColumn 9, startLine 2")
    #expect(result.errors.hasSuffix("\n<stdin>: 1 error, 2 warnings, 1 note (final)\n"), "\(result.errors)")
  }

  /// Findings of merged trees are in the file of the base, and patch files are files of their own.
  @Test func bootFolders() throws {
    let folder = try TemporaryFolder([
      "b.dts": "/dts-v1/;\n/ { l: led { }; };\n",
      "o.dts": "/dts-v1/;\n/plugin/;\n&l { clocks = <9>; };\n",
      "boot/extlinux/extlinux.conf":
        "LABEL a\n LINUX /Image\n FDT /b.dtb\n FDTOVERLAYS /o.dtbo\n APPEND console=tty0\n",
      "boot/Image": "kernel", "boot/uEnv.txt": "",
    ])
    for words in [["-@", "-o", "boot/b.dtb", "b.dts"], ["-o", "boot/o.dtbo", "o.dts"]] {
      #expect(try Tool.swiftdt.run(["compile"] + words, in: folder).status == 0)
    }
    let log = try Tool.swiftdt.run(["check-boot", "--format", "sarif", "boot"], in: folder).text
    let run = try run(log)
    let places = try places(run)
    #expect(places.artifacts.allSatisfy { FileManager.default.fileExists(atPath: folder[$0]) })
    #expect(places.results.contains("boot/uEnv.txt"), "\(places)")
    let results = try #require(run["results"] as? [[String: Any]])
    let merged = try #require(results.first { $0["ruleId"] as? String == "reference-unresolved" })
    #expect(Self.place(merged) == "boot/b.dtb")
    let text = (merged["message"] as? [String: String])?["text"] ?? ""
    #expect(text.hasPrefix("with o.dtbo: /led: 'clocks' "), "\(text)")
    let json = try Tool.swiftdt.run(["check-boot", "--json", "boot"], in: folder).text
    #expect(
      json.contains(
        """
              "overlays" : [
                "o.dtbo"
              ],
              "path" : "boot/b.dtb + o.dtbo",
        """), "\(json)")
    #expect(json.contains("\"base\" : \"boot/b.dtb\",") && !json.contains("\"offset\""), "\(json)")
  }
}
