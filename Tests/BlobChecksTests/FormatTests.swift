import BlobChecks
import Testing

/// Malformed blobs, made by changing bytes of good ones.
@Suite struct FormatTests {
  /// Returns what all format checks find, including those that are off by default.
  private func found(_ bytes: [UInt8]) -> [String] {
    var settings = CheckSettings()
    settings.profiles = [.final]
    settings.severities[.nameLength] = .warning
    let format = BlobCheck.table.filter { $0.topic == .format }.map(\.id.rawValue)
    return lines(BlobCheckRun.examine(bytes, settings).findings.filter { format.contains($0.check) })
  }

  private func replaced(_ source: String, _ old: String, _ new: String) throws -> [UInt8] {
    let bytes = try blob(source).replacing(Array(old.utf8), with: Array(new.utf8))
    return bytes
  }

  private func cell(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[offset + $1]) }
  }

  private func changed(_ bytes: [UInt8], _ cells: [Int: UInt32]) -> [UInt8] {
    var bytes = bytes
    for (offset, cell) in cells {
      for i in 0..<4 { bytes[offset + i] = UInt8(cell >> (24 - i * 8) & 0xFF) }
    }
    return bytes
  }

  @Test func goodBlobs() throws {
    for source in ["/ { };", "/ { a@1 { b = <1>; c; }; };", "/dts-v1/; /memreserve/ 0 1; / { };"] {
      #expect(found(try blob(source)) == [])
    }
  }

  /// Cells of the structure block, and what is wrong with it then.
  @Test(arguments: [
    ("a = <1>;", [56: 9], "the structure block begins with 0x00000009 instead of a node's tag"),
    ("a = <1>;", [56: 2], "the structure block begins with 0x00000002 instead of a node's tag"),
    ("a = <1>;", [56: 4, 60: 4], "a property is outside of any node (byte 64)"),
    (
      "a = <1>;", [68: 0x10000],
      "a property's value of 65536 bytes does not fit into the structure block (byte 64)"
    ),
    ("a = <1>;", [72: 2], "a property's name is at offset 2 in a strings block of 2 bytes (byte 64)"),
    ("a = <1>;", [80: 4], "the structure block ends while 1 node is open (byte 84)"),
    ("a { };", [64: 4, 68: 4], "after the root node there is 0x00000002 instead of the end tag (byte 76)"),
    (
      "a { };", [64: 2, 68: 1, 72: 0],
      "after the root node there is 0x00000001 instead of the end tag (byte 68)"
    ),
  ])
  func structure(_ source: String, _ cells: [Int: UInt32], _ message: String) throws {
    #expect(found(changed(try blob("/ { \(source) };"), cells)).first == "error " + message)
  }

  @Test func unreadable() throws {
    let bytes = try blob("/ { a = <1>; };")
    #expect(found([]) == ["error the file is empty", "  note: FDT_ERR_TRUNCATED in libfdt"])
    #expect(
      found(changed(bytes, [56: 7])) == [
        "error unknown tag 0x00000007 (byte 56)", "  note: FDT_ERR_BADSTRUCTURE in libfdt",
      ])
    #expect(found(Array(bytes.dropLast(4))).first?.hasPrefix("error the blob says it has") == true)
  }

  /// What is in a board's root beside a leftover fragment is the board's own, unless the tree is used as an overlay.
  @Test func boardWithOneFragment() throws {
    let tree = try blob("/ { a { }; b { }; f { target-path = \"/\"; __overlay__ { }; }; };")
    var settings = CheckSettings()
    for (profiles, count) in [([], 1), ([.overlay], 1), ([.final], 0), ([.final, .uboot], 0)]
      as [([Profile], Int)]
    {
      settings.profiles = profiles
      let found = BlobCheckRun.examine(tree, settings).findings
      #expect(found.count { $0.check == BlobCheckID.outsideFragments.rawValue } == count)
    }
    #expect(BlobCheckRun.examine(tree).isOverlay)
    #expect(!BlobCheckRun.examine(try blob("/ { a { f { __overlay__ { }; }; }; };")).isOverlay)
  }

  /// A FIT image is not reported for lacking what only a board has.
  @Test func images() throws {
    let image = "/ { images { k { load = <1>; }; }; configurations { c { fdt = \"f\"; }; }; };"
    #expect(
      lines(BlobCheckRun.examine(try blob(image)).findings) == [
        "note this is a FIT image, not a board's device tree: only its format is checked"
      ])
    // Limits that were set are limits nevertheless, and a boot script has no configurations.
    let script = try blob("/ { description = \"boot\"; images { s { data = \"x\"; }; }; };")
    var settings = CheckSettings()
    settings.largestSize = 10
    settings.headroom = 8
    settings.address = 4
    #expect(
      lines(BlobCheckRun.examine(script, settings).findings) == [
        "note this is a FIT image, not a board's device tree: only its format is checked",
        "error 0 bytes are left for edits in place, expected at least 8",
        "  help: pad the blob with 8 bytes",
        "error the blob has \(script.count) bytes, more than 10",
        "error the load address 0x4 is not a multiple of 8",
      ])
    settings.address = 0xffff_ffff_ffff_fff8
    #expect(
      lines(script, only: .loadAddress, settings) == [
        "error the blob does not fit into the address space at 0xfffffffffffffff8"
      ])
    let board = image.replacing("/ {", with: "/ { model = \"m\";")
    #expect(
      lines(BlobCheckRun.examine(try blob(board)).findings).contains(
        "warning /: the root has no 'compatible'"))
  }

  @Test func names() throws {
    #expect(
      try found(replaced("/ { ab { }; };", "ab\0", "a/\0")) == [
        "error /a/: the name has characters that are not allowed in a node's name"
      ])
    #expect(
      try found(replaced("/ { a@12 { }; };", "a@12", "a@1@")) == [
        "error /a@1@: the name has more than one '@'"
      ])
    #expect(
      try found(replaced("/ { a@12 { }; };", "a@12", "a@1!")) == [
        "error /a@1!: the name has characters that are not allowed in a node's name"
      ])
    #expect(
      try found(replaced("/ { a@1 { }; };", "a@1", "a1@")) == [
        "warning /a1@: nothing follows the '@' in the name"
      ])
    #expect(
      try found(replaced("/ { a@1 { }; };", "a@1", "\0\0\0")) == ["error /: the name is empty"])
    #expect(
      try found(replaced("/ { a@1 { }; };", "a@1", "@a1")) == [
        "error /@a1: nothing precedes the '@' in the name"
      ])
    #expect(
      try found(replaced("/ { binman { a@1 { }; }; };", "a@1", "@a1")) == [
        "note /binman/@a1: nothing precedes the '@' in the name"
      ])
    let long = String(repeating: "n", count: 32)
    #expect(
      try found(blob("/ { \(long) { \(long) = <1>; }; };")) == [
        "warning /\(long): the name has 32 characters; 31 are allowed",
        "warning /\(long): the property's name has 32 characters; 31 are allowed",
      ])
    let allowed = long.dropLast()
    #expect(try found(blob("/ { \(allowed)@1 { \(allowed) = <1>; }; };")) == [])
    #expect(
      try found(replaced("/ { ab; };", "ab\0", "a:\0")) == [
        "error /: the name of property 'a:' has characters that are not allowed"
      ])
    #expect(
      try found(replaced("/ { ab; };", "ab\0", "\0\0\0")) == [
        "note 2 names in the strings block are used by no property", "error /: a property has no name",
      ])
  }

  @Test func duplicates() throws {
    #expect(
      try found(replaced("/ { a1 { }; b1 { }; };", "b1", "a1")) == [
        "error /a1: there is an earlier node of this name",
        "  note: readers find only the first of the two",
      ])
    // The second name keeps its own place in the strings block.
    #expect(
      try found(replaced("/ { a1; b1; c { a1; }; };", "b1", "a1")) == [
        "error /: there is an earlier property 'a1'"
      ])
  }

  @Test func lateProperty() throws {
    // Swap the three cells of the property with the three of the subnode: the bytes of `a { }; b;`
    // instead of `b; a { };`.
    let bytes = try blob("/ { b; a { }; };")
    let start = Int(cell(bytes, 8)) + 8
    let property = bytes[start..<start + 12]
    let node = bytes[start + 12..<start + 24]
    let late = Array(bytes[..<start] + node + property + bytes[(start + 24)...])
    #expect(
      found(late) == ["error /: property 'b' follows a subnode, where no reader finds it"])
  }

  @Test func statuses() throws {
    let known = ["okay", "ok", "disabled", "disable", "fail", "fail-sss", "failed", "reserved"]
    let nodes = known.map { "\($0) { status = \"\($0)\"; };" }.joined(separator: " ")
    #expect(found(try blob("/ { aliases { status = \"/ok\"; }; \(nodes) };")) == [])
    #expect(
      found(try blob("/ { a { status = \"enabled\"; }; b { status; }; };")) == [
        "warning /a: 'status' is \"enabled\", so the node is disabled", "  help: \"okay\" enables it",
        "warning /b: 'status' is \"\", so the node is disabled", "  help: \"okay\" enables it",
      ])
  }

  @Test func depth() throws {
    func nested(_ count: Int) throws -> [UInt8] {
      try blob(
        "/ { " + String(repeating: "a { ", count: count) + String(repeating: "}; ", count: count) + "};")
    }
    #expect(found(try nested(62)) == [])
    #expect(
      found(try nested(66)) == [
        "error \(String(repeating: "/a", count: 63)): the node is 63 nodes below the root; Linux reads 62"
      ])
  }

  @Test func rootName() throws {
    let bytes = try blob("/ { };")
    let start = Int(cell(bytes, 8)) + 4
    #expect(
      found(changed(bytes, [start: 0x6162_0000])) == [
        "error /: the root node has the name 'ab'", "  note: FDT_ERR_BADLAYOUT in libfdt",
      ])
  }

  @Test func leadingNOP() throws {
    let bytes = try blob("/ { };")
    let start = Int(cell(bytes, 8))
    let moved = Array(bytes[..<start] + [0, 0, 0, 4] + bytes[start...])
    #expect(
      found(
        changed(
          moved, [4: cell(bytes, 4) + 4, 12: cell(bytes, 12) + 4, 36: cell(bytes, 36) + 4])) == [
          "error a NOP tag precedes the root node", "  note: FDT_ERR_BADOFFSET in libfdt",
        ])
  }

  @Test func blocks() throws {
    let bytes = try blob("/ { a; };")
    let (total, structure, strings) = (cell(bytes, 4), cell(bytes, 8), cell(bytes, 12))
    #expect(
      found(bytes + [1, 2]) == [
        "warning the file has 2 bytes after the \(total) of the blob",
        "  help: the header's totalsize must include headroom",
      ])
    let image = try blob("/ { images { k { data-offset = <0>; }; }; configurations { }; };")
    #expect(
      found(image + [1, 2]) == [
        "note this is a FIT image, not a board's device tree: only its format is checked",
        "note the file has 2 bytes after the \(cell(image, 4)) of the blob",
        "  note: U-Boot loads the external data of a FIT image (mkimage -E) from there",
      ])
    // The strings block, moved 16 bytes away from the structure block.
    var moved = Array(bytes[..<Int(strings)] + [UInt8](repeating: 0, count: 16) + bytes[Int(strings)...])
    moved = changed(moved, [4: total + 16, 12: strings + 16])
    #expect(found(moved) == ["note 16 bytes between the structure block and the strings block are unused"])
    // A name that no property has.
    let unused = changed(bytes + Array("b\0".utf8), [4: total + 2, 32: 4])
    #expect(found(unused) == ["note 1 name in the strings block is used by no property"])
    let open = changed(bytes + Array("b".utf8), [4: total + 1, 32: 3])
    #expect(found(open) == ["error the last name in the strings block is not terminated"])
    // The strings block, overlapping the end of the structure block.
    let over = changed(bytes, [12: strings - 4, 32: 6])
    #expect(
      found(over).first
        == "error the strings block begins at byte \(strings - 4), inside the structure block, which ends at byte \(strings)"
    )
    // The structure block before the reservations, which do not begin at a multiple of 8.
    let swapped = changed(
      Array(bytes[..<40] + bytes[Int(structure)..<Int(strings)] + bytes[40..<56] + bytes[Int(strings)...]),
      [8: 40, 16: 40 + (strings - structure)])
    #expect(
      found(swapped) == [
        "error the memory reservation block begins at byte 68, not a multiple of 8",
        "warning the blocks are in the order structure block, memory reservation block, strings block",
      ])
    // The strings block before the structure block.
    let first = changed(
      Array(
        bytes[..<Int(structure)] + bytes[Int(strings)...] + [0, 0] + bytes[Int(structure)..<Int(strings)]),
      [4: total + 2, 8: structure + 4, 12: structure, 32: 4])
    #expect(
      found(first) == [
        "warning the blocks are in the order memory reservation block, strings block, structure block",
        "note 2 names in the strings block are used by no property",
      ])
    let behind = changed(
      Array(bytes[..<Int(strings)] + [0, 0, 0, 0] + bytes[Int(strings)...]),
      [4: total + 4, 12: strings + 4, 36: cell(bytes, 36) + 4])
    #expect(found(behind) == ["note 4 bytes after the end tag of the structure block are unused"])
    #expect(
      found(changed(bytes, [20: 3, 24: 1])).first
        == "error the blob has version 3, which kernels no longer read")
  }

  @Test func reservations() throws {
    #expect(
      found(try blob("/dts-v1/; /memreserve/ 0x1000 0x1000; /memreserve/ 0x1fff 2; / { };")) == [
        "warning the reservations 0x1000-0x1fff and 0x1fff-0x2000 overlap"
      ])
    #expect(
      found(try blob("/dts-v1/; /memreserve/ 0xffffffffffffffff 2; / { };")) == [
        "error the reservation of 0x2 bytes at 0xffffffffffffffff does not fit into 64 bits"
      ])
  }
}
