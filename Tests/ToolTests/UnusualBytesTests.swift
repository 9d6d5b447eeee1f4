import TestSupport
import Testing

/// Names that are not UTF-8, and sources with NUL bytes.
@Suite struct UnusualBytesTests {
  /// Returns a folder with a blob whose names of nodes, properties and a label have bytes that are not text.
  private static func bench() throws -> Workbench {
    let bench = try Workbench([
      "x.dts": "/dts-v1/; / { l1m: n1m { p1q = \"v\"; c { }; }; n2m { p2q = <1>; }; };"
    ])
    var blob = try bench.folder.read("x.dtb")
    for (plain, odd) in [("n1m", 0xFF), ("n2m", 0xFE), ("p1q", 0xFF), ("p2q", 0xFE), ("l1m", 0xFF)] {
      let name = Array(plain.utf8)
      blob = blob.replacing(name, with: [name[0], UInt8(odd), name[2]])
    }
    try bench.folder.write(blob, to: "x.dtb")
    return bench
  }

  /// A name is shown with its bytes escaped, and can be given in this form.
  @Test(arguments: [
    (["get", "x.dtb"], "l\\xffm: n\\xffm { … }\nn\\xfem { … }\n__symbols__ { … }\n"),
    (["get", "-l", "x.dtb", "/"], "n\\xffm\nn\\xfem\n__symbols__\n"),
    (["get", "-l", "x.dtb", "/n*"], "/n\\xffm/c\n"),
    (["get", "-p", "x.dtb", "/n\\xfem"], "p\\xfeq\n"),
    (["get", "-p", "x.dtb", "/n?m"], "/n\\xffm:p\\xffq\n/n\\xffm:phandle\n/n\\xfem:p\\xfeq\n"),
    (["get", "x.dtb", "/**/n*"], "/n\\xffm\n/n\\xfem\n"),
    (["get", "x.dtb", "/n\\xfem", "p\\xfeq"], "0x1\n"),
    (["get", "x.dtb", "/n\\xfe*", "p?q"], "/n\\xfem: p\\xfeq = <0x1>\n"),
    (["get", "x.dtb", "&l\\xffm", "p\\xffq"], "v\n"),
    (
      ["get", "--json", "x.dtb", "/n\\xfem"],
      """
      [
        {
          "labels" : [

          ],
          "nodes" : [

          ],
          "path" : "/n\\\\xfem",
          "properties" : {
            "p\\\\xfeq" : {
              "text" : "<0x1>",
              "type" : "cells",
              "value" : [
                1
              ]
            }
          }
        }
      ]

      """
    ),
    (
      ["blame", "x.dtb", "/n\\xffm/p\\xffq"],
      """
      /n\\xffm (l\\xffm): p\\xffq
        → "v"
              in x.dtb

      """
    ),
  ])
  func isShownAndFound(arguments: [String], text: String) throws {
    let result = try Self.bench().run("swiftdt", arguments)
    #expect(result.errors == "")
    #expect(result.text == text)
    #expect(result.status == 0)
  }

  /// A string that is asked for is printed as it is, as by fdtget; JSON must be text.
  @Test func strings() throws {
    let bench = try Workbench(["x.dts": "/dts-v1/; / { a = \"M\\xfcller\", \"b\"; };"])
    let bytes: [UInt8] = [0x4D, 0xFC] + Array("ller b\n".utf8)
    #expect(try bench.run("fdtget", "-t", "s", "x.dtb", "/", "a").output == bytes)
    #expect(try bench.run("swiftdt", "get", "-t", "string", "x.dtb", "/", "a").output == bytes)
    #expect(
      try bench.run("swiftdt", "get", "-t", "string", "x.dtb", "/", "?").output == Array("a = ".utf8) + bytes)
    #expect(
      try bench.run("swiftdt", "get", "--json", "-t", "string", "x.dtb", "/", "a").text.contains(
        "M\\\\xfcller"))
  }

  @Test(arguments: [
    (
      ["get", "x.dtb", "/n\\xfdm"],
      "x.dtb: error: there is no node '/n\\xfdm'\nhelp: did you mean '/n\\xffm'?\nhelp: did you mean '/n\\xfem'?\n"
    ),
    (
      ["set", "x.dtb", "-d", "/n\\xfem", "p\\xffq"],
      "x.dtb: error: /n\\xfem has no property 'p\\xffq'\nhelp: did you mean 'p\\xfeq'?\n"
    ),
    (
      ["set", "x.dtb", "/n\\xfem", "p\\xfdq", "2"],
      "x.dtb: error: 'p\\xfdq' is not a valid property name\nhelp: a property name may have letters, digits and ,._+*#?-\n"
    ),
    // Another node has it.
    (
      ["set", "x.dtb", "/n\\xfem", "p\\xffq", "2"],
      "x.dtb: error: 'p\\xffq' is not a valid property name\nhelp: a property name may have letters, digits and ,._+*#?-\n"
    ),
    (
      ["set", "x.dtb", "-c", "/n\\xfdm"],
      "x.dtb: error: 'n\\xfdm' is not a valid node name\nhelp: a node name may have letters, digits and ,._+-, and one @\n"
    ),
    (["set", "x.dtb", "-c", "/n\\xfem"], "x.dtb: error: the node '/n\\xfem' already exists\n"),
  ])
  func refusals(arguments: [String], errors: String) throws {
    let result = try Self.bench().run("swiftdt", arguments)
    #expect(result.errors == errors)
    #expect(result.status == 1)
  }

  /// What exists can be changed, whatever its name.
  @Test(arguments: [
    (["/n\\xfem", "p\\xfeq", "2"], "/n\\xfem", "p\\xfeq = <0x2>\n"),
    (["/n?m", "p\\xfeq", "<3>"], "", ""),
    (
      ["-t", "string", "/n\\xffm", "p\\xffq", "w"], "/n\\xffm",
      "p\\xffq = \"w\"\nphandle = <0x1>\nc { … }\n"
    ),
    (["&l\\xffm", "p\\xffq", "w"], "/n\\xffm", "p\\xffq = \"w\"\nphandle = <0x1>\nc { … }\n"),
    (["--parents", "/n\\xfem/d/e", "f", "1"], "/n\\xfem", "p\\xfeq = <0x1>\nd { … }\n"),
    (["-c", "/n\\xfem/d"], "/n\\xfem", "p\\xfeq = <0x1>\nd { … }\n"),
    (["-d", "/n\\xfem", "p\\xfeq"], "/n\\xfem", ""),
    (["-r", "/n\\xfem"], "/", "l\\xffm: n\\xffm { … }\n__symbols__ { … }\n"),
  ])
  func isSet(words: [String], node: String, text: String) throws {
    let bench = try Self.bench()
    let result = try bench.run("swiftdt", ["set", "x.dtb"] + words)
    if node.isEmpty { return #expect(result.status == 1) }
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(try bench.run("swiftdt", ["get", "x.dtb", node]).text == text)
  }

  /// They can be removed one by one, and comparisons tell them apart.
  @Test func isChangedAndCompared() throws {
    let bench = try Self.bench()
    let deleted = try bench.run("swiftdt", ["set", "x.dtb", "-o", "y.dtb", "-d", "/n?m", "p\\xffq"])
    #expect(deleted.errors == "")
    #expect(
      try bench.run("swiftdt", "diff", "x.dtb", "y.dtb").text == """
        --- x.dtb
        +++ y.dtb
        @@ /n\\xffm @@ l\\xffm
        -	p\\xffq = "v";

        """)
    let removed = try bench.run("swiftdt", "set", "x.dtb", "-o", "z.dtb", "-r", "/n\\xffm")
    #expect(
      removed.errors == "x.dtb: warning: /n\\xffm is removed, but the label 'l\\xffm' still refers to it\n")
    let compared = try bench.run("swiftdt", "diff", "--json", "x.dtb", "z.dtb")
    #expect(compared.text.contains("\"path\" : \"/n\\\\xffm\""))
    #expect(!compared.text.contains("xfe"))
    for pattern in ["/n\\xffm", "/n\\xff*", "n\\xffm"] {
      #expect(try bench.run("swiftdt", "diff", "-x", pattern, "x.dtb", "z.dtb").status == 0)
    }
  }

  /// A file named like a source is one; the error about any other file with NUL bytes says how it was taken.
  @Test(arguments: [
    ("x.dts", ["get", "x.dts", "/", "a"], 0, "b\n", ""),
    ("x.dtsi", ["diff", "x.dtsi", "x.dtsi"], 0, "", ""),
    (
      "x.dts", ["set", "x.dts", "/", "a", "b"], 1, "",
      "x.dts: error: this is not a blob: change a source in an editor, or with an overlay\n"
    ),
    (
      "x.txt", ["get", "x.txt", "/", "a"], 1, "",
      """
      x.txt: error: not a device tree blob: the magic is 0x2f647473, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt
      help: it looks like text, but has NUL bytes: is it a source that is not UTF-8, or not named .dts?

      """
    ),
    (
      "x.txt", ["diff", "x.txt", "x.txt"], 2, "",
      """
      x.txt: error: not a device tree blob: the magic is 0x2f647473, expected 0xd00dfeed
      note: FDT_ERR_BADMAGIC in libfdt
      help: it looks like text, but has NUL bytes: is it a source that is not UTF-8, or not named .dts?

      """
    ),
  ])
  func sourcesWithNUL(
    name: String, arguments: [String], status: Int32, text: String, errors: String
  ) throws {
    let bench = try Workbench([:])
    try bench.folder.write(Array("/dts-v1/; / { a = \"b\"; }; // \0\n".utf8), to: name)
    let result = try bench.run("swiftdt", arguments)
    #expect(result.errors == errors)
    #expect(result.text == text)
    #expect(result.status == status)
  }
}
