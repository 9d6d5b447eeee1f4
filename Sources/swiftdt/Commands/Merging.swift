import CPlatform
import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText

/// Merges a base and overlays into one blob, for `overlay apply` and `build`.
struct Merging {
  var reader: TreeReader
  private let crossChecks: Bool
  /// Whether overlays that fail are left out instead of ending the merge.
  private let keepsGoing: Bool
  /// Which warnings are shown, and whether they are errors.
  private let checks: CheckRequest
  /// Whether only errors are shown.
  private var isQuiet: Bool { checks.isQuiet }

  init(
    _ reading: SourceReading, checks: CheckRequest? = nil, crossChecks: Bool = false,
    keepsGoing: Bool = false
  ) {
    reader = TreeReader(reading, checks: checks)
    self.crossChecks = crossChecks
    self.keepsGoing = keepsGoing
    self.checks = checks ?? CheckRequest()
  }

  /// The result of a merge.
  struct Merged {
    var blob: [UInt8]
    /// The number of nodes in the tree.
    var nodes: Int
    /// The overlays that failed.
    var leftOut: [String]
    /// Whether the base was a source.
    var isOfSource = false
  }

  /// Returns the merged blob with the headroom that is asked for, and shows diagnostics.
  ///
  /// Without headroom, the bytes are those of fdtoverlay. With headroom, they are those that `dtc -p` makes
  /// of them, which lays out the strings block again: this is how boards' build scripts get headroom. The same
  /// goes for a result without `/__symbols__`, whose strings are gone, too.
  mutating func merge(
    base: String, overlays: [String], sizes: SizeRequest, keepsSymbols: Bool = true
  ) throws -> Merged {
    try show(ExplanationFindings.repeated(overlays))
    let isLaidOutAgain = !sizes.isEmpty || !keepsSymbols
    if !crossChecks, !isLaidOutAgain, let merged = mergeInPlace(base, overlays) { return merged }
    // Each overlay's tree and what is known about it are freed before the next one's are made.
    platform_keep_memory()
    // libfdt gets the files as they are, and a pipe can be read only once.
    let file = crossChecks ? try reader.open(base) : nil
    if let file { reader.hold(file, of: base) }
    let input = try reader.base(base)
    let isOfSource = if case .tree = input { true } else { false }
    if !isQuiet, let trailing = input.trailingBytes { Console.show([trailing.omission(from: base)]) }
    var target = try (consume input).target(at: base, isRelaid: !crossChecks && isLaidOutAgain)
    var check: CrossCheck?
    if crossChecks {
      check = CrossCheck(
        base: try file?.blob ?? orFail(at: base, target.encode()).bytes)
    }
    var leftOut: [String] = []
    for (index, path) in overlays.enumerated() {
      do {
        try apply(path, to: &target, &check, base: base, before: overlays[(index + 1)...])
      } catch let failure as CommandFailure where keepsGoing && !failure.isFinal {
        leftOut.append(path)
      }
    }
    if check != nil || !isLaidOutAgain {
      let merged = try orFail(at: base, target.encode())
      try check?.compare(merged.bytes)
      if !isLaidOutAgain {
        return Merged(
          blob: merged.bytes, nodes: target.tree.nodeCount, leftOut: leftOut, isOfSource: isOfSource)
      }
    }
    let size = sizes.options
    var tree = target.tree
    if !keepsSymbols { tree.deleteSymbols() }
    let padded = try orFail(at: base, BlobEncoder.encode(tree, size))
    if !isQuiet { OutputFile.warnOfSize(padded, size) }
    return Merged(blob: padded.bytes, nodes: tree.nodeCount, leftOut: leftOut, isOfSource: isOfSource)
  }

  private mutating func apply(
    _ path: String, to target: inout OverlayTarget, _ check: inout CrossCheck?, base: String,
    before later: ArraySlice<String>
  ) throws {
    let input = try reader.open(path)
    let file = check == nil ? nil : input.blob
    let read = try reader.overlay(
      consume input, path,
      onto: {
        target.prepareForCopies()
        return .only(.init(target))
      })
    let overlay = read.tree
    let lacksPlugin = read.lacksPlugin
    if checks.makesWarningsErrors {
      try refuseWarnings(about: overlay, path, lacksPlugin: lacksPlugin, base: target)
    }
    try check?.add(overlay: file ?? reader.encode(overlay, path), named: path, to: target.tree)
    do throws(OverlayError) {
      try target.apply(overlay, named: path)
    } catch {
      Console.show([reader.explained(error, before: later).diagnostic(in: reader.files)], in: reader.files)
      try check?.rejectLast()
      throw CommandFailure()
    }
    guard let applied = target.applied.last else { return }
    // After the first overlay, fragments may have been put there by overlays.
    if applied.lacksFragments, target.applied.count == 1, OverlayFragments.areSwapped(target.tree, overlay) {
      Console.show([ExplanationFindings.swapped(path, base: base)])
      throw CommandFailure()
    }
    guard !isQuiet, !checks.makesWarningsErrors else { return }
    let findings =
      ExplanationFindings.ignored(by: applied, of: overlay, lacksPlugin: lacksPlugin)
      + ExplanationFindings.replacedLabels(target.replacedLabels(), of: path)
    Console.show(findings, in: reader.files)
  }

  /// Fails if there are warnings about an overlay, which are to be errors: before it is applied, since it may
  /// be left out. What only `overlay explain` warns of, such as an overlay that enables what another one has
  /// enabled before, is no fault of a merge.
  private func refuseWarnings(
    about overlay: DeviceTree, _ path: String, lacksPlugin: Bool, base: OverlayTarget
  ) throws(CommandFailure) {
    // That is an error of its own.
    if base.applied.isEmpty, OverlayFragments.areSwapped(base.tree, overlay) { return }
    var trial = base
    let explanation = trial.explain(overlay, named: path)
    try show(
      ExplanationFindings.ignored(overlay, path, lacksPlugin: lacksPlugin)
        + ExplanationFindings.replacedLabels(explanation.exports, of: path))
  }

  /// Shows findings about overlays; throws if they are errors.
  private func show(_ findings: [Diagnostic]) throws(CommandFailure) {
    if findings.isEmpty { return }
    let findings = checks.judged(findings)
    Console.show(findings.filter { !isQuiet || $0.severity == .error }, in: reader.files)
    if findings.contains(where: { $0.severity == .error }) { throw CommandFailure() }
  }
}

extension DeviceTree {
  /// Deletes `/__symbols__` and returns it, if there is one.
  @discardableResult
  mutating func deleteSymbols() -> NodeID? {
    guard let name = names.find(BookkeepingNames.symbols), let symbols = child(of: .root, named: name)
    else { return nil }
    delete(symbols)
    return symbols
  }
}
