import DeviceTree
import DeviceTreeBlob
import DeviceTreeSource
import Preprocessor
import SourceText
import TestSupport

/// The result of a compilation, as the tests see it.
struct Compiled {
  /// The tree; nil after an error.
  var tree: DeviceTree?
  var diagnostics: [Diagnostic]
  /// All diagnostics as they are shown.
  var messages: String

  /// The blob; nil after an error.
  var blob: [UInt8]? { tree.flatMap { try? BlobEncoder.encode($0).bytes } }
}

/// Compiles a source in a folder. In the messages, paths are relative to the folder.
func compile(
  _ name: String = "t.dts", in folder: TemporaryFolder, symbols: Bool = false, includeFolders: [String] = []
) throws -> Compiled {
  var options = SourceCompilerOptions()
  options.symbols = symbols
  var compiler = SourceCompiler()
  let result = try compiler.compile(
    folder[name], preprocessing: PreprocessorOptions(includeFolders: includeFolders),
    options: options)
  let text = DiagnosticRenderer(files: result.files).render(result.diagnostics)
  return Compiled(
    tree: result.tree, diagnostics: result.diagnostics,
    messages: text.replacing("'\(folder.path)'", with: "'.'").replacing(folder.path + "/", with: ""))
}

/// Compiles a text that has other files beside it.
func compile(_ text: String, files: [String: String] = [:], symbols: Bool = false) throws -> Compiled {
  let folder = try TemporaryFolder(files.merging(["t.dts": text]) { $1 })
  return try compile(in: folder, symbols: symbols)
}
