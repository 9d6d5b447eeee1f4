/// Sizes as text for people.
public enum SizeText {
  /// Returns a size in the largest unit that it is a multiple of: `64 MiB`, `4097 bytes`.
  public static func text(_ bytes: UInt64) -> String { whole(bytes) ?? counted(bytes, "byte") }

  /// Returns how many of something there are: `1 byte`, `2 bytes`.
  public static func counted(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// Returns a size in short form, rounded down if necessary: `64 MiB`, `3+ MiB`, `4097 B`.
  public static func short(_ bytes: UInt64) -> String {
    whole(bytes) ?? (bytes >= 1 << 20 ? "\(bytes >> 20)+ MiB" : "\(bytes) B")
  }

  private static func whole(_ bytes: UInt64) -> String? {
    for (unit, name) in [(1 << 40 as UInt64, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
    where bytes >= unit && bytes % unit == 0 {
      return "\(bytes / unit) \(name)"
    }
    return nil
  }
}
