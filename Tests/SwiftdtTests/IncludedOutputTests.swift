import Foundation
import TestSupport
import Testing

/// Outputs that would overwrite a file that a source includes: nothing is written, and all files stay as they
/// were.
struct IncludedOutputTests {
  private static let files = [
    "base.dts": """
    /dts-v1/;
    #include "base.h"
    #include <y.h>
    /include/ "i.dtsi"
    / { x = <X Y>; r = /incbin/("raw.bin"); lab: n { }; };

    """,
    "base.h": "#define X 1\n", "inc/y.h": "#define Y 1\n", "i.dtsi": "/ { i = \"i\"; };\n",
    "raw.bin": "raw\n",
    "forced.h": "#define F 1\n",
    "returns.h": "#define R 1\r#define S 2\r", "returns.dts": "/dts-v1/;\n#include \"returns.h\"\n/ { };\n",
    "ov.dts": "/dts-v1/;\n/plugin/;\n#include \"ov.h\"\n&lab { y = <Z>; };\n", "ov.h": "#define Z 2\n",
    "plain.dts": "/dts-v1/;\n/include/ \"i.dtsi\"\n/ { a = /incbin/(\"raw.bin\"); };\n",
    "onto.json5": "{ source: \"base.dts\", include: [\"inc\"], overlays: [\"ov\"], output: \"base.h\" }\n",
    "r.json5": "{ source: \"base.dts\", include: [\"inc\"], overlays: [\"ov\"], output: \"o.dtb\" }\n",
    "broken.dts": "/dts-v1/;\n#include \"base.h\"\n/ { x = <X; };\n",
    "list.json5": "[{ name: \"on\", dtsFile: \"ov.dts\" }]\n",
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder(Self.files)
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "base.h")
    try FileManager.default.linkItem(atPath: folder["base.h"], toPath: folder["hard"])
    try FileManager.default.createSymbolicLink(atPath: folder["ilink"], withDestinationPath: "i.dtsi")
    for (name, file) in [("out/base.dtb", "../base.h"), ("tree.out/b.dtb", "../ov.h")] {
      try folder.write([], to: name)
      try FileManager.default.removeItem(atPath: folder[name])
      try FileManager.default.createSymbolicLink(atPath: folder[name], withDestinationPath: file)
    }
    let blob = try Tool.swiftdt.run(["compile", "-Iinc", "-@", "-o", "-", "base.dts"], in: folder).output
    try folder.write(blob, to: "tree/b.dtb")
    return folder
  }

  private func check(_ line: String, _ status: Int32, _ message: String) throws {
    let folder = try folder()
    var words = line.split(separator: " ").map(String.init)
    var tool = Tool.swiftdt
    if words[0] == "dtc" {
      tool = Tool(path: folder[words.removeFirst()])
      try FileManager.default.createSymbolicLink(
        atPath: tool.path, withDestinationPath: Tool.swiftdt.path)
    }
    let before = folder.contents
    let result = try tool.run(words, in: folder)
    #expect(result.status == status)
    #expect(result.errors.hasSuffix(message + "\n"), "\(result.errors)")
    #expect(folder.contents == before)
  }

  static let cases: [(String, Int32, String)] = [
    ("compile -Iinc -o base.h base.dts", 2, "'base.h' is included by 'base.dts' and would be overwritten"),
    ("compile -Iinc -o inc/y.h base.dts", 2, "'inc/y.h' is included by 'base.dts' and would be overwritten"),
    ("compile -Iinc -o i.dtsi base.dts", 2, "'i.dtsi' is included by 'base.dts' and would be overwritten"),
    ("compile -Iinc -o raw.bin base.dts", 2, "'raw.bin' is included by 'base.dts' and would be overwritten"),
    (
      "compile -Iinc -o link base.dts", 2,
      "'link' is included by 'base.dts' and would be overwritten\nnote: it was read as 'base.h'"
    ),
    (
      "compile -Iinc -o hard base.dts", 2,
      "'hard' is included by 'base.dts' and would be overwritten\nnote: it was read as 'base.h'"
    ),
    (
      "compile -Iinc -o out base.dts", 2,
      "'out/base.dtb' is included by 'base.dts' and would be overwritten\nnote: it was read as 'base.h'"
    ),
    (
      "compile -Iinc -T -o base.h base.dts", 2, "'base.h' is included by 'base.dts' and would be overwritten"
    ),
    (
      "compile -Iinc --depfile base.h -o o base.dts", 2,
      "'base.h' is included by 'base.dts' and would be overwritten"
    ),
    (
      "preprocess -Iinc -o base.h base.dts", 2, "'base.h' is included by 'base.dts' and would be overwritten"
    ),
    (
      "preprocess -Iinc -o ./base.h base.dts", 2,
      "'./base.h' is included by 'base.dts' and would be overwritten\nnote: it was read as 'base.h'"
    ),
    (
      "preprocess -Iinc -dM -o base.h base.dts", 2,
      "'base.h' is included by 'base.dts' and would be overwritten"
    ),
    (
      "preprocess -Iinc -MD -MF base.h -o o.i base.dts", 2,
      "'base.h' is included by 'base.dts' and would be overwritten"
    ),
    (
      "preprocess -Iinc -MD -MF o.d -o base.h base.dts", 2,
      "'base.h' is included by 'base.dts' and would be overwritten"
    ),
    (
      "preprocess -Iinc -include forced.h -o forced.h base.dts", 2,
      "'forced.h' is an input and would be overwritten\nnote: it was read as './forced.h'"
    ),
    // Its text is in memory twice, once with newlines instead of carriage returns.
    (
      "compile -o returns.h returns.dts", 2,
      "'returns.h' is included by 'returns.dts' and would be overwritten"
    ),
    (
      "preprocess -o returns.h returns.dts", 2,
      "'returns.h' is included by 'returns.dts' and would be overwritten"
    ),
    ("view -Iinc -o base.h base.dts", 2, "'base.h' is included by 'base.dts' and would be overwritten"),
    (
      "set tree/b.dtb -o raw.bin / p /incbin/(\"raw.bin\")", 2,
      "'raw.bin' is included by 'value' and would be overwritten"
    ),
    ("view -o ov.h r.json5", 2, "'ov.h' is included by 'ov.dts' and would be overwritten"),
    (
      "overlay apply -Iinc -b base.dts -o base.h ov.dts", 2,
      "'base.h' is included by 'base.dts' and would be overwritten"
    ),
    (
      "overlay apply -Iinc -b base.dts -o ov.h ov.dts", 2,
      "'ov.h' is included by 'ov.dts' and would be overwritten"
    ),
    (
      "overlay apply -Iinc -b base.dts -o o --depfile ov.h ov.dts", 2,
      "'ov.h' is included by 'ov.dts' and would be overwritten"
    ),
    (
      "build -o . onto.json5", 2,
      "'./base.h' is included by 'base.dts' and would be overwritten\nnote: it was read as 'base.h'"
    ),
    ("build -o o --depfile ov.h r.json5", 2, "'ov.h' is included by 'ov.dts' and would be overwritten"),
    (
      "check -Iinc --format json -o base.h base.dts", 2,
      "'base.h' is included by 'base.dts' and would be overwritten"
    ),
    // The files that were read for a source that cannot be compiled are protected as well.
    (
      "check --format json -o base.h broken.dts", 2,
      "'base.h' is included by 'broken.dts' and would be overwritten"
    ),
    (
      "overlay bisect -Iinc -b base.dts -o ov.h ov.dts -- true", 2,
      "the candidate would overwrite 'ov.h', which is included by 'ov.dts'"
    ),
    (
      "overlay apply-tree --source tree --out tree.out --overlays list.json5 --without-compatible", 2,
      "'tree.out/b.dtb' is included by 'ov.dts' and would be overwritten\nnote: it was read as 'ov.h'"
    ),
    (
      "dtc -o i.dtsi plain.dts", 1,
      "FATAL ERROR: Output file i.dtsi is included by 'plain.dts' and would be overwritten"
    ),
    (
      "dtc -o raw.bin plain.dts", 1,
      "FATAL ERROR: Output file raw.bin is included by 'plain.dts' and would be overwritten"
    ),
    (
      "dtc -o ilink plain.dts", 1,
      "FATAL ERROR: Output file ilink is included by 'plain.dts' and would be overwritten"
    ),
    (
      "dtc -d i.dtsi -o o plain.dts", 1,
      "FATAL ERROR: Dependency file i.dtsi is included by 'plain.dts' and would be overwritten"
    ),
  ]

  @Test(arguments: cases)
  func isRefused(line: String, status: Int32, message: String) throws { try check(line, status, message) }

  /// dtc can reformat a source in place.
  @Test func theSourceOfDTC() throws {
    let folder = try folder()
    let result = try Program().run(["-O", "dts", "-o", "plain.dts", "plain.dts"], as: "dtc", in: folder)
    #expect(result.status == 0)
    let text = "/dts-v1/;\n\n/ {\n\ti = \"i\";\n\ta = <0x7261770a>;\n};\n"
    #expect(try String(decoding: folder.read("plain.dts"), as: UTF8.self) == text)
  }

  /// A hard link to an included file is replaced, and the file itself keeps its content.
  @Test(arguments: ["i.dtsi", "raw.bin"])
  func anotherNameToDTC(included: String) throws {
    let folder = try folder()
    for name in ["o", "d"] {
      try FileManager.default.linkItem(atPath: folder[included], toPath: folder[name])
    }
    let result = try Program().run(["-o", "o", "-d", "d", "plain.dts"], as: "dtc", in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try folder.read("o").starts(with: [0xD0, 0x0D]))
    #expect(try folder.read("d") == Array("o: plain.dts i.dtsi raw.bin\n".utf8))
    #expect(try folder.read(included) == Array((Self.files[included] ?? "").utf8))
  }

  /// `hard` was a link to the header, which has since been replaced by another file.
  @Test func anotherFile() throws {
    let folder = try folder()
    try FileManager.default.removeItem(atPath: folder["base.h"])
    try folder.write(folder.read("hard"), to: "base.h")
    let result = try Tool.swiftdt.run(["compile", "-Iinc", "-o", "hard", "base.dts"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
  }
}
