import ArgumentParser
import DeviceTree
import DeviceTreeBlob
import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A request to `swiftdt set`.
struct SetRequest: Equatable, Sendable {
  var file: String
  /// Where to write the result; nil is the input.
  var output: String?
  /// The edits from the command line's arguments.
  var edits: [Edit] = []
  /// Edits in the form of a list's lines.
  var lines: [String] = []
  /// Files with lists of edits; `-` is standard input.
  var lists: [String] = []
  var chosen = ChosenEdits()
  var makesParents = false
  var sizes = SizeRequest()
  /// Whether only errors are shown.
  var isQuiet = false

  /// What is wrong with the request regardless of the files' contents; nil if nothing is.
  var problem: String? {
    if edits.isEmpty, lines.isEmpty, lists.isEmpty, chosen.isEmpty, sizes.isEmpty {
      return "nothing to do: give a node, a property and a value, or use --edit, --list or --pad"
    }
    let path = BatchNames.path(forOutput: output, of: file, kind: .merged)
    if let problem = OutputFile.problem(of: path, over: lists, "a list of changes") { return problem }
    if let initrd = chosen.initrdFile, !FileReading.areSame(file, path),
      let problem = OutputFile.problem(of: path, over: [initrd], "the initrd")
    {
      return problem
    }
    if file == "-", lists.contains("-") { return "the blob and the list cannot both be standard input" }
    return OutputFile.problem(ofBlobTo: output ?? file)
  }

  func run() throws {
    let edits = try allEdits()
    let target = try output.map { try OutputFile.path(for: $0, of: file, kind: .merged) } ?? file
    // The output may name the file in another way.
    let isInPlace = file != "-" && (target == file || FileReading.areSame(target, file))
    if isInPlace { try checkChangeable() }
    // Other commands that edit the file wait from before it is read until after it is written.
    let lock = FileLock(file, replacedAt: target)
    defer { _ = lock }
    let bytes = try read()
    let old = isInPlace ? bytes : nil
    if let changed = plainlyChanged(bytes, by: edits) { return try write(changed, over: old, to: target) }
    let decoded = try orFail(at: file, BlobDecoder.decode(bytes))
    if let trailing = TrailingBytes(after: decoded) {
      throw CommandFailure.saying(trailing.refusal(of: file))
    }
    var editor = TreeEditor(
      decoded, makesParents: makesParents, isForOne: edits.count == 1 && chosen.isEmpty, isQuiet: isQuiet)
    for edit in edits {
      do throws(Refusal) {
        try editor.apply(edit.change, isLine: edit.place != nil)
      } catch {
        throw fail(error, at: edit.place)
      }
    }
    do throws(Refusal) {
      try editor.apply(chosen)
    } catch {
      throw fail(error)
    }
    let result = try orFail(at: file, editor.blob.encode(try options(for: bytes)))
    if !isQuiet {
      Console.show(
        editor.warnings.map { warning in
          var warning = warning
          warning.subject = file
          return warning
        })
      OutputFile.warnOfSize(result, sizes.options, subject: target)
    }
    try write(result.bytes, over: old, to: target, editor.includedFiles)
  }

  /// Returns the blob after the most usual request, which takes no tree: one value of one property of one
  /// node, given by its path. Nil if it is any other request, or may be wrong.
  private func plainlyChanged(_ bytes: [UInt8], by edits: [Edit]) -> [UInt8]? {
    guard edits.count == 1, chosen.isEmpty, sizes.isEmpty, !makesParents,
      case .set(let node, let property, let words, let type) = edits[0].change, type?.format != .source,
      node.utf8.first == 0x2F, !GlobPattern.isPattern(node), !node.utf8.contains(0x5C),
      !PhandleNames.contains(property),
      type != nil || words.count != 1 || !SourceValue.isSource(words[0])
    else { return nil }
    let name = Array(property.utf8)
    let path = Array(node.utf8).split(separator: 0x2F)
    guard !name.isEmpty, NameCharacters.areFitForProperty(name.span),
      let edit = PropertyEdit(bytes, path: path, property: name),
      let value = try? ValueWords(
        words, as: type, for: ValueWords.Place(name: property, node: node, value: edit.value))
    else { return nil }
    var new: [UInt8] = []
    for part in value.parts {
      guard case .bytes(let bytes) = part else { return nil }
      new += bytes
    }
    return edit.setting(new)
  }

  /// Writes the result. If it replaces the file, `old` is what the file held when it was read, and nothing is
  /// written if it has changed since.
  private func write(
    _ result: [UInt8], over old: [UInt8]?, to target: String, _ includedFiles: [SourceFiles] = []
  ) throws {
    if let old, try hasChanged(since: old) {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "file-changed",
          "the file changed while it was being edited, and is left as it is",
          subject: file, help: [Diagnostic.Note("run the command again")]))
    }
    for files in includedFiles where old == nil && target != file {
      try OverwrittenInput.refuse(target, over: files)
    }
    try OutputFile.write(result, to: target)
  }

  /// Returns the options for the size of the result: without a requested size, the headroom is kept.
  private func options(for bytes: [UInt8]) throws(BlobError) -> BlobOptions {
    var options = sizes.options
    if sizes.padding == nil, sizes.minimum == nil {
      let view = try BlobView(bytes)
      let used = max(
        view.strings.upperBound, view.header.structureSize == nil ? 0 : view.structure.upperBound)
      options.padding = Int(view.header.totalSize) - used
    }
    return options
  }

  // MARK: Reading

  private func allEdits() throws -> [Edit] {
    var all = edits
    do {
      for (index, line) in lines.enumerated() {
        all += try EditList.edits(of: Array(line.utf8)[...], at: "--edit \(index + 1)")
      }
      for path in lists {
        all += try EditList.edits(
          in: try FileReading.contents(of: path), named: path == "-" ? "standard input" : path)
      }
    } catch let error as EditList.Problem {
      throw CommandFailure.saying(Diagnostic(.error, "bad-edit", error.message, subject: error.place))
    } catch let error as FileError {
      throw CommandFailure.saying(error.diagnostic)
    }
    return all
  }

  private func read() throws -> [UInt8] {
    // The line that advice shows has no options: without `--output`, it would change the file itself.
    if output == nil, case .set(let node, let property, let words, _) = edits.first?.change {
      try MisplacedFile.refuse("set", file, [node, property] + words)
    }
    guard case .blob(let bytes) = try orFail(TreeInput.kind(of: file)) else {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "not-a-blob",
          "this is not a blob: change a source in an editor, or with an overlay", subject: file,
          help: RecipePlan.isRecipe(file) ? [Diagnostic.Note(RecipePlan.buildFirst(file))] : []))
    }
    return bytes
  }

  private func hasChanged(since bytes: [UInt8]) throws -> Bool {
    let now = try read()
    return unsafe now.count != bytes.count || memcmp(now, bytes, bytes.count) != 0
  }

  /// Throws if the file cannot be replaced, before it is read. A read-only file is refused even for root.
  private func checkChangeable() throws {
    if FileReading.isStream(file) {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "file-write", "a device or a pipe cannot be changed in place", subject: file,
          help: [Diagnostic.Note("write somewhere else with -o")]))
    }
    guard FileReading.isWritable(file), !FileReading.isReadOnly(file) else {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "file-write", "the file is read-only", subject: file,
          help: [Diagnostic.Note("write somewhere else with -o, or make it writable")]))
    }
  }

  private func fail(_ refusal: Refusal, at place: String? = nil) -> CommandFailure {
    let diagnostics = refusal.reading?.diagnostics ?? [refusal.diagnostic()]
    Console.show(
      diagnostics.map { diagnostic in
        var shown = diagnostic
        // Errors in a value's text and about a file already say where.
        if shown.span == nil, shown.subject == nil, !shown.identifier.hasPrefix("file-") {
          shown.subject = place ?? file
        }
        return shown
      }, in: refusal.reading?.files ?? SourceFiles())
    return CommandFailure()
  }
}

extension SetRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [
      .value("-t", "--type"), .value("-o", "--output"), .value("-e", "--edit"), .value("-l", "--list"),
      .value("-c", "--create"), .value("-r", "--remove"), .toggle("-d", "--delete"), .toggle("--parents"),
      .value("--bootargs"), .value("--initrd"), .toggle("-q", "--quiet"),
    ] + QuickFlags.sizes
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    var type: RequestedType?
    guard let sizes = flags.sizes, let file = flags.operands.first,
      flags.read("-t", into: &type, { RequestedType($0) }),
      let edits = try? Self.edits(
        flags.operands.dropFirst(), type, creates: flags.all("-c"), removes: flags.all("-r"),
        deletes: flags.has("-d"))
    else { throw NotQuick() }
    self.init(
      file: file, output: flags.last("-o"), edits: edits, lines: flags.all("-e"), lists: flags.all("-l"),
      chosen: ChosenEdits(bootargs: flags.last("--bootargs"), initrd: flags.last("--initrd")),
      makesParents: flags.has("--parents"), sizes: sizes, isQuiet: flags.has("-q"))
  }

  /// Returns the edits from a command line: nodes are removed and created before anything is set.
  static func edits(
    _ operands: ArraySlice<String>, _ type: RequestedType?, creates: [String], removes: [String],
    deletes: Bool
  ) throws(ValidationError) -> [Edit] {
    let edits =
      removes.map { Edit(change: .remove(node: $0)) } + creates.map { Edit(change: .create(node: $0)) }
    if deletes, type != nil { throw ValidationError("--delete and --type are mutually exclusive") }
    guard let node = operands.first else {
      if deletes { throw ValidationError("--delete needs a node and a property") }
      if type != nil { throw ValidationError("--type needs a node, a property and a value") }
      return edits
    }
    let rest = operands.dropFirst()
    guard let property = rest.first else {
      throw ValidationError(
        deletes
          ? "--delete needs a property after '\(node)'; --remove removes a node"
          : "missing property after '\(node)'")
    }
    var value = Array(rest.dropFirst())
    // As in a source, and in a list's lines.
    if type == nil, value.count > 1, value[0] == "=" { value.removeFirst() }
    let change =
      deletes
      ? Edit.Change.delete(node: node, properties: Array(rest))
      : .set(node: node, property: property, value: value, type: type)
    return edits + [Edit(change: change)]
  }
}
