/// What no file can know, since it is something else each time that the program runs.
///
/// Which nodes, names and phandles there are is a file's to say. With a hash that everybody knows, a file of a few
/// megabytes can have a hundred thousand of them in one place of a table, and each that is looked for there goes past
/// all others. No order may come of it.
public enum HashSecret {
  /// How far anybody goes in a table of names before they are taken for chosen ones: by chance it is not that far.
  public static let longestWalk = 1024

  /// An odd factor for tables of numbers.
  ///
  /// Its highest bits are those of the golden ratio, so that numbers that follow each other, as nearly all do, are spread
  /// evenly in every run: one run in forty had a factor that crowded them. The other forty bits are chance.
  public static func make() -> UInt64 {
    0x9E37_7900_0000_0000 | UInt64(truncatingIfNeeded: Hasher().finalize()) & 0xFF_FFFF_FFFF | 1
  }

  /// A hash for which nobody can choose names. It takes longer than `SymbolHash`, so it is for tables in which names
  /// of one `SymbolHash` were met.
  public static func hash(of bytes: Span<UInt8>) -> UInt32 {
    var hasher = Hasher()
    unsafe bytes.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }
}
