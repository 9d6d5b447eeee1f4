/// An array of plain data for which the Swift runtime need not make a type: the first `Array` of each element
/// type costs as much as reading a small file, and a short command uses dozens of types.
///
/// Like `Array`, it is a value: its memory is shared until one of the owners changes something. An index out
/// of bounds traps. It can be sent to other threads, since memory with several owners is never changed.
@safe @frozen
public struct PlainArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable, RandomAccessCollection {
  @usableFromInline var memory: PlainMemory?
  /// Where its memory begins.
  @usableFromInline var base: UnsafeMutableRawPointer?
  @usableFromInline var used = 0
  @usableFromInline var capacity = 0

  /// Creates an empty array.
  @inlinable
  public init() { unsafe base = nil }

  /// Creates an array with `count` copies of `element`.
  @inlinable
  public init(repeating element: Element, count: Int) {
    self.init()
    resize(to: count, element)
  }

  /// The number of elements.
  @inlinable
  public var count: Int { used }

  /// The index of the first element: 0.
  @inlinable
  public var startIndex: Int { 0 }

  /// The index after the last element.
  @inlinable
  public var endIndex: Int { used }

  /// Whether there are no elements.
  @inlinable
  public var isEmpty: Bool { used == 0 }

  /// The indices of the elements.
  @inlinable
  public var indices: Range<Int> { 0..<used }

  /// Whether this is the only owner of the memory, which each change has to check.
  ///
  /// The runtime's own check is a call, and a tree and its source make it forty thousand times. So this looks
  /// at the word of the object's header in which the runtime counts owners: as long as it is that of a newly
  /// made object, there is only one. Any other word says nothing, and the runtime is asked.
  @inlinable
  var isOwn: Bool {
    @inline(__always)
    mutating get {
      #if _pointerBitWidth(_64) && !hasFeature(Embedded)
        if let memory,
          unsafe Unmanaged.passUnretained(memory).toOpaque().load(
            fromByteOffset: 8, as: UInt64.self) == PlainMemory.oneOwner
        {
          return true
        }
      #endif
      return isKnownUniquelyReferenced(&memory)
    }
  }

  @inlinable @inline(__always)
  @unsafe
  var start: UnsafeMutablePointer<Element> {
    unsafe base.unsafelyUnwrapped.assumingMemoryBound(to: Element.self)
  }

  /// The element at an index.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used))
      return unsafe start[index]
    }
    @inline(__always)
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: used))
      if !isOwn { move(to: capacity) }
      yield &(unsafe start[index])
    }
  }

  /// Appends an element.
  @inlinable @inline(__always)
  public mutating func append(_ element: Element) {
    if used == capacity || !isOwn {
      move(to: used == capacity ? Swift.max(capacity &* 2, 16) : capacity)
    }
    unsafe (start + used).initialize(to: element)
    used &+= 1
  }

  /// Appends an element and lets `body` change the others, checking only once whether the memory has other
  /// owners.
  @inlinable @inline(__always)
  public mutating func append(_ element: Element, andChange body: (inout MutableSpan<Element>) -> Void) {
    append(element)
    var all = unsafe MutableSpan(_unsafeStart: start, count: used)
    body(&all)
  }

  /// Appends what `body` makes of the elements of another array.
  @inlinable @inline(__always)
  public mutating func append(contentsOf others: PlainArray, _ body: (Element) -> Element) {
    let count = others.used
    guard count > 0 else { return }
    makeOwn(forTotal: used &+ count)
    for index in 0..<count { unsafe (start + used + index).initialize(to: body(others.start[index])) }
    used &+= count
  }

  /// Lets `body` change elements, checking only once whether the memory has other owners.
  @inlinable @inline(__always)
  public mutating func change<Result>(_ body: (inout MutableSpan<Element>) -> Result) -> Result {
    if !isOwn { move(to: capacity) }
    var all = unsafe MutableSpan(_unsafeStart: start, count: used)
    return body(&all)
  }

  /// Removes the last element; there has to be one.
  @inlinable
  public mutating func removeLast() {
    precondition(used > 0)
    used &-= 1
  }

  /// Removes and returns the last element, if there is one.
  @inlinable
  public mutating func popLast() -> Element? {
    guard let last else { return nil }
    used &-= 1
    return last
  }

  /// Keeps only the first `count` elements.
  @inlinable
  public mutating func cut(to count: Int) {
    precondition(count >= 0 && count <= used)
    used = count
  }

  /// Removes all elements and keeps the memory.
  @inlinable
  public mutating func removeAll() { used = 0 }

  /// Returns a copy of the elements from an index on.
  @inlinable
  public func copy(from start: Int) -> PlainArray {
    var copy = PlainArray()
    copy.append(of: self, from: start)
    return copy
  }

  /// Appends the elements of another array from an index on.
  @inlinable
  public mutating func append(of others: PlainArray, from first: Int = 0) {
    precondition(first >= 0 && first <= others.used)
    let count = others.used - first
    guard count > 0 else { return }
    makeOwn(forTotal: used + count)
    unsafe (start + used).update(from: others.start + first, count: count)
    used += count
  }

  /// Makes room for `count` elements in total.
  @inlinable
  public mutating func reserve(_ count: Int) {
    if count > capacity { move(to: count) }
  }

  /// Gives back memory that is not needed.
  @inlinable
  public mutating func fit() {
    if capacity > used { move(to: used) }
  }

  /// Changes the number of elements to `count`; new ones are `element`.
  @inlinable
  public mutating func resize(to count: Int, _ element: Element) {
    guard count > used else { return cut(to: count) }
    makeOwn(forTotal: count)
    unsafe (start + used).initialize(repeating: element, count: count - used)
    used = count
  }

  /// Makes room for `count` elements in memory without other owners. Memory that has to grow at least
  /// doubles, so that an array that grows by a little again and again is not copied each time.
  @inlinable
  mutating func makeOwn(forTotal count: Int) {
    if count > capacity {
      move(to: Swift.max(count, capacity &* 2))
    } else if !isOwn {
      move(to: capacity)
    }
  }

  /// Moves it to memory of its own with room for `count` elements.
  @inlinable @inline(never)
  mutating func move(to count: Int) {
    let size = count * MemoryLayout<Element>.stride
    let new = PlainMemory(size)
    if used > 0 { unsafe new.start.copyMemory(from: start, byteCount: used * MemoryLayout<Element>.stride) }
    memory = new
    unsafe base = new.start
    capacity = count
  }
}

extension PlainArray: Equatable where Element: Equatable {
  /// Whether two arrays have the same elements.
  @inlinable
  public static func == (one: PlainArray, other: PlainArray) -> Bool {
    guard one.used == other.used else { return false }
    for index in one.indices where one[index] != other[index] { return false }
    return true
  }
}

/// Memory for plain data. Code that changes it has made sure that it is the only owner (`PlainArray.isOwn`).
@usableFromInline
@safe
final class PlainMemory: @unchecked Sendable {
  @usableFromInline let start: UnsafeMutableRawPointer

  /// The second word of an object that has one owner and has never had any but strong references.
  @inlinable
  static var oneOwner: UInt64 { 3 }

  @usableFromInline
  init(_ size: Int) { unsafe start = HeapMemory.allocate(size) }

  deinit { unsafe HeapMemory.release(start) }
}
