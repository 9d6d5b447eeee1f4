import SourceText

/// What the reader of a message can change, so that advice names nothing that is not there.
public enum ReaderSettings: Sendable, Equatable {
  /// The flags of a command: `-I`, `-D`.
  case flags
  /// The keys of a recipe: `include`, whose paths begin at the recipe's folder (with a slash at its end, or
  /// empty), and `define`.
  case recipe(folder: String)
  /// The arguments of a Nix function: `includes`, `defines`.
  case nix
  /// NixOS's options for overlays: `dtboBuildExtraIncludePaths`, `dtboBuildExtraPreprocessorFlags`.
  case nixOS
  /// Nothing: what was set is kept from an earlier run.
  case none

  /// How to have folders searched, to go after "no folder was searched".
  var howToSearch: String {
    switch self {
    case .flags: "; name some with -I"
    case .recipe: "; name some in the recipe's 'include'"
    case .nix: "; name some in 'includes'"
    case .nixOS: "; name some in hardware.deviceTree.dtboBuildExtraIncludePaths"
    case .none: ""
    }
  }

  /// Returns how to have a folder searched in which a header is; nil if that cannot be said.
  func howToFind(in folder: String) -> String? {
    switch self {
    case .flags: "-I \(Shell.file(folder)) would find it"
    case .recipe(let place):
      Self.path(folder, from: place).map { "\(Self.literal($0)) in the recipe's 'include' would find it" }
    case .nix: "'\(folder)' has it: add that folder to 'includes'"
    case .nixOS: "'\(folder)' has it: add that folder to hardware.deviceTree.dtboBuildExtraIncludePaths"
    case .none: nil
    }
  }

  /// Returns how to bring along what a broken link on a path should lead to: folders are copied to the Nix store
  /// with their links as they are. Nil if there is no such link, or no such setting.
  public func howToFollow(linkOn path: String) -> String? {
    guard let target = FileReading.brokenLink(on: path)?.target, target.utf8.first != 0x2F else { return nil }
    return switch self {
    case .nix: "give 'src', a folder that has both the link and what it leads to"
    case .nixOS:
      "name the folder below one that also has what the link leads to: \"${./linux}/scripts/dtc/include-prefixes\""
    case .flags, .recipe, .none: nil
    }
  }

  /// Returns how to bring along a missing file with this name: beside a source, only what sources are made of is
  /// copied to the Nix store (`Nix/arguments.nix`). Nil if it would be among that, or there is no such setting.
  func howToBring(_ name: String) -> String? {
    let suffixes = [".dts", ".dtsi", ".dtso", ".h", ".dtb", ".dtbo"]
    if suffixes.contains(where: name.hasSuffix) { return nil }
    let omission = "of what is beside a source, only sources, headers and blobs are copied to the store"
    return switch self {
    case .nix: "\(omission): give 'src', a folder that has it"
    case .nixOS: "\(omission): name the source below a folder that has it: \"${./dts}/overlay.dts\""
    case .flags, .recipe, .none: nil
    }
  }

  /// What stands for the file that defines the macros of the settings.
  var macroFile: String {
    switch self {
    case .flags, .none: "<command line>"
    case .recipe: "<recipe>"
    case .nix: "<defines>"
    case .nixOS: "<dtboBuildExtraPreprocessorFlags>"
    }
  }

  /// Returns a path that is seen from here as it is seen from a folder; nil if that is not plain from the two.
  private static func path(_ path: String, from folder: String) -> String? {
    if folder.isEmpty || path.hasPrefix("/") { return path }
    if path.hasPrefix(folder) { return String(path.dropFirst(folder.utf8.count)) }
    let parts = folder.split(separator: "/").filter { $0 != "." }
    if folder.hasPrefix("/") || parts.contains("..") { return nil }
    return String(repeating: "../", count: parts.count) + path
  }

  /// Returns a text as a recipe's string.
  private static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" {
        literal += "\\"
      } else if !PrintableText.isHarmless(scalar) {
        literal += "\\u" + PrintableText.hexDigits(scalar.value, atLeast: 4)
        continue
      }
      literal.unicodeScalars.append(scalar)
    }
    return literal + "\""
  }
}
