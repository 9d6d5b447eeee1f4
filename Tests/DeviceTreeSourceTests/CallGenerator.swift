import TestSupport

/// Random macros with parameters, and cells that call them: some have a value, some expand to several cells,
/// or to nothing that can be one.
struct CallGenerator {
  private var random: SeededGenerator
  /// The number of each macro's parameters.
  private var counts: [String: Int] = [:]

  init(seed: Int) { random = SeededGenerator(seed: seed) }

  private static let names = ["F", "G", "H", "K"]
  private static let operators = ["|", "&", "<<", "+", "*", "-", "^", ">>", "/", "==", "||", "##", ""]

  mutating func source() -> String {
    var text = "#define ONE 1\n#define WIDE 0x12345678\n#define BARE ONE + 1\n#define LIST 1 (2 | ONE) F(3)\n"
    text += "#define CELLS \\\n F(1) \\\n (ONE) 0x1f\n#define EMPTY\n"
    for name in Self.names {
      let parameters = ["a", "b", "c"].prefix(random.below(4))
      counts[name] = parameters.count
      let isVariadic = random.happens(5)
      let list = parameters.joined(separator: random.happens(50) ? ", " : ",")
      text += "#define \(name)(\(list)\(isVariadic ? parameters.isEmpty ? "..." : ", ..." : "")) "
      text += body(Array(parameters)) + "\n"
    }
    text += "/dts-v1/;\n/ {\n"
    for number in 0..<2 { text += "\tp\(number) = <\(cells())>;\n" }
    return text + "};\n"
  }

  private mutating func body(_ parameters: [String]) -> String {
    if random.happens(2) { return "" }
    if random.happens(2) { return "#" + (parameters.first ?? "x") }
    var expression = "(" + self.expression(parameters, depth: 0) + ")"
    if random.happens(5) { expression += " " + expression }
    if random.happens(4) { expression = String(expression.dropFirst().dropLast()) }
    if random.happens(20), let space = expression.firstIndex(of: " ") {
      expression.replaceSubrange(space...space, with: " \\\n\t")
    }
    return expression
  }

  private mutating func expression(_ parameters: [String], depth: Int) -> String {
    var text = operand(parameters, depth: depth)
    while random.happens(55) {
      let symbol = random.happens(97) ? Self.operators[random.below(5)] : random.pick(Self.operators)
      let blank = random.happens(70) ? " " : ""
      text += blank + symbol + blank + operand(parameters, depth: depth)
    }
    return text
  }

  private mutating func operand(_ parameters: [String], depth: Int) -> String {
    if !parameters.isEmpty, random.happens(50) {
      let name = random.pick(parameters)
      return random.happens(60) ? "(\(name))" : name
    }
    switch random.below(depth > 2 ? 6 : 10) {
    case 0: return "ONE"
    case 1: return "0x\(String(random.below(1 << 20), radix: 16))"
    case 2: return "\(random.below(40))"
    case 3: return random.happens(90) ? "WIDE" : "BARE"
    case 4:
      return random.happens(93) ? "1" : random.pick(["1U", "-1", "~2", "'x'", "nothing", "LIST", "EMPTY"])
    case 5: return "7"
    case 6: return "(" + expression(parameters, depth: depth + 1) + ")"
    case 7: return "~" + operand(parameters, depth: depth + 1)
    default: return call(parameters, depth: depth + 1)
    }
  }

  private mutating func call(_ parameters: [String], depth: Int) -> String {
    var arguments: [String] = []
    let name = random.pick(Self.names)
    // Nothing is known yet about a macro that is defined further down.
    let count = random.happens(98) ? counts[name] ?? random.below(3) : random.below(4)
    for _ in 0..<count {
      arguments.append(
        random.happens(80) ? operand(parameters, depth: depth) : expression(parameters, depth: depth))
    }
    let list = arguments.joined(separator: random.happens(50) ? ", " : ",")
    return name + (random.happens(90) ? "(" : " (") + list + ")"
  }

  private mutating func cells() -> String {
    var cells: [String] = []
    for _ in 0...random.below(2) {
      switch random.below(8) {
      case 0: cells.append("LIST")
      case 1: cells.append("CELLS")
      case 2: cells.append("(" + expression([], depth: 1) + ")")
      case 3: cells.append("5")
      default: cells.append(call([], depth: 0))
      }
    }
    return cells.joined(separator: random.happens(90) ? " " : "\n")
  }
}
