/// What hash tables over numbers multiply by: an odd number that is another one each time that the program runs.
///
/// Which nodes, names and phandles there are is a file's to say. With a factor that everybody knows, a file of a few
/// megabytes can have a hundred thousand of them in one place of a table, and each that is looked for there goes past
/// all others. No order may come of it.
public enum HashSecret {
  /// The factor.
  public static func make() -> UInt64 { UInt64(truncatingIfNeeded: Hasher().finalize()) | 1 }
}
