import Foundation
import TestSupport
import Testing

/// `--show-includes` shows the files of each source, wherever it is named.
struct ShownIncludesTests {
  static let lines = [
    "compile -o o.dtb a.dts", "compile -T a.dts", "preprocess a.dts", "check a.dts", "get a.dts /",
    "blame a.dts",
    "blame a.json5", "blame -O o.dts b.dts", "blame -O o.dts b.json5", "view -o o.html a.dts",
    "view -o o.html a.json5", "view -o o.html -O o.dts b.dts", "overlay apply -b b.dts -o o.dtb o.dts",
    "overlay explain -b b.dts o.dts", "overlay conflicts -b b.dts o.dts", "diff a.dts b.dts",
    "overlay bisect -b b.dts o.dts", "overlay bisect --recipe o.json5",
  ]

  @Test(arguments: lines)
  func areShown(line: String) throws {
    let folder = try TemporaryFolder([
      "a.dts": "/dts-v1/;\n#include \"m.h\"\n/ { M; };\n", "m.h": "#define M m\n",
      "b.dts": "/dts-v1/;\n/ { b: b { }; };\n",
      "o.dts": "/dts-v1/;\n/plugin/;\n#include \"m.h\"\n&b { M; };\n",
      "a.json5": "{ source: 'a.dts', output: 'x' }", "b.json5": "{ source: 'b.dts', output: 'x' }",
      "o.json5": "{ source: 'b.dts', overlays: ['o.dts'], output: 'x' }",
    ])
    let words = line.split(separator: " ").map(String.init)
    let result = try Tool.swiftdt.run(words + ["--show-includes"], in: folder)
    #expect(result.errors.contains("  m.h (next to the including file)\n"), "\(result.errors)")
    #expect(try !Tool.swiftdt.run(words, in: folder).errors.contains("m.h"))
  }

  /// dtc's own `/include/` and `/incbin/` are in their place, even if what follows is an `#include`.
  @Test(arguments: [["-o", "o.dtb", "a.dts"], ["-o", "made/", "a.dts", "b.dts"]])
  func includesOfDTC(words: [String]) throws {
    let folder = try TemporaryFolder([
      "a.dts": """
      /dts-v1/;
      /include/ "one.dtsi"
      #include "m.h"
      / { M; e = /incbin/("e"), /incbin/("e"); };
      /include/ "x.dtsi"
      """,
      "b.dts": "/dts-v1/;\n/include/ \"one.dtsi\"\n#include \"m.h\"\n/ { M; };\n",
      "one.dtsi": "/include/ \"two.dtsi\"\n/ { one = /incbin/(\"e\"); };\n", "two.dtsi": "/ { two; };\n",
      "m.h": "#define M m\n#include \"n.h\"\n", "n.h": "/ { n = /incbin/(\"e\"); };\n", "e": "e",
      "i/x.dtsi": "/ { x; };",
    ])
    let result = try Tool.swiftdt.run(["compile", "-I", "i", "--show-includes"] + words, in: folder)
    let second = """
      b.dts
        one.dtsi (next to the including file)
          two.dtsi (next to the including file)
          e (next to the including file)
        m.h (next to the including file)
          n.h (next to the including file)
            e (next to the including file)

      """
    #expect(
      result.errors == """
        a.dts
          one.dtsi (next to the including file)
            two.dtsi (next to the including file)
            e (next to the including file)
          m.h (next to the including file)
            n.h (next to the including file)
              e (next to the including file)
          e (next to the including file)
          e (next to the including file)
          i/x.dtsi (-I i)

        """ + (words.contains("b.dts") ? second : ""))
  }

  /// A file that is included several times has below it what each inclusion of it reads.
  @Test func eachInclusion() throws {
    let folder = try TemporaryFolder([
      "a.dts": """
      /dts-v1/;
      /include/ "x.dtsi"
      #include "x.dtsi"
      #define M
      #include "z.dtsi"
      #include "x.dtsi"
      / { c = /incbin/("c"); };
      """,
      "x.dtsi": "/include/ \"y.dtsi\"\n/ { a = /incbin/(\"a\"); };\n/ { b = /incbin/(\"b\"); };\n",
      "y.dtsi": "/ { y; };\n", "a": "a", "b": "b", "c": "c",
      "z.dtsi": """
      #ifdef M
      #undef M
      #include "z.dtsi"
      #line 7
      / { z = /incbin/("c"); };
      #else
      / { m = /incbin/("a"); };
      #endif
      """,
    ])
    let result = try Tool.swiftdt.run(["compile", "--show-includes", "-o", "o.dtb", "a.dts"], in: folder)
    #expect(
      result.errors == """
        a.dts
          x.dtsi (next to the including file)
            y.dtsi (next to the including file)
            a (next to the including file)
            b (next to the including file)
          x.dtsi (next to the including file)
            y.dtsi (next to the including file)
            a (next to the including file)
            b (next to the including file)
          z.dtsi (next to the including file)
            z.dtsi (next to the including file)
              a (next to the including file)
            c (next to the including file)
          x.dtsi (next to the including file)
            y.dtsi (next to the including file)
            a (next to the including file)
            b (next to the including file)
          c (next to the including file)

        """)
  }
}

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
    "view -o o.html warn.dts", "blame warn.json5", "view -o o.html warn.json5",
    "blame -O stray.dts base.dts", "blame -O stray.dts plain.json5", "view -o o.html -O stray.dts base.dts",
    "overlay apply -b base.dtb -o o.dtb on.dtbo on.dtbo", "overlay conflicts -b base.dtb on.dtbo on.dtbo",
    "diff warn.dts base.dts", "overlay bisect -b base.dtb base.dts on.dtbo",
    "overlay bisect start -b base.dtb -o o.dtb --state new.json base.dts on.dtbo",
    "set base.dtb -o o.dtb -S 40", "set base.dtb -o o.dtb / a <0x100000000>",
    "set base.dtb -o o.dtb -r &uart_a", "decompile -o made/ loop", "check loop",
  ]

  @Test(arguments: lines)
  func nothingElse(line: String) throws {
    let folder = try workshop()
    try folder.write(folder.read("base.dtb"), to: "boards/b.dtb")
    try folder.write(Array("[{ name: \"on\", dtboFile: \"on.dtbo\" }]".utf8), to: "on.json")
    try folder.write(
      Array("[{ name: \"on\", filter: \"x\", dtboFile: \"on.dtbo\" }]".utf8), to: "idle.json")
    try folder.write(Array("{ source: \"warn.dts\", output: \"o.dtb\" }".utf8), to: "warn.json5")
    try folder.write(Array("{ source: \"base.dts\", output: \"o.dtb\" }".utf8), to: "plain.json5")
    try folder.write(
      Array("/dts-v1/; /plugin/; / { stray { }; }; &uart_a { status = \"okay\"; };".utf8), to: "stray.dts")
    try folder.write(folder.read("base.dtb"), to: "loop/x.dtb")
    try FileManager.default.createSymbolicLink(atPath: folder["loop/a"], withDestinationPath: ".")
    let words = line.split(separator: " ").map(String.init)
    let loud = try Tool.swiftdt.run(words, in: folder)
    #expect(loud.errors.contains("warning: "), "\(loud.errors)")
    // There is only one search at a time.
    try? FileManager.default.removeItem(atPath: folder["new.json"])
    let quiet = try Tool.swiftdt.run(words + ["-q"], in: folder)
    #expect(quiet.status == loud.status)
    let left = loud.errors.contains("error: ") ? quiet.errors.contains("warning: ") : !quiet.errors.isEmpty
    #expect(!left, "\(quiet.errors)")
    // Tables of what was done, which nobody asked for.
    let isTable = line.hasPrefix("build ") || line.hasPrefix("overlay apply-tree ")
    if isTable, quiet.status == 0 { #expect(!loud.text.isEmpty && quiet.text.isEmpty, "\(quiet.text)") }
  }
}
