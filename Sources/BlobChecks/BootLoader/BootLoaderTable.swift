extension BlobCheck {
  static let bootLoaderChecks: [BlobCheck] = [
    BlobCheck(
      .headroom, .bootLoader, .off, ProfileSeverities(uboot: .warning, nixos: .warning),
      title: "There is too little room for the boot loader's edits",
      """
      U-Boot's boot scripts write into the tree where it lies: `fdt set`, `fdt mknode` and `fdt apply` fail with \
      FDT_ERR_NOSPACE unless the blob has unused bytes at its end, or `fdt resize` comes first. For the command \
      line, the initial ramdisk and the memory, bootm, booti and extlinux make room themselves, 0x3000 bytes, \
      without looking whether something lies there if the tree is not copied (fdt_high). `--headroom` says how \
      many bytes there must be; without it, fewer than 0x3000 are a warning.
      """),
    BlobCheck(
      .symbolsMissing, .bootLoader, .off, ProfileSeverities(base: .error, nixos: .warning),
      title: "There are no labels for overlays",
      """
      Overlays refer to labels of the base, which are in /__symbols__ if it was compiled with `-@`. Without \
      it every overlay fails with FDT_ERR_NOTFOUND or FDT_ERR_BADOFFSET.
      """),
    BlobCheck(
      .blobSize, .bootLoader, .off, ProfileSeverities(final: .warning, uboot: .error, nixos: .error),
      title: "The blob is larger than boot loaders and kernels take",
      """
      Linux on arm64 maps 2 MiB for the blob and refuses larger ones (Documentation/arm64/booting.rst). \
      `--max-size` sets another limit.
      """),
    BlobCheck(
      .loadAddress, .bootLoader, .error, title: "The blob cannot lie at its load address",
      """
      Asked with `--at ADDRESS`: the address is a multiple of 8, and the blob lies there inside of memory \
      and in nothing that is reserved. U-Boot and kernels read it in place, early, and a secure monitor or \
      a frame buffer may write over it later.
      """),
    BlobCheck(
      .rootProperties, .bootLoader, .off,
      ProfileSeverities(final: .warning, uboot: .warning, nixos: .warning),
      title: "The root lacks what every board has",
      """
      `model` and `compatible` of the root say which board it is (Devicetree Specification 3.2). Boot \
      loaders, kernels and NixOS's overlay filter choose by `compatible`.
      """),
    BlobCheck(
      .chosenMissing, .bootLoader, .off, ProfileSeverities(uboot: .note, nixos: .note),
      title: "There is no /chosen",
      "Boot loaders write the command line to /chosen, and make the node if it is not there."),
    BlobCheck(
      .consoleMissing, .bootLoader, .off, ProfileSeverities(uboot: .note, nixos: .note),
      title: "No console is named",
      """
      /chosen has no `stdout-path`: early messages go nowhere unless the command line has a console or \
      `earlycon` of its own.
      """),
  ]
}
