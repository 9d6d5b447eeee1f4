import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText

/// What `swiftdt overlay apply-tree` is asked to do.
struct ApplyTreeRequest: Equatable, Sendable {
  var source: String
  var output: String
  /// The list of overlays.
  var list: String
  /// Filters are looked for in paths, as NixOS does, instead of being matched.
  var filtersAreSubstrings = false
  /// Overlays that have no root `compatible` are applied to all blobs.
  var appliesWithoutCompatible = false
  /// That an overlay applied nowhere is no failure.
  var allowsUnused = false
  var crossChecks = false
  var reading = SourceReading()
  /// `NAME=VALUE`: what `${NAME}` in the list stands for.
  var settings: [String] = []
  /// The blobs to take, and nothing else; without, all files.
  var only: String?
  /// Paths that the results must have.
  var required: [String] = []
  var sizes = SizeRequest()
  /// Which checks run over overlays that are sources.
  var checks = CheckRequest()

  /// What is wrong with the request, whatever is in the list.
  var problem: String? {
    // A variable of a script that is not set must not lead to the root.
    if BatchNames.isNoFolder(output) { return "--output needs a folder" }
    if source.isEmpty { return "--source needs a folder" }
    if source == output || FileReading.areSame(source, output) {
      return "'\(output)' is the source, and its blobs would be overwritten"
    }
    return RecipePaths.problem(settings)
  }

  /// An overlay, read.
  private struct Overlay {
    let listed: ListedOverlay
    let input: OverlayStack.Input
    let compatible: [String]
    let pattern: GlobPattern?
  }

  func run() throws {
    var reader = TreeReader(reading, checks: checks)
    let overlays = try ListedOverlay.list(list, settings: settings).map { listed in
      let file = try reader.open(listed.dtboFile)
      let (tree, isSource) = try reader.overlayAndKind(file, listed.dtboFile)
      return Overlay(
        listed: listed,
        input: .init(
          name: listed.name, tree: tree, blob: crossChecks ? file.blob : nil,
          lacksPlugin: isSource && !tree.isPlugin),
        compatible: RootCompatible.strings(of: tree), pattern: listed.filter.map { GlobPattern($0) })
    }
    let files = try self.files()
    var report = OverlayTreeReport(overlays: overlays.map(\.listed.name))
    // Nothing is written before everything has been applied.
    var merged: [String: [UInt8]] = [:]
    for file in files where file.hasSuffix(".dtb") {
      if let blob = try merge(file, overlays, &report, reader.files) { merged[file] = blob }
    }
    let hasFailed = report.rows.contains { if case .failed = $0.outcome { true } else { false } }
    // The cause first: whoever reads a build's log begins at the top.
    if !report.unused.isEmpty, !allowsUnused || !checks.isQuiet {
      let names = report.unused.map { "'\($0)'" }.joined(separator: ", ")
      Console.show([
        Diagnostic(
          allowsUnused ? .warning : .error, "overlay-unused", "applied nowhere: \(names)",
          help: allowsUnused || hasFailed ? [] : [.init(Advice.allowUnused)])
      ])
    }
    if !report.rows.isEmpty { Console.say(report.text) }
    if hasFailed || !report.unused.isEmpty && !allowsUnused { throw CommandFailure() }
    let inputs = [list] + overlays.map(\.listed.dtboFile) + files.map { source + "/" + $0 }
    let paths = try BatchOutputs(
      files.map { BatchNames.path(of: $0, in: output) }, of: inputs, .merged
    ).paths
    for path in paths { try OverwrittenInput.refuse(path, over: reader.files) }
    try write(files, to: paths, merged)
  }

  /// The files that there will be, ordered by their bytes.
  private func files() throws -> [String] {
    guard var files = FileTree.files(in: source) else {
      Console.show([Diagnostic(.error, "file-read", "cannot list the folder '\(source)'")])
      throw CommandFailure()
    }
    let blobs = files.filter { $0.hasSuffix(".dtb") }
    if let only {
      let pattern = GlobPattern(only)
      files = blobs.filter(pattern.matches)
      if files.isEmpty {
        Console.show([
          Diagnostic(.error, "tree-nothing-matches", "no blob in '\(source)' matches '\(only)'")
        ])
        throw CommandFailure()
      }
    }
    let missing = required.filter { !files.contains($0) }
    guard missing.isEmpty else {
      Console.show(
        missing.map { path in
          let isFilteredOut = blobs.contains(path)
          return Diagnostic(
            .error, "tree-required-blob", "there is no '\(path)' in '\(source)'",
            notes: isFilteredOut ? [.init("it is there, but '\(only ?? "")' does not match it")] : [],
            help: isFilteredOut ? [] : Self.likely(path, among: blobs).map { .init("did you mean '\($0)'?") })
        })
      throw CommandFailure()
    }
    return files
  }

  /// The blobs that may have been meant by a path that does not exist: those of that name in other
  /// folders, or else those whose names differ little.
  private static func likely(_ path: String, among blobs: [String]) -> [String] {
    func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
    let wanted = Array(name(path).utf8)
    let distances = blobs.compactMap { blob -> (blob: String, distance: Int)? in
      let other = Array(name(blob).utf8)
      let limit = max(wanted.count, other.count) / 3
      return NearestNames.distance(wanted.span, other.span, atMost: limit).map { (blob, $0) }
    }
    guard let least = distances.map(\.distance).min() else { return [] }
    return Array(distances.filter { $0.distance == least }.map(\.blob).prefix(3))
  }

  /// The blob with the overlays that are for it; nil if nothing is to be done to it.
  private func merge(
    _ file: String, _ overlays: [Overlay], _ report: inout OverlayTreeReport, _ sources: SourceFiles
  ) throws -> [UInt8]? {
    var stack = try OverlayStack(base: source + "/" + file, reading, crossChecks: crossChecks)
    // What an overlay changes does not decide which other ones are meant.
    let base = RootCompatible.strings(of: stack.target.tree)
    var isChanged = false
    for (index, overlay) in overlays.enumerated() {
      if let reason = reasonToSkip(overlay, file, base) {
        report.add(file, index, reason)
      } else if let error = try stack.apply(overlay.input) {
        var diagnostic = error.diagnostic(in: sources)
        // What comes from a source is shown there.
        if diagnostic.span == nil {
          diagnostic.subject = source + "/" + file
        } else {
          diagnostic.notes.append(.init("the base is '\(source)/\(file)'"))
        }
        Console.show([diagnostic], in: sources)
        report.add(file, index, .failed(error.libfdtName))
        return nil
      } else {
        report.add(file, index, .applied)
        isChanged = true
      }
    }
    guard isChanged || !sizes.isEmpty else { return nil }
    return try stack.finish(sizes, isQuiet: checks.isQuiet)
  }

  private func reasonToSkip(
    _ overlay: Overlay, _ file: String, _ base: [String]
  ) -> OverlayTreeReport.Outcome? {
    if let filter = overlay.listed.filter, let pattern = overlay.pattern {
      let isMeant =
        filtersAreSubstrings ? filter.isEmpty || file.contains(filter) : pattern.matches(file)
      if !isMeant { return .filtered(filter) }
    }
    switch RootCompatible.compare(overlay: overlay.compatible, base: base) {
    case .disjoint(let overlay, let base): return .incompatible(overlay: overlay, base: base)
    case .notStated: return base.isEmpty || appliesWithoutCompatible ? nil : .withoutCompatible
    case .shared, .baseWithout: return nil
    }
  }

  private func write(_ files: [String], to paths: [String], _ merged: [String: [UInt8]]) throws {
    do throws(FileError) {
      for (file, path) in zip(files, paths) {
        let bytes: [UInt8]
        if let blob = merged[file] {
          bytes = blob
        } else {
          bytes = try FileReading.contents(of: source + "/" + file)
        }
        try FolderCreation.create(for: path)
        try FileReplacement.write(bytes, to: path)
      }
    } catch {
      throw CommandFailure.saying(error.diagnostic)
    }
  }
}
