import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// Edits that `swiftdt set` does not make, and invalid command lines.
@Suite struct SetRefusalTests {
  @Test(arguments: [
    (["no.dtb", "/", "a"], "swiftdt: error: cannot read 'no.dtb': No such file or directory\n"),
    (
      ["x.dts", "/", "a"],
      "x.dts: error: this is not a blob: change a source in an editor, or with an overlay\n"
    ),
    (["x.dtb", "/socs", "a"], "x.dtb: error: there is no node '/socs'\nhelp: did you mean '/soc'?\n"),
    (
      ["x.dtb", "&uart_c", "reg", "zz"],
      "x.dtb: error: 'zz' is not a number, but the present value is cells\nnote: 'reg' of /soc/serial@fe002000 is <0xfe002000 0x100>\nhelp: -t string makes it a string\n"
    ),
    (["x.dtb", "-t", "u8", "/soc", "a", "256"], "x.dtb: error: 256 does not fit into 8 bits\n"),
    (["x.dtb", "-t", "i8", "/soc", "a", "--", "-129"], "x.dtb: error: -129 does not fit into 8 bits\n"),
    (["x.dtb", "-t", "int", "/soc", "a", "four"], "x.dtb: error: 'four' is not a number\n"),
    (
      ["x.dtb", "-t", "bytes", "/soc", "a", "123"],
      "x.dtb: error: '123' is not a sequence of bytes\nhelp: write each byte as two hexadecimal digits: 00 1f\n"
    ),
    (
      ["x.dtb", "-t", "bytes", "/soc", "a", "00:112:3"],
      "x.dtb: error: '00:112:3' is not a sequence of bytes\nhelp: write each byte as two hexadecimal digits: 00 1f\n"
    ),
    (
      ["x.dtb", "-t", "bytes", "/soc", "a", "00::11"],
      "x.dtb: error: '00::11' is not a sequence of bytes\nhelp: write each byte as two hexadecimal digits: 00 1f\n"
    ),
    (
      ["x.dtb", "-c", "/soc/*/x"],
      "x.dtb: error: '/soc/*' is ambiguous: it matches 2 nodes\nnote: it could be /soc/serial@fe001000\nnote: it could be /soc/serial@fe002000\n"
    ),
    (
      ["x.dtb", "/chosen", "stdout-path", "&uart_d"],
      """
      x.dtb: error: no node has the label 'uart_d'
      help: did you mean '&uart_a'?
      help: did you mean '&uart_c'?
      help: '&uart_d' alone is the node's path; in double quotes it is text

      """
    ),
    (
      ["x.dtb", "/soc", "a", "<&uart_d>"],
      "x.dtb: error: no node has the label 'uart_d'\nhelp: did you mean '&uart_a'?\nhelp: did you mean '&uart_c'?\n"
    ),
    (
      ["x.dtb", "/soc", "a", "<1 x>"],
      "value:1:4: error: expected a cell, found 'x', which is not a defined macro\n    1 | <1 x>\n      |    ^\n"
    ),
    (
      ["x.dtb", "/soc", "a", "[00 g } #define >"],
      "value:1:5: error: 'g' is not a sequence of bytes: each has two hexadecimal digits\n    1 | [00 g } #define >\n      |     ^\n"
    ),
    (
      ["x.dtb", "/soc", "a", "<1 }"],
      "value:1:4: error: expected a number, '(', '&label' or '>', found '}'\n    1 | <1 }\n      |    ^\n"
    ),
    (
      ["x.dtb", "/soc", "a", "<1 'ab'"],
      "value:1:4: error: ''ab'' is more than one character\n    1 | <1 'ab'\n      |    ^~~~\n"
    ),
    (
      ["x.dtb", "/soc", "a", "[00 /* x"],
      "value:1:5: error: comment is never closed\n    1 | [00 /* x\n      |     ^~\n"
    ),
    (["x.dtb", "/soc", "a", "<0 0 0"], "x.dtb: error: the value '<0 0 0' is incomplete\n"),
    (["x.dtb", "/soc", "a", "<1>,"], "x.dtb: error: the value '<1>,' is incomplete\n"),
    (["x.dtb", "/soc", "a", "<1>;"], "x.dtb: error: expected a single value, and nothing else\n"),
    (["x.dtb", "/soc", "a", "<1>; b { }"], "x.dtb: error: expected a single value, and nothing else\n"),
    (
      ["x.dtb", "/soc", "status=okay"],
      "x.dtb: error: 'status=okay' is not a valid property name\nhelp: a value is a word of its own, without '=': status okay\n"
    ),
    (
      ["x.dtb", "/soc", "status=", "okay"],
      "x.dtb: error: 'status=' is not a valid property name\nhelp: a value is a word of its own, without '=': status okay\n"
    ),
    (
      ["x.dtb", "/soc", "reg=<1", "2>", "it's"],
      "x.dtb: error: 'reg=<1' is not a valid property name\nhelp: a value is a word of its own, without '=': reg '<1' '2>' 'it'\\''s'\n"
    ),
    (
      ["x.dtb", "/soc", "status="],
      "x.dtb: error: 'status=' is not a valid property name\nhelp: a value is a word of its own, without '=': status VALUE\n"
    ),
    (
      ["x.dtb", "/soc", "a b"],
      "x.dtb: error: 'a b' is not a valid property name\nhelp: a property name may have letters, digits and ,._+*#?-\n"
    ),
    (
      ["x.dtb", "-c", "/soc/a@1@2"],
      "x.dtb: error: 'a@1@2' is not a valid node name\nhelp: a node name may have letters, digits and ,._+-, and one @\n"
    ),
    (["x.dtb", "-c", "/soc"], "x.dtb: error: the node '/soc' already exists\n"),
    (["x.dtb", "-c", "/a/b"], "x.dtb: error: there is no node '/a'\n"),
    (["x.dtb", "-r", "/"], "x.dtb: error: the root node cannot be removed\n"),
    (
      ["x.dtb", "-d", "/soc", "range"],
      "x.dtb: error: /soc has no property 'range'\nhelp: did you mean 'ranges'?\n"
    ),
    (
      ["x.dtb", "-e", "set &uart_c reg zz"],
      "--edit 1: error: 'zz' is not a number, but the present value is cells\nnote: 'reg' of /soc/serial@fe002000 is <0xfe002000 0x100>\nhelp: in double quotes it is a string\n"
    ),
    (["x.dtb", "-e", "set /soc"], "--edit 1: error: 'set' needs a node and a property\n"),
    (
      ["x.dtb", "-e", "put /soc x"],
      "--edit 1: error: a line must begin with set, create, remove or delete, not 'put'\n"
    ),
    (
      ["x.dtb", "-e", "set\u{A0}/soc x 1"],
      "--edit 1: error: a line must begin with set, create, remove or delete, not 'set\\xc2\\xa0/soc'\n"
    ),
    (["x.dtb", "-e", "set /soc x 'y"], "--edit 1: error: missing closing quote (')\n"),
    (
      ["x.dtb", "-e", "set /soc x 1", "-e", "remove /nowhere"],
      "--edit 2: error: there is no node '/nowhere'\n"
    ),
    (["x.dtb", "-l", "list"], "list:2: error: there is no node '/x'\n"),
    (["x.dtb", "-l", "no"], "swiftdt: error: cannot read 'no': No such file or directory\n"),
    (
      ["x.dtb", "--initrd", "5"],
      "x.dtb: error: '5' is not an initrd range\nhelp: use START-END, START+SIZE, FILE@START or none\n"
    ),
    (
      ["x.dtb", "--initrd", "x.dtb@zz"],
      "x.dtb: error: 'zz' is not an address\nhelp: use START-END, START+SIZE, FILE@START or none\n"
    ),
    (["x.dtb", "--initrd", "5-4"], "x.dtb: error: the initrd range '5-4' is empty\n"),
    (["x.dtb", "--initrd", "0x10+0"], "x.dtb: error: the initrd range '0x10+0' is empty\n"),
    (
      ["x.dtb", "--initrd", "x.dtb@0xfffffffffffffff0"],
      "x.dtb: error: the initrd range 'x.dtb@0xfffffffffffffff0' ends beyond the 64-bit address space\n"
    ),
    (["x.dtb", "--initrd", "no@4"], "swiftdt: error: cannot read 'no': No such file or directory\n"),
    (
      ["x.dtb", "-o", "no/x", "/soc", "a"], "swiftdt: error: cannot write 'no/x': No such file or directory\n"
    ),
    (
      ["x.dtb", "--size", "0x7fffffff", "--pad", "0x7fffffff"],
      "x.dtb: error: the blob would have 2147484400 bytes, more than 2147483647\nnote: FDT_ERR_NOSPACE in libfdt\n"
    ),
    (
      ["ro.dtb", "/soc", "a"],
      "ro.dtb: error: the file is read-only\nhelp: write somewhere else with -o, or make it writable\n"
    ),
    (
      ["ro.dtb", "/soc", "a", "-o", "./ro.dtb"],
      "ro.dtb: error: the file is read-only\nhelp: write somewhere else with -o, or make it writable\n"
    ),
    (
      ["cut.dtb", "/soc", "a"],
      "cut.dtb: error: the blob says it has 753 bytes but the file has 100\nnote: FDT_ERR_TRUNCATED in libfdt\n"
    ),
  ])
  func refusals(arguments: [String], errors: String) throws {
    let bench = try Workbench(["x.dts": boardSource, "list": "set /soc y 1\nset /x y 1\n"])
    let blob = try bench.folder.read("x.dtb")
    try bench.folder.write(blob, to: "ro.dtb")
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: bench.folder["ro.dtb"])
    try bench.folder.write(Array(blob.prefix(100)), to: "cut.dtb")
    let result = try bench.run("swiftdt", ["set"] + arguments)
    #expect(
      result.errors.replacing("\(blob.count)", with: "753").replacing(
        "\(Int(Int32.max) + blob.count)", with: "2147484400") == errors)
    #expect(result.status == 1)
    // All edits are made, or none.
    #expect(try bench.folder.read("x.dtb") == blob)
  }

  /// A reference must be to one node; a pattern that matches several is refused.
  @Test func referencesToSeveral() throws {
    let bench = try Workbench(["y.dts": "/dts-v1/; / { s: soc { a { }; b { }; }; };"])
    let result = try bench.run("swiftdt", "set", "y.dtb", "/soc", "p", "&s/*")
    #expect(
      result.errors
        == "y.dtb: error: '&s/*' is ambiguous: it matches 2 nodes\nnote: it could be /soc/a\nnote: it could be /soc/b\n"
    )
    #expect(result.status == 1)
  }

  @Test func valuesThatLoseBits() throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run("swiftdt", ["set", "x.dtb", "/soc", "w", "<0x100000001>"])
    #expect(
      result.errors == """
        value:1:2: warning: value 0x0000000100000001 is truncated to 0x00000001
            1 | <0x100000001>
              |  ^~~~~~~~~~~

        """)
    #expect(result.status == 0)
  }

  @Test(arguments: [
    "x /n p 1 2", "x /n p", "-t u64 x /n p 1", "x -c /a -r /b", "-d x /n p q", "x -e a -l b --parents",
    "x --bootargs a --initrd b", "x --pad 0x10 -o y", "x -a 8 -S 100", "x -q /n p = 1", "x -d /n p --quiet",
  ])
  func quickFlagsAgree(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let quick = try SetRequest(quick: words[...])
    let command = try #require(SetCommand.parseAsRoot(words) as? SetCommand)
    #expect(try quick == command.request)
  }

  @Test(arguments: [
    ("x /n", "missing property after '/n'"),
    ("-d x", "--delete needs a node and a property"),
    ("-d x /n", "--delete needs a property after '/n'; --remove removes a node"),
    ("-d -t s x /n p", "--delete and --type are mutually exclusive"),
    ("-d -t s x", "--delete and --type are mutually exclusive"),
    ("-t s x", "--type needs a node, a property and a value"),
    ("-t s x -c /n", "--type needs a node, a property and a value"),
    (
      "x",
      "nothing to do: give a node, a property and a value, or use --edit, --list or --pad"
    ),
    ("- -l -", "the blob and the list cannot both be standard input"),
  ])
  func noEdits(line: String, message: String) throws {
    let result = try Tool.swiftdt.run(
      ["set"] + line.split(separator: " ").map(String.init), in: TemporaryFolder())
    #expect(
      result.errors == """
        swiftdt: error: \(message)
        usage: swiftdt set [<options>] <file> [<node> ...]
        help: swiftdt set --help lists the flags

        """)
    #expect(result.status == 2)
  }

  @Test(arguments: [
    "", "x", "x /n", "-d x", "-d x /n", "-d -t s x /n p", "-t s x", "-t no x /n p", "x /n p -5", "- -l -",
    "-h",
  ])
  func leftAlone(line: String) {
    let words = line.split(separator: " ").map(String.init)
    #expect(throws: NotQuick.self) { try SetRequest(quick: words[...]) }
    if !["-h", "x /n p -5"].contains(line) {
      #expect(throws: (any Error).self) { try SetCommand.parseAsRoot(words) }
    }
  }
}
