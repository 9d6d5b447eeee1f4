import Preprocessor

/// The make rule that `-M` and related flags ask for.
struct RuleRequest: Equatable {
  /// Whether a rule is written at all.
  private(set) var isWanted = false
  /// Whether the rule replaces the text: `-M` or `-MM`.
  private(set) var replacesText = false
  /// Whether the rule is written to a file besides the text: `-MD` or `-MMD`.
  private var isBesideText = false
  /// Whether the rule omits system headers.
  private(set) var withoutSystemHeaders = false
  /// Whether the rule may omit system headers that are missing: only in `-MM`, since gcc needs them for a text.
  var omitsMissingSystemHeaders: Bool { withoutSystemHeaders && replacesText && !isBesideText }
  /// The flag that decided this, as an index into `flags`.
  private var decider = 0
  var file: String?
  var namedTargets: [Target] = []
  var hasPhonyTargets = false

  /// A target as it was given.
  struct Target: Equatable {
    var name: String
    /// Whether it still has to be quoted for make.
    var isQuoted: Bool
  }

  /// The flags in gcc's order: the last of those that are given decides about system headers.
  private static let flags = ["-MD", "-MMD", "-M", "-MM"]

  /// Takes one of these flags. `isLast` makes it decide, whatever came before.
  mutating func take(_ flag: String, isLast: Bool) {
    guard let number = Self.flags.firstIndex(of: flag) else { return }
    isWanted = true
    if number < 2 { isBesideText = true } else { replacesText = true }
    guard isLast || number >= decider else { return }
    decider = number
    withoutSystemHeaders = number % 2 == 1
  }

  /// A flag that says something about the rule, if one was given.
  var flag: String? {
    if file != nil { return "-MF" }
    if let target = namedTargets.first { return target.isQuoted ? "-MQ" : "-MT" }
    return hasPhonyTargets ? "-MP" : nil
  }

  /// Puts the targets that are to be quoted first, as gcc does when it passes them to its preprocessor.
  mutating func putQuotedFirst() {
    if namedTargets.count < 2 { return }
    namedTargets = namedTargets.filter(\.isQuoted) + namedTargets.filter { !$0.isQuoted }
  }

  /// The targets that were named, spelled and ordered as in gcc's rule: those that are not quoted move to the
  /// front, each in exchange for the quoted one there, which goes to the end.
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

  /// Returns where the rule for a source goes if the text goes to `output`; nil if it replaces the text.
  func file(of source: String, _ output: String) -> String? {
    if let file { return file }
    if replacesText, !isBesideText { return nil }
    // gcc names it after the output and puts it next to that or, without an
    // output, names it after the source.
    if output == "-" { return MakeRule.stem(of: source) + ".d" }
    let folder = output.lastIndex(of: "/").map { output[...$0] } ?? ""
    return folder + MakeRule.stem(of: output) + ".d"
  }
}
