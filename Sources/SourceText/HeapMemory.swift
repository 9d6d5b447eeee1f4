#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The C library's memory, which can be enlarged in place or moved without copying.
///
/// Swift's own `allocate` has it aligned by `posix_memalign`, also where any memory would do, which takes twice as
/// long as `malloc`.
@usableFromInline
enum HeapMemory {
  /// Returns memory for `size` bytes, of which one at least is had.
  @usableFromInline
  static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    unsafe resize(nil, used: 0, to: max(size, 1))
  }

  /// Returns memory for `size` bytes that begins with the first `used` of those at `start`, which are gone.
  @usableFromInline
  static func resize(
    _ start: UnsafeMutableRawPointer?, used: Int, to size: Int
  ) -> UnsafeMutableRawPointer {
    // Large amounts are copied to where large pages were asked for: a page that has been touched stays small.
    let isMoved = size >= LargePages.smallest
    guard let memory = unsafe isMoved ? malloc(size) : realloc(start, size) else {
      fatalError("out of memory")
    }
    guard isMoved else { return unsafe memory }
    unsafe LargePages.ask(memory, size)
    if let start = unsafe start {
      unsafe memory.copyMemory(from: start, byteCount: used)
      unsafe free(start)
    }
    return unsafe memory
  }

  /// Gives memory back.
  @usableFromInline
  static func release(_ start: UnsafeMutableRawPointer) { unsafe free(start) }
}
