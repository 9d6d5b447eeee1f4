import CPlatform
import DeviceTreeSource
import Preprocessor
import SourceText

/// What `swiftdt preprocess` is asked to do.
struct PreprocessRequest {
  let arguments: PreprocessArguments

  /// Creates the request of a command line; throws after showing what is wrong with it.
  init(_ arguments: PreprocessArguments) throws {
    self.arguments = arguments
    if let problem = arguments.problem {
      Console.complain(
        """
        swiftdt: error: \(problem)
        help: swiftdt preprocess --help lists the flags\n
        """)
      throw CommandFailure(.usage)
    }
  }

  // The bytes that one source takes besides its text and what is printed.
  private static var smallHeap: Int { 88 << 10 }

  func run() throws {
    if arguments.sources.count == 1 {
      platform_prepare_small_heap(Self.smallHeap)
    } else {
      platform_keep_memory()
    }
    // It is never deinitialized: that takes as long as reading ten headers, and the process ends anyway.
    let preprocessor = UnsafeMutablePointer<Preprocessor>.allocate(capacity: 1)
    unsafe preprocessor.initialize(to: self.preprocessor(for: arguments.sources[0]))
    if arguments.sources.count == 1 {
      let path = try OutputFile.path(for: arguments.output, of: arguments.sources[0], kind: .text)
      try unsafe preprocess(arguments.sources[0], to: path, &preprocessor.pointee)
    } else {
      try unsafe preprocessAll(&preprocessor.pointee)
    }
  }

  /// Preprocesses several sources to a folder.
  private func preprocessAll(_ preprocessor: inout Preprocessor) throws {
    let outputs = try BatchOutputs(
      in: arguments.output, for: arguments.sources, .text,
      beside: { arguments.rule.isWanted ? arguments.rule.file(of: $0, $1) : nil })
    var hasFailed = false
    for (source, path) in zip(arguments.sources, outputs.paths) {
      do {
        try OutputFile.makeFolders(for: path)
        goOn(to: source, &preprocessor)
        try preprocess(source, to: path, &preprocessor, outputs.linked)
      } catch is CommandFailure {
        hasFailed = true
      }
      outputs.linked?.note(preprocessor.dependencies, in: preprocessor.files)
    }
    if let linked = outputs.linked, !linked.write().isEmpty { hasFailed = true }
    if hasFailed { throw CommandFailure() }
  }

  /// Moves a preprocessor on to the next source. It keeps what it has read,
  /// unless much of that is now useless.
  func goOn(to source: String, _ preprocessor: inout Preprocessor) {
    if preprocessor.hasManyCopies { preprocessor = self.preprocessor(for: source) }
    preprocessor.restart(options: options(for: source))
  }

  /// Returns a new preprocessor. Only a few words of a single source's text become names.
  private func preprocessor(for source: String) -> Preprocessor {
    Preprocessor(
      options: options(for: source), expectedNames: arguments.sources.count == 1 ? 1 << 9 : 1 << 12)
  }

  private func options(for source: String) -> PreprocessorOptions {
    var options = arguments.reading.preprocessing(
      searching: KernelTree.includePrefixes(for: source).map { [$0] } ?? [])
    options.omitsMissingSystemHeaders = arguments.rule.omitsMissingSystemHeaders
    return options
  }

  /// Preprocesses a source; the preprocessor has the files of earlier ones, most of which are included again.
  private func preprocess(
    _ source: String, to output: String, _ preprocessor: inout Preprocessor, _ linked: LinkedResults? = nil
  ) throws {
    do {
      let isWritten = try write(source, to: output, &preprocessor)
      if isWritten == true { return }
      if isWritten == nil, try makeAll(source, to: output, &preprocessor, linked) { return }
    } catch let error as FileError {
      throw CommandFailure.saying(error.diagnostic)
    }
    throw CommandFailure()
  }

  /// Makes everything that is wanted before anything is written; returns
  /// whether the source is free of errors.
  private func makeAll(
    _ source: String, to output: String, _ preprocessor: inout Preprocessor, _ linked: LinkedResults?
  ) throws -> Bool {
    var text = try arguments.text(of: source, &preprocessor)
    if arguments.reading.showsIncludes {
      Console.complain(IncludeTree.text(of: source, preprocessor.inclusions))
    }
    if !show(preprocessor, of: source) { return false }
    try OverwrittenInput.refuse(output, over: preprocessor.files)
    if let rule = rule(of: preprocessor, source) {
      if let file = arguments.rule.file(of: source, output) {
        // The name may be one that was not given. gcc, too, would leave only one of the two, unless both go
        // to standard output or there is no text.
        let isSource = BatchNames.isInput(file, among: [source])
        let goTogether = file == output && (file == "-" || arguments.rule.replacesText)
        if isSource || !goTogether && FileReading.leadToOneFile(file, output) {
          let what = isSource ? "source" : "text"
          Console.show([
            Diagnostic(
              .error, "same-output", "the make rule would overwrite the \(what) '\(file)'",
              help: [Diagnostic.Note("choose another file with -MF")])
          ])
          return false
        }
        try OverwrittenInput.refuse(file, over: preprocessor.files)
        if file == output {
          text += rule
        } else {
          try put(rule, to: file, linked)
        }
      } else {
        text += rule
      }
    }
    try put(text, to: output, linked)
    return true
  }

  private func put(_ bytes: [UInt8], to path: String, _ linked: LinkedResults?) throws(FileError) {
    if linked?.keep(bytes, for: path, source: 0) != true { try FileReplacement.write(bytes, to: path) }
  }

  /// Writes the text while it is made; returns whether the source is free of errors. If more than the text is
  /// wanted, returns nil, since everything must then be made first.
  private func write(
    _ source: String, to output: String, _ preprocessor: inout Preprocessor
  ) throws -> Bool? {
    if arguments.listsMacros || arguments.reading.showsIncludes || arguments.rule.isWanted { return nil }
    var failure: (any Error)?
    let isWritten = try FileReplacement.write(
      to: output,
      ifWhole: { writer in
        do {
          try preprocessor.write(
            textOf: source, lineMarkers: !arguments.withoutLineMarkers, to: &writer)
          // Filtering and showing them makes copies, so it is skipped if there are none.
          if !preprocessor.diagnostics.isEmpty, !show(preprocessor, of: source) { return false }
          try OverwrittenInput.refuse(output, over: preprocessor.files)
          return true
        } catch {
          failure = error
          return false
        }
      })
    if let failure { throw failure }
    return isWritten
  }

  /// Shows diagnostics, except for unwanted warnings; returns whether there are no errors.
  private func show(_ preprocessor: Preprocessor, of source: String) -> Bool {
    // A blob has NUL bytes, so there are warnings.
    if !preprocessor.diagnostics.isEmpty, let blob = preprocessor.blobAsSource(source) {
      Console.show([blob])
      return false
    }
    let shown = preprocessor.diagnostics.compactMap(arguments.warnings.shown)
    Console.show(shown, in: preprocessor.files)
    return !shown.contains { $0.severity == .error }
  }

  private func rule(of preprocessor: Preprocessor, _ source: String) -> [UInt8]? {
    let wanted = arguments.rule
    guard wanted.isWanted else { return nil }
    var files = preprocessor.ruleDependencies(withoutSystemHeaders: wanted.withoutSystemHeaders)
    if source == "-" { files.removeAll { $0 == Preprocessor.standardInput } }
    var rule = MakeRule(
      targets: wanted.targets.isEmpty ? [MakeRule.defaultTarget(for: source)] : wanted.targets,
      dependencies: files)
    rule.hasPhonyTargets = wanted.hasPhonyTargets
    return Array(rule.text.utf8)
  }
}

extension PreprocessArguments {
  /// Returns the text that is wanted of a source: none if a make rule replaces it.
  func text(of source: String, _ preprocessor: inout Preprocessor) throws(FileError) -> [UInt8] {
    if listsMacros { return try preprocessor.macroListing(of: source) }
    if rule.replacesText {
      try preprocessor.readDirectives(of: source)
      return []
    }
    return try preprocessor.text(of: source, lineMarkers: !withoutLineMarkers)
  }
}
