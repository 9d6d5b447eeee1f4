extension BlobCheck {
  static let bootLoaderChecks: [BlobCheck] = [
    BlobCheck(
      .headroom, .bootLoader, .off, ProfileSeverities(uboot: .warning, nixos: .warning),
      title: "There is too little room for the boot loader's edits",
      """
      U-Boot's boot scripts edit the tree in place: `fdt set`, `fdt mknode` and `fdt apply` fail with \
      FDT_ERR_NOSPACE unless the blob has unused bytes at its end, or `fdt resize` is run first. For the \
      command line, the initial ramdisk and the memory, bootm, booti and extlinux make room themselves, \
      0x3000 bytes, without checking what is there if the tree is not copied (fdt_high). `--headroom` says \
      how many bytes there must be; without it, fewer than 0x3000 are a warning. Where U-Boot applies \
      FDTOVERLAYS, it first leaves 8 KiB and no more, whatever the blob has.
      """),
    BlobCheck(
      .symbolsMissing, .bootLoader, .off, ProfileSeverities(base: .error, nixos: .warning),
      title: "There are no labels for overlays",
      """
      Overlays refer to labels of the base, which are in /__symbols__ if it was compiled with `-@`. Without \
      that node every overlay fails with FDT_ERR_NOTFOUND or FDT_ERR_BADOFFSET.
      """),
    BlobCheck(
      .blobSize, .bootLoader, .off, ProfileSeverities(final: .warning, uboot: .error, nixos: .error),
      title: "The blob is larger than boot loaders and kernels accept",
      """
      Linux on arm64 maps 2 MiB for the blob and refuses larger ones (Documentation/arm64/booting.rst). \
      `--max-size` sets another limit.
      """),
    BlobCheck(
      .loadAddress, .bootLoader, .error, title: "The blob cannot be at its load address",
      """
      With `--at ADDRESS`: the address must be a multiple of 8, and the blob there must be within memory and \
      overlap nothing that is reserved. U-Boot and kernels read it in place, early, and a secure monitor or \
      a frame buffer may overwrite it later.
      """),
    BlobCheck(
      .rootProperties, .bootLoader, .off,
      ProfileSeverities(final: .warning, uboot: .warning, nixos: .warning),
      title: "The root node lacks a property that every board has",
      """
      `model` and `compatible` of the root node identify the board (Devicetree Specification 3.2). Boot \
      loaders, kernels and NixOS's overlay filter select by `compatible`.
      """),
    BlobCheck(
      .chosenMissing, .bootLoader, .off, ProfileSeverities(uboot: .note, nixos: .note),
      title: "There is no /chosen",
      "Boot loaders write the command line to /chosen, and create the node if it is missing."),
    BlobCheck(
      .consoleMissing, .bootLoader, .off, ProfileSeverities(uboot: .note, nixos: .note),
      title: "No console is named",
      """
      /chosen has no `stdout-path`: early messages go nowhere unless the command line has a console or \
      `earlycon` of its own.
      """),
  ]
}
