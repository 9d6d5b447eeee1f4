import DeviceTree
import DeviceTreeBlob
import DeviceTreeSource
import SourceText

/// A base or an overlay as it is given: a blob or a source.
enum TreeInput {
  case blob([UInt8])
  case source([UInt8])

  /// Tells which by the file's first bytes, and, where these are no blob's, by its name and whether it
  /// can be text: a truncated blob must not be taken for a strange source.
  static func kind(of path: String) throws(FileError) -> TreeInput {
    let bytes = try FileReading.contents(of: path)
    let isBlob =
      path.hasSuffix(".dtb") || path.hasSuffix(".dtbo") || bytes.starts(with: [0xD0, 0x0D])
      || bytes.prefix(4096).contains(0)
    if isBlob { return .blob(bytes) }
    // Standard input cannot be read twice.
    if path == "-" { throw FileError.notRegular(path) }
    return .source(bytes)
  }
}

/// Bases and overlays of both kinds, read into trees.
struct TreeReader {
  private var compilation: Compilation

  init(_ reading: SourceReading, checks: CheckRequest? = nil) {
    compilation = Compilation(
      symbols: true, bootCPU: nil, blob: BlobOptions(), reading: reading, checks: checks)
  }

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
  }

  /// Reads a base.
  mutating func base(_ path: String) throws -> Base {
    switch try kind(of: path) {
    case .blob(let bytes): return .blob(try decode(bytes, path))
    case .source(let text): return .tree(try compile(path, text))
    }
  }

  /// Reads an overlay.
  mutating func overlay(_ path: String) throws -> DeviceTree { try overlayAndKind(path).tree }

  /// Reads an overlay, and tells whether it is a source.
  mutating func overlayAndKind(_ path: String) throws -> (tree: DeviceTree, isSource: Bool) {
    switch try kind(of: path) {
    case .blob(let bytes): return (try decode(bytes, path).tree, false)
    case .source(let text): return (try compile(path, text), true)
    }
  }

  /// The tree of a source; shows what there is to say.
  mutating func compile(_ path: String, _ text: [UInt8]) throws -> DeviceTree {
    guard let tree = try compilation.read(path, contents: text).tree else { throw CommandFailure() }
    return tree
  }

  /// The blob of a tree that was compiled from the source at `path`.
  func encode(_ tree: DeviceTree, _ path: String) throws -> [UInt8] {
    do throws(BlobError) {
      return try BlobEncoder.encode(tree).bytes
    } catch {
      Console.show([error.diagnostic(for: path)])
      throw CommandFailure()
    }
  }

  private func kind(of path: String) throws -> TreeInput {
    do throws(FileError) {
      return try TreeInput.kind(of: path)
    } catch {
      Console.show([error.diagnostic])
      throw CommandFailure()
    }
  }

  private func decode(_ bytes: [UInt8], _ path: String) throws -> DecodedBlob {
    do throws(BlobError) {
      return try BlobDecoder.decode(bytes)
    } catch {
      Console.show([error.diagnostic(for: path)])
      throw CommandFailure()
    }
  }
}
