import Foundation
import TestSupport
import Testing

/// Reports as JSON say which input cannot be read, and why.
struct FailedInputTests {
  private static let files = [
    "b.dts": "/dts-v1/;\n/ { l: led { }; };\n", "o.dts": "/dts-v1/;\n/plugin/;\n&l { a; };\n",
    "bad.dts": "/dts-v1/;\n/plugin/;\n&l { m",
  ]

  @Test(
    arguments: [
      (
        "b.dts o.dts bad.dts", "bad.dts", "expected '=', ';' or '{' after 'm', found the end of the source",
        "bad.dts:3:7"
      ),
      ("b.dts o.dts none.dtbo", "none.dtbo", "cannot read 'none.dtbo': No such file or directory", nil),
      (
        "bad.dts o.dts", "bad.dts", "expected '=', ';' or '{' after 'm', found the end of the source",
        "bad.dts:3:7"
      ),
      ("none.dtb o.dts", "none.dtb", "cannot read 'none.dtb': No such file or directory", nil),
    ], ["conflicts", "explain", "bisect"])
  func failures(inputs: (String, String, String, String?), command: String) throws {
    let folder = try TemporaryFolder(Self.files)
    let words = inputs.0.split(separator: " ").map(String.init)
    let result = try Tool.swiftdt.run(["overlay", command, "--json", "-b"] + words, in: folder)
    #expect(result.status == 1)
    #expect(result.errors.contains(inputs.2))
    let json = try JSONSerialization.jsonObject(with: Data(result.output))
    // A report on each overlay so far, or on all.
    let list = json as? [[String: Any]]
    let report = try #require(list?.last ?? json as? [String: Any])
    if let list { #expect(list.count == (inputs.1 == words[0] ? 1 : 2)) }
    let failure = try #require(report["failure"] as? [String: String])
    #expect(failure == ["input": inputs.1, "message": inputs.2])
    let findings = try #require(report["findings"] as? [[String: Any]])
    #expect(findings.map { $0["message"] as? String } == [inputs.2])
    #expect(findings.map { $0["place"] as? String } == [inputs.3])
    #expect(findings.map { $0["overlay"] as? String } == [inputs.1])
  }

  /// What dtc's checks find in a blob where its base is known is listed as well if it is an error.
  @Test(arguments: ["conflicts", "explain"])
  func findingsOnBlobs(command: String) throws {
    let folder = try TemporaryFolder([
      "b.dts": "/dts-v1/;\n/ { l: led { }; c: clk { #clock-cells = <1>; }; };\n",
      "o.dts": "/dts-v1/;\n/plugin/;\n&l { a { clocks = <&c>; }; };\n",
    ])
    for (source, blob) in [("b.dts", "b.dtb"), ("o.dts", "o.dtbo")] {
      #expect(try Tool.swiftdt.run(["compile", "-q", "-@", "-o", blob, source], in: folder).status == 0)
    }
    let result = try Tool.swiftdt.run(
      ["overlay", command, "--json", "-E", "all", "-b", "b.dtb", "o.dtbo"], in: folder)
    let message =
      "/fragment@0/__overlay__/a:clocks: property size (4) too small for cell size 1 (#clock-cells of /clk) [clocks_property]"
    #expect(result.status == 1 && result.errors == "o.dtbo: error: \(message)\n")
    let json = try JSONSerialization.jsonObject(with: Data(result.output))
    let report = try #require((json as? [[String: Any]])?.last ?? json as? [String: Any])
    #expect(report["failure"] as? [String: String] == ["input": "o.dtbo", "message": message])
    let findings = try #require(report["findings"] as? [[String: Any]])
    #expect(findings.map { $0["message"] as? String } == [message])
  }
}
