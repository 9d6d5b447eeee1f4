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

  /// Every kind of area, and what two of them share.
  @Test func kindsOfAreas() throws {
    let folder = try TemporaryFolder([
      "t.dts": """
      /dts-v1/;
      /memreserve/ 0x100 0x10;
      / { #address-cells = <1>; #size-cells = <1>; memory@0 { device_type = "memory"; reg = <0 0x4000>; };
        reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges; a@0 { reg = <0 0x20>; };
          b@10 { reg = <0x10 0x20>; no-map; };
          c { size = <0x1000>; alloc-ranges = <0x1000 0x3000>; reusable; }; }; };
      """
    ])
    let text = try Tool.swiftdt.run(["check", "-q", "--map", "-", "t.dts"], in: folder).text
    #expect(
      text == """
        0x0000-0x3fff     16 KiB  memory@0
          0x0000-0x001f     32 B  a@0
          0x0010-0x002f     32 B  b@10 no-map
          0x0010-0x001f     16 B  overlap
          0x0030-0x00ff    208 B  free
          0x0100-0x010f     16 B  memory reservation
          0x0110-0x2fff  12016 B  free
          0x3000-0x3fff    4 KiB  c reusable (where Linux would put it)

        """)
    #expect(try Tool.swiftdt.run(["check", "-q", "--map", "m.svg", "t.dts"], in: folder).status == 1)
    let svg = String(decoding: try folder.read("m.svg"), as: UTF8.self).split(separator: "\n")
    // The first ones are the background and the legend.
    #expect(
      svg.filter { $0.hasPrefix("<rect ") }.dropFirst(7).map(String.init) == [
        "<rect class=\"memory\" x=\"142\" y=\"64\" width=\"236\" height=\"462\"><title>memory@0, 16 KiB</title></rect>",
        "<rect class=\"fixed\" x=\"150\" y=\"64\" width=\"110\" height=\"36\"><title>a@0, 32 B</title></rect>",
        "<rect class=\"no-map\" x=\"260\" y=\"82\" width=\"110\" height=\"36\"><title>b@10 no-map, 32 B</title></rect>",
        "<rect class=\"reservation\" x=\"150\" y=\"248\" width=\"220\" height=\"18\">"
          + "<title>memory reservation, 16 B</title></rect>",
        "<rect class=\"dynamic\" x=\"150\" y=\"396\" width=\"220\" height=\"130\">"
          + "<title>c reusable (where Linux would put it), 4 KiB</title></rect>",
        "<rect class=\"overlap\" x=\"150\" y=\"82\" width=\"220\" height=\"18\"/>",
      ])
  }

  @Test func nothingToShow() throws {
    let folder = try TemporaryFolder(["t.dts": "/dts-v1/;\n/ { };\n"])
    let result = try Tool.swiftdt.run(["check", "-q", "--map", "-", "t.dts"], in: folder)
    #expect(result.text == "no memory, and no reserved memory\n")
    #expect(result.status == 0)
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
