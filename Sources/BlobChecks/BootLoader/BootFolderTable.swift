extension BlobCheck {
  /// The checks of `swiftdt check-boot` that do not look at the trees.
  static let bootFolderChecks: [BlobCheck] = [
    BlobCheck(
      .bootConfiguration, .bootFolder, .error, title: "extlinux.conf does not say what to boot",
      """
      U-Boot looks for extlinux/extlinux.conf, then boot/extlinux/extlinux.conf. Each LABEL in it needs a \
      LINUX, DEFAULT is one of the labels (without it, U-Boot tries them in order), APPEND has a limit, and a \
      MENU without a TIMEOUT waits for a key.
      """),
    BlobCheck(
      .bootKeyword, .bootFolder, .error, title: "A keyword is unknown to U-Boot, or not allowed there",
      """
      At a keyword that it does not know, U-Boot ends the entry: the lines that follow belong to no entry \
      and are ignored, FDT and APPEND among them; a second FDT, FDTDIR, FDTOVERLAYS or INITRD does the same. \
      A keyword without its value makes it give up on the whole file. Keywords of other boot loaders (menu \
      colours, serial) belong before the first LABEL. FDTOVERLAYS is known since U-Boot 2021.04, \
      DEVICETREE-OVERLAY since 2023.01, FALLBACK since 2025.01; vendors' older U-Boots may have them, too. \
      SAY and FIT are known only to the fork u-boot-concept.
      """),
    BlobCheck(
      .bootLineEnd, .bootFolder, .error,
      title: "A line of extlinux.conf ends in a blank or a carriage return, or the file at a NUL byte",
      """
      U-Boot takes everything up to the newline as the value, so a carriage return or a blank at the end \
      becomes part of a file's name, and an empty line with a carriage return ends the entry. At a NUL byte, \
      U-Boot stops reading.
      """),
    BlobCheck(
      .bootFile, .bootFolder, .error,
      title: "A file that extlinux.conf names is missing or of the wrong kind",
      """
      U-Boot skips an entry whose LINUX, INITRD or FDT cannot be loaded, or whose overlays cannot be \
      applied. If FDTDIR has no blob for it, it goes on with its own tree or skips the entry; if an \
      overlay's file is missing, it goes on with the tree as it is. Absolute paths begin at the partition's \
      root, others at the folder of extlinux.conf. LINUX may name a configuration of a FIT image, as in \
      /image.itb#conf-1. An FDT or INITRD that is written exactly as LINUX means that image's own, since \
      U-Boot 2023.01; anything else is the name of a file, with `#` and all.
      """),
    BlobCheck(
      .bootLink, .bootFolder, .error, title: "A link leaves the boot partition",
      """
      The boot loader sees one partition, and an absolute link begins at its root: one into a Nix store on \
      another partition leads nowhere, and the file must be copied. U-Boot follows 7 links, on ext4; FAT has \
      none.
      """),
    BlobCheck(
      .bootTree, .bootFolder, .warning, title: "An entry does not say which tree to use",
      """
      Without FDT and FDTDIR the kernel gets U-Boot's own tree, which knows nothing of what was built. With \
      FDTDIR, U-Boot's variable `fdtfile` chooses; `--fdtfile` sets it here. If it is not set, U-Boot loads \
      SOC-BOARD.dtb, after its variables `soc` and `board`. With FDT, FDTDIR has no effect.
      """),
    BlobCheck(
      .bootPatchFile, .bootFolder, .error, title: "A file makes the boot loader patch the tree again",
      """
      U-Boot and the boot scripts of this vendor read uEnv.txt, NAME.dtb.overlay.env and NAME.dtb.overlays/, \
      and apply overlays to the tree that they have loaded. Applied to a tree that already has them, they \
      fail or duplicate nodes, and what boots is not what was built and checked. If every entry that loads \
      NAME.dtb has FDTOVERLAYS, or none loads it, the two next to it are not read, and are only a warning.
      """),
    BlobCheck(
      .bootConsole, .bootFolder, .error, title: "The kernel's console is not the tree's",
      """
      `console=ttyS0` and its like in APPEND mean the serial line with the alias serial0. If that is \
      missing, disabled, not the one in `stdout-path` or at another speed, messages go nowhere, or stop when \
      the kernel switches from one to the other.
      """),
    BlobCheck(
      .bootOverlay, .bootFolder, .warning,
      title: "An overlay of FDTOVERLAYS does nothing, or is for another board",
      """
      What `swiftdt overlay explain` warns about: an overlay without fragments, a fragment without \
      `__overlay__` or that changes nothing, deletions, labels that lead nowhere, a root `compatible` that has \
      nothing in common with the blob's. U-Boot reports none of it. Without FDT and FDTDIR, and with the tree \
      of a FIT image, it does not apply FDTOVERLAYS at all.
      """),
  ]
}
