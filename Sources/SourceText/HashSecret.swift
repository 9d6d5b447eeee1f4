/// What no file can know, since it is something else each time that the program runs.
///
/// Which nodes, names and phandles there are is a file's to say. With a hash that everybody knows, a file of a few
/// megabytes can have a hundred thousand of them in one place of a table, and each that is looked for there goes past
/// all others. No order may come of it.
public enum HashSecret {
  /// How far anybody goes in a table of names before they are taken for chosen ones: by chance it is not that far.
  public static let longestWalk = 1024

  /// An odd factor for tables of numbers.
  public static func make() -> UInt64 { UInt64(truncatingIfNeeded: Hasher().finalize()) | 1 }

  /// A hash for which nobody can choose names. It takes longer than `SymbolHash`, so it is for tables in which names
  /// of one `SymbolHash` were met.
  public static func hash(of bytes: Span<UInt8>) -> UInt32 {
    var hasher = Hasher()
    unsafe bytes.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }
}
