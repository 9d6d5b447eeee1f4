import DeviceTree
import TestSupport
import Testing

/// What `overlay apply-tree` says about settings that are wrong, and about its list.
@Suite struct ApplyTreeSettingsTests {
  private func program() throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "in/acme/acme-1.dtb")
    try program.write(
      Array("/dts-v1/; /plugin/; / { compatible = \"acme,board\"; }; &uart_a { a; };\n".utf8), to: "uart.dts")
    try program.write(Array(#"[{ "name": "uart", "dtsFile": "uart.dts" }]"#.utf8), to: "overlays.json")
    return program
  }

  /// What is wrong with the settings, with the setting's name for readers of a Nix log.
  @Test(
    arguments: [
      (
        ["--require", "amce-1.dtb"], "swiftdt: error: there is no 'amce-1.dtb' in 'in'\n", "require",
        "hardware.deviceTree.name", "help: did you mean 'acme/acme-1.dtb'?\n"
      ),
      (
        ["--only", "*.dts"], "swiftdt: error: no blob in 'in' matches '*.dts'\n", "only",
        "hardware.deviceTree.filter", ""
      ),
      (
        ["--source", "none"], "swiftdt: error: cannot list the folder 'none': No such file or directory\n",
        "base",
        "hardware.deviceTree.dtbSource", ""
      ),
      (
        ["--source", "blobless"],
        "swiftdt: error: applied nowhere: 'uart'\nnote: there is no blob in 'blobless'\n", "base",
        "hardware.deviceTree.dtbSource", nil
      ),
    ] as [([String], String, String, String, String?)])
  func settings(flags: [String], error: String, argument: String, option: String, help: String?) throws {
    let program = try program()
    try program.write([], to: "blobless/README")
    let source = flags.contains("--source") ? [] : ["--source", "in"]
    let words = ["overlay", "apply-tree", "--out", "out", "--overlays", "overlays.json"] + source + flags
    for (reader, name) in [(nil, nil), ("1", argument), ("nixos", option)] as [(String?, String?)] {
      let outcome = try program.run(words, environment: reader.map { ["SWIFTDT_NIX": $0] } ?? [:])
      #expect(outcome.status == 1)
      let note = name.map { "note: it comes from \($0)\n" } ?? ""
      #expect(outcome.errors.hasPrefix(error + note + (help ?? "help: ")), "\(outcome.errors)")
    }
  }

  /// Overlays of the same name are told apart.
  @Test func repeatedNames() throws {
    let program = try program()
    let overlay = #""name": "uart", "dtsFile": "uart.dts""#
    try program.write(
      Array("[{ \(overlay) }, { \(overlay), \"filter\": \"none\" }]".utf8), to: "overlays.json")
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "--out", "out", "--overlays", "overlays.json")
    #expect(outcome.errors.hasPrefix("swiftdt: error: applied nowhere: 'uart (2)'\n"))
    #expect(
      outcome.output == """
        blob             overlay   result
        acme/acme-1.dtb  uart      applied
        acme/acme-1.dtb  uart (2)  skipped: its filter 'none' does not match

        """)
  }

  /// A filter that NixOS would find in the path: the advice says how to have it found here.
  @Test(
    arguments: [
      ("cme-", nil, "--filter-substring"), ("acme/acme-1", "1", "substringFilters = true"),
      ("acme/", "nixos", "hardware.deviceTree.swiftdt.substringFilters = true"),
    ] as [(String, String?, String)])
  func filterThatIsAPart(filter: String, reader: String?, advice: String) throws {
    let program = try program()
    try program.write(
      Array(#"[{ "name": "uart", "filter": "\#(filter)", "dtsFile": "uart.dts" }]"#.utf8),
      to: "overlays.json")
    let outcome = try program.run(
      ["overlay", "apply-tree", "--source", "in", "-o", "out", "--overlays", "overlays.json"],
      environment: reader.map { ["SWIFTDT_NIX": $0] } ?? [:])
    #expect(
      outcome.output == """
        blob             overlay  result
        acme/acme-1.dtb  uart     skipped: its filter '\(filter)' is only a part of the path (\(advice) applies it)

        """)
    #expect(outcome.status == 1)
  }

  /// As in NixOS, whether an overlay is meant for a blob depends on what those before it made of its `compatible`.
  @Test func changedCompatible() throws {
    let program = try program()
    func overlay(_ compatible: String, _ properties: KeyValuePairs<String, Value>) -> DeviceTree {
      makeTree([
        ("/", ["compatible": .text(compatible)]), ("/f", ["target-path": "/"]),
        ("/f/__overlay__", properties),
      ])
    }
    try program.write(overlay("acme,board", ["compatible": "acme,other"]), to: "a.dtbo")
    try program.write(overlay("acme,other", ["b": 1]), to: "b.dtbo")
    try program.write(overlay("acme,board", ["c": 1]), to: "c.dtbo")
    let list = ["a", "b", "c"].map { #"{ "name": "\#($0)", "dtboFile": "\#($0).dtbo" }"# }
    try program.write(Array("[\(list.joined(separator: ","))]".utf8), to: "overlays.json")
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "-o", "out", "--overlays", "overlays.json", "--only",
      "acme/*", "--allow-unused")
    #expect(
      outcome.output == """
        blob             overlay  result
        acme/acme-1.dtb  a        applied
        acme/acme-1.dtb  b        applied
        acme/acme-1.dtb  c        skipped: it is for 'acme,board', the blob is 'acme,other'

        """)
    #expect(outcome.status == 0)
  }

  /// A fault in a source names the overlay as well, unless the file's name does.
  @Test(arguments: [("lost", ""), ("my uart", "swiftdt: overlay 'my uart' could not be read\n")])
  func namesTheOverlay(name: String, line: String) throws {
    let program = try program()
    try program.write(Array("/dts-v1/;\n/plugin/;\n&uart_a { a };\n".utf8), to: "lost.dts")
    try program.write(
      Array(#"[{ "name": "\#(name)", "dtsFile": "lost.dts" }]"#.utf8), to: "overlays.json")
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "--out", "out", "--overlays", "overlays.json")
    #expect(
      outcome.errors == """
        lost.dts:3:13: error: expected '=', ';' or '{' after 'a', found '}'
            3 | &uart_a { a };
              |             ^

        """ + line)
    #expect(outcome.status == 1)
  }
}
