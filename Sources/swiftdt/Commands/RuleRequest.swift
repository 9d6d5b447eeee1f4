import Preprocessor

/// What `-M` and its like ask for.
struct RuleRequest: Equatable {
  /// Whether a rule is written at all.
  private(set) var isWanted = false
  /// Whether there is no text then: `-M` or `-MM`.
  private(set) var replacesText = false
  /// Whether the rule has a file of its own, if only by `-MD` or `-MMD`.
  private var isBesideText = false
  /// Without the system's headers.
  private(set) var withoutSystemHeaders = false
  /// Which flag said so, as a number of `flags`.
  private var decider = 0
  var file: String?
  var namedTargets: [Target] = []
  var hasPhonyTargets = false

  /// A target as it is named.
  struct Target: Equatable {
    var name: String
    /// Whether it is yet to be quoted for make.
    var isQuoted: Bool
  }

  /// The flags in gcc's order, in which the last decides about the system's headers.
  private static let flags = ["-MD", "-MMD", "-M", "-MM"]

  /// Takes one of these flags; the last one may be said to decide.
  mutating func take(_ flag: String, isLast: Bool) {
    guard let number = Self.flags.firstIndex(of: flag) else { return }
    isWanted = true
    if number < 2 { isBesideText = true } else { replacesText = true }
    guard isLast || number >= decider else { return }
    decider = number
    withoutSystemHeaders = number % 2 == 1
  }

  /// A flag that says something of the rule, if one does.
  var flag: String? {
    if file != nil { return "-MF" }
    if !namedTargets.isEmpty { return "-MT" }
    return hasPhonyTargets ? "-MP" : nil
  }

  /// gcc tells its preprocessor of targets that are to be quoted before the others.
  mutating func putQuotedFirst() {
    if namedTargets.count < 2 { return }
    namedTargets = namedTargets.filter(\.isQuoted) + namedTargets.filter { !$0.isQuoted }
  }

  /// The targets that are named, spelled and ordered as in gcc's rule: the others come to stand before those that are
  /// quoted, of which each time the first goes to the end.
  var targets: [String] {
    var targets: [String] = []
    var unquoted = 0
    for target in namedTargets {
      var name = target.isQuoted ? MakeRule.quoted(target.name) : target.name
      if !target.isQuoted {
        if unquoted < targets.count { swap(&name, &targets[unquoted]) }
        unquoted += 1
      }
      targets.append(name)
    }
    return targets
  }

  /// Where the rule for a source goes whose text goes to `output`; nil is in place of the text.
  func file(of source: String, _ output: String) -> String? {
    if let file { return file }
    if replacesText, !isBesideText { return nil }
    // gcc names it after the output, which is put beside it, or else after the source.
    if output == "-" { return MakeRule.stem(of: source) + ".d" }
    let folder = output.lastIndex(of: "/").map { output[...$0] } ?? ""
    return folder + MakeRule.stem(of: output) + ".d"
  }
}
