import ArgumentParser
import DeviceTreeBlob
import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// The command `swiftdt set`.
@Suite struct SetTests {
  /// A command line after the blob's name, a question about the result, and the answer.
  @Test(arguments: [
    (["&uart_c", "status", "okay"], "&uart_c status", "okay\n"),
    (["/soc/serial@fe002000", "reg", "1", "0x20"], "&uart_c reg", "0x1 0x20\n"),
    (["&uart_c", "clocks", "&clkc", "5"], "&uart_c clocks", "&clkc 0x5\n"),
    (["&uart_c", "clocks", "<&clkc 7>, <&{/soc} 1>"], "--phandles &uart_c clocks", "0x1 0x7 0x4 0x1\n"),
    // A reference outside of cells is the node's path, as in a source.
    (["/chosen", "stdout-path", "&uart_c"], "-t s /chosen stdout-path", "/soc/serial@fe002000\n"),
    (["/aliases", "serial0", "&uart_c"], "-t s /aliases serial0", "/soc/serial@fe002000\n"),
    (["/aliases", "serial9", "&{/soc/serial@fe002000}"], "/aliases serial9", "/soc/serial@fe002000\n"),
    (["/chosen", "linux,stdout-path", "&uart_c"], "/chosen linux,stdout-path", "/soc/serial@fe002000\n"),
    (["&uart_c", "status", "&uart_a"], "&uart_c status", "/soc/serial@fe001000\n"),
    (["/soc", "ethernet", "&clkc"], "--phandles /soc ethernet", "0x1\n"),
    (["/soc", "acme,console", "&uart_a", "x"], "/soc acme,console", "/soc/serial@fe001000\nx\n"),
    (["/soc", "acme,console", "&uart_a, \"x\""], "/soc acme,console", "/soc/serial@fe001000\nx\n"),
    (["-e", "set /soc c &{/soc} , \"x\";"], "/soc c", "/soc\nx\n"),
    (["-e", "set /aliases serial1 &uart_c"], "/aliases serial1", "/soc/serial@fe002000\n"),
    // Where there are cells, it is a phandle.
    (["/soc", "clock-parents", "&clkc"], "/soc clock-parents", "&clkc\n"),
    (["/soc", "fan-supply", "&clkc"], "--phandles /soc fan-supply", "0x1\n"),
    (["&uart_c", "reg", "&clkc"], "--phandles &uart_c reg", "0x1\n"),
    (["/soc", "acme,x", "&clkc", "7"], "--phandles /soc acme,x", "0x1 0x7\n"),
    (["/soc", "acme,x", "<&clkc>"], "--phandles /soc acme,x", "0x1\n"),
    (["-t", "x", "/aliases", "serial0", "&clkc"], "-t x /aliases serial0", "1\n"),
    // What cannot be a reference is text, and so is everything with `-t string`.
    (["/chosen", "stdout-path", "& x"], "/chosen stdout-path", "& x\n"),
    (["/chosen", "stdout-path", "&"], "/chosen stdout-path", "&\n"),
    (["-t", "string", "/chosen", "stdout-path", "&uart_c"], "-t s /chosen stdout-path", "&uart_c\n"),
    (
      ["/chosen", "x", "\"a\\n\", &uart_c"], "-t bytes /chosen x",
      "61 0a 00 2f 73 6f 63 2f 73 65 72 69 61 6c 40 66 65 30 30 32 30 30 30 00\n"
    ),
    (["&uart_c", "mac", "0a:0b:0c"], "&uart_c mac", "0a 0b 0c\n"),
    (["&uart_c", "mac", "-t", "bytes", "0:b:c:d0:e"], "-t bytes &uart_c mac", "00 0b 0c d0 0e\n"),
    (["&uart_c", "mac", "[00 ff]"], "-t bytes &uart_c mac", "00 ff\n"),
    (["/soc", "new"], "/soc new", "\n"),
    (["/soc", "ranges", "1"], "/soc ranges", "0x1\n"),
    (["/soc", "w", "two words", "b"], "/soc w", "two words\nb\n"),
    (["-t", "u64", "/soc", "w", "0x100000000"], "-t x64 /soc w", "100000000\n"),
    (["-t", "hhi", "/soc", "w", "255", "--", "-1"], "-t bytes /soc w", "ff ff\n"),
    (["-t", "x", "/soc", "w", "ff"], "/soc w", "0xff\n"),
    (["-t", "raw", "/soc", "w", "abc"], "-t bytes /soc w", "61 62 63\n"),
    (["-t", "string", "&uart_c", "reg", "5"], "&uart_c reg", "5\n"),
    (
      ["/soc/serial@*", "status", "fail"], "/soc/* status",
      "/soc/serial@fe001000: status = \"fail\"\n/soc/serial@fe002000: status = \"fail\"\n"
    ),
    (["--parents", "/a/b", "c", "1"], "/a/b c", "0x1\n"),
    (
      ["-c", "/soc/spi@1", "/soc/spi@1", "status", "okay"], "-l /soc",
      "spi@1\nserial@fe001000\nserial@fe002000\n"
    ),
    (["-d", "/soc", "ranges", "#size-cells"], "-p /soc", "#address-cells\n"),
    (
      ["-d", "/soc/serial@*", "status"], "-d none /soc/* status",
      "/soc/serial@fe001000: status = none\n/soc/serial@fe002000: status = none\n"
    ),
    (["--bootargs", "console=ttyS0 quiet"], "/chosen bootargs", "console=ttyS0 quiet\n"),
    (
      ["--initrd", "0x4000000-0x4800000"], "/chosen linux,initrd*",
      "linux,initrd-start = <0x0 0x4000000>\nlinux,initrd-end = <0x0 0x4800000>\n"
    ),
    (["--initrd", "0x100+16"], "/chosen linux,initrd-end", "0x0 0x110\n"),
    (["--initrd", "x.dts@0x1000"], "/chosen linux,initrd-start", "0x0 0x1000\n"),
    (
      ["-e", "create /n /n/m", "-e", "set /n/m a = <1>, \"x\" ;", "-e", "set /n #b 'q r' # c"], "/n/m a",
      "00 00 00 01 78 00\n"
    ),
    (["-e", "remove /__symbols__", "-e", "set &uart_c x 1"], "/soc/serial@fe002000 x", "0x1\n"),
    (
      ["-e", "set /__symbols__ uart_c /soc", "-e", "set &uart_c x 1"], "/soc/serial@fe002000 x", "0x1\n"
    ),
  ])
  func edits(arguments: [String], question: String, answer: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let split = arguments.firstIndex(of: "--") ?? arguments.endIndex
    let line = Array(arguments[..<split])
    let result = try bench.run("swiftdt", ["set", "x.dtb"] + line + arguments[split...])
    #expect(result.errors == "")
    #expect(result.status == 0)
    let words = question.split(separator: " ").map(String.init)
    let asked = try bench.run("swiftdt", ["get", "x.dtb"] + words)
    #expect(asked.text == answer, "\(asked.errors)")
  }

  /// As with fdtput, which does not remember what was there before.
  @Test func whatIsTakenOutIsMadeAgain() throws {
    let bench = try Workbench(["x.dts": boardSource])
    let create = "create /soc/i2c@2\n"
    let others = (0..<20).map { "set /soc p\($0) 1\n" }.joined()
    let again = "delete /soc ranges\nset /soc ranges 1\nset /soc ranges 2\nremove /soc/i2c@2\n" + create
    let list = create + others + again + again
    let result = try bench.run("swiftdt", "set", "x.dtb", "-l", "-", "-o", "y.dtb", input: list)
    #expect(result.errors == "")
    let properties = try bench.run("swiftdt", "get", "-p", "y.dtb", "/soc").text.split(separator: "\n")
    #expect(properties.count { $0 == "ranges" } == 1)
    #expect(
      try bench.run("swiftdt", "get", "-l", "y.dtb", "/soc").text
        == "i2c@2\nserial@fe001000\nserial@fe002000\n")
    let twice = try bench.run(
      "swiftdt", "set", "x.dtb", "-l", "-", "-o", "z.dtb", input: create + again + create)
    #expect(twice.errors == "standard input:7: error: the node '/soc/i2c@2' already exists\n")
  }

  /// A node's phandle is the one that its properties give it now.
  @Test(arguments: [
    ("delete &clkc phandle\nset /soc x <&clkc>", "0x4"),
    ("set &clkc phandle \"none\"\nset &clkc linux,phandle 9\nset /soc x <&clkc>", "0x9"),
    ("set &clkc phandle 8\nset &clkc phandle 9\nset /soc x <&clkc>", "0x9"),
    ("set &clkc phandle 8\nset &clkc linux,phandle 9\ndelete &clkc phandle\nset /soc x <&clkc>", "0x9"),
  ])
  func phandlesThatChange(edits: String, phandle: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run("swiftdt", "set", "x.dtb", "-l", "-", "-o", "y.dtb", input: edits + "\n")
    #expect(
      result.errors
        == "x.dtb: warning: /clock-controller no longer has the phandle 0x1, but 'clocks' of /soc/serial@fe001000 still refers to it\n"
    )
    let asked = try bench.run("swiftdt", "get", "--phandles", "y.dtb", "/soc", "x")
    #expect(asked.text == phandle + "\n")
    let own = edits.contains("linux") ? "linux,phandle" : "phandle"
    let held = try bench.run("swiftdt", "get", "--phandles", "y.dtb", "/clock-controller", own)
    #expect(held.text == phandle + "\n")
  }

  /// A new phandle follows the highest one at the time when it is given.
  @Test(arguments: [
    ("set /soc x <&{/chosen}>\nset /soc x <&{/aliases}>", "0x5"),
    ("set /soc x <&{/chosen}>\nremove /chosen\nset /soc x <&{/aliases}>", "0x4"),
    ("set /soc x <&{/chosen}>\nset /soc phandle 0x20\nset /soc x <&{/aliases}>", "0x21"),
    ("set /soc x <&{/chosen}>\ndelete /chosen phandle\nset /soc x <&{/aliases}>", "0x4"),
  ])
  func newPhandles(edits: String, phandle: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let result = try bench.run("swiftdt", "set", "x.dtb", "-l", "-", "-o", "y.dtb", input: edits + "\n")
    #expect(result.errors == "")
    #expect(
      try bench.run("swiftdt", "get", "--phandles", "y.dtb", "/aliases", "phandle").text == phandle + "\n")
  }

  @Test func listsOfEdits() throws {
    let bench = try Workbench(["x.dts": boardSource])
    let list = """
      # A list.
      create /soc/spi@1 /soc/i2c@2
      set /soc/spi@1 compatible "acme,spi", "spi";
      \tset /soc/spi@1 status okay

      set /soc/i2c@2 clocks = <&clkc 1>, <&clkc 2>
      set /soc/i2c@2 label 'two words'
      delete /soc ranges
      remove &uart_c
      """
    let result = try bench.run("swiftdt", "set", "x.dtb", "-l", "-", "-o", "y.dtb", input: list)
    #expect(
      result.errors
        == "x.dtb: warning: /soc/serial@fe002000 is removed, but the label 'uart_c' still refers to it\n")
    #expect(
      try bench.run("swiftdt", "get", "y.dtb", "/soc/*", "compatible", "status", "clocks", "label").text
        == """
        /soc/i2c@2: clocks = <&clkc 0x1>, <&clkc 0x2>
        /soc/i2c@2: label = "two words"
        /soc/spi@1: compatible = "acme,spi", "spi"
        /soc/spi@1: status = "okay"
        /soc/serial@fe001000: compatible = "acme,uart"
        /soc/serial@fe001000: status = "okay"
        /soc/serial@fe001000: clocks = <&clkc 0x3>, <&clkc 0x4>

        """)
  }

  /// An editor of another system may begin a list with a byte order mark, and end its lines in its own way.
  @Test func listFromElsewhere() throws {
    let bench = try Workbench(["x.dts": boardSource])
    let list = "\u{FEFF}set /soc x 1\r\nset /soc y two\r\n"
    let result = try bench.run("swiftdt", "set", "x.dtb", "-l", "-", "-o", "y.dtb", input: list)
    #expect(result.errors == "")
    #expect(try bench.run("swiftdt", "get", "y.dtb", "/soc", "x", "y").text == "x = <0x1>\ny = \"two\"\n")
  }

  @Test func headroomIsKeptOrSet() throws {
    let bench = try Workbench(["x.dts": boardSource])
    func size() throws -> Int { try bench.folder.read("x.dtb").count }
    let before = try size()
    #expect(try bench.run("swiftdt", "set", "x.dtb", "/", "model", "Acme Board").status == 0)
    #expect(try size() == before)
    #expect(try bench.run("swiftdt", "set", "--pad", "100", "x.dtb").status == 0)
    #expect(try size() == before + 100)
    #expect(
      try bench.run("swiftdt", "set", "x.dtb", "/", "model", String(repeating: "x", count: 202)).status == 0)
    #expect(try size() == before + 100 + 192)
    #expect(try bench.run("swiftdt", "set", "--align", "4096", "x.dtb").status == 0)
    #expect(try size() == 4096)
    #expect(try bench.run("swiftdt", "set", "--pad", "0", "x.dtb").status == 0)
    #expect(try size() == before + 192)
    let warned = try bench.run("swiftdt", "set", "--size", "10", "x.dtb")
    #expect(
      warned.errors == "x.dtb: warning: the blob has \(before + 192) bytes, more than the requested 10\n")
    _ = try BlobDecoder.decode(bench.folder.read("x.dtb"))
  }

  /// One change gives the same bytes as with fdtput.
  @Test(arguments: [
    (["/soc", "new-property", "1", "2"], ["/soc", "new-property", "1", "2"]),
    (["-t", "string", "/soc", "a", "long string", "b"], ["-ts", "/soc", "a", "long string", "b"]),
    (["-t", "bytes", "/", "model", "01", "02", "03"], ["-tbx", "/", "model", "1", "2", "3"]),
    (["-t", "bytes", "/chosen", "x", "01", "02", "03"], ["-tbx", "/chosen", "x", "1", "2", "3"]),
    (["-c", "/soc/spi@1"], ["-c", "/soc/spi@1"]), (["--parents", "-c", "/a/b/c"], ["-cp", "/a/b/c"]),
    (["-d", "/soc", "ranges", "#size-cells"], ["-d", "/soc", "ranges", "#size-cells"]),
    (["-r", "/chosen", "-r", "/clock-controller"], ["-r", "/chosen", "/clock-controller"]),
  ])
  func bytesAreThoseOfFdtput(set: [String], put: [String]) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let blob = try bench.folder.read("x.dtb")
    let flags = put.prefix { $0.hasPrefix("-") }
    #expect(try bench.run("fdtput", flags + ["x.dtb"] + put.dropFirst(flags.count)).status == 0)
    let reference = try bench.folder.read("x.dtb")
    try bench.folder.write(blob, to: "x.dtb")
    #expect(try bench.run("swiftdt", ["set", "x.dtb"] + set).status == 0)
    #expect(try bench.folder.read("x.dtb") == reference)
  }

  /// Random edits with `swiftdt set` and with fdtput leave the same bytes.
  @Test(arguments: 1...3)
  func randomEdits(seed: Int) throws {
    let bench = try Workbench()
    var random = SeededGenerator(seed: seed)
    var blob = try Workbench.kvim1s()
    for number in 0..<20 {
      let tree = try BlobDecoder.decode(blob).tree
      var nodes: [String] = []
      var next = tree.firstChild(of: .root)
      while let node = next {
        nodes.append(tree.path(of: node))
        next = tree.nodeAfter(node)
      }
      let node = random.pick(nodes.filter { !$0.contains("__") })
      let bytes = (0..<random.below(40)).map { _ in String(random.below(256), radix: 16) }
      let padded = bytes.map { ($0.count < 2 ? "0" : "") + $0 }
      let property = random.pick(["compatible", "status", "new-\(number)", "reg"])
      let pairs = [
        (["-t", "bytes", node, property] + padded, ["-tbx", "x.dtb", node, property] + bytes),
        (["-c", node + "/new-\(number)"], ["-c", "x.dtb", node + "/new-\(number)"]),
        (["-r", node], ["-r", "x.dtb", node]),
      ]
      let pair = random.pick([pairs[0], pairs[0], pairs[0], pairs[1], pairs[2]])
      try bench.folder.write(blob, to: "x.dtb")
      #expect(try bench.run("swiftdt", ["set", "x.dtb"] + pair.0).status == 0, "\(pair.0)")
      let ours = try bench.folder.read("x.dtb")
      try bench.folder.write(blob, to: "x.dtb")
      #expect(try bench.run("fdtput", pair.1).status == 0, "\(pair.1)")
      #expect(try bench.folder.read("x.dtb") == ours, "\(pair.0)")
      blob = ours
    }
  }

  /// Of many edits at once, none is lost, and no temporary file is left.
  @Test func editsAtTheSameTime() async throws {
    let bench = try Workbench(["x.dts": boardSource])
    try await withThrowingTaskGroup(of: Int32.self) { group in
      for number in 0..<12 {
        group.addTask {
          let name = number % 3 == 0 ? "fdtput" : "swiftdt"
          let line = (number % 3 == 0 ? [] : ["set"]) + ["x.dtb", "/soc", "p\(number)", "\(number)"]
          return try bench.run(name, line).status
        }
      }
      for try await status in group { #expect(status == 0) }
    }
    for number in 0..<12 {
      #expect(try bench.run("fdtget", "x.dtb", "/soc", "p\(number)").text == "\(number)\n")
    }
    #expect(bench.folder.names.filter { $0.contains("partial") } == [])
  }
}
