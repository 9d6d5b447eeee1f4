import TestSupport
import Testing

/// The maps that `swiftdt check` draws.
struct CheckMapTests {
  @Test func maps() throws {
    let folder = try BlobCheckTests.folder()
    let text = try Tool.swiftdt.run(["check", "-q", "--map", "-", "t.dtb"], in: folder)
    #expect(text.text == "0x000-0xfff    4 KiB  memory@0\n  0x000-0xfff  4 KiB  free\n")
    #expect(try Tool.swiftdt.run(["check", "-q", "--map", "m.svg", "t.dtb"], in: folder).status == 1)
    let svg = String(decoding: try folder.read("m.svg"), as: UTF8.self)
    #expect(svg.hasPrefix("<svg "))
    #expect(
      svg.hasSuffix(
        """
        </text>
        <rect class="memory" x="142" y="64" width="236" height="18"><title>memory@0, 4 KiB</title></rect>
        <text class="quiet" x="128" y="68" text-anchor="end">0x00000000</text>
        <path class="thin" d="M378 64 L394 64"/><text x="400" y="68">memory@0, 4 KiB</text>
        </svg>

        """))
  }

  /// The colours of a map are up to the terminal that it is written to, not to that of the messages.
  @Test(
    .enabled(if: Tool(named: "script") != nil, "script (bsdutils) is not installed"),
    arguments: [("2>log", true), ("| cat", false)])
  func colouredMaps(redirection: String, isColoured: Bool) throws {
    let folder = try TemporaryFolder([
      "t.dts": """
      /dts-v1/;
      / { #address-cells = <1>; #size-cells = <1>; memory@0 { device_type = "memory"; reg = <0 0x1000>; };
        reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges; a@0 { reg = <0 0x20>; };
          b@10 { reg = <0x10 0x20>; }; }; };
      """
    ])
    let script = try #require(Tool(named: "script"))
    let line = "'\(Tool.swiftdt.path)' check -q --map - t.dts \(redirection)"
    let result = try script.run(["-qc", line, "/dev/null"], in: folder)
    #expect(result.text.contains("overlap"))
    #expect(result.text.contains("\u{1B}[1;31m  0x010") == isColoured, "\(result.text)")
  }
}
