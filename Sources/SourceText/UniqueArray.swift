/// An array of plain data with one owner: facts by node or by name, lists of places, tables.
///
/// It is never shared, so changes need not check whether it is, as in `PlainArray`; and the Swift runtime has
/// no type to make for it, where the first `Array` of an element type costs as much as going through a
/// thousand nodes. An index out of bounds traps.
@safe @frozen
public struct UniqueArray<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var start: UnsafeMutablePointer<Element>?
  @usableFromInline var capacity: Int
  @usableFromInline var used: Int

  /// Creates an empty array, which allocates memory with the first element.
  @inlinable
  public init() {
    unsafe start = nil
    capacity = 0
    used = 0
  }

  /// Creates an array with `count` copies of `element`.
  @inlinable
  public init(repeating element: Element, count: Int) {
    self.init()
    resize(to: count, element)
  }

  @inlinable
  deinit { if let start = unsafe start { unsafe HeapMemory.release(start) } }

  /// The number of elements.
  @inlinable
  public var count: Int { @inline(__always) get { used } }

  /// Whether there are no elements.
  @inlinable
  public var isEmpty: Bool { @inline(__always) get { used == 0 } }

  /// The indices of the elements.
  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// The element at an index.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used))
      return unsafe start.unsafelyUnwrapped[index]
    }
    @inline(__always)
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used))
      yield &(unsafe start.unsafelyUnwrapped[index])
    }
  }

  /// Appends an element.
  @inlinable @inline(__always)
  public mutating func append(_ element: Element) {
    if used == capacity { grow() }
    unsafe (start.unsafelyUnwrapped + used).initialize(to: element)
    used &+= 1
  }

  // Out of line: it is rare, and callers would have to save what is in registers.
  @inlinable @inline(never)
  mutating func grow() { reserve(max(16, used + 1)) }

  /// Removes and returns the last element, if there is one.
  @inlinable
  public mutating func popLast() -> Element? {
    guard used > 0 else { return nil }
    used &-= 1
    return unsafe start.unsafelyUnwrapped[used]
  }

  /// Removes all elements and keeps the memory.
  @inlinable
  public mutating func removeAll() { used = 0 }

  /// Changes the number of elements to `count`; new ones are `element`.
  @inlinable
  public mutating func resize(to count: Int, _ element: Element) {
    precondition(count >= 0)
    if count > used {
      reserve(count)
      unsafe (start.unsafelyUnwrapped + used).initialize(
        repeating: element, count: count - used)
    }
    used = count
  }

  /// Makes room for `count` elements in total. Memory that has to grow at least doubles, so that an array
  /// that grows by a little again and again is not copied each time.
  @inlinable
  public mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    let room = max(count, capacity * 2)
    let stride = MemoryLayout<Element>.stride
    let memory = unsafe HeapMemory.resize(start, used: used * stride, to: room * stride)
    unsafe start = memory.assumingMemoryBound(to: Element.self)
    capacity = room
  }
}

extension UniqueArray<UInt8> {
  /// Appends bytes.
  @inlinable
  public mutating func append(_ bytes: Span<UInt8>) {
    let size = bytes.count
    guard size > 0 else { return }
    if capacity &- used < size { reserve(used + size) }
    // Most pieces of a text are names, and for a name, calling `memcpy` takes longer than copying it.
    if size <= 16 {
      unsafe Self.store(few: bytes, at: UnsafeMutableRawPointer(start.unsafelyUnwrapped + used))
      used &+= size
      return
    }
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let from = source.baseAddress else { return }
      unsafe (start.unsafelyUnwrapped + used).update(from: from, count: size)
    }
    used &+= size
  }

  /// Stores one to sixteen bytes as two words or half words, which may overlap.
  @inlinable @inline(__always)
  @unsafe
  static func store(few bytes: Span<UInt8>, at place: UnsafeMutableRawPointer) {
    let size = bytes.count
    if size >= 8 {
      unsafe place.storeBytes(of: bytes.word(at: 0), as: UInt64.self)
      unsafe place.storeBytes(of: bytes.word(at: size &- 8), toByteOffset: size &- 8, as: UInt64.self)
    } else if size >= 4 {
      let low = UInt32(truncatingIfNeeded: bytes.halfWord(at: 0)).littleEndian
      let high = UInt32(truncatingIfNeeded: bytes.halfWord(at: size &- 4)).littleEndian
      unsafe place.storeBytes(of: low, as: UInt32.self)
      unsafe place.storeBytes(of: high, toByteOffset: size &- 4, as: UInt32.self)
    } else {
      unsafe place.storeBytes(of: bytes[0], as: UInt8.self)
      unsafe place.storeBytes(of: bytes[size &>> 1], toByteOffset: size &>> 1, as: UInt8.self)
      unsafe place.storeBytes(of: bytes[size &- 1], toByteOffset: size &- 1, as: UInt8.self)
    }
  }

  /// Appends bytes of an arena.
  @inlinable
  public mutating func append(_ range: Range<Int>, of arena: borrowing FileArena) {
    // With this much room at the end, eight bytes can be copied at a time.
    reserve(used + range.count + 8)
    var done = 0
    while done < range.count {
      unsafe UnsafeMutableRawPointer(start.unsafelyUnwrapped + used).storeBytes(
        of: arena.longWord(at: range.lowerBound &+ done), toByteOffset: done, as: UInt64.self)
      done &+= 8
    }
    used &+= range.count
  }

  /// Eight bytes in the machine's byte order; those past the last one may have any value. Traps if there is
  /// no memory for all of them.
  @inlinable @inline(__always)
  public func longWord(at index: Int) -> UInt64 {
    precondition(index >= 0 && index &+ 8 <= capacity)
    return unsafe UnsafeRawPointer(start.unsafelyUnwrapped)
      .loadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  /// Calls `body` with the bytes.
  @inlinable
  public func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let all = unsafe UnsafeBufferPointer(start: start, count: used)
    return unsafe body(Span(_unsafeElements: all))
  }
}

// It goes to another thread along with its memory, which has no other owner.
extension UniqueArray: @unchecked Sendable where Element: Sendable {}
