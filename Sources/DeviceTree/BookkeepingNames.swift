/// The nodes below the root in which a compiler keeps what a merge needs.
public enum BookkeepingNames {
  /// The labels that overlays can use, by name.
  public static var symbols: String { "__symbols__" }
  /// The references to labels that are not in the tree.
  public static var fixups: String { "__fixups__" }
  /// The references of an overlay to its own nodes.
  public static var localFixups: String { "__local_fixups__" }

  /// All of them.
  public static var all: [String] { [symbols, fixups, localFixups] }
}
