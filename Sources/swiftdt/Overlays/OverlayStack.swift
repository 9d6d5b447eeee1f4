import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText

/// A base and the overlays applied to it one after another, if asked for with libfdt in parallel.
struct OverlayStack {
  private var reader: TreeReader
  private let name: String
  /// The base with the overlays applied so far.
  private(set) var target: OverlayTarget
  private var check: CrossCheck?
  /// The bytes after the base in its file; nil if there are none.
  private let trailingBytes: TrailingBytes?

  /// Reads a base; `checks` are run on it and on the overlays where they are sources.
  init(
    base: String, _ reading: SourceReading, checks: CheckRequest? = nil, crossChecks: Bool
  ) throws {
    var reader = TreeReader(reading, checks: checks)
    name = base
    // libfdt gets the files unchanged, and a pipe can be read only once.
    let file = crossChecks ? try CommandFailure.about(base) { try reader.open(base) } : nil
    if let file { reader.hold(file, of: base) }
    let input = try CommandFailure.about(base) { try reader.base(base) }
    self.reader = reader
    trailingBytes = input.trailingBytes
    target = try (consume input).target(at: base)
    guard crossChecks else { return }
    check = CrossCheck(base: try file?.blob ?? orFail(at: base, target.encode().bytes))
  }

  /// An overlay that has been read.
  struct Input {
    let name: String
    let tree: DeviceTree
    /// The bytes of the file, if it is a blob and needed for the comparison with libfdt.
    let blob: [UInt8]?
    /// Whether it is a source without `/plugin/`.
    let lacksPlugin: Bool
  }

  /// Reads the overlay at `path`.
  mutating func read(_ path: String) throws -> Input {
    try CommandFailure.about(path) {
      let input = try reader.open(path)
      let blob = check == nil ? nil : input.blob
      let overlay = try reader.overlayWithReferences(input, path, onto: { .only(.init(target)) })
      return Input(name: path, tree: overlay.tree, blob: blob, lacksPlugin: overlay.lacksPlugin)
    }
  }

  /// How many bytes the paths of what an overlay writes may have, which its explanation contains.
  static var mostPathBytes: Int { 1 << 26 }

  /// Throws if an overlay is too deep to be explained on this base, or on one with other overlays applied.
  func checkDepth(of input: Input) throws(CommandFailure) {
    let paths = input.tree.pathLengths(from: target.tree.pathLengths().longest)
    guard paths.all > Self.mostPathBytes else { return }
    throw .saying(
      Diagnostic(
        .error, "overlay-depth",
        "its nodes are nested too deeply to be explained: their paths come to more than 64 MiB",
        subject: input.name))
  }

  /// The source files read so far.
  var files: SourceFiles { reader.files }

  /// Returns a function from an origin to its line, with the file unless that is `path`.
  func place(in path: String) -> (Origin) -> String? {
    var positions = PositionLookup(reader.files)
    return { origin in
      positions.position(of: origin.location).map {
        $0.path == path ? "line \($0.line)" : "\($0.path):\($0.line)"
      }
    }
  }

  /// Applies an overlay if possible and returns what it does; `later` are the overlays that follow it.
  mutating func explain(_ input: Input, before later: ArraySlice<String> = []) throws -> OverlayExplanation {
    try addToCheck(input)
    var explanation = target.explain(input.tree, named: input.name)
    if let error = explanation.error { explanation.error = reader.explained(error, before: later) }
    if explanation.error != nil { try check?.rejectLast() }
    return explanation
  }

  /// Applies an overlay; returns the error if that fails.
  mutating func apply(_ input: Input) throws -> OverlayError? {
    try addToCheck(input)
    do throws(OverlayError) {
      try target.apply(input.tree, named: input.name)
      return nil
    } catch {
      let refusal = error
      try check?.rejectLast()
      return refusal
    }
  }

  private mutating func addToCheck(_ input: Input) throws {
    // Without a check, none of this is made.
    try check?.add(
      overlay: input.blob ?? reader.encode(input.tree, input.name), named: input.name, to: target.tree)
  }

  /// Returns the merged blob, after comparing it with libfdt's if that was asked for.
  ///
  /// Without headroom its bytes are fdtoverlay's, with headroom or without labels those that dtc makes from them.
  @discardableResult
  func finish(
    _ sizes: SizeRequest = SizeRequest(), keepsSymbols: Bool = true, isQuiet: Bool = false
  ) throws -> [UInt8] {
    try check?.compare(orFail(at: name, target.encode()).bytes)
    let result = try orFail(at: name, encoded(sizes, keepsSymbols: keepsSymbols))
    if !isQuiet {
      if let trailingBytes { Console.show([trailingBytes.omission(from: name)]) }
      OutputFile.warnOfSize(result, sizes.options, subject: name)
    }
    return result.bytes
  }

  private func encoded(_ sizes: SizeRequest, keepsSymbols: Bool) throws(BlobError) -> EncodedBlob {
    if sizes.isEmpty, keepsSymbols { return try target.encode() }
    var tree = target.tree
    if !keepsSymbols { tree.deleteSymbols() }
    return try BlobEncoder.encode(tree, sizes.options)
  }
}
