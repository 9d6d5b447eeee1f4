import DeviceTree
import DeviceTreeBlob
import SourceText
import TestSupport
import Testing

/// Generated command lines, compared with the installed dtc's programs: text, exit codes and bytes.
/// `make conformance` does the same with many more, on real blobs and broken ones.
@Suite(.enabled(if: Tool(named: "fdtget") != nil, "needs device-tree-compiler"))
struct GeneratedCallsTests {
  /// Returns the nodes of a blob with the names of their properties.
  private static func nodes(of blob: [UInt8]) throws -> [(path: String, properties: [String])] {
    let tree = try BlobDecoder.decode(blob).tree
    var nodes: [(path: String, properties: [String])] = []
    var next: NodeID? = .root
    while let node = next {
      var names: [String] = []
      var property = tree.firstProperty(of: node)
      while let one = property {
        names.append(tree.names.string(tree.name(of: one)))
        property = tree.nextProperty(after: one)
      }
      nodes.append((tree.path(of: node), names))
      next = tree.nodeAfter(node)
    }
    return nodes
  }

  /// Whether the installed programs are older than dtc 1.8.
  private static let isOld: Bool = {
    guard let folder = try? TemporaryFolder(), let fdtget = Tool(named: "fdtget"),
      let version = try? fdtget.run(["--version"], in: folder).text
    else { return false }
    return version.contains(" 1.6.") || version.contains(" 1.7.")
  }()

  /// Returns our program's messages without its own warnings, and as an older dtc words them.
  private static func plain(_ errors: String, _ line: [String]) -> [String] {
    var lines = errors.split(separator: "\n").filter { !$0.hasPrefix("fdtput: warning: ") }.map(String.init)
    // dtc's program reports this only with -v.
    if !line.contains("-v") { lines.removeAll { $0.hasPrefix("Couldn't parse ") } }
    // Before 1.8, the message named the parent.
    if isOld, line.contains("-c"), !line.contains("-p") {
      lines = lines.map { $0.replacing(#/^Error at '(.+)/[^/]*': /#) { "Error at '\($0.1)': " } }
    }
    return lines
  }

  /// Runs a command line with both programs, each on a copy of the blob, and returns the edited blob.
  private func compare(_ name: String, _ line: [String], _ blob: [UInt8], _ bench: Workbench) throws
    -> [UInt8]
  {
    let reference = try #require(Tool(named: name))
    try bench.folder.write(blob, to: "x.dtb")
    let theirs = try reference.run(line, in: bench.folder)
    let edited = try bench.folder.read("x.dtb")
    try bench.folder.write(blob, to: "x.dtb")
    let ours = try bench.run(name, line)
    let comment: Comment = "\(name) \(line.joined(separator: " "))"
    #expect(ours.output == theirs.output, comment)
    // Before 1.8, a word that is not a number was written as one, and an unknown tag silently ended the dump.
    if Self.isOld, ours.errors.contains("Couldn't parse ") || ours.errors.contains("** Unknown tag ") {
      #expect(ours.status == 1, comment)
      #expect(try bench.folder.read("x.dtb") == blob, comment)
      return edited
    }
    #expect(ours.status == theirs.status, comment)
    // A usage ends with what is wrong; the option's types are more than they were.
    if !ours.errors.contains("Usage:") {
      #expect(
        Self.plain(ours.errors, line) == theirs.errors.split(separator: "\n").map(String.init), comment)
    }
    #expect(try bench.folder.read("x.dtb") == edited, comment)
    return edited
  }

  private func path(_ nodes: [(path: String, properties: [String])], _ random: inout SeededGenerator)
    -> String
  {
    let path = random.pick(nodes).path
    switch random.below(12) {
    case 0: return path.split(separator: "/").map { "/" + $0.prefix { $0 != "@" } }.joined()
    case 1: return path + "/"
    case 2: return path + "x"
    case 3: return random.pick(["/", "serial0", "serial0/x", "", "chosen", "//soc"])
    default: return path
    }
  }

  @Test(arguments: 1...4)
  func fdtget(seed: Int) throws {
    let bench = try Workbench()
    let blob = try Workbench.kvim1s()
    let nodes = try Self.nodes(of: blob)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<25 {
      var line: [String] = []
      if random.happens(50) {
        line += ["-t", random.pick(["", "b", "h", "hh", "l", "L"]) + random.pick(["s", "i", "u", "x"])]
      }
      let mode = random.pick(["", "", "", "-p", "-l"])
      if !mode.isEmpty { line.append(mode) }
      if random.happens(30) { line += ["-d", "none"] }
      line.append("x.dtb")
      for _ in 0..<random.below(5) {
        line.append(path(nodes, &random))
        if mode.isEmpty {
          let names = nodes.first { $0.path == line.last }?.properties ?? []
          line.append(random.pick(names + ["reg"]))
        }
      }
      _ = try compare("fdtget", line, blob, bench)
    }
  }

  @Test(arguments: 1...4)
  func fdtput(seed: Int) throws {
    let bench = try Workbench()
    let original = try Workbench.kvim1s()
    let nodes = try Self.nodes(of: original)
    var random = SeededGenerator(seed: seed)
    var blob = original
    for number in 0..<25 {
      if number % 5 == 0 { blob = original }
      var line: [String] = []
      if random.happens(30) { line.append("-p") }
      if random.happens(30) { line.append("-v") }
      line += random.pick([[], ["-ts"], ["-ts"], ["-tx"], ["-tbi"]])
      let path = path(nodes, &random)
      switch random.below(8) {
      case 0, 1: line += ["-c", "x.dtb", path + "/new", path + "/new/newer"].prefix(3 + random.below(2))
      case 2: line += ["-r", "x.dtb", path]
      case 3:
        let names = nodes.first { $0.path == path }?.properties ?? []
        line += ["-d", "x.dtb", path, random.pick(names + ["reg"])]
      default:
        let names = nodes.first { $0.path == path }?.properties ?? []
        line += ["--", "x.dtb", path, random.pick(names + ["new-property", "status"])]
        for _ in 0..<random.below(4) {
          line.append(random.pick(["0", "1", "-7", "0x1f", "word", String(repeating: "long", count: 40)]))
        }
      }
      blob = try compare("fdtput", line, blob, bench)
    }
  }

  @Test func fdtdump() throws {
    let bench = try Workbench()
    let blob = try Workbench.kvim1s()
    for flags in [[], ["-d"]] { _ = try compare("fdtdump", flags + ["x.dtb"], blob, bench) }
    for offset in [1, 4, 4093] {
      let image = [UInt8](repeating: 0xD0, count: offset) + blob + [1, 2, 3]
      // At an offset that is not a multiple of 4, both read nonsense.
      _ = try compare("fdtdump", [offset % 4 == 0 ? "-ds" : "-s", "x.dtb"], image, bench)
    }
  }

  /// A damaged blob may be refused, but must not do any other harm.
  @Test(arguments: 1...6)
  func brokenBlobs(seed: Int) throws {
    let bench = try Workbench(["x.dts": boardSource])
    let blob = try bench.folder.read("x.dtb")
    var random = SeededGenerator(seed: seed)
    for number in 0..<30 {
      var broken = blob
      for _ in 0...random.below(3) {
        let place =
          random.happens(40)
          ? 4 * (1 + random.below(9)) + random.below(4) : 40 + random.below(blob.count - 40)
        broken[place] = random.pick([0, 1, 2, 3, 4, 9, 0x7F, 0x80, 0xFF, UInt8(random.below(256))])
      }
      if random.happens(20) { broken.removeLast(random.below(broken.count)) }
      try bench.folder.write(broken, to: "x.dtb")
      let lines = [
        ["fdtget", "x.dtb", "/soc/serial", "reg", "serial0", "clocks"], ["fdtget", "-l", "x.dtb", "/"],
        ["fdtget", "-p", "x.dtb", "/soc"], ["fdtdump", "-d", "x.dtb"], ["fdtdump", "-s", "x.dtb"],
        ["fdtput", "-p", "x.dtb", "/soc/a/b", "c", "1"], ["fdtput", "-r", "x.dtb", "/soc"],
        ["fdtput", "-d", "x.dtb", "/", "model"], ["fdtput", "-c", "x.dtb", "/soc/z"],
        ["swiftdt", "dump", "x.dtb"], ["swiftdt", "dump", "--scan", "x.dtb"],
        ["swiftdt", "get", "x.dtb", "/**", "*"], ["swiftdt", "get", "--json", "x.dtb", "/**"],
        ["swiftdt", "set", "x.dtb", "/soc", "a", "<&uart_c 1>"], ["swiftdt", "set", "x.dtb", "-r", "/soc"],
      ]
      let line = lines[number % lines.count]
      let result = try bench.run(line[0], Array(line.dropFirst()))
      #expect(result.status < 2, "\(line) of seed \(seed), number \(number)")
    }
  }
}
