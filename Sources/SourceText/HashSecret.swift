/// What no file can anticipate, since it differs from run to run.
///
/// A file decides which nodes, names and phandles there are. If the hash is publicly known, a file of a few
/// megabytes can put a hundred thousand of them in one place of a table, and each lookup there goes past all
/// the others. No output may depend on the order that results.
public enum HashSecret {
  /// How many steps a lookup in a table of names takes before the names count as chosen; by chance, it is
  /// fewer.
  public static let longestWalk = 1024

  /// Returns an odd factor for tables of numbers.
  ///
  /// Its highest bits are those of the golden ratio, so that consecutive numbers, as nearly all are, are
  /// spread evenly in every run: without this, one run in forty had a factor that crowded them. The other
  /// forty bits are random.
  public static func make() -> UInt64 {
    0x9E37_7900_0000_0000 | UInt64(truncatingIfNeeded: Hasher().finalize()) & 0xFF_FFFF_FFFF | 1
  }

  /// Returns a hash for which names cannot be chosen. It takes longer than `SymbolHash`, so it is for tables
  /// in which names with the same `SymbolHash` were met.
  public static func hash(of bytes: Span<UInt8>) -> UInt32 {
    var hasher = Hasher()
    unsafe bytes.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }
}
