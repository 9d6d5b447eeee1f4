import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import DeviceTreeSource
import SourceText

/// The contents of a base or an overlay: a blob or a source.
enum TreeInput {
  case blob([UInt8])
  case source([UInt8])

  /// The bytes, if it is a blob.
  var blob: [UInt8]? { if case .blob(let bytes) = self { bytes } else { nil } }

  /// Reads a file, and determines which it is: by its first bytes and, if these are not a blob's, by its
  /// name, or else by whether it can be text. A truncated blob must not be taken for a strange source.
  static func kind(of path: String) throws(FileError) -> TreeInput {
    let bytes = try FileReading.contents(of: path)
    func ends(in endings: [String]) -> Bool { endings.contains(where: path.hasSuffix) }
    let isBlob =
      bytes.starts(with: [0xD0, 0x0D]) || ends(in: [".dtb", ".dtbo"])
      || !ends(in: [".dts", ".dtsi", ".dtso"]) && hasNUL(bytes)
    return isBlob ? .blob(bytes) : .source(bytes)
  }
}

extension TreeInput {
  private static func hasNUL(_ bytes: [UInt8]) -> Bool { bytes.prefix(4096).contains(0) }

  /// Returns the diagnostic about a file that was taken for a blob.
  static func diagnostic(_ error: BlobError, _ bytes: [UInt8], _ path: String) -> Diagnostic {
    var diagnostic = error.diagnostic(for: path)
    if error.isOfText, hasNUL(bytes) {
      diagnostic.help = [
        Diagnostic.Note(
          "it looks like text, but has NUL bytes: is it a source that is not UTF-8, or not named .dts?")
      ]
    }
    return diagnostic
  }
}

/// A tree that is only looked at.
struct LookedAtTree {
  let tree: DeviceTree
  /// The blob that it was decoded from; nil if it comes from a source.
  let blob: [UInt8]?
}

/// Reads bases and overlays of both kinds into trees.
struct TreeReader {
  private var compilation: Compilation
  /// The files that were read in advance, by path.
  private var held: [String: TreeInput] = [:]
  /// The labels that overlays export, by path, as far as they were looked up for hints.
  var exports: [String: Set<String>] = [:]
  /// The files that sources were read from, source by source.
  private(set) var sourceFiles: [[String]] = []

  /// Creates a reader. Sources get `/__symbols__` unless `symbols` is false.
  init(_ reading: SourceReading, checks: CheckRequest? = nil, symbols: Bool = true) {
    var reading = reading
    if checks == nil { reading.hasWarningFlags = false }
    compilation = Compilation(
      symbols: symbols, bootCPU: nil, blob: BlobOptions(), reading: reading, checks: checks)
  }

  /// The origins of what is in the source that was read last.
  var trace: SourceTrace? { compilation.trace }

  /// A base: a decoded blob, or the tree of a source.
  enum Base {
    case blob(DecodedBlob)
    case tree(DeviceTree)

    var tree: DeviceTree {
      switch self {
      case .blob(let decoded): decoded.tree
      case .tree(let tree): tree
      }
    }

    /// The version of the blob, or of the one that the tree would become.
    var version: UInt32 { if case .blob(let decoded) = self { decoded.header.version } else { 17 } }

    /// The bytes after the blob in its file; nil if there are none.
    var trailingBytes: TrailingBytes? {
      if case .blob(let decoded) = self { TrailingBytes(after: decoded) } else { nil }
    }

    /// Returns the target that overlays are applied to, for the base at `path`. `isRelaid` says that it
    /// will be laid out again at the end.
    consuming func target(at path: String, isRelaid: Bool = false) throws(CommandFailure) -> OverlayTarget {
      if isRelaid { return OverlayTarget(relaying: tree, version: version) }
      switch consume self {
      case .blob(let decoded): return OverlayTarget(decoded)
      case .tree(let tree): return try orFail(at: path, OverlayTarget(tree))
      }
    }
  }

  /// Reads a base, or with a tolerance a tree that is only looked at.
  mutating func base(_ path: String, tolerating tolerance: BlobTolerance = []) throws -> Base {
    switch try open(path) {
    case .blob(let bytes): return .blob(try decode(bytes, path, tolerating: tolerance))
    case .source(let text): return .tree(try compile(path, text))
    }
  }

  /// An overlay that was read.
  struct Overlay {
    var tree: DeviceTree
    let isSource: Bool

    /// Whether it is a source that does not say that it is an overlay.
    var lacksPlugin: Bool { isSource && !tree.isPlugin }
  }

  /// Reads an overlay. `base` returns its base, if any, for checks.
  mutating func overlay(
    _ input: TreeInput, _ path: String, onto base: () -> OverlayBase? = { nil }
  ) throws -> Overlay {
    switch input {
    case .blob(let bytes):
      let decoded = try decode(bytes, path, tolerating: .reservations)
      if let fault = decoded.reservationFault {
        try compilation.show(ExplanationFindings.unreadReservations(fault, of: path))
      }
      return Overlay(tree: decoded.tree, isSource: false)
    case .source(let text):
      let result = try compilation.read(path, contents: text, onto: base)
      sourceFiles.append(result.dependencies)
      if let tree = result.tree { return Overlay(tree: tree, isSource: true) }
      if !compilation.isQuiet, ForgottenPlugin.isLikely(result, from: path, isOverlay: true) {
        Console.show([ExplanationFindings.withoutPlugin(path)])
      }
      throw CommandFailure(cause: .init(result.diagnostics, in: result.files))
    }
  }

  /// Reads an overlay to report what its values refer to: a blob gets its references back.
  mutating func overlayWithReferences(
    _ input: TreeInput, _ path: String, onto base: () -> OverlayBase? = { nil }
  ) throws -> Overlay {
    var overlay = try overlay(input, path, onto: base)
    if overlay.isSource { return overlay }
    _ = ReferenceRestoration.restore(in: &overlay.tree)
    if let checks = compilation.checks, let base = base() {
      try compilation.show(OverlayBlobExamination.findings(in: overlay.tree, path, onto: base, checks))
    }
    return overlay
  }

  /// Reads a tree to be looked at: a blob's labels and references are restored as far as it has them.
  mutating func lookedAt(_ path: String) throws -> LookedAtTree { try lookedAt(open(path), path) }

  /// The same for a file that was read.
  mutating func lookedAt(_ input: TreeInput, _ path: String) throws -> LookedAtTree {
    if let blob = try lookedAt(blob: input, path) { return blob }
    guard case .source(let text) = input else { throw CommandFailure() }
    return LookedAtTree(tree: try compile(path, text), blob: nil)
  }

  /// The same for a blob; nil for a source.
  func lookedAt(blob input: TreeInput, _ path: String) throws -> LookedAtTree? {
    guard case .blob(let bytes) = input else { return nil }
    var tree = try decode(bytes, path, tolerating: .lateProperties).tree
    tree.isPlugin = ReferenceRestoration.isPlugin(tree)
    _ = ReferenceRestoration.restore(in: &tree)
    return LookedAtTree(tree: tree, blob: bytes)
  }

  /// Compiles a source to a tree and shows diagnostics.
  mutating func compile(_ path: String, _ text: [UInt8]) throws -> DeviceTree {
    let result = try compilation.read(path, contents: text)
    sourceFiles.append(result.dependencies)
    guard let tree = result.tree else {
      throw CommandFailure(cause: .init(result.diagnostics, in: result.files))
    }
    return tree
  }

  /// Returns the blob of a tree that was compiled from the source at `path`.
  func encode(_ tree: DeviceTree, _ path: String) throws -> [UInt8] {
    try orFail(at: path, BlobEncoder.encode(tree).bytes)
  }

  /// All files that were read for sources so far.
  var files: SourceFiles { compilation.files }

  /// Keeps a file's contents, so that it is not read again: a pipe can be read only once.
  mutating func hold(_ input: TreeInput, of path: String) { held[path] = input }

  /// Reads a file and determines what it is.
  func open(_ path: String) throws -> TreeInput {
    if !held.isEmpty, let input = held[path] { return input }
    return try orFail(TreeInput.kind(of: path))
  }

  /// Returns the tree of a file, if it has one, without showing anything. The file can be read once more.
  mutating func quietTree(_ path: String) -> DeviceTree? {
    guard let input = held[path] ?? (try? TreeInput.kind(of: path)) else { return nil }
    hold(input, of: path)
    return switch input {
    case .blob(let bytes): try? BlobDecoder.decode(bytes, tolerating: .reservations).tree
    case .source(let text): compilation.quietTree(of: path, text)
    }
  }

  private func decode(
    _ bytes: [UInt8], _ path: String, tolerating tolerance: BlobTolerance = []
  ) throws -> DecodedBlob {
    do throws(BlobError) {
      return try BlobDecoder.decode(bytes, tolerating: tolerance)
    } catch {
      throw CommandFailure.saying(TreeInput.diagnostic(error, bytes, path))
    }
  }
}
