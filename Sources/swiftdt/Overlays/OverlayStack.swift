import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText

/// A base and what is applied to it one after another, with libfdt doing the same beside it if asked to.
struct OverlayStack {
  private var reader: TreeReader
  private let name: String
  /// The base with what has been applied so far.
  private(set) var target: OverlayTarget
  private var check: CrossCheck?
  /// What follows the base in its file.
  private let trailingBytes: TrailingBytes?

  /// A base; with `checks`, these run over it and the overlays where they are sources.
  init(
    base: String, _ reading: SourceReading, checks: CheckRequest? = nil, crossChecks: Bool
  ) throws {
    reader = TreeReader(reading, checks: checks)
    name = base
    // libfdt is to have the files as they are, and a pipe is read but once.
    let file = crossChecks ? try reader.open(base) : nil
    if let file { reader.hold(file, of: base) }
    let input = try reader.base(base)
    trailingBytes = input.trailingBytes
    target = try (consume input).target(at: base)
    guard crossChecks else { return }
    check = CrossCheck(base: try file?.blob ?? orFail(at: base, target.encode().bytes))
  }

  /// An overlay, read.
  struct Input {
    let name: String
    let tree: DeviceTree
    /// The file, if it is a blob and somebody wants it.
    let blob: [UInt8]?
    /// Whether it is a source without `/plugin/`.
    let lacksPlugin: Bool
  }

  /// Reads an overlay.
  mutating func read(_ path: String) throws -> Input {
    let input = try reader.open(path)
    let blob = check == nil ? nil : input.blob
    let (tree, isSource) = try reader.overlayWithReferences(input, path, onto: { .target(target) })
    return Input(name: path, tree: tree, blob: blob, lacksPlugin: isSource && !tree.isPlugin)
  }

  /// Everything that was read of sources so far.
  var files: SourceFiles { reader.files }

  /// How to say where something of a source was written: the line, and the file if that is another one.
  func place(in path: String) -> (Origin) -> String? {
    var positions = PositionLookup(reader.files)
    return { origin in
      positions.position(of: origin.location).map {
        $0.path == path ? "line \($0.line)" : "\($0.path):\($0.line)"
      }
    }
  }

  /// Applies an overlay if that can be done, and tells what it does; `later` are given behind it.
  mutating func explain(_ input: Input, before later: ArraySlice<String> = []) throws -> OverlayExplanation {
    try addToCheck(input)
    var explanation = target.explain(input.tree, named: input.name)
    if let error = explanation.error { explanation.error = reader.explained(error, before: later) }
    if explanation.error != nil, check != nil {
      try check?.compareFailure(of: input.name)
      check?.removeLast()
    }
    return explanation
  }

  /// Applies an overlay; the result is why that cannot be done.
  mutating func apply(_ input: Input) throws -> OverlayError? {
    try addToCheck(input)
    do throws(OverlayError) {
      try target.apply(input.tree, named: input.name)
      return nil
    } catch {
      let refusal = error
      try check?.compareFailure(of: input.name)
      check?.removeLast()
      return refusal
    }
  }

  private mutating func addToCheck(_ input: Input) throws {
    guard check != nil else { return }
    check?.add(
      overlay: try input.blob ?? reader.encode(input.tree, input.name), named: input.name, to: target.tree)
  }

  /// The merged blob, after a comparison with libfdt's if that was asked for.
  ///
  /// Without headroom the bytes are fdtoverlay's, with it those that `dtc -p` makes of them.
  @discardableResult
  func finish(_ sizes: SizeRequest = SizeRequest(), isQuiet: Bool = false) throws -> [UInt8] {
    let merged = try orFail(at: name, target.encode())
    let sized = sizes.isEmpty ? merged : try orFail(at: name, BlobEncoder.encode(target.tree, sizes.options))
    try check?.compare(merged.bytes)
    if !isQuiet {
      if let trailingBytes { Console.show([trailingBytes.omission(from: name)]) }
      OutputFile.warnOfSize(sized, sizes.options, subject: name)
    }
    return sized.bytes
  }
}
