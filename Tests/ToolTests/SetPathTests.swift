import Foundation
import TestSupport
import Testing

/// Where `swiftdt set` reads blobs from, and paths of any length.
@Suite struct SetPathTests {
  /// A path may have any number of names, from a list and, as far as the system lets them be that long, from
  /// an argument.
  @Test func deepPaths() throws {
    let bench = try Workbench(["x.dts": "/dts-v1/; / { a { }; };"])
    let deep = String(repeating: "/a", count: 100_000)
    let list = try bench.run(
      "swiftdt", "set", "--parents", "-l", "-", "-o", "y.dtb", "x.dtb", input: "create \(deep)\n")
    #expect(list.errors == "" && list.status == 0)
    // A node takes three cells.
    let size = try bench.folder.read("x.dtb").count
    #expect(try bench.folder.read("y.dtb").count == size + 12 * 99_999)
    let less = String(repeating: "/a", count: 1_000)
    for arguments in [["-c", less], [less, "p", "1"]] {
      let set = try bench.run("swiftdt", ["set", "--parents", "x.dtb", "-o", "z.dtb"] + arguments)
      #expect(set.errors == "" && set.status == 0)
      try bench.folder.write(bench.folder.read("x.dtb"), to: "w.dtb")
      let options = arguments[0] == "-c" ? ["-p", "-c", "w.dtb", less] : ["-p", "w.dtb"] + arguments
      let put = try bench.run("fdtput", options)
      #expect(put.errors == "" && put.status == 0)
      #expect(try bench.folder.read("z.dtb") == bench.folder.read("w.dtb"))
    }
  }

  /// Each part of a path is made that is not there yet; those that are may be named by an alias or a label.
  @Test(arguments: [
    (["-c", "serial0/x/y"], "/soc/serial@fe001000/x", "y\n"),
    (["-c", "&uart_a/x/y"], "/soc/serial@fe001000/x", "y\n"),
    (["-c", "//soc//x//y//"], "/soc/x", "y\n"), (["-c", "/soc/x", "/soc/x/y"], "/soc/x", "y\n"),
    (["-c", "/soc/x/y", "serial0/z"], "/soc/serial@fe001000", "z\n"),
  ])
  func parents(arguments: [String], node: String, subnodes: String) throws {
    let bench = try Workbench(["x.dts": boardSource])
    var flags: [String] = []
    for path in arguments.dropFirst() { flags += ["-c", path] }
    let set = try bench.run("swiftdt", ["set", "--parents", "x.dtb"] + flags)
    #expect(set.errors == "" && set.status == 0)
    #expect(try bench.run("swiftdt", "get", "-l", "x.dtb", node).text == subnodes)
  }

  /// A pipe can be read only once, and is never waited for again.
  @Test(.enabled(if: Tool(named: "timeout") != nil, "timeout is not installed"), arguments: 0..<8)
  func pipe(time: Int) throws {
    let bench = try Workbench(["x.dts": "/dts-v1/; / { };"])
    #expect(mkfifo(bench.folder["pipe"], 0o600) == 0)
    let line = "cat x.dtb > pipe & timeout 20 \"$0\" set pipe / a 1 -o o.dtb; exit $?"
    let result = try Tool(path: "/bin/sh").run(["-c", line, Tool.swiftdt.path], in: bench.folder)
    #expect(result.errors == "" && result.status == 0)
    #expect(try bench.run("swiftdt", "get", "o.dtb", "/", "a").text == "0x1\n")
  }
}
