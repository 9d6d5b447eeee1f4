import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import DeviceTreeSource
import SourceText

/// A base or an overlay as it is given: a blob or a source.
enum TreeInput {
  case blob([UInt8])
  case source([UInt8])

  /// The file, if it is a blob.
  var blob: [UInt8]? { if case .blob(let bytes) = self { bytes } else { nil } }

  /// Tells which by the file's first bytes, and, where these are no blob's, by its name, or else by whether it can be
  /// text: a truncated blob must not be taken for a strange source.
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

  /// What is wrong with a file that was taken for a blob.
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

/// A tree to be looked at.
struct LookedAtTree {
  let tree: DeviceTree
  /// The blob that it was in; nil if it comes from a source.
  let blob: [UInt8]?
}

/// Bases and overlays of both kinds, read into trees.
struct TreeReader {
  private var compilation: Compilation
  /// The files that were read before anybody asked for them.
  private var held: [String: TreeInput] = [:]
  /// The files that sources were read from, source by source.
  private(set) var sourceFiles: [[String]] = []

  /// Sources get `/__symbols__` unless that is not wanted.
  init(_ reading: SourceReading, checks: CheckRequest? = nil, symbols: Bool = true) {
    var reading = reading
    if checks == nil { reading.hasWarningFlags = false }
    compilation = Compilation(
      symbols: symbols, bootCPU: nil, blob: BlobOptions(), reading: reading, checks: checks)
  }

  /// Where things of the source that was read last come from.
  var trace: SourceTrace? { compilation.trace }

  /// A base: what a blob was decoded to, or a source's tree.
  enum Base {
    case blob(DecodedBlob)
    case tree(DeviceTree)

    var tree: DeviceTree {
      switch self {
      case .blob(let decoded): decoded.tree
      case .tree(let tree): tree
      }
    }

    /// The version of the blob, or of the one that the tree would be.
    var version: UInt32 { if case .blob(let decoded) = self { decoded.header.version } else { 17 } }

    /// What follows the blob in its file.
    var trailingBytes: TrailingBytes? {
      if case .blob(let decoded) = self { TrailingBytes(after: decoded) } else { nil }
    }

    /// What overlays are applied to, if it is the base at `path`; `isRelaid` says that it is laid out anew in the end.
    consuming func target(at path: String, isRelaid: Bool = false) throws(CommandFailure) -> OverlayTarget {
      if isRelaid { return OverlayTarget(relaying: tree, version: version) }
      switch consume self {
      case .blob(let decoded): return OverlayTarget(decoded)
      case .tree(let tree): return try orFail(at: path, OverlayTarget(tree))
      }
    }
  }

  /// Reads a base.
  mutating func base(_ path: String) throws -> Base {
    switch try open(path) {
    case .blob(let bytes): return .blob(try decode(bytes, path))
    case .source(let text): return .tree(try compile(path, text))
    }
  }

  /// Reads an overlay, and tells whether it is a source; checks know the base that it is for, if there is one.
  mutating func overlayAndKind(
    _ input: TreeInput, _ path: String, onto base: () -> OverlayBase? = { nil }
  ) throws -> (tree: DeviceTree, isSource: Bool) {
    switch input {
    case .blob(let bytes): return (try decode(bytes, path).tree, false)
    case .source(let text):
      let result = try compilation.read(path, contents: text, onto: base)
      sourceFiles.append(result.dependencies)
      if let tree = result.tree { return (tree, true) }
      if !compilation.isQuiet, ForgottenPlugin.isLikely(result, from: path, isOverlay: true) {
        Console.show([ExplanationFindings.withoutPlugin(path)])
      }
      throw CommandFailure()
    }
  }

  /// Reads an overlay of which is to be said what its values refer to; those of a blob get their references back.
  mutating func overlayWithReferences(
    _ input: TreeInput, _ path: String, onto base: () -> OverlayBase? = { nil }
  ) throws -> (tree: DeviceTree, isSource: Bool) {
    var (tree, isSource) = try overlayAndKind(input, path, onto: base)
    if !isSource { _ = ReferenceRestoration.restore(in: &tree) }
    return (tree, isSource)
  }

  /// Reads a tree to be looked at: labels and references of a blob are restored as far as it tells them.
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
    var tree = try decode(bytes, path).tree
    tree.isPlugin = ReferenceRestoration.isPlugin(tree)
    _ = ReferenceRestoration.restore(in: &tree)
    return LookedAtTree(tree: tree, blob: bytes)
  }

  /// The tree of a source; shows what there is to say.
  mutating func compile(_ path: String, _ text: [UInt8]) throws -> DeviceTree {
    let result = try compilation.read(path, contents: text)
    sourceFiles.append(result.dependencies)
    guard let tree = result.tree else { throw CommandFailure() }
    return tree
  }

  /// The blob of a tree that was compiled from the source at `path`.
  func encode(_ tree: DeviceTree, _ path: String) throws -> [UInt8] {
    try orFail(at: path, BlobEncoder.encode(tree).bytes)
  }

  /// Everything that was read of sources so far.
  var files: SourceFiles { compilation.files }

  /// Keeps a file's contents, so that it is not read again: a pipe has them but once.
  mutating func hold(_ input: TreeInput, of path: String) { held[path] = input }

  /// Reads a file and tells what it is.
  func open(_ path: String) throws -> TreeInput {
    if !held.isEmpty, let input = held[path] { return input }
    return try orFail(TreeInput.kind(of: path))
  }

  /// The tree of a file, if it has one, without a word; the file can be read once more.
  mutating func quietTree(_ path: String) -> DeviceTree? {
    guard let input = held[path] ?? (try? TreeInput.kind(of: path)) else { return nil }
    hold(input, of: path)
    return switch input {
    case .blob(let bytes): try? BlobDecoder.decode(bytes).tree
    case .source(let text): compilation.quietTree(of: path, text)
    }
  }

  private func decode(_ bytes: [UInt8], _ path: String) throws -> DecodedBlob {
    do throws(BlobError) {
      return try BlobDecoder.decode(bytes)
    } catch {
      throw CommandFailure.saying(TreeInput.diagnostic(error, bytes, path))
    }
  }
}
