import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import DeviceTreeSource
import Foundation
import SourceText
import TestSupport
import Testing

// Example

/// Compiles a board and its overlays, and writes the merged blob.
func merge(_ board: String, with overlays: [String], into output: String) throws {
  // One compiler for all of them, so that places in any source can be told apart.
  var compiler = SourceCompiler()
  guard let base = try tree(of: board, &compiler) else { return }
  var target = try OverlayTarget(base)
  for path in overlays {
    guard let overlay = try tree(of: path, &compiler) else { return }
    try target.apply(overlay, named: path)
  }
  try FileReplacement.write(target.encode().bytes, to: output)
}

/// Compiles a source with labels, and shows what is wrong with it; nil if there are errors.
func tree(of path: String, _ compiler: inout SourceCompiler) throws -> DeviceTree? {
  let compiled = try compiler.compile(path, options: SourceCompilerOptions(symbols: true))
  print(DiagnosticRenderer(files: compiled.files).render(compiled.diagnostics), terminator: "")
  return compiled.tree
}

// End of the example

/// The example of `Docs/library.md`.
@Suite struct LibraryExampleTests {
  @Test func itMakesWhatTheCommandsMake() throws {
    let folder = try TemporaryFolder([
      "board.dts": "/dts-v1/;\n/ { soc { uart_a: uart { status = \"disabled\"; }; }; };\n",
      "uart.dtso": "/dts-v1/;\n/plugin/;\n&uart_a { status = \"okay\"; child { to = <&uart_a>; }; };\n",
    ])
    try merge(folder["board.dts"], with: [folder["uart.dtso"]], into: folder["example.dtb"])
    for arguments in [
      ["compile", "-@", "-o", "board.dtb", "board.dts"],
      ["overlay", "apply", "-b", "board.dtb", "-o", "merged.dtb", "uart.dtso"],
    ] {
      let result = try Tool.swiftdt.run(arguments, in: folder)
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try folder.read("example.dtb") == folder.read("merged.dtb"))
  }

  @Test func itIsTheOneInTheDocumentation() throws {
    let own = try String(contentsOfFile: #filePath, encoding: .utf8)
    let start = try #require(own.range(of: "// Example\n\n")).upperBound
    let end = try #require(own.range(of: "\n// End of the example")).lowerBound
    let shown = own[start..<end].split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    let page = try String(contentsOfFile: PackageFolder.path + "/Docs/library.md", encoding: .utf8)
    #expect(page.contains(shown), "\(shown)")
  }
}
