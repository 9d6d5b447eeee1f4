/// Sizes for people.
enum SizeText {
  /// In the largest unit that the size is a multiple of, or nearly so.
  static func text(_ bytes: UInt64) -> String {
    for (unit, name) in [(1 << 40 as UInt64, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
    where bytes >= unit && bytes % unit == 0 {
      return "\(bytes / unit) \(name)"
    }
    return bytes >= 1 << 20 ? "\(bytes >> 20)+ MiB" : "\(bytes) B"
  }
}
