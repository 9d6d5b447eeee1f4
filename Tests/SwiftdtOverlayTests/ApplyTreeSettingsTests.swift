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
}
