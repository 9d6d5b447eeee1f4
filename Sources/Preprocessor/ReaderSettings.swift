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
  /// Nothing: what was set is kept from an earlier run.
  case none

  /// How to have folders searched, to go after "no folder was searched".
  var howToSearch: String {
    switch self {
    case .flags: "; name some with -I"
    case .recipe: "; name some in the recipe's 'include'"
    case .nix: "; name some in 'includes'"
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
    case .none: nil
    }
  }

  /// What stands for the file that defines the macros of the settings.
  var macroFile: String {
    switch self {
    case .flags, .none: "<command line>"
    case .recipe: "<recipe>"
    case .nix: "<defines>"
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
