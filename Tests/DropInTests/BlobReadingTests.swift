import TestSupport
import Testing

/// How dtc 1.8.1 reads blobs with faults, and what it says about them: all texts are its own.
@Suite struct BlobReadingTests {
  /// A part of a structure block: a cell, or a text with its NUL and padding.
  enum Part: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    case cell(UInt32)
    case text(String)

    init(integerLiteral value: UInt32) { self = .cell(value) }
    init(stringLiteral value: String) { self = .text(value) }

    var bytes: [UInt8] {
      switch self {
      case .cell(let cell): (0..<4).map { UInt8(truncatingIfNeeded: cell >> (24 - 8 * $0)) }
      case .text(let text): Array(text.utf8) + [UInt8](repeating: 0, count: 4 - text.utf8.count % 4)
      }
    }
  }

  private static let strings = Array("p\0phandle\0q".utf8)

  /// Returns a blob with a memory reservation block at 40 and a structure block at 56, some of the header's
  /// fields having other values.
  private static func blob(_ version: UInt32, _ parts: [Part], _ fields: [Int: UInt32] = [:]) -> [UInt8] {
    let structure = parts.flatMap(\.bytes)
    let end = UInt32(56 + structure.count)
    var header: [UInt32] = [
      0xD00D_FEED, end + UInt32(strings.count), 56, end, 40, version, 16, 0, UInt32(strings.count),
      UInt32(structure.count),
    ]
    for (field, value) in fields { header[field] = value }
    return header.flatMap { Part.cell($0).bytes } + [UInt8](repeating: 0, count: 16) + structure + strings
  }

  private static let late = "Warning: Flat tree input has subnodes preceding a property.\n"
  private static let nop = "Warning: NOP tag found in flat tree version <16\n"
  private static let aborting = "ERROR: Input tree has errors, aborting (use -f to force output)\n"
  private static let empty = "/dts-v1/;\n\n/ {\n};\n"

  private func expect(
    _ blob: [UInt8], _ status: Int32, _ text: String, _ errors: String, _ options: [String] = [],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let bench = try Bench([:])
    try bench.folder.write(blob, to: "b.dtb")
    let result = try bench.run(["-I", "dtb", "-O", "dts"] + options + ["b.dtb"])
    #expect(result.status == status, sourceLocation: location)
    #expect(result.text == text, sourceLocation: location)
    #expect(result.errors == errors, sourceLocation: location)
  }

  static let refused: [(version: UInt32, parts: [Part], errors: String)] = [
    (17, [4, 1, "", 2, 9], "Device tree blob doesn't begin with FDT_BEGIN_NODE (begins with 0x00000004)"),
    (17, [9], "Device tree blob doesn't begin with FDT_BEGIN_NODE (begins with 0x00000009)"),
    (3, [4, 1, "/", 2, 9], "Device tree blob doesn't begin with FDT_BEGIN_NODE (begins with 0x00000004)"),
    (17, [1, "", 2, 4, 9], "Device tree blob doesn't end with FDT_END"),
    (17, [1, "", 2, 1, "", 2, 9], "Device tree blob doesn't end with FDT_END"),
    (17, [1, "", 2], "Device tree blob doesn't end with FDT_END"),
    (17, [1, "", 9], "Premature FDT_END in device tree blob"),
    (17, [1, "", 1, "a", 2, 9], "Premature FDT_END in device tree blob"),
    (17, [1, "", 0, 2, 9], "Invalid opcode word 00000000 in device tree blob"),
    (17, [1, "", 0x6162_6364, 2, 9], "Invalid opcode word 61626364 in device tree blob"),
    (17, [1, "", 3, 0, 0, 4, 5, 2, 9], "Invalid opcode word 00000005 in device tree blob"),
    // The name comes before the value; offsets are an `int`, and the block must have the name's end.
    (17, [1, "", 3, 0, 10, 2, 9], "String offset 10 overruns string table"),
    (17, [1, "", 3, 100, 100, 2, 9], "String offset 100 overruns string table"),
    (17, [1, "", 3, 0, 0xFFFF_FFFB, 2, 9], "String offset -5 overruns string table"),
    (17, [1, "", 3, 100, 0, 2, 9], "Premature end of data parsing flat device tree"),
    (17, [1, "", 3, 0x7FFF_FFFF, 0, 2, 9], "Premature end of data parsing flat device tree"),
    // dtc crashes.
    (17, [1, "", 3, 0xFFFF_FFFF, 0, 2, 9], "Premature end of data parsing flat device tree"),
    // What is after the structure block is read as if it were of it.
    (17, [1, "", 3, 0], "String offset 1879076968 overruns string table"),
    // Values of 8 bytes or more are aligned to 8 before version 16.
    (2, [1, "/", 3, 8, 0, "abcdefg", 2, 9], "Premature FDT_END in device tree blob"),
    (3, [1, "/", 1, "a", 2, 2, 9], "Path \"a\" is not valid as a child of \"/\""),
    (
      3, [1, "/", 1, "/a", 1, "/a/b", 1, "/a/", 2, 2, 2, 2, 9],
      "Path \"/a/\" is not valid as a child of \"/a/b\""
    ),
  ]

  @Test(arguments: refused.indices)
  func structures(number: Int) throws {
    let (version, parts, errors) = Self.refused[number]
    try expect(Self.blob(version, parts), 1, "", "FATAL ERROR: \(errors)\n")
  }

  /// dtc warns as it reads, each time.
  @Test func warnings() throws {
    let invalid = "FATAL ERROR: Invalid opcode word 00000000 in device tree blob\n"
    try expect(
      Self.blob(17, [1, "", 1, "a", 2, 3, 0, 0, 3, 0, 0, 4, 0]), 1, "", Self.late + Self.late + invalid)
    try expect(Self.blob(3, [1, "/", 4, 4, 0]), 1, "", Self.nop + Self.nop + invalid)
    try expect(
      Self.blob(3, [1, "/", 1, "/a", 4, 1, "/b", 2, 2, 2, 9]), 1, "",
      Self.nop + "FATAL ERROR: Path \"/b\" is not valid as a child of \"/a\"\n")
    try expect(
      Self.blob(17, [1, "", 1, "a", 2, 3, 0, 0, 1, "b", 2, 3, 0, 1, 2, 9]), 0,
      "/dts-v1/;\n\n/ {\n\tp;\n\t;\n\n\ta {\n\t};\n\n\tb {\n\t};\n};\n", Self.late + Self.late,
      ["-q"])
    try expect(
      Self.blob(3, [1, "/", 4, 3, 0, 0, 4, 2, 9]), 0, "/dts-v1/;\n\n/ {\n\tp;\n};\n", Self.nop + Self.nop)
  }

  /// What dtc takes and others would not: NOP tags and ends elsewhere, roots with names, and paths in which
  /// the byte after the parent's path is not a slash.
  static let taken: [(version: UInt32, parts: [Part], status: Int32, text: String, errors: String)] = [
    (17, [1, "", 4, 1, "a", 4, 2, 4, 2, 9], 0, "/dts-v1/;\n\n/ {\n\n\ta {\n\t};\n};\n", ""),
    (
      17, [1, "root", 1, "a@1", 2, 2, 9], 0, "/dts-v1/;\n\nroot {\n\n\ta@1 {\n\t};\n};\n",
      "<stdout>: Warning (unit_address_vs_reg): /root/a@1: node has a unit name, but no reg or ranges property\n"
    ),
    (3, [1, "/root", 1, "/root/a", 2, 2, 9], 0, "/dts-v1/;\n\nroot {\n\n\ta {\n\t};\n};\n", ""),
    (3, [1, "", 1, "/a", 2, 2, 9], 0, "/dts-v1/;\n\n/ {\n\n\ta {\n\t};\n};\n", ""),
    (
      3, [1, "ab", 1, "abcd", 1, "abcdef", 2, 2, 2, 9], 0,
      "/dts-v1/;\n\nb {\n\n\td {\n\n\t\tf {\n\t\t};\n\t};\n};\n", ""
    ),
    (
      3, [1, "/", 1, "/a", 1, "/ab", 2, 1, "/a-c", 2, 2, 2, 9], 2, "",
      "<stdout>: ERROR (node_name_not_empty): /a/: Empty node name\n" + aborting
    ),
    (
      3, [1, "/", 1, "/", 1, "/a", 2, 2, 2, 9], 2, "",
      "<stdout>: ERROR (node_name_not_empty): /: Empty node name\n" + aborting
    ),
    (3, [1, "/", 3, 8, 0, 0, "abcdefg", 2, 9], 0, "/dts-v1/;\n\n/ {\n\tp = \"abcdefg\";\n};\n", ""),
    (0, [1, "/", 2, 9], 0, empty, ""), (99, [1, "", 2, 9], 0, empty, ""),
    (
      17, [1, "", 1, "a/", 1, "b@1", 2, 2, 2, 9], 2, "",
      "<stdout>: ERROR (node_name_chars): /a/: Bad character '/' in node name\n" + aborting
    ),
  ]

  @Test(arguments: taken.indices)
  func oddities(number: Int) throws {
    let (version, parts, status, text, errors) = Self.taken[number]
    try expect(Self.blob(version, parts), status, text, errors)
  }

  /// Values of the header's fields, in a blob of 83 bytes, and what dtc finds wrong with them; nil for nothing.
  static let headers: [(fields: [Int: UInt32], error: String?)] = [
    ([1: 0], "DT blob size (0) is too small"), ([1: 27], "DT blob size (27) is too small"),
    ([1: 28], "Mem Reserve structure offset exceeds total size"), ([1: 83], nil),
    ([1: 56], "DT structure offset exceeds total size"),
    ([1: 0x7FFF_FFFF], "EOF before reading 2147483647 bytes of DT blob"),
    ([1: 0x8000_0000], "EOF before reading -2147483648 bytes of DT blob"),
    ([1: 0x8000_0008], "Error reading DT blob: Bad address"),
    ([1: 0xFFFF_FFFF], "Error reading DT blob: Bad address"),
    ([2: 83], "DT structure offset exceeds total size"),
    ([2: 0xFFFF_FFFF], "DT structure offset exceeds total size"),
    ([2: 57], "Device tree blob doesn't begin with FDT_BEGIN_NODE (begins with 0x00000100)"),
    ([2: 0], "Device tree blob doesn't begin with FDT_BEGIN_NODE (begins with 0xd00dfeed)"),
    ([3: 83], "String table extends past total size"), ([3: 84], "String table offset exceeds total size"),
    ([3: 0xFFFF_FFFF], "String table offset exceeds total size"), ([3: 0], nil),
    ([4: 83], "Mem Reserve structure offset exceeds total size"),
    ([4: 75], "Premature end of data parsing flat device tree"),
    ([4: 0xFFFF_FFFF], "Mem Reserve structure offset exceeds total size"),
    ([8: 12], "String table extends past total size"),
    ([8: 0xFFFF_FFFF], "String table extends past total size"), ([8: 0], nil),
    ([9: 28], "Structure block extends past total size"),
    ([9: 0xFFFF_FFFF], "Structure block extends past total size"), ([9: 0], nil),
    // Versions that have no such fields.
    ([5: 3, 9: 0xFFFF_FFFF], nil), ([5: 2, 8: 0xFFFF_FFFF], nil), ([5: 0], nil),
  ]

  @Test(arguments: headers.indices)
  func header(number: Int) throws {
    let (fields, error) = Self.headers[number]
    let blob = Self.blob(17, [1, "", 2, 9], fields)
    try expect(
      blob, error == nil ? 0 : 1, error == nil ? Self.empty : "", error.map { "FATAL ERROR: \($0)\n" } ?? "")
  }

  /// The memory reservation block may be anywhere.
  @Test func reservationsInHeader() throws {
    try expect(
      Self.blob(17, [1, "", 2, 9], [4: 4]), 0,
      """
      /dts-v1/;

      /memreserve/\t0x0000005300000038 0x0000004800000004;
      /memreserve/\t0x0000001100000010 0x000000000000000b;
      / {
      };

      """, "")
  }

  /// The boot CPU is read from blobs of versions that do not have it.
  @Test(arguments: [0, 1, 2, 17]) func bootCPU(version: UInt32) throws {
    let bench = try Bench([:])
    try bench.folder.write(
      Self.blob(version, [1, version < 16 ? "/" : "", 2, 9], [7: 0x0102_0304]), to: "b.dtb")
    let result = try bench.run(["-I", "dtb", "-O", "dtb", "b.dtb"])
    #expect(Array(result.output.dropFirst(28).prefix(4)) == [1, 2, 3, 4])
  }

  @Test func truncations() throws {
    let blob = Self.blob(17, [1, "", 2, 9])
    let bench = try Bench([:])
    for length in 0..<blob.count {
      let missing =
        switch length {
        case 0..<4: "EOF reading DT blob magic number"
        case 4..<8: "EOF reading DT blob size"
        default: "EOF before reading 83 bytes of DT blob"
        }
      try bench.folder.write(Array(blob.prefix(length)), to: "b.dtb")
      let result = try bench.run(["-I", "dtb", "b.dtb"])
      #expect(result.status == 1 && result.errors == "FATAL ERROR: \(missing)\n")
    }
    try expect(
      [0xD0, 0x0D, 0xFE, 0xEE, 0, 0, 0, 90], 1, "", "FATAL ERROR: Blob has incorrect magic number\n")
  }

  /// What dtc says about labels and fixups that lead nowhere, byte for byte and in its order: labels, the names
  /// that `-@` does not add, references. After slashes, it looks for a child, so that '/' is not the root.
  @Test func restoring() throws {
    let bench = try Bench([
      "t.dts": """
      /dts-v1/;
      / { l: n { p = <7>; }; a { name = "b"; };
        __symbols__ { l = "/n"; r = "/"; s = "/n//"; t = "/n/"; u = [ff 00]; };
        __fixups__ { x = [2f c3 3a 70 3a 30 00]; y = "/:p:0", "n:p:0"; };
        __local_fixups__ { n { p = <0>; }; };
      };

      """
    ])
    _ = try bench.run(["-f", "-q", "-O", "dtb", "-o", "t.dtb", "t.dts"])
    let errors = try bench.run(["-f", "-@", "-O", "null", "-I", "dtb", "t.dtb"]).errors
    let expected = """
      <stdout>: ERROR (name_properties): /a: "name" property is incorrect ("b" instead of base node name)
      Warning: Input tree has errors, output forced
      Warning: Path / referenced in property __symbols__/r missing\
      Warning: Path /n// referenced in property __symbols__/s missing\
      Warning: Path \u{FFFD} referenced in property __symbols__/u missing\
      WARNING: label t already exists in /__symbols__WARNING: label l already exists in /__symbols__\
      Warning: Label x references non-existing node /\u{FFFD}
      Warning: Label y references non-existing node /
      Warning: node referenced by phandle 0x7 in property p not found

      """
    #expect(errors == expected)
  }

  /// What a list of the overlay's references names in vain is reported node by node, children included.
  @Test func orderOfLocalFixups() throws {
    let bench = try Bench([
      "t.dts": """
      /dts-v1/;
      / { a { s { }; }; b { };
        __local_fixups__ { y { }; a { p = <0>; s { q = <0>; t { }; }; z { }; }; x { }; b { r = <0>; }; w { }; };
      };

      """
    ])
    _ = try bench.run(["-q", "-O", "dtb", "-o", "t.dtb", "t.dts"])
    let expected = [
      "node y//", "Property p in /a", "Property q in /a/s", "node t//a/s", "node z//a", "node x//",
      "Property r in /b", "node w//",
    ]
    #expect(
      try bench.run(["-O", "null", "-I", "dtb", "t.dtb"]).errors
        == expected.map { "Warning: \($0) referenced in __local_fixups__ missing\n" }.joined())
  }

  /// dtc adds what is missing in an overlay's fixups, in its own spelling, and gives no node a phandle in use.
  @Test func completion() throws {
    let bench = try Bench([
      "t.dts": """
      /dts-v1/;
      / { a { p = <0>; }; b { phandle = <1>; }; __symbols__ { l = "/a"; };
        __fixups__ { r = "a:p:0"; z = "/a:p:0"; };
      };

      """
    ])
    _ = try bench.run(["-q", "-O", "dtb", "-o", "t.dtb", "t.dts"])
    _ = try bench.run(["-@", "-I", "dtb", "-O", "dtb", "-o", "u.dtb", "t.dtb"])
    let blob = try bench.folder.read("u.dtb")
    #expect(blob.firstRange(of: Array("a:p:0\0/a:p:0\0".utf8)) != nil)
    let text = try bench.run(["-I", "dtb", "u.dtb"]).text
    #expect(text.contains("phandle = <0x02>"))
  }

  /// Nodes may be nested as deep as they are many.
  @Test func depth() throws {
    let depth = 100_000
    let parts = [Part](repeating: 1, count: 2 * depth).enumerated().map {
      $0.offset % 2 == 0 ? $0.element : ""
    }
    try expect(Self.blob(17, parts + [9]), 1, "", "FATAL ERROR: Premature FDT_END in device tree blob\n")
  }
}
