/// Advice that names a flag. In a log of Nix it names what the function took that ran the program, since whoever
/// reads it has no command line: the derivations of `Nix/functions.nix` set `SWIFTDT_NIX` (`Nix/README.md`).
enum Advice {
  private static var isForNix: Bool { Console.environment("SWIFTDT_NIX") != nil }

  /// How an overlay that applied nowhere would be no error.
  static var allowUnused: String {
    isForNix
      ? "unused = \"warning\" (unusedOverlays = \"warning\" in the NixOS module) makes this a warning"
      : "--allow-unused makes this a warning"
  }

  /// How an overlay without a root `compatible` would be applied.
  static var withoutCompatible: String {
    (isForNix ? "withoutCompatible = \"apply\"" : "--without-compatible") + " applies it"
  }

  /// How to see the findings that are only counted; the functions of Nix have nothing for it.
  static var allFindings: String { isForNix ? "" : "; -W all shows every one" }
}
