import CPlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One range of memory that holds files, one after another, and what is made of them.
///
/// Pages that are not touched take no memory, so the range can be large. The first file can be mapped instead
/// of read, as long as the system keeps it from being changed; that takes a third of the time of reading. The
/// mapping is private: what is written over it stays in this process.
@safe public struct FileArena: ~Copyable {
  @usableFromInline let start: UnsafeMutableRawPointer
  private let capacity: Int
  /// The mapped file, kept open until the arena goes away, so that it cannot be changed; -1 if there is none.
  private var held: Int32 = -1
  /// The number of bytes in use.
  public internal(set) var count = 0

  /// How many bytes past the last one may be accessed, so that eight can be read at a time.
  static var margin: Int { 16 }

  /// Creates an empty arena for up to `capacity` bytes; nil if the system has too little address space left.
  public init?(capacity: Int) {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | Self.unreserved
    let room = capacity + Self.margin
    guard let start = unsafe mmap(nil, room, PROT_READ | PROT_WRITE, flags, -1, 0),
      unsafe start != MAP_FAILED
    else { return nil }
    unsafe self.start = start
    self.capacity = capacity
  }

  deinit {
    unsafe munmap(start, capacity + Self.margin)
    if held >= 0 { close(held) }
  }

  #if os(Linux)
    private static var unreserved: Int32 { MAP_NORESERVE }
  #else
    private static var unreserved: Int32 { 0 }
  #endif

  // MARK: - Reading

  /// Appends a regular file at a multiple of 8 and returns its range; nil, with nothing appended, if it is
  /// empty, cannot be read or does not fit.
  @unsafe
  public mutating func read(_ path: UnsafePointer<CChar>) -> Range<Int>? {
    // `stat` comes before `open`: opening and closing a named pipe would end what is written to it, and the
    // caller reads it by other means.
    var info = stat()
    var first = (count + 7) & ~7
    guard unsafe statFile(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG,
      info.st_size > 0, Int(info.st_size) < capacity - first
    else { return nil }
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { return nil }
    let size = Int(info.st_size)
    if first == 0, size >= Self.worthHolding, hold(file, size) { return 0..<size }
    defer { close(file) }
    if size >= LargePages.smallest, first + 2 * Self.largePage + size < capacity {
      // A large file begins on a large page, and has another one for what is made of it.
      let address = unsafe Int(bitPattern: start) + first
      first += (Self.largePage - address & (Self.largePage - 1)) & (Self.largePage - 1)
      let asked = (size + 2 * Self.largePage) & ~(Self.largePage - 1)
      unsafe LargePages.ask(start + first, asked)
      unsafe platform_take_pages_aside(start + first, asked)
    }
    // With room for one more byte, a short read marks the end.
    var end = first
    while end <= first + size {
      let count = unsafe readBytes(file, start + end, first + size + 1 - end)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      end += count
      // The usual case, in which there is nothing more to ask for.
      if end == first + size { break }
    }
    // A file that has changed in the meantime is left to code that reads it again and reports it.
    guard end == first + size else { return nil }
    count = end
    return first..<end
  }

  private static var largePage: Int { 1 << 21 }

  // Below this size, reading takes no longer than mapping.
  private static var worthHolding: Int { 1 << 14 }

  /// Maps a file at the start of the arena; false if the system cannot keep it from being changed.
  private mutating func hold(_ file: Int32, _ size: Int) -> Bool {
    if platform_hold_unchanged(file) != 0 { return false }
    var info = stat()
    // It may have changed before it was held.
    guard unsafe fstat(file, &info) == 0, Int(info.st_size) == size,
      let place = unsafe mmap(start, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, 0),
      unsafe place != MAP_FAILED
    else { return false }
    held = file
    count = size
    return true
  }

  // MARK: - Appending

  /// Advances to a multiple of 4. The skipped bytes need not be zero: short ranges are appended eight bytes
  /// at a time, along with some of what follows them.
  public mutating func align() { count = min((count + 3) & ~3, capacity) }

  /// Appends bytes; false if there is no room.
  public mutating func append(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count <= capacity - count else { return false }
    unsafe bytes.withUnsafeBytes { bytes in
      if let from = bytes.baseAddress {
        unsafe (start + count).copyMemory(from: from, byteCount: bytes.count)
      }
    }
    count += bytes.count
    return true
  }

  /// Appends a copy of a range of this arena; false if there is no room.
  public mutating func append(_ range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    guard range.count <= capacity - count else { return false }
    if range.count <= 64 {
      // Both ranges are followed by a margin.
      var done = 0
      while done < range.count {
        unsafe start.storeBytes(
          of: start.loadUnaligned(fromByteOffset: range.lowerBound &+ done, as: UInt64.self),
          toByteOffset: count &+ done, as: UInt64.self)
        done &+= 8
      }
    } else {
      unsafe (start + count).copyMemory(from: start + range.lowerBound, byteCount: range.count)
    }
    count &+= range.count
    return true
  }

  /// Appends one byte; false if there is no room.
  public mutating func append(_ byte: UInt8) -> Bool {
    guard count < capacity else { return false }
    unsafe start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
    return true
  }

  /// Appends a big-endian cell; false if there is no room.
  public mutating func append(cell: UInt32) -> Bool {
    guard count <= capacity &- 4 else { return false }
    unsafe start.storeBytes(of: cell.bigEndian, toByteOffset: count, as: UInt32.self)
    count &+= 4
    return true
  }

  // MARK: - Looking

  /// The byte at an offset.
  @inlinable @inline(__always)
  public subscript(place: Int) -> UInt8 {
    get {
      precondition(place >= 0 && place < count)
      return unsafe start.load(fromByteOffset: place, as: UInt8.self)
    }
    set {
      precondition(place >= 0 && place < count)
      unsafe start.storeBytes(of: newValue, toByteOffset: place, as: UInt8.self)
    }
  }

  /// Four bytes in the machine's byte order; those past the last one are zero or left over.
  @inlinable @inline(__always)
  public func word(at place: Int) -> UInt32 {
    precondition(place >= 0 && place < count)
    return unsafe start.loadUnaligned(fromByteOffset: place, as: UInt32.self)
  }

  /// Eight bytes in the machine's byte order; those past the last one are zero or left over.
  @inlinable @inline(__always)
  public func longWord(at place: Int) -> UInt64 {
    precondition(place >= 0 && place < count)
    return unsafe start.loadUnaligned(fromByteOffset: place, as: UInt64.self)
  }

  /// The big-endian cell at an offset.
  @inlinable @inline(__always)
  public func cell(at place: Int) -> UInt32 { word(at: place).bigEndian }

  /// Overwrites the big-endian cell at an offset.
  @inlinable @inline(__always)
  public mutating func setCell(_ cell: UInt32, at place: Int) {
    precondition(place >= 0 && place &+ 4 <= count)
    unsafe start.storeBytes(of: cell.bigEndian, toByteOffset: place, as: UInt32.self)
  }

  /// Whether the bytes of `a` are also at `b`.
  @inlinable @inline(__always)
  public func areEqual(_ a: Range<Int>, at b: Int) -> Bool {
    precondition(a.lowerBound >= 0 && a.upperBound <= count && b >= 0)
    guard b &+ a.count <= count else { return false }
    var (i, j) = (a.lowerBound, b)
    while i &+ 8 <= a.upperBound {
      if unsafe start.loadUnaligned(fromByteOffset: i, as: UInt64.self)
        != start.loadUnaligned(fromByteOffset: j, as: UInt64.self)
      {
        return false
      }
      i &+= 8
      j &+= 8
    }
    if i == a.upperBound { return true }
    // The margin lets eight bytes be read here, too; those past the range are shifted out.
    let shift = UInt64(8 &- (a.upperBound &- i)) &* 8
    let own = unsafe start.loadUnaligned(fromByteOffset: i, as: UInt64.self).littleEndian << shift
    let their = unsafe start.loadUnaligned(fromByteOffset: j, as: UInt64.self).littleEndian << shift
    return own == their
  }

  /// Returns the offset of the first NUL at or after `place`, or `limit` if there is none before it.
  @inlinable @inline(__always)
  public func firstNUL(from place: Int, below limit: Int) -> Int { first(0, from: place, below: limit) }

  /// Returns the offset of the first such byte at or after `place`, or `limit` if there is none before it.
  @inlinable @inline(__always)
  public func first(_ byte: UInt8, from place: Int, below limit: Int) -> Int {
    precondition(place >= 0 && limit <= count)
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    var at = place
    while at < limit {
      let word = unsafe start.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian ^ pattern
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if zeros != 0 { return min(at &+ zeros.trailingZeroBitCount >> 3, limit) }
      at &+= 8
    }
    return limit
  }

  /// Calls `body` with the bytes of a range.
  public func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe Span(_unsafeBytes: rawBytes(range)))
  }
}

extension FileWriter {
  /// Writes a range of an arena.
  @inlinable @inline(__always)
  public mutating func write(_ range: Range<Int>, of arena: borrowing FileArena) {
    precondition(range.lowerBound >= 0 && range.upperBound <= arena.count)
    let size = range.count
    if size > 128 || size > room &- count { return writeMuch(range, of: arena) }
    // Both buffers are followed by a margin.
    var done = 0
    while done < size {
      unsafe gathered.storeBytes(
        of: arena.start.loadUnaligned(fromByteOffset: range.lowerBound &+ done, as: UInt64.self),
        toByteOffset: count &+ done, as: UInt64.self)
      done &+= 8
    }
    count &+= size
  }

  @usableFromInline mutating func writeMuch(_ range: Range<Int>, of arena: borrowing FileArena) {
    unsafe write(arena.rawBytes(range))
  }
}

extension FileArena {
  /// The bytes of a range, valid as long as the arena lives.
  @unsafe
  func rawBytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
  }
}
