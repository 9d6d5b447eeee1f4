import Foundation
import TestSupport
import Testing

/// Commands whose output cannot be written, or must not be: they report it, and all files stay as they were.
struct OutputTests {
  /// The inputs of the command lines below; `folder()` adds blobs and links to them.
  static let files = [
    "base.dts": "/dts-v1/;\n/ {\n  a = <1>;\n  l: x { };\n};\n",
    "on.dts": "/dts-v1/;\n/plugin/;\n&l {\n  b = <2>;\n};\n",
    "recipe.json5": "{ source: \"base.dtb\", output: \"base.dtb\", overlays: [\"on.dtbo\"] }\n",
    "onto.json5": "{ source: \"base.dtb\", output: \"on.dtbo\", overlays: [\"on.dtbo\"] }\n",
    "list.json5": "[{ name: \"on\", dtboFile: \"on.dtbo\" }]\n",
    "changes": "set / a 2\n",
    "sub/file": "", "e.json5": "{}", "boot/Image": "kernel",
    "boot/extlinux/extlinux.conf":
      "LABEL a\n LINUX /Image\n FDT /base.dtb\n FDTOVERLAYS /on.dtbo\n APPEND console=tty0\n",
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder(Self.files)
    for arguments in [
      ["compile", "-@", "-o", "base.dtb", "base.dts"], ["compile", "-o", "on.dtbo", "on.dts"],
    ] {
      #expect(try Tool.swiftdt.run(arguments, in: folder).status == 0)
    }
    for path in ["tree/base.dtb", "boot/base.dtb"] { try folder.write(folder.read("base.dtb"), to: path) }
    try folder.write(folder.read("on.dtbo"), to: "boot/on.dtbo")
    try FileManager.default.createDirectory(atPath: folder["page"], withIntermediateDirectories: false)
    for (link, file) in [
      ("ls", "base.dts"), ("lb", "base.dtb"), ("lo", "on.dtbo"), ("lc", "changes"), ("ld", "new"),
      ("page/on.html", "../on.dtbo"), ("page/on.dtso", "../on.dtbo"), ("page/on.dtb", "../on.dts"),
      ("page/lb.dtb", "../changes"),
    ] {
      try FileManager.default.createSymbolicLink(atPath: folder[link], withDestinationPath: file)
    }
    try FileManager.default.linkItem(atPath: folder["base.dts"], toPath: folder["hard.dts"])
    return folder
  }

  private func check(_ line: String, _ status: Int32, _ message: String) throws {
    let folder = try folder()
    let programs = try TemporaryFolder()
    var words = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
    var tool = Tool.swiftdt
    if ["dtc", "fdtoverlay", "fdtput"].contains(words[0]) {
      tool = Tool(path: programs[words.removeFirst()])
      try FileManager.default.createSymbolicLink(
        atPath: tool.path, withDestinationPath: Tool.swiftdt.path)
    }
    let before = folder.contents
    let result = try tool.run(words, in: folder)
    #expect(result.status == status)
    let lines = result.errors.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0 == "swiftdt: error: \(message)" || $0 == message }, "\(result.errors)")
    #expect(folder.contents == before)
  }

  @Test(arguments: [
    ("compile -o ls base.dts", "'ls' is a source and would be overwritten"),
    ("compile -o hard.dts base.dts", "'hard.dts' is a source and would be overwritten"),
    ("compile -o base.dts ls", "'base.dts' is a source and would be overwritten"),
    ("compile -T -o ls base.dts", "'ls' is a source and would be overwritten"),
    ("compile -o o.dtb --depfile ls base.dts", "'ls' is a source and would be overwritten"),
    ("decompile -o lb base.dtb", "'lb' is a blob and would be overwritten"),
    ("preprocess -o ls base.dts", "'ls' is a source and would be overwritten"),
    ("preprocess -MD -MF ls -o o.i base.dts", "'ls' is a source and would be overwritten"),
    ("view -o ./lo -O on.dtbo base.dtb", "'./lo' is an input and would be overwritten"),
    ("dump -o lb base.dtb", "'lb' is an input and would be overwritten"),
    ("check --format json -o lb on.dtbo base.dtb", "'lb' is an input and would be overwritten"),
    ("overlay apply -b base.dtb -o on.dtbo on.dtbo", "'on.dtbo' is an overlay and would be overwritten"),
    ("overlay apply -b base.dtb -o lo on.dtbo", "'lo' is an overlay and would be overwritten"),
    ("overlay apply -b base.dtb -o on.dtbo -p 9 lo", "'on.dtbo' is an overlay and would be overwritten"),
    (
      "overlay apply -b base.dts -o ls on.dtbo", "'ls' is the source of the base and would be overwritten"
    ),
    ("view -o page on.dtbo", "'page/on.html' is an input and would be overwritten"),
    ("decompile -o page on.dtbo", "'page/on.dtso' is a blob and would be overwritten"),
    ("compile -o page on.dts", "'page/on.dtb' is an input and would be overwritten"),
    ("set -l changes -o page lb", "'page/lb.dtb' is a list of changes and would be overwritten"),
    ("set --initrd changes@0x1000 -o lc base.dtb", "'lc' is the initrd and would be overwritten"),
    ("set --initrd changes@0x1000 -o page lb", "'page/lb.dtb' is the initrd and would be overwritten"),
    (
      "check --expect e.json5 --format json -o e.json5 base.dtb",
      "'e.json5' is the expectations file and would be overwritten"
    ),
    (
      "check --expect e.json5 --map m.svg --format json -o ./e.json5 base.dtb",
      "'./e.json5' is the expectations file and would be overwritten"
    ),
    (
      "check-boot boot --format json -o boot/extlinux/extlinux.conf",
      "'boot/extlinux/extlinux.conf' is an input and would be overwritten"
    ),
    (
      "check-boot boot --format json -o boot/Image",
      "'boot/Image' is an input and would be overwritten"
    ),
    (
      "check-boot boot --format json -o boot/on.dtbo",
      "'boot/on.dtbo' is an input and would be overwritten"
    ),
    ("set -l changes -o lc base.dtb", "'lc' is a list of changes and would be overwritten"),
    ("build -o . recipe.json5", "'./base.dtb' is an input and would be overwritten"),
    ("build -o ./ onto.json5", "'./on.dtbo' is an input and would be overwritten"),
  ])
  func overAnInput(line: String, message: String) throws { try check(line, 2, message) }

  @Test(arguments: [
    ("compile -o o.dtb --depfile ./o.dtb base.dts", "'./o.dtb' cannot be both the blob and the make rule"),
    (
      "compile -o o.dtb --depfile sub/../o.dtb base.dts",
      "'sub/../o.dtb' cannot be both the blob and the make rule"
    ),
    ("compile -o ld --depfile new base.dts", "'new' cannot be both the blob and the make rule"),
    ("compile -o base.dtb --depfile lb base.dts", "'lb' cannot be both the blob and the make rule"),
    (
      "compile -o sub --depfile sub/base.dtb base.dts",
      "'sub/base.dtb' cannot be both the blob and the make rule"
    ),
    (
      "compile -o sub/ --depfile sub//base.dtb base.dts",
      "'sub//base.dtb' cannot be both the blob and the make rule"
    ),
    ("check --map m.svg --format json -o ./m.svg base.dtb", "'m.svg' cannot be both the report and the map"),
    ("preprocess -MD -MF ./o.i -o o.i base.dts", "'./o.i' cannot be both the text and the make rule"),
    (
      "preprocess -MD -MF sub/base.i -o sub base.dts",
      "'sub/base.i' cannot be both the text and the make rule"
    ),
  ])
  func theRuleOverTheResult(line: String, message: String) throws { try check(line, 2, message) }

  /// Both outputs may go to a device, where neither overwrites the other.
  @Test(arguments: [
    "compile -o /dev/null --depfile /dev/null base.dts",
    "overlay apply -b base.dtb -o /dev/null --depfile /dev/null on.dtbo",
    "preprocess -MD -MF /dev/null -o /dev/null base.dts",
  ])
  func nothingTwice(line: String) throws {
    let result = try Tool.swiftdt.run(line.split(separator: " ").map(String.init), in: folder())
    #expect(result.status == 0, "\(result.errors)")
  }

  /// The rule's default name is the text's. gcc writes the text over the rule; here it is an error.
  @Test(arguments: ["o.d", "./o.d"])
  func theRuleByItselfOverTheText(output: String) throws {
    try check(
      "preprocess -MD base.dts -o \(output)", 1, "the make rule would overwrite the text '\(output)'")
  }

  /// An empty path, perhaps from an unset variable of a script, must not mean the root folder.
  @Test(arguments: [
    ("compile -o '' base.dts on.dts", "several sources need an output folder: -o FOLDER"),
    ("compile -o '' sub", "a folder of sources needs an output folder: -o FOLDER"),
    ("decompile -o '' base.dtb on.dtbo", "several blobs need an output folder: -o FOLDER"),
    ("preprocess -o '' base.dts on.dts", "several sources need an output folder: -o FOLDER"),
    ("dump -s -o '' base.dtb", "--scan --output needs a folder"),
    ("dump -s -o - base.dtb", "--scan --output needs a folder"),
    ("build -o - recipe.json5", "--output needs a folder"),
    ("overlay apply-tree --source tree --out - --overlays list.json5", "--output needs a folder"),
    ("overlay bisect start --state - -b base.dtb -o o.dtb on.dtbo", "--state needs a regular file"),
  ])
  func noFolder(line: String, message: String) throws { try check(line, 2, message) }

  static let writing = [
    "compile -o OUT base.dts", "compile -T -o OUT base.dts", "compile -o o.dtb --depfile OUT base.dts",
    "preprocess -o OUT base.dts", "preprocess -MD -MF OUT -o o.i base.dts", "decompile -o OUT base.dtb",
    "overlay apply -b base.dtb -o OUT on.dtbo", "overlay apply -b base.dts -o OUT on.dts",
    "set -o OUT base.dtb / a 2", "view -o OUT base.dtb", "dump -o OUT base.dtb",
    "check --format json -o OUT base.dtb",
  ]

  @Test(arguments: writing, ["none/o", "", "/dev/full", "base.dtb/o"])
  func whereNothingCanBeWritten(line: String, output: String) throws {
    let reason =
      switch output {
      case "/dev/full": "No space left on device"
      case "base.dtb/o": "Not a directory"
      default: "No such file or directory"
      }
    try check(
      line.replacing("OUT", with: output.isEmpty ? "''" : output), 1, "cannot write '\(output)': \(reason)")
  }

  @Test(arguments: [
    "compile -o o.dtb --depfile sub base.dts",
    "check --format json -o sub base.dtb",
    "overlay bisect -b base.dtb -o sub on.dtbo -- true", "overlay bisect start -b base.dtb -o sub on.dtbo",
    "overlay bisect start --state sub -b base.dtb -o o.dtb on.dtbo",
  ])
  func aFolder(line: String) throws { try check(line, 1, "cannot write 'sub': Is a directory") }

  @Test(arguments: [
    "overlay bisect -b base.dtb -o /dev/full on.dtbo -- true",
    "overlay bisect start -b base.dtb -o /dev/full on.dtbo",
  ])
  func candidatesThatDoNotStay(line: String) throws {
    try check(line, 1, "candidates need a regular file, which '/dev/full' is not")
  }

  /// The same for dtc's programs, in their words.
  @Test(arguments: [
    (
      "dtc -d ls -o o.dtb base.dts",
      "FATAL ERROR: Dependency file ls is the input file and would be overwritten"
    ),
    ("dtc -o none/o base.dts", "FATAL ERROR: Couldn't open output file none/o: No such file or directory"),
    ("dtc -o sub base.dts", "FATAL ERROR: Couldn't open output file sub: Is a directory"),
    (
      "dtc -o /dev/full base.dts", "FATAL ERROR: Couldn't open output file /dev/full: No space left on device"
    ),
    (
      "fdtoverlay -i base.dtb -o none/o on.dtbo", "Couldn't write blob to 'none/o': No such file or directory"
    ),
    ("fdtoverlay -i base.dtb -o sub on.dtbo", "Couldn't write blob to 'sub': Is a directory"),
    ("fdtput sub / a b", "Couldn't open blob from 'sub': Is a directory"),
  ])
  func dropIns(line: String, message: String) throws { try check(line, 1, message) }
}
