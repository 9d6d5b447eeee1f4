import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import DeviceTreeSource
import Preprocessor
import SourceText

/// The examination of a finished source; an object for the same reason as `SourceCompiler`'s preprocessor.
private final class KeptExamination: Sendable {
  let examination: SourceExamination

  init(_ examination: SourceExamination) { self.examination = examination }
}

/// Compiles sources to blobs on disk, one after another, and keeps what they share.
struct Compilation: Sendable {
  private var compiler = SourceCompiler()
  private let options: SourceCompilerOptions
  private let blob: BlobOptions
  private let reading: SourceReading
  let checks: CheckRequest?
  private let tally: FindingTally?
  /// Where the results of the batch go, if this is one.
  var batch: BatchOutputs?
  /// The examination of the last source, since what it knows about names is useful for the next.
  private var kept: KeptExamination?
  /// The further folders that are searched for sources in the folder of the last
  /// one, where the next one often is.
  private var implicit: (folder: String, searched: [String])?

  /// The folder of the last source.
  private var folder = ""

  /// Creates a compilation. Without `checks`, only what cannot be compiled is found.
  /// With a tally, warnings go there.
  init(
    symbols: Bool, bootCPU: UInt32?, blob: BlobOptions, reading: SourceReading,
    checks: CheckRequest? = nil, tally: FindingTally? = nil
  ) {
    var options = SourceCompilerOptions()
    options.symbols = symbols
    options.bootCPU = bootCPU
    self.options = options
    self.blob = blob
    self.reading = reading
    self.checks = checks
    self.tally = tally
  }

  /// Whether only errors are shown.
  var isQuiet: Bool { reading.isQuiet || checks?.isQuiet ?? false }

  /// Shows a warning about an input; throws if warnings are to be errors.
  func show(_ warning: Diagnostic) throws(CommandFailure) { try show([warning]) }

  /// Shows what checks found in something that is no source; throws if there are errors.
  func show(_ findings: [Diagnostic]) throws(CommandFailure) {
    let findings = checks?.judged(findings) ?? findings
    Console.show(findings.filter { !isQuiet || $0.severity == .error })
    if findings.contains(where: { $0.severity == .error }) {
      throw CommandFailure(cause: .init(findings, in: SourceFiles()))
    }
  }

  /// The origins of what is in the source that was read last.
  var trace: SourceTrace? { compiler.trace }

  /// Compiles a source, the one with this number in its batch, writes the blob and shows diagnostics.
  /// On failure, nothing is written.
  mutating func compile(
    _ source: String, to output: String, depfile: String? = nil, number: Int = 0
  ) throws {
    forgetOtherFolders(than: source)
    let result = try read(source, number: number, isForBlob: true)
    batch?.linked?.note(result.dependencies, in: result.files)
    guard let tree = result.tree else {
      if !isQuiet, ForgottenPlugin.isLikely(result, from: source, isOverlay: false) {
        Console.show([ExplanationFindings.withoutPlugin(source)])
      }
      throw CommandFailure()
    }
    let encoded = try orFail(at: source, BlobEncoder.encode(tree, blob))
    if !isQuiet { OutputFile.warnOfSize(encoded, blob, subject: output) }
    if !result.files.filesWithoutText.isEmpty,
      let problem = batch?.problem(of: number, madeOf: result.dependencies)
    {
      throw CommandFailure.saying(problem)
    }
    if batch?.linked?.keep(encoded.bytes, for: output, source: number) == true { return }
    // Files that only other sources of the batch have read do not matter here.
    try OverwrittenInput.refuse(
      depfile ?? "-", output, over: result.files, where: result.dependencies.contains)
    // The rule comes first: without it, an existing blob would look up to date to make.
    if let depfile {
      try OutputFile.write(
        Depfile.text(target: output, named: [source], read: result.dependencies), to: depfile)
    }
    try OutputFile.write(encoded.bytes, to: output)
  }

  /// Replaces the compiler where another folder's sources begin, if there are many names: sources of
  /// different folders share hardly anything but headers, while all names cost time, since what is
  /// known by name is cleared for each source. Also replaces it if there are many copies of text for
  /// the `#line`s of earlier sources.
  private mutating func forgetOtherFolders(than source: String) {
    let folder = source.utf8.lastIndex(of: 0x2F).map { String(source[..<$0]) } ?? ""
    let hasMany = folder != self.folder && compiler.nameCount > Self.manyNames
    if hasMany || compiler.hasManyCopies {
      compiler = SourceCompiler()
      kept = nil
    }
    self.folder = folder
  }

  private static let manyNames = 1 << 13

  /// Everything that was read so far.
  var files: SourceFiles { compiler.files }

  /// Compiles a source to a tree and shows diagnostics. If the source is an overlay, `base` may return its
  /// base. The nodes of an overlay that a merge would ignore are reported here only if `isForBlob`: a merge
  /// reports them itself.
  mutating func read(
    _ source: String, contents: [UInt8]? = nil, number: Int = 0, isForBlob: Bool = false,
    onto base: () -> OverlayBase? = { nil }
  ) throws -> CompiledSource {
    let preprocessing = preprocessing(of: source)
    guard let checks else {
      var result = try orFail(
        compiler.compile(source, contents: contents, preprocessing: preprocessing, options: options))
      Self.recognizeImage(&result, source)
      if isForBlob { Self.findNodesOutsideFragments(&result, of: source) }
      showIncludes(of: source, result)
      show(result, of: source)
      return result
    }
    var examination = takeExamination(checks)
    examination.restart(source: number)
    examination.base = base()
    var result = try orFail(
      compiler.compile(
        source, contents: contents, preprocessing: preprocessing, options: options,
        examiner: &examination))
    Self.recognizeImage(&result, source)
    // The next change of the base must not have to copy it.
    examination.base = nil
    if isForBlob { Self.findNodesOutsideFragments(&result, of: source) }
    checks.judge(&result)
    reading.gccWarnings?.judge(&result)
    // A compiler that failed may start with other names.
    if result.tree != nil { kept = KeptExamination(examination) }
    showIncludes(of: source, result)
    show(result, of: source)
    for first in examination.firsts {
      tally?.set(Console.text(of: first.diagnostic, in: result.files), of: first.check, source: number)
    }
    return result
  }

  /// Hands over the examination of the last source, so that it has a single owner; without one, returns a new one.
  private mutating func takeExamination(_ checks: CheckRequest) -> SourceExamination {
    guard let kept = kept.take() else { return SourceExamination(checks, tally: tally) }
    return kept.examination
  }

  /// If a source that cannot be compiled is an image or compressed, says that and nothing else: its lines mean
  /// nothing.
  private static func recognizeImage(_ result: inout CompiledSource, _ source: String) {
    let name = source == "-" ? Preprocessor.standardInput : source
    guard result.tree == nil, let range = result.files.lastFile(at: name)?.range,
      let help = ForeignFile.help(onImage: result.files.text[range])
    else { return }
    result.diagnostics = [
      Diagnostic(.error, "image-as-source", "this is not a source", subject: name, help: [help])
    ]
  }

  private static func findNodesOutsideFragments(_ result: inout CompiledSource, of source: String) {
    // A tree without fragments is not for merging: the kernel's unit tests attach such trees to the root.
    guard let tree = result.tree, tree.isPlugin, OverlayFragments.areFound(in: tree) else { return }
    let nodes = OverlayFragments.passedOver(of: tree).filter { $0.kind == .outside }
    result.diagnostics += ExplanationFindings.outside(nodes, of: source)
  }
}

extension Compilation {
  /// Shows the diagnostics of a source.
  private func show(_ result: CompiledSource, of source: String) {
    let isQuiet = isQuiet  // A closure that asks `self` has a copy of it.
    Console.show(result.diagnostics.filter { !isQuiet || $0.severity != .warning }, in: result.files)
    tellOfRecipe(source, result)
  }

  private func showIncludes(of source: String, _ result: CompiledSource) {
    if reading.showsIncludes { Console.complain(IncludeTree.text(of: source, result.inclusions)) }
  }

  /// Compiles a source to a tree, with an examiner. Diagnostics are not shown here, unless there is no tree.
  mutating func read(
    _ source: String, contents: [UInt8], examiner: inout some TreeExaminer
  ) throws -> CompiledSource {
    kept = nil
    let preprocessing = preprocessing(of: source)
    var result = try orFail(
      compiler.compile(
        source, contents: contents, preprocessing: preprocessing, options: options, examiner: &examiner))
    Self.recognizeImage(&result, source)
    showIncludes(of: source, result)
    if result.tree == nil { Console.show(result.diagnostics, in: result.files) }
    tellOfRecipe(source, result)
    return result
  }

  /// Says what to do with a recipe that was taken for a source.
  private func tellOfRecipe(_ path: String, _ result: CompiledSource) {
    guard result.tree == nil, RecipePlan.isRecipe(path) else { return }
    Console.show([Diagnostic(.note, "recipe", RecipePlan.buildFirst(path), subject: path)])
  }

  /// Returns the tree of a source, if it has one, without showing anything.
  func quietTree(of source: String, _ contents: [UInt8]) -> DeviceTree? {
    var quiet = Compilation(symbols: options.symbols, bootCPU: nil, blob: blob, reading: reading)
    let preprocessing = quiet.preprocessing(of: source)
    return try? quiet.compiler.compile(
      source, contents: contents, preprocessing: preprocessing, options: options
    ).tree
  }

  private mutating func preprocessing(of source: String) -> PreprocessorOptions {
    var options = searchOptions(of: source)
    if let checks { options.shadowedHeaders = checks.shadowedHeader }
    return options
  }

  private mutating func searchOptions(of source: String) -> PreprocessorOptions {
    let folder = source.utf8.lastIndex(of: 0x2F).map { String(source[...$0]) } ?? ""
    if let implicit, implicit.folder == folder, source != "-" {
      return reading.preprocessing(searching: implicit.searched)
    }
    let folders = KernelTree.includePrefixes(for: source).map { [$0] } ?? []
    // Standard input is not in a folder.
    implicit = source == "-" ? nil : (folder, folders)
    return reading.preprocessing(searching: folders)
  }
}
