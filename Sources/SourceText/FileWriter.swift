import CPlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A buffered writer to an open file.
///
/// Short pieces are gathered and written together; long ones go to the system from where they are, together
/// with what was gathered before them. After an error, nothing more is written.
///
/// Once much has been written, a thread does the writing while the next bytes are gathered: the system takes
/// as long to allocate a file's memory and to copy its contents there as it takes to make them.
@safe public struct FileWriter: ~Copyable {
  private let descriptor: Int32
  @usableFromInline var gathered: UnsafeMutableRawPointer
  @usableFromInline var count = 0
  /// How many bytes are gathered before they are written.
  @usableFromInline var room = 1 << 15
  /// How many bytes were written before there was a thread.
  private var sent = 0
  /// The thread that writes.
  private var thread: OpaquePointer?
  /// The buffer that it is writing or has written.
  private var handed: UnsafeMutableRawPointer?
  /// The first error that the system reported; 0 if there was none.
  private(set) var code: Int32 = 0

  /// How many bytes make a thread worth its cost, and how many it is handed at a time.
  private static var much: Int { 1 << 20 }
  private static var handedOver: Int { 1 << 18 }
  /// Short pieces are copied eight bytes at a time.
  private static var margin: Int { 8 }
  /// From this size on, handing bytes to the system costs less than copying them.
  private static var long: Int { 1 << 11 }

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    unsafe gathered = UnsafeMutableRawPointer.allocate(byteCount: room + Self.margin, alignment: 8)
  }

  deinit {
    if let thread = unsafe thread { _ = unsafe platform_end_writing(thread) }
    unsafe handed?.deallocate()
    unsafe gathered.deallocate()
  }

  /// Writes bytes.
  public mutating func write(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe write($0) }
  }

  /// Writes bytes.
  @unsafe
  public mutating func write(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    if bytes.count >= Self.long {
      unsafe send(bytes)
      return
    }
    if bytes.count > room &- count { unsafe send(UnsafeRawBufferPointer(start: nil, count: 0)) }
    unsafe (gathered + count).copyMemory(from: start, byteCount: bytes.count)
    count &+= bytes.count
  }

  /// Writes a big-endian cell.
  @inlinable @inline(__always)
  public mutating func writeCell(_ cell: UInt32) {
    if room &- count < 4 { unsafe send(UnsafeRawBufferPointer(start: nil, count: 0)) }
    unsafe gathered.storeBytes(of: cell.bigEndian, toByteOffset: count, as: UInt32.self)
    count &+= 4
  }

  /// Writes what was gathered and waits until everything is written; returns `code`.
  mutating func finish() -> Int32 {
    unsafe send(UnsafeRawBufferPointer(start: nil, count: 0))
    if let ending = unsafe thread {
      unsafe thread = nil
      let last = unsafe platform_end_writing(ending)
      if code == 0 { code = last }
    }
    return code
  }

  /// Writes what was gathered, followed by `bytes`.
  @usableFromInline mutating func send(_ bytes: UnsafeRawBufferPointer) {
    if let thread = unsafe thread {
      unsafe handOver(to: thread)
      if unsafe bytes.isEmpty { return }
      // `bytes` come after everything that was handed over: wait for it.
      unsafe handOver(to: thread)
      return unsafe sendHere(bytes)
    }
    sent += count + bytes.count
    unsafe sendHere(bytes)
    if sent >= Self.much, code == 0 { beginThread() }
  }

  /// Starts the writing thread. If there can be none, everything goes on without it.
  private mutating func beginThread() {
    sent = .min
    unsafe thread = platform_write_aside(descriptor)
    if unsafe thread == nil { return }
    room = Self.handedOver
    unsafe gathered.deallocate()
    unsafe gathered = .allocate(byteCount: room + Self.margin, alignment: 8)
    unsafe handed = .allocate(byteCount: room + Self.margin, alignment: 8)
  }

  /// Hands over what was gathered, once everything that was handed over before is written.
  @unsafe
  private mutating func handOver(to thread: OpaquePointer) {
    let last = unsafe platform_hand_over(thread, gathered, count)
    if code == 0 { code = last }
    if count == 0 { return }
    count = 0
    if let free = unsafe handed {
      unsafe handed = gathered
      unsafe gathered = free
    }
  }

  /// Writes what was gathered, followed by `bytes`, on this thread.
  private mutating func sendHere(_ bytes: UnsafeRawBufferPointer) {
    defer { count = 0 }
    var done = 0
    let total = count &+ bytes.count
    while done < total, code == 0 {
      let written =
        if done >= count {
          unsafe Self.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[(done &- count)...]))
        } else if unsafe bytes.isEmpty {
          unsafe Self.write(descriptor, UnsafeRawBufferPointer(start: gathered + done, count: count &- done))
        } else {
          unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { parts in
            unsafe parts.initializeElement(
              at: 0, to: iovec(iov_base: gathered + done, iov_len: count &- done))
            unsafe parts.initializeElement(
              at: 1,
              to: iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count))
            return unsafe writev(descriptor, parts.baseAddress, 2)
          }
        }
      if written < 0 {
        if errno != EINTR { code = errno }
      } else {
        done &+= written
      }
    }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    unsafe writeBytes(descriptor, bytes.baseAddress, bytes.count)
  }
}
