import DeviceTree
import DeviceTreeBlob
import DeviceTreeSource
import SourceText
import Testing

/// The text of a tree from a blob, compared exactly, as it is with dtc's.
@Suite struct SourceWriterTests {
  /// Returns what follows the name of `x`, the only property of the root, in the text of a blob.
  private func line(_ bytes: [UInt8]) throws -> String {
    var tree = DeviceTree()
    let name = tree.names.intern("x")
    let value = tree.makeValue(bytes.span)
    tree.addProperty(name, value, to: .root)
    let text = try decompiled(tree).text
    let prefix = "/dts-v1/;\n\n/ {\n\tx"
    #expect(text.hasPrefix(prefix) && text.hasSuffix(";\n};\n"))
    return String(text.dropFirst(prefix.count).dropLast(5))
  }

  private func decompiled(_ tree: DeviceTree) throws -> (text: String, warnings: [String]) {
    var read = try BlobDecoder.decode(try BlobEncoder.encode(tree).bytes).tree
    read.isPlugin = ReferenceRestoration.isPlugin(read)
    let warnings = ReferenceRestoration.restore(in: &read)
    return (String(decoding: SourceWriter.text(of: read), as: UTF8.self), warnings)
  }

  @Test(
    arguments: [
      ([], ""),
      (Array("ab\0".utf8), #" = "ab""#),
      (Array("ab\0cd\0".utf8), #" = "ab", "cd""#),
      (Array("ab\0\0".utf8), #" = "ab", """#),
      (Array("a\0\0".utf8), " = [61 00 00]"),
      (Array("abc".utf8), " = [61 62 63]"),
      (Array("abcd".utf8), " = <0x61626364>"),
      ([0], " = [00]"),
      ([0, 0, 0, 1, 0xFF, 0, 0, 0], " = <0x01 0xff000000>"),
      (Array("\u{7}\u{8}\t\n\u{B}\u{C}\r\"\\ \0".utf8), #" = "\a\b\t\n\v\f\r\"\\ ""#),
      ([0x61, 7, 0], #" = "a\a""#),
      ([0x61, 6, 0], " = [61 06 00]"),
      ([0x61, 0x7F, 0], " = [61 7f 00]"),
    ] as [([UInt8], String)])
  func guessesTypes(_ bytes: [UInt8], _ expected: String) throws {
    #expect(try line(bytes) == expected)
  }

  @Test func nestsAndReserves() throws {
    var tree = DeviceTree()
    tree.reservations = [MemoryReservation(address: 0x1000, size: 0x20)]
    let a = tree.names.intern("a")
    let b = tree.names.intern("b@1")
    let outer = tree.addNode(named: a, to: .root)
    _ = tree.addNode(named: b, to: outer)
    _ = tree.addNode(named: b, to: .root)
    #expect(
      try decompiled(tree).text == """
        /dts-v1/;

        /memreserve/\t0x0000000000001000 0x0000000000000020;
        / {

        \ta {

        \t\tb@1 {
        \t\t};
        \t};

        \tb@1 {
        \t};
        };

        """)
  }

  @Test func restoresLabelsAndReferences() throws {
    var tree = DeviceTree()
    let names = ["a", "ref", "phandle", "__symbols__", "__fixups__", "__local_fixups__", "la", "base"]
      .map { tree.names.intern($0) }
    let node = tree.addNode(named: names[0], to: .root)
    let open = tree.openValue()
    for cell in [7, 1, .max] as [UInt32] { tree.appendCell(cell) }
    tree.addProperty(names[1], tree.close(open), to: node)
    tree.addProperty(names[2], tree.makeValue(cell: 7), to: node)
    let symbols = tree.addNode(named: names[3], to: .root)
    tree.addProperty(names[6], tree.makeValue(Array("/a\0".utf8).span), to: symbols)
    let fixups = tree.addNode(named: names[4], to: .root)
    tree.addProperty(
      names[7], tree.makeValue(Array("/a:ref:8\0/a:none:0\0/b:x:0\0odd\0/a:ref:\0/a:ref:4x\0".utf8).span),
      to: fixups)
    let local = tree.addNode(named: names[5], to: .root)
    let mirror = tree.addNode(named: names[0], to: local)
    tree.addProperty(names[1], tree.makeValue(cell: 0), to: mirror)
    let (text, warnings) = try decompiled(tree)
    #expect(
      text.hasPrefix(
        "/dts-v1/;\n/plugin/;\n\n/ {\n\n\tla: a {\n\t\tref = <&la>, <0x01>, <&base>;\n"))
    #expect(
      warnings == [
        "Label base references non-existing property /a in node none",
        "Label base references non-existing node /b",
        "Malformed fixup entry for label base",
        "Malformed fixup entry for label base",
        "Malformed fixup entry for label base",
      ])
  }

  /// Compilers write fixups in the order of the cells, but nothing requires that.
  @Test func restoresReferencesInAnyOrder() throws {
    var tree = DeviceTree()
    let names = ["ref", "phandle", "__local_fixups__", "a", "__fixups__", "base"]
      .map { tree.names.intern($0) }
    let open = tree.openValue()
    for cell in [7, 1, 7, 7] as [UInt32] { tree.appendCell(cell) }
    tree.addProperty(names[0], tree.close(open), to: .root)
    let node = tree.addNode(named: names[3], to: .root)
    tree.addProperty(names[1], tree.makeValue(cell: 7), to: node)
    let local = tree.addNode(named: names[2], to: .root)
    let offsets = tree.openValue()
    for offset in [12, 8, 12, 0] as [UInt32] { tree.appendCell(offset) }
    tree.addProperty(names[0], tree.close(offsets), to: local)
    let fixups = tree.addNode(named: names[4], to: .root)
    tree.addProperty(names[5], tree.makeValue(Array("/:ref:8\0".utf8).span), to: fixups)
    let (text, warnings) = try decompiled(tree)
    #expect(text.contains("\tref = <&{/a}>, <0x01>, <&base>, <&{/a}>;\n"), "\(text)")
    #expect(warnings == [])
  }
}
