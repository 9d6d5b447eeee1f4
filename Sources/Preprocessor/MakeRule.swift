/// A make rule that says which files a result depends on, as `gcc -M` writes it.
public struct MakeRule: Sendable {
  /// The targets, spelled as they are in the rule (see `quoted`).
  public private(set) var targets: [String]
  /// The files that the targets depend on, the source first.
  public var dependencies: [String]
  /// Whether each file but the first gets an empty rule of its own, so that make does not fail when
  /// it is gone.
  public var hasPhonyTargets = false

  /// gcc begins a new line rather than go past this column.
  private static let width = 72

  /// The rule for these targets and files.
  public init(targets: [String], dependencies: [String]) {
    self.targets = targets.map(Self.withoutLeadingDot)
    self.dependencies = dependencies.map(Self.withoutLeadingDot)
  }

  /// The rule's text; empty if there are no dependencies.
  public var text: String {
    guard !dependencies.isEmpty else { return "" }
    var text = ""
    var column = 0
    func put(_ word: String) {
      let size = word.utf8.count
      if column > 0 {
        if column + size > Self.width {
          text += " \\\n"
          column = 0
        }
        text += " "
        column += 1
      }
      text += word
      column += size
    }
    for target in targets { put(target) }
    text += ":"
    column += 1
    for file in dependencies { put(Self.quoted(file)) }
    text += "\n"
    if hasPhonyTargets {
      for file in dependencies.dropFirst() { text += Self.quoted(file) + ":\n" }
    }
    return text
  }

  /// The target that gcc uses if none is given: the source's name with `.o`, in the current
  /// folder.
  public static func defaultTarget(for source: String) -> String {
    source == "-" ? "-" : quoted(stem(of: source) + ".o")
  }

  /// The name of a file without its folder and its last suffix.
  public static func stem(of path: String) -> String {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return String(name) }
    return String(name[..<dot])
  }

  /// A path without a leading `./`.
  private static func withoutLeadingDot(_ path: String) -> String {
    var rest = path.utf8[...]
    while rest.starts(with: [0x2E, 0x2F]) {
      rest = rest.dropFirst(2).drop { $0 == 0x2F }
    }
    return String(rest) ?? path
  }

  /// A file name in which the characters that are special to make are escaped.
  public static func quoted(_ name: String) -> String {
    var text: [UInt8] = []
    for byte in name.utf8 {
      switch byte {
      case 0x20, 0x09:
        // Make would read backslashes before a blank as pairs.
        for _ in text.reversed().prefix(while: { $0 == 0x5C }) { text.append(0x5C) }
        text.append(0x5C)
      case 0x23: text.append(0x5C)
      case 0x24: text.append(0x24)
      default: break
      }
      text.append(byte)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
