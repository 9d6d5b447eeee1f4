import TestSupport
import Testing

/// `-q` leaves only errors, and the output that was asked for. Without it, each line here prints a warning.
struct QuietTests {
  static let lines = [
    "compile -o o.dtb warn.dts", "compile -T -o o.dts warn.dts", "compile -o o.dtb -S 40 base.dts",
    "compile -o o.dtb loose.dts", "compile -o made/ warn.dts loose.dts",
    "compile -I inc -I other -o o.dtb shadow.dts",
    "overlay apply -b base.dtb -o o.dtb base.dts", "overlay apply -b base.dtb -S 40 -o o.dtb on.dtbo",
    "overlay apply -b base.dtb --allow-failed -o o.dtb lost.dtbo on.dtbo",
    "overlay apply -b warn.dts -o o.dtb bare.dtb",
    "overlay explain -b base.dtb base.dts",
    "overlay apply-tree --source boards --out made --overlays on.json --without-compatible -S 40",
    "overlay apply-tree --source boards --out made --overlays idle.json --allow-unused",
    "build -o made loose.json5", "check bare.dtb", "get warn.dts /", "blame warn.dts",
    "view -o o.html warn.dts",
    "overlay apply -b base.dtb -o o.dtb on.dtbo on.dtbo", "overlay conflicts -b base.dtb on.dtbo on.dtbo",
    "diff warn.dts base.dts", "overlay bisect -b base.dtb base.dts on.dtbo",
  ]

  @Test(arguments: lines)
  func nothingElse(line: String) throws {
    let folder = try workshop()
    try folder.write(folder.read("base.dtb"), to: "boards/b.dtb")
    try folder.write(Array("[{ name: \"on\", dtboFile: \"on.dtbo\" }]".utf8), to: "on.json")
    try folder.write(
      Array("[{ name: \"on\", filter: \"x\", dtboFile: \"on.dtbo\" }]".utf8), to: "idle.json")
    let words = line.split(separator: " ").map(String.init)
    let loud = try Tool.swiftdt.run(words, in: folder)
    #expect(loud.errors.contains("warning: "), "\(loud.errors)")
    let quiet = try Tool.swiftdt.run(words + ["-q"], in: folder)
    #expect(quiet.status == loud.status)
    let left = loud.errors.contains("error: ") ? quiet.errors.contains("warning: ") : !quiet.errors.isEmpty
    #expect(!left, "\(quiet.errors)")
    // Tables of what was done, which nobody asked for.
    let isTable = line.hasPrefix("build ") || line.hasPrefix("overlay apply-tree ")
    if isTable, quiet.status == 0 { #expect(!loud.text.isEmpty && quiet.text.isEmpty, "\(quiet.text)") }
  }
}
