/// Memory of fixed size that a blob is written into front to back.
///
/// Each write is checked against the end first and traps beyond it. Valid as long as the memory is.
@safe
struct BlobBytes: ~Copyable {
  private let start: UnsafeMutableRawPointer
  private let capacity: Int
  /// The number of bytes written so far.
  private(set) var count = 0

  /// Creates a writer into uninitialized memory.
  init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
    // An empty buffer may have no base address; nothing is ever written to this stand-in.
    unsafe start =
      memory.baseAddress.map { UnsafeMutableRawPointer($0) }
      ?? UnsafeMutableRawPointer(bitPattern: 1).unsafelyUnwrapped
    capacity = memory.count
  }

  @inline(__always)
  private mutating func take(_ size: Int) -> UnsafeMutableRawPointer {
    precondition(size >= 0 && size <= capacity &- count)
    let place = unsafe start + count
    count &+= size
    return unsafe place
  }

  /// Writes a big-endian cell.
  @inline(__always)
  mutating func put(_ cell: UInt32) {
    unsafe take(4).storeBytes(of: cell.bigEndian, as: UInt32.self)
  }

  /// Writes a big-endian 64-bit integer.
  mutating func put(_ integer: UInt64) {
    unsafe take(8).storeBytes(of: integer.bigEndian, as: UInt64.self)
  }

  /// Writes a property: its tag, length, name and value, and zeros up to the next multiple of 4.
  @inline(__always)
  mutating func putProperty(name: UInt32, _ value: Span<UInt8>) {
    let length = value.count
    let size = 12 &+ aligned(length, to: 4)
    let place = unsafe take(size)
    // The last cell first: the value then overwrites all of it but the padding.
    unsafe (place + (size &- 4)).storeBytes(of: 0, as: UInt32.self)
    unsafe place.storeBytes(of: BlobTag.property.bigEndian, as: UInt32.self)
    unsafe (place + 4).storeBytes(of: UInt32(truncatingIfNeeded: length).bigEndian, as: UInt32.self)
    unsafe (place + 8).storeBytes(of: name.bigEndian, as: UInt32.self)
    unsafe copy(value, to: place + 12)
  }

  @inline(__always)
  private func copy(_ bytes: Span<UInt8>, to place: UnsafeMutableRawPointer) {
    unsafe bytes.withUnsafeBytes { source in
      guard let from = source.baseAddress else { return }
      if source.count == 4 {
        unsafe place.storeBytes(of: from.loadUnaligned(as: UInt32.self), as: UInt32.self)
      } else {
        unsafe place.copyMemory(from: from, byteCount: source.count)
      }
    }
  }

  /// Writes bytes.
  mutating func put(_ bytes: Span<UInt8>) {
    let place = unsafe take(bytes.count)
    unsafe bytes.withUnsafeBytes { source in
      guard let from = source.baseAddress else { return }
      unsafe place.copyMemory(from: from, byteCount: source.count)
    }
  }

  /// Writes a node's tag and name, and zeros up to the next multiple of 4.
  mutating func putNode(name: Span<UInt8>) {
    let size = 4 &+ aligned(name.count &+ 1, to: 4)
    let place = unsafe take(size)
    unsafe (place + (size &- 4)).storeBytes(of: 0, as: UInt32.self)
    unsafe place.storeBytes(of: BlobTag.beginNode.bigEndian, as: UInt32.self)
    unsafe copy(name, to: place + 4)
  }

  /// Writes zeros up to the offset `end`.
  mutating func fill(to end: Int) {
    guard end > count else { return }
    let size = end &- count
    unsafe take(size).initializeMemory(as: UInt8.self, repeating: 0, count: size)
  }
}
