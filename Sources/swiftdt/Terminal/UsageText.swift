/// The usage of commands in lines that are no longer than those of other programs' help. ArgumentParser puts all
/// of it into one.
enum UsageText {
  /// The number of characters that a line may have.
  private static let limit = 80

  /// Returns a command's help with its usage in several lines if it is too long for one.
  static func wrapped(inHelp help: String) -> String {
    let head = "USAGE: "
    return help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix(head) ? head + wrapped(line.dropFirst(head.count), behind: head.count) : String(line)
    }.joined(separator: "\n")
  }

  /// Returns a usage that begins after `indent` characters; each further line begins below the first operand.
  static func wrapped(_ usage: some StringProtocol, behind indent: Int) -> String {
    let pieces = pieces(of: usage)
    let name = pieces.prefix { $0.first?.isLowercase == true }.joined(separator: " ")
    let operands = indent + name.count + 1
    var (text, column) = (name, operands - 1)
    for piece in pieces.drop(while: { $0.first?.isLowercase == true }) {
      if column + 1 + piece.count <= limit || column < operands {
        text += " " + piece
        column += 1 + piece.count
      } else {
        text += "\n" + String(repeating: " ", count: operands) + piece
        column = operands + piece.count
      }
    }
    return text
  }

  /// Returns what belongs in one line each: a word, what is in brackets, an option with its value, and the dots
  /// after any of them.
  private static func pieces(of usage: some StringProtocol) -> [String] {
    var pieces: [String] = []
    var depth = 0
    for word in usage.split(separator: " ") {
      let isValue = word.hasPrefix("<") && pieces.last.map { $0.hasPrefix("-") && !$0.contains(" ") } == true
      if let last = pieces.indices.last, depth > 0 || isValue || word == "..." {
        pieces[last] += " " + word
      } else {
        pieces.append(String(word))
      }
      for character in word {
        if "[<".contains(character) { depth += 1 } else if "]>".contains(character) { depth -= 1 }
      }
    }
    return pieces
  }
}
