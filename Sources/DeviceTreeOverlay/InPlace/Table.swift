import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A list of plain values that has one owner.
///
/// An array would ask at each change whether it has another owner, and its first use with a new type of
/// element takes the runtime as long as the merge of a small overlay.
@safe struct Table<Element: BitwiseCopyable>: ~Copyable {
  private var start: UnsafeMutablePointer<Element>?
  private var capacity = 0
  private(set) var count = 0

  init() {}

  deinit { unsafe free(start) }

  var isEmpty: Bool { @inline(__always) get { count == 0 } }

  subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(index >= 0 && index < count)
      return unsafe start.unsafelyUnwrapped[index]
    }
    @inline(__always) set {
      precondition(index >= 0 && index < count)
      unsafe start.unsafelyUnwrapped[index] = newValue
    }
    @inline(__always) _modify {
      precondition(index >= 0 && index < count)
      yield unsafe &start.unsafelyUnwrapped[index]
    }
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { reserve(count &+ 1) }
    unsafe (start.unsafelyUnwrapped + count).initialize(to: element)
    count &+= 1
  }

  /// Appends the same value so many times.
  mutating func append(_ element: Element, count more: Int) {
    reserve(count + more)
    if more == 0 { return }
    unsafe (start.unsafelyUnwrapped + count).initialize(repeating: element, count: more)
    count += more
  }

  /// Forgets what there is, and keeps the memory.
  mutating func removeAll() { count = 0 }

  /// Makes room for so many elements.
  mutating func reserve(_ needed: Int) {
    if needed <= capacity { return }
    let room = max(needed, capacity * 2, 16)
    // The C library moves what is large to another address without copying it.
    guard let grown = unsafe realloc(start, room * MemoryLayout<Element>.stride) else {
      fatalError("out of memory")
    }
    unsafe start = grown.assumingMemoryBound(to: Element.self)
    capacity = room
  }
}

extension Table where Element == UInt8 {
  /// Appends bytes of an arena.
  mutating func append(_ range: Range<Int>, of arena: borrowing FileArena) {
    // With so much room behind it, eight bytes can be read and written from any place on.
    reserve(count + range.count + 8)
    var done = 0
    while done < range.count {
      unsafe UnsafeMutableRawPointer(start.unsafelyUnwrapped + count).storeBytes(
        of: arena.longWord(at: range.lowerBound &+ done), toByteOffset: done, as: UInt64.self)
      done &+= 8
    }
    count &+= range.count
  }

  /// Eight bytes as they lie there, of which those behind the last one may be any.
  @inline(__always)
  func longWord(at index: Int) -> UInt64 {
    precondition(index >= 0 && index &+ 8 <= capacity)
    return unsafe UnsafeRawPointer(start.unsafelyUnwrapped)
      .loadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  /// Writes all that there is.
  func write(to output: inout some BlobSink & ~Copyable) {
    if count > 0 { unsafe output.write(Span(_unsafeStart: start.unsafelyUnwrapped, count: count)) }
  }
}
