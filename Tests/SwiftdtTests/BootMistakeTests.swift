import Testing

extension BootFolderTests {
  /// The suggestions for keywords and files that U-Boot does not find.
  @Test(arguments: [
    ("  FTD /board.dtb", "did you mean 'fdt'?"), ("  FDTOVERLAY /add.dtbo", "did you mean 'fdtoverlays'?"),
    (
      "  FDT /nix/store/a/board.dtb",
      "the loader cannot see the Nix store: copy the file to this partition"
    ),
    ("  FDT /bord.dtb", "did you mean 'board.dtb'?"),
  ])
  func meant(line: String, help: String) throws {
    let (_, lines) = try run(folder("DEFAULT a\nLABEL a\n  LINUX /Image\n\(line)\n"))
    #expect(lines.first { $0.hasPrefix("help: ") } == "help: " + help)
  }
}
