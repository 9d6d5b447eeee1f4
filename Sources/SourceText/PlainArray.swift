/// An array of plain data, of whose type the Swift runtime need not know: the first `Array` of some type costs
/// as much as reading a small file, and a short command has dozens of types.
///
/// Like an `Array` it is a value: its memory is shared until one of the owners changes something. A bad index
/// stops the program. It can be sent to other threads, since nobody changes memory that has another owner.
@safe @frozen
public struct PlainArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable, RandomAccessCollection {
  @usableFromInline var memory: PlainMemory?
  /// Where its memory begins.
  @usableFromInline var base: UnsafeMutableRawPointer?
  @usableFromInline var used = 0
  @usableFromInline var capacity = 0

  /// No elements.
  @inlinable
  public init() { unsafe base = nil }

  /// `count` times the same.
  @inlinable
  public init(repeating element: Element, count: Int) {
    self.init()
    resize(to: count, element)
  }

  /// How many elements there are.
  @inlinable
  public var count: Int { used }

  /// Where the elements begin: at 0.
  @inlinable
  public var startIndex: Int { 0 }

  /// Where they end.
  @inlinable
  public var endIndex: Int { used }

  /// Whether there are no elements.
  @inlinable
  public var isEmpty: Bool { used == 0 }

  /// The indices of the elements.
  @inlinable
  public var indices: Range<Int> { 0..<used }

  /// Whether nobody else has the memory, which every change asks.
  ///
  /// The runtime's own answer is a call; a tree and its source ask it forty thousand times. So the word of the
  /// object's header is looked at where the runtime counts owners: as long as it is as in an object that was just
  /// made, there is one. Any other word says nothing, and the runtime is asked.
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

  /// Adds an element at the end.
  @inlinable @inline(__always)
  public mutating func append(_ element: Element) {
    if used == capacity || !isOwn {
      move(to: used == capacity ? Swift.max(capacity &* 2, 16) : capacity)
    }
    unsafe (start + used).initialize(to: element)
    used &+= 1
  }

  /// Adds an element at the end and lets `body` change the others: whether somebody else has them, too, is
  /// asked only once.
  @inlinable @inline(__always)
  public mutating func append(_ element: Element, andChange body: (inout MutableSpan<Element>) -> Void) {
    append(element)
    var all = unsafe MutableSpan(_unsafeStart: start, count: used)
    body(&all)
  }

  /// Adds what `body` makes of the elements of another array.
  @inlinable @inline(__always)
  public mutating func append(contentsOf others: PlainArray, _ body: (Element) -> Element) {
    let count = others.used
    guard count > 0 else { return }
    makeOwn(forTotal: used &+ count)
    for index in 0..<count { unsafe (start + used + index).initialize(to: body(others.start[index])) }
    used &+= count
  }

  /// Lets `body` change elements, and asks only once whether somebody else has them, too.
  @inlinable @inline(__always)
  public mutating func change<Result>(_ body: (inout MutableSpan<Element>) -> Result) -> Result {
    if !isOwn { move(to: capacity) }
    var all = unsafe MutableSpan(_unsafeStart: start, count: used)
    return body(&all)
  }

  /// Takes the last element away; there has to be one.
  @inlinable
  public mutating func removeLast() {
    precondition(used > 0)
    used &-= 1
  }

  /// Takes the last element away, if there is one.
  @inlinable
  public mutating func popLast() -> Element? {
    guard let last else { return nil }
    used &-= 1
    return last
  }

  /// Leaves the first `count` elements.
  @inlinable
  public mutating func cut(to count: Int) {
    precondition(count >= 0 && count <= used)
    used = count
  }

  /// Takes all elements away and keeps the memory.
  @inlinable
  public mutating func removeAll() { used = 0 }

  /// The elements from an index on, in memory of their own.
  @inlinable
  public func copy(from start: Int) -> PlainArray {
    var copy = PlainArray()
    copy.append(of: self, from: start)
    return copy
  }

  /// Adds the elements of another array from an index on.
  @inlinable
  public mutating func append(of others: PlainArray, from first: Int = 0) {
    precondition(first >= 0 && first <= others.used)
    let count = others.used - first
    guard count > 0 else { return }
    makeOwn(forTotal: used + count)
    unsafe (start + used).update(from: others.start + first, count: count)
    used += count
  }

  /// Makes room for `count` elements altogether.
  @inlinable
  public mutating func reserve(_ count: Int) {
    if count > capacity { move(to: count) }
  }

  /// Gives back the memory that it does not need.
  @inlinable
  public mutating func fit() {
    if capacity > used { move(to: used) }
  }

  /// Makes it have `count` elements, further ones being `element`.
  @inlinable
  public mutating func resize(to count: Int, _ element: Element) {
    guard count > used else { return cut(to: count) }
    makeOwn(forTotal: count)
    unsafe (start + used).initialize(repeating: element, count: count - used)
    used = count
  }

  /// Makes room for `count` elements that nobody else has; where there was some, for twice as many at least, so that
  /// an array that grows by a little again and again is not copied each time.
  @inlinable
  mutating func makeOwn(forTotal count: Int) {
    if count > capacity {
      move(to: Swift.max(count, capacity &* 2))
    } else if !isOwn {
      move(to: capacity)
    }
  }

  /// Gives it memory of its own for `count` elements.
  @inlinable @inline(never)
  mutating func move(to count: Int) {
    let size = count * MemoryLayout<Element>.stride
    let new = PlainMemory(size)
    unsafe LargePages.ask(new.start, size)
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

/// Memory for plain data. Who changes it has seen to it that he is the only owner (`PlainArray.isOwn`).
@usableFromInline
@safe
final class PlainMemory: @unchecked Sendable {
  @usableFromInline let start: UnsafeMutableRawPointer

  /// What the second word of an object holds that has one owner and was never anything but plainly owned.
  @inlinable
  static var oneOwner: UInt64 { 3 }

  @usableFromInline
  init(_ size: Int) {
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: max(size, 1), alignment: 16)
  }

  deinit { unsafe start.deallocate() }
}
