/// The bytes after a blob's strings block: edits that lengthen the blob overwrite them from the
/// front, edits that shorten it leave bytes there.
struct BlobRest: Sendable {
  /// What edits left there, the first byte last, so that adding and removing bytes moves nothing.
  private var left: [UInt8] = []
  /// What follows `left`: a slice, since the padding of a large blob would be moved each time it shrinks.
  private var padding: ArraySlice<UInt8> = []

  /// Creates an empty rest.
  init() {}

  /// Creates the rest that a blob had.
  init(_ bytes: [UInt8]) { padding = bytes[...] }

  /// Returns the byte at an offset; 0 beyond the end.
  func byte(at offset: Int) -> UInt8 {
    if offset < left.count { return left[left.count - 1 - offset] }
    let index = padding.startIndex + offset - left.count
    return index < padding.endIndex ? padding[index] : 0
  }

  /// Removes up to `count` bytes from the front.
  mutating func removeFirst(_ count: Int) {
    let fromLeft = min(count, left.count)
    if fromLeft > 0 { left.removeLast(fromLeft) }
    padding = padding.dropFirst(count - fromLeft)
  }

  /// Inserts bytes at the front.
  mutating func prepend(_ bytes: [UInt8]) { left.append(contentsOf: bytes.reversed()) }
}
