import CPlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory for what is large, in large pages if the system has any.
///
/// The system clears memory page by page when it is first touched, and each time stops the program for that.
/// Where it gives two megabytes at once, a tree of a hundred thousand nodes is made in a third of the stops,
/// and the processor finds what it looks for at random in fewer steps. What is small stays as it is.
public enum LargePages {
  /// Of what has fewer bytes, a large page might stay half empty.
  @inlinable
  public static var smallest: Int { 1 << 22 }

  /// Has the C library's heap grow by this many bytes in large pages, which a thread of its own takes at once: for what
  /// is going to need about as much.
  public static func expect(_ size: Int) {
    if size >= smallest { platform_expect_memory(size) }
  }

  /// Has the C library's heap grow by this many bytes in large pages, which come when they are touched: for what is made
  /// little by little.
  public static func prefer(_ size: Int) {
    if size >= smallest { platform_prefer_large_pages(size) }
  }

  /// Asks for large pages where no page was touched yet. It is a wish: nothing else changes.
  @unsafe
  public static func ask(_ start: UnsafeMutableRawPointer, _ size: Int) {
    #if os(Linux)
      if size >= smallest { unsafe advise(start, size, Int32(MADV_HUGEPAGE)) }
    #endif
  }

  /// Asks for the pages of what is going to be filled to its last byte: large ones as `ask` does, or if it is too small
  /// for these all of its small ones at once, which takes a third of the time of stopping at each.
  @unsafe
  public static func askForAll(_ start: UnsafeMutableRawPointer, _ size: Int) {
    #if os(Linux)
      if size >= smallest { return unsafe ask(start, size) }
      if size >= 1 << 14 { unsafe advise(start, size, populateWritable) }
    #endif
  }

  #if os(Linux)
    /// Tells the system what is wanted of the pages that lie wholly in some memory.
    @unsafe
    private static func advise(_ start: UnsafeMutableRawPointer, _ size: Int, _ advice: Int32) {
      let first = (UInt(bitPattern: start) + 4095) & ~4095
      let skipped = Int(first - UInt(bitPattern: start))
      unsafe madvise(start + skipped, (size - skipped) & ~4095, advice)
    }
  #endif

  // MADV_POPULATE_WRITE: systems before Linux 5.14 do not know it and do nothing.
  private static var populateWritable: Int32 { 23 }
}

extension Array {
  /// Makes room for at least `count` elements altogether, and for twice as many as there was room for.
  @inlinable @inline(never)
  public mutating func enlarge(to count: Int) {
    let room = Swift.max(count, capacity * 2, 16)
    let size = room * MemoryLayout<Element>.stride
    guard size >= LargePages.smallest else { return reserveCapacity(room) }
    // Before anything is copied: a page that was touched stays as small as it is.
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
