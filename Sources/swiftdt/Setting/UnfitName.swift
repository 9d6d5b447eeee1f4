import SourceText

/// Refusals of names that nothing new may have.
enum UnfitName {
  /// Returns the refusal of a property's name, which may be a name and its value in one word; `words` are those
  /// of the value.
  static func property(_ name: String, before words: [String]) -> Refusal {
    let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let joined = parts.count == 2 && !parts[1].isEmpty ? [String(parts[1])] : []
    let value = (joined + words).map(Shell.quoted).joined(separator: " ")
    return Refusal(
      message: "'\(name)' is not a valid property name",
      help: [
        parts.count == 2 && !parts[0].isEmpty
          ? "a value is a word of its own, without '=': \(parts[0]) \(value.isEmpty ? "VALUE" : value)"
          : "a property name may have letters, digits and ,._+*#?-"
      ])
  }

  /// Returns the refusal of a node's name.
  static func node(_ name: String) -> Refusal {
    Refusal(
      message: "'\(name)' is not a valid node name",
      help: ["a node name may have letters, digits and ,._+-, and one @"])
  }
}
