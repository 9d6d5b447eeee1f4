import Preprocessor
import SourceText
import TestSupport

@testable import swiftdt

/// A folder with sources, and what gcc and we make of them for command lines of gcc.
struct Workbench {
  let folder: TemporaryFolder

  /// Creates a folder with these files, by their paths in it.
  init(_ files: [String: String]) throws { folder = try TemporaryFolder(files) }

  /// Returns what gcc prints for these arguments.
  func gcc(_ arguments: [String]) throws -> String {
    guard let tool = Tool.gcc else { return "no gcc" }
    let flags = ["-E", "-nostdinc", "-undef", "-D__DTS__", "-x", "assembler-with-cpp"]
    return try tool.run(flags + arguments, in: folder).text
  }

  /// Returns what we print, without the folder's path, since a test cannot change the current folder.
  func ours(_ arguments: [String]) throws -> (text: String, diagnostics: [Diagnostic]) {
    let parsed = PreprocessArguments(arguments[...])
    var reading = parsed.reading
    func here(_ path: String) -> String { path.hasPrefix("/") ? path : folder.path + "/" + path }
    reading.includeFolders = reading.includeFolders.map(here)
    reading.quoteFolders = reading.quoteFolders.map(here)
    reading.systemFolders = reading.systemFolders.map(here)
    reading.laterFolders = reading.laterFolders.map(here)
    reading.forcedFiles = reading.forcedFiles.map { file in
      switch file {
      case .include(let name): .include(here(name))
      case .macros(let name): .macros(here(name))
      }
    }
    let source = here(parsed.sources.first ?? "")
    var preprocessor = Preprocessor(options: reading.preprocessing(searching: []))
    var output = String(decoding: try parsed.text(of: source, &preprocessor), as: UTF8.self)
    if parsed.rule.isWanted, parsed.rule.replacesText {
      let files = preprocessor.ruleDependencies(withoutSystemHeaders: parsed.rule.withoutSystemHeaders)
      var rule = MakeRule(
        targets: parsed.rule.targets.isEmpty
          ? [MakeRule.defaultTarget(for: source)] : parsed.rule.targets,
        dependencies: files.map { $0.replacing(folder.path + "/", with: "") })
      rule.hasPhonyTargets = parsed.rule.hasPhonyTargets
      output += rule.text
    }
    return (output.replacing(folder.path + "/", with: ""), preprocessor.diagnostics)
  }
}
