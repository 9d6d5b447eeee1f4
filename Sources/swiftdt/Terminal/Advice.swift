import SourceText

/// Advice that names what its reader can change: flags or, in a Nix build, arguments of a Nix function or options
/// of NixOS, since readers of a Nix log have no command line. The derivations of `Nix/functions.nix` set
/// `SWIFTDT_NIX` (`Nix/README.md`).
enum Advice {
  /// Who reads the messages.
  enum Reader {
    /// Someone who runs the program.
    case user
    /// The author of an expression that calls a function of `Nix/functions.nix`.
    case nix
    /// The author of a NixOS configuration, which uses `Nix/module.nix`.
    case nixOS
  }

  static let reader: Reader =
    switch Console.environment("SWIFTDT_NIX") {
    case nil: .user
    case "nixos": .nixOS
    case _?: .nix
    }

  /// How to make an overlay that applies nowhere a warning.
  static var allowUnused: String {
    switch reader {
    case .user: "--allow-unused makes this a warning"
    case .nix: "unused = \"warning\" makes this a warning"
    case .nixOS: "hardware.deviceTree.swiftdt.unusedOverlays = \"warning\" makes this a warning"
    }
  }

  /// How to apply an overlay without a root `compatible`.
  static var withoutCompatible: String {
    switch reader {
    case .user: "--without-compatible applies it"
    case .nix: "withoutCompatible = \"apply\" applies it"
    case .nixOS: "hardware.deviceTree.swiftdt.withoutCompatible = \"apply\" applies it"
    }
  }

  /// How to apply an overlay whose filter is a part of a blob's path.
  static var substringFilters: String {
    switch reader {
    case .user: "--filter-substring applies it"
    case .nix: "substringFilters = true applies it"
    case .nixOS: "hardware.deviceTree.swiftdt.substringFilters = true applies it"
    }
  }

  /// How to apply all overlays in a folder.
  static var wholeFolder: String {
    reader == .user ? "{ folder: … } instead of the list takes all overlays in it" : "list the files in it"
  }

  /// How to show the findings that are only counted; the Nix functions have no argument for it.
  static var allFindings: String { reader == .user ? "; -W all shows every one" : "" }

  /// Who may need a check's errors as warnings, and how they get them; nil in Nix, for the same reason.
  static func leniency(_ who: String, _ check: String) -> String? {
    reader == .user ? "\(who) need -E no-\(check)" : nil
  }

  /// Returns where the reader can change options that were given at `origin`.
  static func origin(_ origin: OptionOrigin) -> OptionOrigin { reader == .user ? origin : .copyingBuild }

  /// Returns what stands for the file that defines macros which were given at `origin`.
  static func macroFile(_ origin: OptionOrigin) -> String {
    switch (reader, origin) {
    case (.user, .file): "<recipe>"
    case (.user, _): "<command line>"
    case (.nix, _): "<defines>"
    case (.nixOS, _): "<dtboBuildExtraPreprocessorFlags>"
    }
  }

  /// What a link on a path says that leads nowhere, and how to bring along what it means; nil if there is none.
  static func brokenLink(on path: String) -> String? {
    FileReading.noteOnBrokenLink(on: path).map { note in
      reader == .user || !FileReading.hasRelativeBrokenLink(on: path)
        ? note.message : "\(note.message): \(Remedy.copyWithTargets.words)"
    }
  }

  /// The argument or option for headroom; nil outside of Nix.
  static var pad: String? {
    switch reader {
    case .user: nil
    case .nix: "pad"
    case .nixOS: "hardware.deviceTree.swiftdt.pad"
    }
  }

  /// What a user of `overlay apply-tree` may have set wrong.
  enum TreeSetting {
    case source, only, required, preprocessorFlags
  }

  /// Returns a note on where a wrong name in a message comes from, for readers who have no command line.
  static func origin(_ setting: TreeSetting) -> [Diagnostic.Note] {
    reader == .user ? [] : [.init("it comes from \(name(of: setting))")]
  }

  /// Returns the name of a setting, as its reader knows it.
  static func name(of setting: TreeSetting) -> String {
    switch (reader, setting) {
    case (.user, .source): "--source"
    case (.user, .only): "--only"
    case (.user, .required): "--require"
    case (.user, .preprocessorFlags): "--cpp-flag"
    case (.nix, .source): "base"
    case (.nix, .only): "only"
    case (.nix, .required): "require"
    case (.nix, .preprocessorFlags): "preprocessorFlags"
    case (.nixOS, .source): "hardware.deviceTree.dtbSource"
    case (.nixOS, .only): "hardware.deviceTree.filter"
    case (.nixOS, .required): "hardware.deviceTree.name"
    case (.nixOS, .preprocessorFlags): "hardware.deviceTree.dtboBuildExtraPreprocessorFlags"
    }
  }
}
