/// Advice that names a flag or, in a Nix build, the equivalent argument of the Nix function, since readers of
/// a Nix log have no command line: the derivations of `Nix/functions.nix` set `SWIFTDT_NIX`
/// (`Nix/README.md`).
enum Advice {
  /// Whether a Nix function runs the program.
  static let isForNix = Console.environment("SWIFTDT_NIX") != nil

  /// How to make an overlay that applies nowhere a warning.
  static var allowUnused: String {
    isForNix
      ? "unused = \"warning\" (unusedOverlays = \"warning\" in the NixOS module) makes this a warning"
      : "--allow-unused makes this a warning"
  }

  /// How to apply an overlay without a root `compatible`.
  static var withoutCompatible: String {
    (isForNix ? "withoutCompatible = \"apply\"" : "--without-compatible") + " applies it"
  }

  /// How to show the findings that are only counted; the Nix functions have no argument for it.
  static var allFindings: String { isForNix ? "" : "; -W all shows every one" }

  /// Who may need a check's errors as warnings, and how they get them; nil in Nix, for the same reason.
  static func leniency(_ who: String, _ check: String) -> String? {
    isForNix ? nil : "\(who) need -E no-\(check)"
  }
}
