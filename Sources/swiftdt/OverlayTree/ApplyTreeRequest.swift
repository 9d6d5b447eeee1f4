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

  /// An overlay, read.
  private struct Overlay {
    let listed: ListedOverlay
    let input: OverlayStack.Input
    let compatible: [String]
    let pattern: GlobPattern?
  }

  func run() throws {
    var reader = TreeReader(reading)
    let overlays = try ListedOverlay.list(list).map { listed in
      let (tree, isSource) = try reader.overlayAndKind(listed.dtboFile)
      return Overlay(
        listed: listed,
        input: .init(name: listed.name, tree: tree, lacksPlugin: isSource && !tree.isPlugin),
        compatible: RootCompatible.strings(of: tree), pattern: listed.filter.map { GlobPattern($0) })
    }
    guard let files = FileTree.files(in: source) else {
      Console.show([Diagnostic(.error, "file-read", "cannot list the folder '\(source)'")])
      throw CommandFailure()
    }
    var report = OverlayTreeReport(overlays: overlays.map(\.listed.name))
    // Nothing is written before everything has been applied.
    var merged: [String: [UInt8]] = [:]
    for file in files where file.hasSuffix(".dtb") {
      if let blob = try merge(file, overlays, &report) { merged[file] = blob }
    }
    Console.say(report.text)
    let hasFailed = report.rows.contains { if case .failed = $0.outcome { true } else { false } }
    if !report.unused.isEmpty {
      let names = report.unused.map { "'\($0)'" }.joined(separator: ", ")
      Console.show([
        Diagnostic(
          allowsUnused ? .warning : .error, "overlay-unused", "applied nowhere: \(names)",
          help: allowsUnused ? [] : [.init("--allow-unused makes this a warning")])
      ])
    }
    if hasFailed || !report.unused.isEmpty && !allowsUnused { throw CommandFailure() }
    try write(files, merged)
  }

  /// The blob with the overlays that are for it; nil if there are none, so that it stays as it is.
  private func merge(
    _ file: String, _ overlays: [Overlay], _ report: inout OverlayTreeReport
  ) throws -> [UInt8]? {
    var stack = try OverlayStack(base: source + "/" + file, reading, crossChecks: crossChecks)
    // What an overlay changes does not decide which other ones are meant.
    let base = RootCompatible.strings(of: stack.target.tree)
    var isChanged = false
    for (index, overlay) in overlays.enumerated() {
      if let reason = reasonToSkip(overlay, file, base) {
        report.add(file, index, reason)
      } else if let error = try stack.apply(overlay.input) {
        Console.show([error.diagnostic])
        report.add(file, index, .failed(error.libfdtName))
        return nil
      } else {
        report.add(file, index, .applied)
        isChanged = true
      }
    }
    guard isChanged else { return nil }
    return try stack.finish()
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

  private func write(_ files: [String], _ merged: [String: [UInt8]]) throws {
    do throws(FileError) {
      for file in files {
        let bytes: [UInt8]
        if let blob = merged[file] {
          bytes = blob
        } else {
          bytes = try FileReading.contents(of: source + "/" + file)
        }
        try FolderCreation.create(for: output + "/" + file)
        try FileReplacement.write(bytes, to: output + "/" + file)
      }
    } catch {
      Console.show([error.diagnostic])
      throw CommandFailure()
    }
  }
}
