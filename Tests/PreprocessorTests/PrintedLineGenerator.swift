import TestSupport

/// Random device tree sources without errors, in which most macros can be printed as text.
struct PrintedLineGenerator {
  private var random: SeededGenerator
  /// Each macro with its number of arguments; nil if it is object-like.
  private var macros: [(name: String, arguments: Int?)] = []

  static let names = [
    "A", "B", "CAP", "D_E", "F", "G", "KEY_A", "MATRIX_KEY", "LONG_NAME_OF_A", "LONG_NAME_OF_B", "low",
  ]

  init(seed: Int) { random = SeededGenerator(seed: seed) }

  mutating func program() -> String {
    var text = ""
    for _ in 0..<(4 + random.below(6)) { text += definition() }
    for _ in 0..<(4 + random.below(12)) {
      switch random.below(12) {
      case 0: text += definition()
      case 1: text += "#ifdef \(random.pick(Self.names))\n\(line())#endif\n"
      case 2: text += String(repeating: "\n", count: 1 + random.below(10))
      default: text += line()
      }
    }
    return text
  }

  /// Each macro is defined once, and uses only macros defined before it, so that calls stay correct.
  private mutating func definition() -> String {
    let free = Self.names.filter { name in !macros.contains { $0.name == name } }
    guard let name = free.randomElement(using: &random) else { return "" }
    let parameters = random.happens(50) ? Array(["x", "row", "a_b"].prefix(1 + random.below(3))) : nil
    let list = parameters.map { "(" + $0.joined(separator: random.pick([",", ", "])) + ")" } ?? ""
    let body =
      switch random.below(5) {
      case 0: "\(random.below(100))"
      case 1: "\"str\""
      case 2: "(" + expression(parameters ?? [], 1) + ")"
      default: expression(parameters ?? [], 0)
      }
    let gap = random.pick([" ", "\t", "\t\t", " \\\n\t"])
    let end = random.pick(["", "", " /* end */", " // end", "\t", " \\\n"])
    macros.append((name, parameters?.count))
    return "#define \(name)\(list)\(gap)\(body)\(end)\n"
  }

  private mutating func line() -> String {
    let indentation = String(repeating: "\t", count: random.below(4)) + random.pick(["", "", "  "])
    let end = random.pick(["", "", "", " ", "\t", " /* A */", " // A"])
    let text =
      switch random.below(6) {
      case 0: "#size-cells = <\(expression([], 1))>;"
      case 1: "compatible = \"abc,A\(random.pick(["", "  ", "//", "\t"]))\", \"\(random.pick(["", "B"]))\";"
      case 2: "node@\(operand([], 1)) {"
      default: "reg = <\((0..<1 + random.below(4)).map { _ in operand([], 1) }.joined(separator: " "))>;"
      }
    return "\(indentation)\(text)\(end)\n"
  }

  private mutating func expression(_ parameters: [String], _ depth: Int) -> String {
    var text = operand(parameters, depth)
    for _ in 0..<random.below(depth < 3 ? 4 : 1) {
      let sign = random.pick(["|", "&", "<<", "+", "-", "*", "/", "~", "?", ":", "<", "==", "->", "", ","])
      // Commas would make more arguments.
      text += blank() + (sign == "," && depth > 0 ? "" : sign) + blank() + operand(parameters, depth)
    }
    return text
  }

  private mutating func blank() -> String { random.pick([" ", " ", " ", "  ", "", "\t", " /* c */ "]) }

  private mutating func operand(_ parameters: [String], _ depth: Int) -> String {
    switch random.below(10) {
    case 0...2 where !parameters.isEmpty: return random.pick(parameters)
    case 3...5 where !macros.isEmpty && depth < 4:
      let macro = random.pick(macros)
      guard let count = macro.arguments else { return macro.name }
      let arguments = (0..<count).map { _ in blank() + expression(parameters, max(depth, 1) + 1) + blank() }
      return "\(macro.name)(\(arguments.joined(separator: ",")))"
    case 6: return "(\(expression(parameters, max(depth, 1) + 1)))"
    case 7: return random.pick(["foo", "&label", "b-x", "\"s  A\"", "'c'", ".5", "1e"])
    default: return random.pick(["0", "1", "0x1F", "0xff", "48"])
    }
  }
}
