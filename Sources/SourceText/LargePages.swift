import CPlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Large pages for large amounts of memory, if the system has any.
///
/// The system clears each page of memory when it is first touched, which interrupts the program every time.
/// With pages of two megabytes, building a tree of a hundred thousand nodes takes a third of the page faults,
/// and the processor needs fewer steps for each random access. Small amounts of memory are left as they are.
public enum LargePages {
  /// The smallest amount, in bytes, that is worth it: with fewer, a large page might stay half empty.
  @inlinable
  public static var smallest: Int { 1 << 22 }

  /// Makes the C library's heap grow by `size` bytes in large pages, which a separate thread populates at
  /// once: for callers that are going to need about as much.
  public static func expect(_ size: Int) {
    if size >= smallest { platform_expect_memory(size) }
  }

  /// Makes the C library's heap grow by `size` bytes in large pages, which are populated when touched: for
  /// what is made little by little.
  public static func prefer(_ size: Int) {
    if size >= smallest { platform_prefer_large_pages(size) }
  }

  /// Asks for large pages for memory of which no page has been touched. It is a hint: nothing else changes.
  @unsafe
  public static func ask(_ start: UnsafeMutableRawPointer, _ size: Int) {
    #if os(Linux)
      if size >= smallest { unsafe advise(start, size, Int32(MADV_HUGEPAGE)) }
    #endif
  }

  /// Asks for the pages of memory that is going to be filled completely: large ones as `ask` does, or, if it
  /// is too small for these, all of its small ones at once, which takes a third of the time of faulting each
  /// in.
  @unsafe
  public static func askForAll(_ start: UnsafeMutableRawPointer, _ size: Int) {
    #if os(Linux)
      if size >= smallest { return unsafe ask(start, size) }
      if size >= 1 << 14 { unsafe advise(start, size, populateWritable) }
    #endif
  }

  #if os(Linux)
    /// Gives advice about the pages that lie entirely within some memory.
    @unsafe
    private static func advise(_ start: UnsafeMutableRawPointer, _ size: Int, _ advice: Int32) {
      let first = (UInt(bitPattern: start) + 4095) & ~4095
      let skipped = Int(first - UInt(bitPattern: start))
      unsafe madvise(start + skipped, (size - skipped) & ~4095, advice)
    }
  #endif

  // MADV_POPULATE_WRITE: Linux before 5.14 does not know it and does nothing.
  private static var populateWritable: Int32 { 23 }
}

extension Array {
  /// Makes room for at least `count` elements in total, and for at least twice the present capacity.
  @inline(never)
  mutating func enlarge(to count: Int) {
    let room = Swift.max(count, capacity * 2, 16)
    let size = room * MemoryLayout<Element>.stride
    guard size >= LargePages.smallest else { return reserveCapacity(room) }
    // Before anything is copied: a page that has been touched stays small.
    self = unsafe withUnsafeBufferPointer { old in
      unsafe [Element](unsafeUninitializedCapacity: room) { buffer, used in
        guard let start = buffer.baseAddress, let from = old.baseAddress else { return }
        unsafe LargePages.ask(start, size)
        unsafe start.initialize(from: from, count: old.count)
        used = old.count
      }
    }
  }
}
