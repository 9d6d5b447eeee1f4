import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText
import Synchronization

/// A request to `swiftdt overlay apply-tree`.
struct ApplyTreeRequest: CommandRequest, Equatable {
  var source: String
  var output: String
  /// The file with the list of overlays.
  var list: String
  /// Whether a filter is a substring to look for in paths, as in NixOS, rather than a pattern to match.
  var filtersAreSubstrings = false
  /// Whether overlays without a root `compatible` are applied to all blobs.
  var appliesWithoutCompatible = false
  /// Whether it is not an error that an overlay applies nowhere.
  var allowsUnused = false
  var crossChecks = false
  var reading = SourceReading()
  /// `NAME=VALUE`: the values of `${NAME}` in the list.
  var settings: [String] = []
  /// A pattern for the blobs to take; no other files are taken then. Nil takes all files.
  var only: String?
  /// Paths of blobs that must be among the files to write.
  var required: [String] = []
  var sizes = SizeRequest()
  /// Whether `/__symbols__` stays in the blobs.
  var keepsSymbols = true
  /// The checks to run on overlays that are sources.
  var checks = CheckRequest()

  /// What is wrong with the request regardless of the files' contents; nil if nothing is.
  var problem: String? {
    // An unset variable in a script must not lead to the root directory.
    if BatchNames.isNoFolder(output) { return "--output needs a folder" }
    if source.isEmpty { return "--source needs a folder" }
    if source == output || FileReading.areSame(source, output) {
      return "'\(output)' is the source folder, and its blobs would be overwritten"
    }
    if FileReading.isInside(output, source) {
      return "'\(output)' is inside the source folder '\(source)': another run would merge into it again"
    }
    return RecipePaths.problem(settings)
  }

  /// The blobs that an overlay is meant for, according to the list.
  private struct Meant {
    let filter: String?
    let pattern: GlobPattern?
  }

  /// An overlay that has been read.
  private struct Overlay {
    let input: OverlayStack.Input
    let compatible: [String]
    let meant: Meant
  }

  /// The strings of the blobs' root `compatible`, as far as an overlay has asked for them; nil for a blob that
  /// cannot be read. Each overlay that is a source looks for its base among all blobs.
  private final class KnownBlobs: Sendable {
    let compatible = Mutex<[String: [String]?]>([:])
  }

  func run() throws {
    var reader = TreeReader(reading, checks: checks)
    let listed = try ListedOverlay.list(list, settings: settings)
    let files = try self.files()
    let blobs = files.filter { $0.hasSuffix(".dtb") }
    let known = KnownBlobs()
    let overlays = try listed.map { listed in
      do {
        return try overlay(listed, &reader, among: blobs, known)
      } catch {
        // In a Nix build, the file may have quite a different name.
        if !listed.dtboFile.contains(listed.name) {
          Console.complain("swiftdt: overlay '\(listed.name)' could not be read\n")
        }
        throw error
      }
    }
    var report = OverlayTreeReport(overlays: listed.map(\.name))
    // Nothing is written before every overlay has been applied.
    var merged: [String: [UInt8]] = [:]
    for file in blobs {
      if let blob = try merge(file, overlays, &report, reader.files) { merged[file] = blob }
    }
    // The cause comes first: readers of a build log begin at the top.
    if !report.unused.isEmpty, !allowsUnused || !checks.isQuiet {
      let names = report.unused.map { "'\($0)'" }.joined(separator: ", ")
      Console.show([
        Diagnostic(
          allowsUnused ? .warning : .error, "overlay-unused", "applied nowhere: \(names)",
          notes: blobs.isEmpty ? [.init("there is no blob in '\(source)'")] + Advice.origin(.source) : [],
          help: allowsUnused || report.hasFailed ? [] : [.init(Advice.allowUnused)])
      ])
    }
    let hasFailed = report.hasFailed || !report.unused.isEmpty && !allowsUnused
    if !report.rows.isEmpty, hasFailed || !checks.isQuiet { Console.say(report.text) }
    if hasFailed { throw CommandFailure() }
    let inputs = [list] + listed.map(\.dtboFile) + files.map { source + "/" + $0 }
    let paths = try BatchOutputs(
      files.map { BatchNames.path(of: $0, in: output) }, of: inputs, .merged
    ).paths
    for path in paths { try OverwrittenInput.refuse(path, over: reader.files) }
    try write(files, to: paths, merged)
  }

  /// Reads an overlay of the list. A source is checked against the first of the blobs that it is meant for.
  private func overlay(
    _ listed: ListedOverlay, _ reader: inout TreeReader, among blobs: [String], _ known: KnownBlobs
  ) throws -> Overlay {
    let file = try reader.open(listed.dtboFile)
    let meant = Meant(filter: listed.filter, pattern: listed.filter.map { GlobPattern($0) })
    let read = try reader.overlay(
      file, listed.dtboFile, onto: { .choice { [self] in firstBase(among: blobs, known, of: $0, meant) } })
    let ignored = checks.judged(
      ExplanationFindings.ignored(read.tree, listed.name, lacksPlugin: read.lacksPlugin))
    Console.show(ignored.filter { !checks.isQuiet || $0.severity == .error }, in: reader.files)
    if ignored.contains(where: { $0.severity == .error }) { throw CommandFailure() }
    return Overlay(
      input: .init(
        name: listed.name, tree: read.tree, blob: crossChecks ? file.blob : nil,
        lacksPlugin: read.lacksPlugin),
      compatible: RootCompatible.strings(of: read.tree), meant: meant)
  }

  /// Whether blobs are laid out again, even those that no overlay is applied to.
  private var laysOutAgain: Bool { !sizes.isEmpty || !keepsSymbols }

  /// Returns the blob with the overlays meant for it applied; nil if it failed or nothing changes.
  private func merge(
    _ file: String, _ overlays: [Overlay], _ report: inout OverlayTreeReport, _ sources: SourceFiles
  ) throws -> [UInt8]? {
    if !laysOutAgain, let reasons = reasonsToSkipAll(overlays, file) {
      for (index, reason) in reasons.enumerated() { report.add(file, index, reason) }
      return nil
    }
    let path = source + "/" + file
    var stack = try OverlayStack(base: path, reading, crossChecks: crossChecks)
    if OverlayFragments.areFound(in: stack.target.tree), let misnamed = MisnamedOverlay(path) {
      let warning = checks.judged([misnamed.warning("no overlays are applied to it")])
      if !checks.isQuiet || checks.makesWarningsErrors { Console.show(warning) }
      if checks.makesWarningsErrors { throw CommandFailure() }
      return nil
    }
    var base = RootCompatible.strings(of: stack.target.tree)
    var isChanged = false
    for (index, overlay) in overlays.enumerated() {
      if let reason = reasonToSkip(overlay.meant, overlay.compatible, file, base) {
        report.add(file, index, reason)
      } else if let error = try stack.apply(overlay.input) {
        report.add(file, index, .failed(error.libfdtName))
        var later: [(name: String, tree: DeviceTree)] = []
        for (index, other) in overlays.enumerated().dropFirst(index + 1) {
          let reason = reasonToSkip(other.meant, other.compatible, file, base)
          report.add(file, index, reason ?? .notTried(after: overlay.input.name))
          if reason == nil { later.append((other.input.name, other.input.tree)) }
        }
        show(error.explained(by: later), on: file, sources)
        return nil
      } else {
        report.add(file, index, Self.outcome(of: stack.target.applied.last))
        isChanged = true
        // As in NixOS, an overlay that changes the root's `compatible` decides for those that follow.
        base = RootCompatible.strings(of: stack.target.tree)
      }
    }
    guard isChanged || laysOutAgain else { return nil }
    return try stack.finish(sizes, keepsSymbols: keepsSymbols, isQuiet: checks.isQuiet)
  }

  /// Returns why each overlay is not meant for a blob; nil if one is, or if the blob has to be decoded to tell
  /// what is wrong with it. Of a system's hundreds of blobs, an overlay is meant for a few.
  private func reasonsToSkipAll(_ overlays: [Overlay], _ file: String) -> [OverlayTreeReport.Outcome]? {
    guard let base = unchecked(file) else { return nil }
    var reasons: [OverlayTreeReport.Outcome] = []
    for overlay in overlays {
      guard let reason = reasonToSkip(overlay.meant, overlay.compatible, file, base.compatible) else {
        return nil
      }
      reasons.append(reason)
    }
    // Finding a property's place in it takes a sound blob.
    return PropertyEdit(base.bytes, path: [], property: Self.compatible) == nil ? nil : reasons
  }

  private static var compatible: [UInt8] { Array("compatible".utf8) }

  /// Returns a blob's bytes and the strings of its root's `compatible`; nil if it cannot be read.
  private func unchecked(_ file: String) -> (bytes: [UInt8], compatible: [String])? {
    guard let bytes = try? FileReading.contents(of: source + "/" + file), let blob = try? FlatBlob(bytes)
    else { return nil }
    let name = Self.compatible
    let value = try? blob.value(of: name.span, in: FlatBlob.root)
    return (bytes, value.map { RootCompatible.strings(in: blob.bytes[$0]) } ?? [])
  }

  private func show(_ error: OverlayError, on file: String, _ sources: SourceFiles) {
    var diagnostic = error.diagnostic(in: sources)
    // A diagnostic with a place in a source is shown there, and the base in a note.
    if diagnostic.span == nil {
      diagnostic.subject = source + "/" + file
    } else {
      diagnostic.notes.append(.init("the base is '\(source)/\(file)'"))
    }
    Console.show([diagnostic], in: sources)
  }

  private static func outcome(of overlay: OverlayTarget.AppliedOverlay?) -> OverlayTreeReport.Outcome {
    guard let overlay else { return .applied }
    let passedOver = overlay.passedOver.filter { node in
      node.kind != .dormant && !(node.kind == .outside && overlay.lacksFragments)
    }.map(\.name)
    // Fragments that are merely dormant are not a fault.
    if passedOver.isEmpty,
      !overlay.lacksFragments || overlay.passedOver.contains(where: { $0.kind == .dormant })
    {
      return .applied
    }
    return .passedOver(passedOver, hasOthers: !overlay.lacksFragments)
  }

  /// Returns the first blob that an overlay is meant for; faults of blobs are reported later, in `merge`.
  private func firstBase(
    among blobs: [String], _ known: KnownBlobs, of overlay: DeviceTree, _ meant: Meant
  ) -> OverlayBase.Merged? {
    let compatible = RootCompatible.strings(of: overlay)
    for file in blobs where !isFilteredOut(file, meant) {
      var base: (bytes: [UInt8], compatible: [String])?
      let strings = known.compatible.withLock { known in
        if let strings = known[file] { return strings }
        base = unchecked(file)
        known[file] = .some(base?.compatible)
        return base?.compatible
      }
      guard let strings else { continue }
      if reasonToSkip(meant, compatible, file, strings) == nil,
        let bytes = (base ?? unchecked(file))?.bytes, let decoded = try? BlobDecoder.decode(bytes),
        !OverlayFragments.areFound(in: decoded.tree)
      {
        return OverlayBase.Merged(OverlayTarget(decoded))
      }
    }
    return nil
  }

  private func isFilteredOut(_ file: String, _ meant: Meant) -> Bool {
    guard let filter = meant.filter, let pattern = meant.pattern else { return false }
    return filtersAreSubstrings ? !filter.isEmpty && !file.contains(filter) : !pattern.matches(file)
  }

  private func reasonToSkip(
    _ meant: Meant, _ overlay: [String], _ file: String, _ base: [String]
  ) -> OverlayTreeReport.Outcome? {
    if let filter = meant.filter, isFilteredOut(file, meant) {
      return !filtersAreSubstrings && file.contains(filter) ? .filteredAsPattern(filter) : .filtered(filter)
    }
    switch RootCompatible.compare(overlay: overlay, base: base) {
    case .disjoint(let overlay, let base): return .incompatible(overlay: overlay, base: base)
    case .notStated: return base.isEmpty || appliesWithoutCompatible ? nil : .withoutCompatible
    case .shared, .baseWithout: return nil
    }
  }

  private func write(_ files: [String], to paths: [String], _ merged: [String: [UInt8]]) throws {
    for (file, path) in zip(files, paths) {
      let bytes = try merged[file] ?? InputFile.contents(of: source + "/" + file)
      try OutputFile.write(bytes, to: path, makingFolders: true)
    }
  }
}
