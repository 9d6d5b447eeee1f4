import CPlatform
import Preprocessor
import SourceText

/// What `swiftdt preprocess` is asked to do.
struct PreprocessRequest {
  let source: String
  let arguments: PreprocessArguments

  /// The request of a command line; says what is wrong with it if it is none.
  init(_ words: ArraySlice<String>) throws {
    arguments = PreprocessArguments(words)
    guard let source = arguments.source, arguments.problem == nil else {
      Console.complain(
        """
        swiftdt: error: \(arguments.problem ?? "no source is given")
        help: swiftdt preprocess --help has the flags\n
        """)
      throw CommandFailure(.usage)
    }
    self.source = source
  }

  func run() throws {
    platform_keep_memory()
    let folders = KernelTree.includePrefixes(for: source).map { [$0] } ?? []
    var preprocessor = Preprocessor(options: arguments.reading.preprocessing(searching: folders))
    do throws(FileError) {
      var text =
        arguments.listsMacros
        ? try preprocessor.macroListing(of: source)
        : try preprocessor.text(of: source, lineMarkers: !arguments.withoutLineMarkers)
      if arguments.reading.showsIncludes {
        Console.complain(IncludeTree.text(of: source, preprocessor.inclusions))
      }
      Console.show(preprocessor.diagnostics, in: preprocessor.files)
      if !preprocessor.hasErrors {
        if let rule = rule(of: preprocessor) {
          if let file = ruleFile {
            try FileReplacement.write(rule, to: file)
          } else {
            text = rule
          }
        }
        if !arguments.rule.replacesText || ruleFile == nil {
          try FileReplacement.write(text, to: arguments.output)
        }
        return
      }
    } catch {
      Console.show([error.diagnostic])
    }
    throw CommandFailure()
  }

  private func rule(of preprocessor: Preprocessor) -> [UInt8]? {
    let wanted = arguments.rule
    guard wanted.isWanted else { return nil }
    var files = preprocessor.ruleDependencies
    if wanted.withoutSystemHeaders { files.removeAll(where: preprocessor.isSystemHeader) }
    if source == "-" { files.removeAll { $0 == "-" } }
    var rule = MakeRule(
      targets: wanted.targets.isEmpty ? [MakeRule.defaultTarget(for: source)] : wanted.targets,
      dependencies: files)
    rule.hasPhonyTargets = wanted.hasPhonyTargets
    return Array(rule.text.utf8)
  }

  /// Where the rule goes: nil is in place of the text.
  private var ruleFile: String? {
    if let file = arguments.rule.file { return file }
    if arguments.rule.replacesText { return nil }
    // gcc names it after the output, which is put beside it, or else after the source.
    if arguments.output == "-" { return MakeRule.stem(of: source) + ".d" }
    let folder = arguments.output.lastIndex(of: "/").map { arguments.output[...$0] } ?? ""
    return folder + MakeRule.stem(of: arguments.output) + ".d"
  }
}
