/// The words about what in an overlay is not applied, for all commands that report it.
public enum FragmentWords {
  /// What is said of fragments with a `__dormant__`.
  public static let dormant =
    "dormant and not applied: only the Raspberry Pi firmware applies such fragments, if a parameter says so"

  /// Returns what is said of a fragment that has a target in `property`, and nothing else.
  public static func withoutContent(_ property: String) -> String {
    "a '\(property)' but no '__overlay__', so nothing is applied"
  }

  /// Returns how to mend such a fragment; `likelyContent` is a name that may be a mistyped `__overlay__`.
  public static func howToWriteContent(_ likelyContent: String?) -> String {
    likelyContent.map { "did you mean '__overlay__' instead of '\($0)'?" }
      ?? "put its changes into '__overlay__ { … };'"
  }

  /// Returns how to apply nodes that are in no fragment.
  public static func howToApply(_ count: Int) -> String {
    "use '&{/} { … };' to merge \(count == 1 ? "it" : "them") into the base's root"
  }

  /// Returns what is said of an overlay that has these nodes instead of fragments.
  public static func withoutFragments(_ nodes: [String]) -> String {
    "there are no fragments: "
      + (nodes.isEmpty
        ? "no child of the root has an '__overlay__'"
        : "\(list(nodes)) \(nodes.count == 1 ? "has" : "have") no '__overlay__', so nothing is applied")
  }

  /// How to write changes to a base in an overlay.
  public static let howToWriteFragments =
    "in an overlay's source, '&label { … };' or '&{/path} { … };' changes a node of the base, "
    + "and '&{/} { … };' adds to its root"

  /// Returns some of these names, in quotes.
  public static func list(_ names: [String]) -> String {
    names.prefix(mostNamed).map { "'\($0)'" }.joined(separator: ", ") + (names.count > mostNamed ? ", …" : "")
  }

  /// The maximum number of nodes that a message names.
  private static let mostNamed = 4
}
