import DeviceTreeOverlay
import SourceText

/// The usual merge, of blobs that can be merged in place.
extension Merging {
  /// Returns the merged blob, if base and overlays are blobs and nothing about them is unusual.
  ///
  /// Otherwise returns nil, and keeps what was read for the general merge, which
  /// knows every rule and every message.
  mutating func mergeInPlace(_ base: String, _ overlays: [String]) -> Merged? {
    guard case .blob(let bytes)? = read(base) else { return nil }
    guard var merge = InPlaceMerge(base: bytes) else {
      reader.hold(.blob(bytes), of: base)
      return nil
    }
    var inputs: [(path: String, blob: [UInt8])] = []
    for path in overlays {
      guard case .blob(let blob)? = read(path) else { break }
      inputs.append((path, blob))
      guard merge.apply(blob) else { break }
      if inputs.count == overlays.count {
        return Merged(blob: merge.encode(), nodes: merge.nodeCount, leftOut: [])
      }
    }
    reader.hold(.blob(bytes), of: base)
    for (path, blob) in inputs { reader.hold(.blob(blob), of: path) }
    return nil
  }

  /// Reads a file, and keeps it if it is a source. Returns nil if it cannot be read, which
  /// the general merge will report.
  private mutating func read(_ path: String) -> TreeInput? {
    do throws(FileError) {
      let input = try TreeInput.kind(of: path)
      if case .source = input { reader.hold(input, of: path) }
      return input
    } catch {
      return nil
    }
  }
}
