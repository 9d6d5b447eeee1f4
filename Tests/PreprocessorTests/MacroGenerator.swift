import TestSupport

/// Random programs of macros, most of them without errors.
struct MacroGenerator {
  private var random: SeededGenerator
  /// The macros so far, each with its number of arguments; nil if it is object-like.
  private var macros: [(name: String, arguments: Int?)] = []
  /// The fewest arguments with which calls of a name may have been written, whatever it is defined as now.
  private var fewestArguments: [String: Int] = [:]

  /// Whether the programs contain only what C99 defines: no extensions of gcc's, no bytes that are not
  /// tokens, and `##` only where it makes one token.
  let isPlain: Bool

  /// Valid C that is not generated, because a preprocessor has a fault there.
  enum Construct {
    /// A `?:` that a value precedes in the same condition, as in `1 - (a ? b : c)`.
    case conditionalBehindValue
    /// A call that leaves nothing for `...` after its last comma.
    case emptyLastArgument
    /// A sign or point in a body that touches what precedes it, as in `a+1` with a parameter `a`.
    case touchingSign
    /// White space after the result of `##`.
    case spaceBehindPasted
    /// Parentheses after a call, as in `F(a)(b)`.
    case parenthesesBehindCall
  }

  let omitted: Set<Construct>

  init(seed: Int, isPlain: Bool = false, omitting omitted: Set<Construct> = []) {
    random = SeededGenerator(seed: seed)
    self.isPlain = isPlain
    self.omitted = omitted
  }

  mutating func program() -> String {
    var text = ""
    var depth = 0
    for _ in 0..<(6 + random.below(14)) {
      switch random.below(16) {
      case 0...5: text += definition()
      case 6 where !macros.isEmpty: text += "#undef \(random.pick(macros).name)\n"
      case 7 where depth < 3:
        depth += 1
        text += random.happens(50) ? "#if \(condition(0))\n" : "#ifdef \(name())\n"
      case 8 where depth > 0: text += "#else\n\(line())#endif\n"; depth -= 1
      case 9 where depth > 0: text += "#elif \(condition(0))\n"
      default: text += line()
      }
    }
    return text + String(repeating: "#endif\n", count: depth)
  }

  static let names = ["A", "B", "C", "F", "G", "H", "x", "y", "z", "serial"]

  private mutating func name() -> String { random.pick(Self.names) }

  private mutating func definition() -> String {
    let name = name()
    // A different definition would only make a warning, but is of no use here.
    let undefine = macros.contains { $0.name == name } ? "#undef \(name)\n" : ""
    macros.removeAll { $0.name == name }
    let isCalled = omitted.contains(.parenthesesBehindCall) && fewestArguments[name] != nil
    if random.happens(45), !isCalled {
      macros.append((name, nil))
      return "\(undefine)#define \(name)\(random.happens(90) ? " " : "\t")\(body([]))\n"
    }
    var parameters = Array(["a", "b", "c"].prefix(random.below(4)))
    // C99 requires calls to have something for `...`, even if it is empty.
    let isCallable = !isPlain || parameters.count < max(fewestArguments[name] ?? .max, 1)
    let isVariadic = random.happens(25) && isCallable
    let count = isVariadic ? parameters.count + 1 : parameters.count
    macros.append((name, count))
    fewestArguments[name] = min(fewestArguments[name] ?? .max, count)
    var list = parameters
    if isVariadic {
      let isNamed = random.happens(40) && !isPlain
      list.append(isNamed ? "rest..." : "...")
      parameters.append(isNamed ? "rest" : "__VA_ARGS__")
    }
    let separator = random.pick([",", ", ", " , "])
    return
      "\(undefine)#define \(name)(\(list.joined(separator: separator))) \(body(parameters, isVariadic))\n"
  }

  private mutating func body(_ parameters: [String], _ isVariadic: Bool = false) -> String {
    var pieces: [String] = []
    for _ in 0..<random.below(7) {
      let space = random.happens(50) ? " " : ""
      switch random.below(10) {
      case 0...3 where !parameters.isEmpty: pieces.append(random.pick(parameters) + space)
      case 4 where !parameters.isEmpty: pieces.append("#\(space)\(random.pick(parameters)) ")
      case 5 where isPlain:
        let end = omitted.contains(.spaceBehindPasted) ? "; " : " "
        pieces.append("\(word())\(space)##\(space)\(random.happens(50) ? word() : "1")\(end)")
      case 5:
        let left = parameters.isEmpty || random.happens(50) ? operand() : random.pick(parameters)
        let right = parameters.isEmpty || random.happens(50) ? operand() : random.pick(parameters)
        pieces.append("\(left)\(space)##\(space)\(right) ")
      case 6 where isVariadic && !isPlain:
        pieces.append("x(1\(space),\(space)##\(space)\(parameters[parameters.count - 1])) ")
      case 7 where isVariadic && !isPlain && parameters.last == "__VA_ARGS__":
        let string = random.happens(50) ? "#\(space)" : ""
        let behind = random.pick(["", "", "## x ", "x "])
        pieces.append("\(string)__VA_OPT__(\(body(parameters)))\(space)\(behind)")
      default:
        let piece = piece(depth: 1) + space
        let isApart = omitted.contains(.touchingSign) && piece.contains(/^[-+.]/)
        pieces.append(isApart ? " " + piece : piece)
      }
    }
    return pieces.joined()
  }

  private mutating func operand() -> String {
    random.pick(["x", "A", "F", "1", "0x", "e", "_", "G", "2u", "."])
  }

  private mutating func word() -> String { random.pick(["x", "A", "F", "e", "_", "G"]) }

  private mutating func line() -> String {
    var text = ""
    for _ in 0..<(1 + random.below(7)) { text += piece(depth: 0) + (random.happens(60) ? " " : "") }
    // No macro's name should wait for a parenthesis after a directive, since C99 leaves open what that does.
    return text + (isPlain ? ";\n" : "\n")
  }

  private mutating func piece(depth: Int) -> String {
    switch random.below(12) {
    case 0...4:
      if macros.isEmpty || random.happens(15) { return name() }
      let macro = random.pick(macros)
      guard let count = macro.arguments, random.happens(85) else { return macro.name }
      let gap = random.pick(["", "", "", " ", depth == 0 ? "\n" : " ", "/**/"])
      var arguments = (0..<count).map { _ in argument(depth) }
      if count > 1 { arguments[count - 1] = lastArgument(arguments[count - 1]) }
      return "\(macro.name)\(gap)(\(arguments.joined(separator: random.pick([",", ", "]))))"
    case 5: return random.pick(["1", "0x1e", "10u", ".5", "1.e", "0xe+1", "3x"])
    case 6: return random.pick(["\"s\"", "'c'", "\"a\\\"b\\\\\"", "\"x  y\"", "'\\n'"])
    case 7: return random.pick(["/* c */", "/**/", " "])
    default:
      if isPlain {
        return random.pick(["+", "-", "->", "<<", ">=", "==", "&", ";", "{", "]", "*", "/ ", "?", "."])
      }
      return random.pick([
        "+", "-", "--", "->", "<", "<<", ">", "=", "==", "&", "&&", "|", ";", "{", "}", "[", "]", ":", ".",
        "@", "!", "\u{E9}", "\\u00e9", "x\u{E9}",
        "*", "/ ", "%", "^", "~", "?", "..", "$", "<=", "\\", "`",
      ])
    }
  }

  private mutating func argument(_ depth: Int) -> String {
    guard depth < 3 else { return name() }
    var text = ""
    for _ in 0..<random.below(4) {
      if random.happens(12) {
        if omitted.contains(.parenthesesBehindCall) { text += "*" }
        text += "(\(piece(depth: depth + 1)),\(lastArgument(piece(depth: depth + 1))))"
      } else {
        text += piece(depth: depth + 1)
      }
      if random.happens(50) { text += depth == 0 && random.happens(10) ? "\n" : " " }
      // Even the macro being called may be defined anew.
      if depth == 0, !isPlain, random.happens(2) { text += "\n" + definition() }
    }
    return text
  }

  /// Returns what follows a call's last comma. The macro may be redefined before the call is made, so this
  /// applies to all calls.
  private func lastArgument(_ text: String) -> String {
    let isEmpty = text.replacing("/* c */", with: "").replacing("/**/", with: "").allSatisfy(\.isWhitespace)
    return isEmpty && omitted.contains(.emptyLastArgument) ? "1" : text
  }

  // MARK: Conditions

  /// Returns a condition, or a part of one: `isFirst` if no value precedes it.
  private mutating func condition(_ depth: Int, isFirst: Bool = true) -> String {
    if depth > 3 || random.happens(25) { return value() }
    switch random.below(8) {
    case 0: return random.pick(["!", "~", "-", "+"]) + condition(depth + 1, isFirst: isFirst)
    case 1: return "(\(condition(depth + 1, isFirst: isFirst)))"
    case 2 where omitted.contains(.conditionalBehindValue):
      guard isFirst else { return value() }
      let results = "\(condition(depth + 1, isFirst: false)) : \(condition(depth + 1, isFirst: false))"
      return "(\(condition(depth + 1))) ? \(results)"
    case 2: return "\(condition(depth + 1)) ? \(condition(depth + 1)) : \(condition(depth + 1))"
    default:
      let operators =
        isPlain
        ? ["+", "-", "*", "&", "|", "^", "&&", "||", "<", ">", "<=", ">=", "==", "!="]
        : [
          "+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^", "&&", "||", "<", ">", "<=", ">=", "==", "!=",
          ",",
        ]
      let left = condition(depth + 1, isFirst: isFirst)
      return "\(left) \(random.pick(operators)) \(condition(depth + 1, isFirst: false))"
    }
  }

  private mutating func value() -> String {
    switch random.below(8) {
    case 0: return "defined(\(name()))"
    case 1: return "defined \(name())"
    case 2: return random.pick(["nothing", "__DTS__"])
    case 3 where isPlain: return random.pick(["'a'", "'\\n'"])
    case 3: return random.pick(["'a'", "'\\377'", "'\\n'", "'ab'"])
    case 4 where isPlain: return random.pick(["-1", "017", "3LL"])
    case 4:
      return random.pick([
        "-1", "0xffffffffffffffff", "9223372036854775807", "1u", "0b101", "017", "2ul", "3LL",
      ])
    default: return "\(random.below(5))"
    }
  }
}
