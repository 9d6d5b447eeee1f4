import TestSupport
import Testing

/// A correct source, and the tree that it makes, as `print` shows it.
struct TreeCase: Sendable, CustomTestStringConvertible {
  let name: String
  let source: String
  let files: [String: String]
  let symbols: Bool
  /// Whether the system's dtc may be too old for it.
  let isNewer: Bool
  let tree: String

  init(
    _ name: String, symbols: Bool = false, isNewer: Bool = false, files: [String: String] = [:],
    _ source: String, _ tree: String
  ) {
    self.name = name
    self.source = source
    self.files = files
    self.symbols = symbols
    self.isNewer = isNewer
    self.tree = tree
  }

  var testDescription: String { name }

  func check() throws {
    let compiled = try compile(source + "\n", files: files, symbols: symbols)
    #expect(compiled.messages == "")
    #expect(try print(#require(compiled.tree)) == tree)
  }

  /// Compares the blob with that of the system's dtc.
  func checkWithDTC() throws {
    let folder = try TemporaryFolder(files.merging(["t.dts": source + "\n"]) { $1 })
    let dtc = try #require(Tool.dtc)
    let theirs = try dtc.run(["-q"] + (symbols ? ["-@"] : []) + ["-o", "t.dtb", "t.dts"], in: folder)
    #expect(theirs.status == 0, "\(theirs.errors)")
    let isSame = try compile(in: folder, symbols: symbols).blob == folder.read("t.dtb")
    #expect(isSame)
  }
}
