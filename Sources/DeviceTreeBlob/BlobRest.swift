/// What lies behind a blob's strings block: edits that make the blob longer take bytes away from its start, and those
/// that make it shorter leave some there.
struct BlobRest: Sendable {
  /// What edits left there, the first byte last, so that nothing is moved for each of them.
  private var left: [UInt8] = []
  /// What follows: a slice, since the padding of a large blob would be moved each time that it becomes shorter.
  private var padding: ArraySlice<UInt8> = []

  /// Nothing.
  init() {}

  /// What a blob had there.
  init(_ bytes: [UInt8]) { padding = bytes[...] }

  /// The byte at an offset; 0 behind the end.
  func byte(at offset: Int) -> UInt8 {
    if offset < left.count { return left[left.count - 1 - offset] }
    let index = padding.startIndex + offset - left.count
    return index < padding.endIndex ? padding[index] : 0
  }

  /// Takes bytes away from the start, as far as there are so many.
  mutating func removeFirst(_ count: Int) {
    let fromLeft = min(count, left.count)
    if fromLeft > 0 { left.removeLast(fromLeft) }
    padding = padding.dropFirst(count - fromLeft)
  }

  /// Puts bytes in front.
  mutating func prepend(_ bytes: [UInt8]) { left.append(contentsOf: bytes.reversed()) }
}
