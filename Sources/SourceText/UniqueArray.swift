public import SourceText

/// An array with one owner, for what is worked out of a tree and thrown away: facts by node or by name,
/// lists of places.
///
/// It is never shared, so that no change has to ask whether it is; and the Swift runtime has nothing to
/// make for it, where the first array of some type costs as much as going through a thousand nodes. A bad
/// index stops the program.
@safe @frozen
public struct SideArray<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var start: UnsafeMutablePointer<Element>?
  @usableFromInline var capacity: Int
  @usableFromInline var used: Int

  /// An empty array, which takes memory when the first element comes.
  @inlinable
  public init() {
    unsafe start = nil
    capacity = 0
    used = 0
  }

  /// An array of `count` times the same.
  @inlinable
  public init(repeating element: Element, count: Int) {
    self.init()
    resize(to: count, element)
  }

  @inlinable
  deinit { unsafe start?.deallocate() }

  /// How many elements there are.
  @inlinable
  public var count: Int { used }

  /// Whether there are no elements.
  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// The indices of the elements.
  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// The element at an index.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      return unsafe start.unsafelyUnwrapped[index]
    }
    @inline(__always)
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      yield &(unsafe start.unsafelyUnwrapped[index])
    }
  }

  /// Adds an element at the end.
  @inlinable @inline(__always)
  public mutating func append(_ element: Element) {
    if used == capacity { grow() }
    unsafe (start.unsafelyUnwrapped + used).initialize(to: element)
    used &+= 1
  }

  // Out of line: it is rare, and whoever appends would have to save what is in registers.
  @inlinable @inline(never)
  mutating func grow() { reserve(max(64, capacity * 2)) }

  /// Takes the last element away, if there is one.
  @inlinable
  public mutating func popLast() -> Element? {
    guard used > 0 else { return nil }
    used &-= 1
    return unsafe start.unsafelyUnwrapped[used]
  }

  /// Takes all elements away and keeps the memory.
  @inlinable
  public mutating func removeAll() { used = 0 }

  /// Makes it have `count` elements, further ones being `element`.
  @inlinable
  public mutating func resize(to count: Int, _ element: Element) {
    precondition(count >= 0)
    if count > capacity { reserve(count) }
    if count > used {
      unsafe (start.unsafelyUnwrapped + used).initialize(
        repeating: element, count: count - used)
    }
    used = count
  }

  /// Makes room for `count` elements altogether.
  @inlinable
  public mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: count)
    unsafe LargePages.ask(memory, count * MemoryLayout<Element>.stride)
    if let start = unsafe start {
      unsafe memory.moveInitialize(from: start, count: used)
      unsafe start.deallocate()
    }
    unsafe start = memory
    capacity = count
  }
}

extension SideArray<UInt8> {
  /// Adds bytes at the end.
  @inlinable
  public mutating func append(_ bytes: Span<UInt8>) {
    let size = bytes.count
    guard size > 0 else { return }
    if capacity - used < size { reserve(max(used + size, capacity * 2)) }
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let from = source.baseAddress else { return }
      unsafe (start.unsafelyUnwrapped + used).update(from: from, count: size)
    }
    used += size
  }

  /// Calls `body` with the bytes.
  @inlinable
  public func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let all = unsafe UnsafeBufferPointer(start: start, count: used)
    return unsafe body(Span(_unsafeElements: all))
  }
}

// It goes to another thread with its memory, which nobody else has.
extension SideArray: @unchecked Sendable where Element: Sendable {}
