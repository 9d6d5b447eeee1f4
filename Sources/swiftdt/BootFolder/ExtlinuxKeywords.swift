/// The keywords of `extlinux.conf`.
extension ExtlinuxConfiguration {
  /// The keywords that an entry can have, without MENU, which is for people.
  static let keywordsOfEntries: Set = files.union(["append", "localboot", "ipappend", "kaslrseed"])

  /// The keywords whose values are files.
  static let files: Set = [
    "kernel", "linux", "fit", "initrd", "fdt", "devicetree", "fdtdir", "devicetreedir", "fdtoverlays",
    "devicetree-overlay",
  ]

  /// The keywords whose values are names of entries.
  static let labels: Set = ["label", "default", "ontimeout", "fallback"]

  static let overlays: Set = ["fdtoverlays", "devicetree-overlay"]

  /// The keywords that U-Boot knows, for suggestions, without those that only follow MENU and those that no
  /// release knows.
  static let keywords = [
    "linux", "initrd", "append", "fdt", "fdtdir", "fdtoverlays", "label", "default", "timeout", "prompt",
    "menu", "include", "localboot", "ontimeout", "fallback", "ipappend", "kaslrseed", "kernel", "devicetree",
    "devicetreedir", "devicetree-overlay",
  ]

  /// Words that other boot loaders, or people, use for these.
  static let foreignKeywords = [
    "dtb": "fdt", "dtbdir": "fdtdir", "dtbo": "fdtoverlays", "dtbos": "fdtoverlays",
    "overlay": "fdtoverlays", "overlays": "fdtoverlays", "dtoverlay": "fdtoverlays",
    "options": "append", "cmdline": "append", "bootargs": "append", "ramdisk": "initrd",
    "initramfs": "initrd", "title": "label", "menuentry": "label", "image": "linux",
  ]
}
