import CPlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory of one address range in which files lie one behind another, and what is made of them.
///
/// Pages that nobody touches take no memory, so it can be large. The first file can be one that is not
/// read but lies where the system has it, as long as the system keeps it from being changed; that takes
/// a third of the time of reading. What is written over it stays in this process.
@safe public struct FileArena: ~Copyable {
  @usableFromInline let start: UnsafeMutableRawPointer
  private let capacity: Int
  /// The file that lies where the system has it: it is held until the arena goes.
  private var held: Int32 = -1
  /// How many bytes there are.
  public internal(set) var count = 0

  /// Readers may look at this many bytes behind the last one, to read eight at a time.
  static var margin: Int { 16 }

  /// An empty arena that can take this many bytes; nil if the system has not as many addresses left.
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

  /// Puts a regular file behind what is there, at a multiple of 8; nil if it cannot be read or there is no
  /// room, and then nothing is there.
  @unsafe
  public mutating func read(_ path: UnsafePointer<CChar>) -> Range<Int>? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { return nil }
    var info = stat()
    var first = (count + 7) & ~7
    guard unsafe fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG,
      info.st_size > 0, Int(info.st_size) < capacity - first
    else {
      close(file)
      return nil
    }
    let size = Int(info.st_size)
    if first == 0, size >= Self.worthHolding, hold(file, size) { return 0..<size }
    defer { close(file) }
    if size >= LargePages.smallest, first + 2 * Self.largePage + size < capacity {
      // What is large begins with a large page, and has another one for what is made of it.
      let address = unsafe Int(bitPattern: start) + first
      first += (Self.largePage - address & (Self.largePage - 1)) & (Self.largePage - 1)
      let asked = (size + 2 * Self.largePage) & ~(Self.largePage - 1)
      unsafe LargePages.ask(start + first, asked)
      unsafe platform_take_pages_aside(start + first, asked)
    }
    // With room for one byte more, a short read is the end.
    var end = first
    while end <= first + size {
      let count = unsafe readBytes(file, start + end, first + size + 1 - end)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      end += count
      // The usual case, in which there is nothing more to ask.
      if end == first + size { break }
    }
    // A file that changed meanwhile is read again by those who say so.
    guard end == first + size else { return nil }
    count = end
    return first..<end
  }

  private static var largePage: Int { 1 << 21 }

  // Below this, reading takes no longer.
  private static var worthHolding: Int { 1 << 14 }

  /// Lets a file lie where the system has it.
  private mutating func hold(_ file: Int32, _ size: Int) -> Bool {
    if platform_hold_unchanged(file) != 0 { return false }
    var info = stat()
    // Before it was held, it may have changed.
    guard unsafe fstat(file, &info) == 0, Int(info.st_size) == size,
      let place = unsafe mmap(start, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, 0),
      unsafe place != MAP_FAILED
    else { return false }
    held = file
    count = size
    return true
  }

  // MARK: - Appending

  /// Goes on to a multiple of 4. The bytes on the way may be any, not only zeroes: what is short is appended eight bytes
  /// at a time, with some of what followed it.
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

  /// Appends bytes that are here already; false if there is no room.
  public mutating func append(_ range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    guard range.count <= capacity - count else { return false }
    if range.count <= 64 {
      // Behind both, there is room.
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

  /// A byte.
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

  /// Four bytes as they lie there.
  @inlinable @inline(__always)
  public func word(at place: Int) -> UInt32 {
    precondition(place >= 0 && place < count)
    return unsafe start.loadUnaligned(fromByteOffset: place, as: UInt32.self)
  }

  /// Eight bytes as they lie there, of which those behind the last one are zero or were once here.
  @inlinable @inline(__always)
  public func longWord(at place: Int) -> UInt64 {
    precondition(place >= 0 && place < count)
    return unsafe start.loadUnaligned(fromByteOffset: place, as: UInt64.self)
  }

  /// A big-endian cell.
  @inlinable @inline(__always)
  public func cell(at place: Int) -> UInt32 { word(at: place).bigEndian }

  /// Overwrites a big-endian cell.
  @inlinable @inline(__always)
  public mutating func setCell(_ cell: UInt32, at place: Int) {
    precondition(place >= 0 && place &+ 4 <= count)
    unsafe start.storeBytes(of: cell.bigEndian, toByteOffset: place, as: UInt32.self)
  }

  /// Whether the same bytes stand at two places.
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
    // The margin lets eight be read here, too; those that do not belong to it are shifted out.
    let shift = UInt64(8 &- (a.upperBound &- i)) &* 8
    let own = unsafe start.loadUnaligned(fromByteOffset: i, as: UInt64.self).littleEndian << shift
    let their = unsafe start.loadUnaligned(fromByteOffset: j, as: UInt64.self).littleEndian << shift
    return own == their
  }

  /// Where the next NUL is, from a place on; `limit` if there is none in front of it.
  @inlinable @inline(__always)
  public func firstNUL(from place: Int, below limit: Int) -> Int { first(0, from: place, below: limit) }

  /// Where a byte is next, from a place on; `limit` if it is not in front of it.
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

  /// Hands over the bytes of a range.
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
    // Both have a margin behind them.
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
  /// The bytes of a range, as long as the arena lives.
  @unsafe
  func rawBytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
  }
}
