import TestSupport

/// Random device tree sources that use all of the grammar.
///
/// Most are correct, and some have errors: a label given twice, a reference to a deleted node.
struct SourceGenerator {
  private var random: SeededGenerator
  private var definedLabels: [String] = []
  private var referredLabels: Set<String> = []
  private var nextLabel = 0
  private var nextOtherLabel = 0
  /// The names of the root's children, unless they were deleted.
  private var topNames: [String] = []
  private var nextPhandle: Int
  /// Whether the source is an overlay.
  let isPlugin: Bool

  init(seed: Int) {
    random = SeededGenerator(seed: seed)
    isPlugin = random.happens(30)
    nextPhandle = 1 + random.below(6)
  }

  private static let nodeNames = ["a", "b", "soc", "uart@10", "uart@20", "i2c,x@1", "n-1", "cpus", "cpu@0"]
  private static let propertyNames = [
    "p", "q", "reg", "status", "#cells", "a,b", "x-y", "long-property-name", "name-tail", "tail", "u?1",
    "_z", "8bit", "v1.2", "e+f", "a*b", "1,2", "-x", "+", "?", ".5", "0x1", "true", "if",
    "a--b", "1e+5", "...",
  ]

  /// The files that sources include.
  static let files = [
    "data.bin": "0123456789",
    "body.dtsi": "from-file = <42 (1 + 1)>, \"x\";\n",
    "nodes.dtsi": "/ {\n\tfrom-file {\n\t\tp;\n\t};\n};\n",
  ]

  /// Returns a complete source.
  mutating func source() -> String {
    let tags = "/dts-v1/;\n" + (isPlugin ? "/plugin/;\n" : "")
    var text = tags + (random.happens(5) ? tags : "")
    for _ in 0..<random.below(3) where random.happens(30) {
      text += "\(random.happens(20) ? otherLabel() : "")/memreserve/ \(number(64)) \(number(64));\n"
    }
    if !isPlugin || random.happens(60) { text += "/ {\n\(body(depth: 0))};\n" }
    for _ in 0..<random.below(5) { text += topLevel() }
    let missing = referredLabels.subtracting(definedLabels).sorted()
    if !missing.isEmpty, !isPlugin || random.happens(40) {
      text += "/ {\n"
      for label in missing { text += "\t\(label): made-for-\(label) { };\n" }
      text += "};\n"
    } else if text.hasSuffix("/plugin/;\n") {
      text += "/ { };\n"
    }
    return random.happens(10) ? text.replacing("\n", with: "\r\n") : text
  }

  /// Returns something without meaning that may occur between statements, and mostly nothing.
  private mutating func filler() -> String {
    guard random.happens(6) else { return "" }
    let line = 1 + random.below(99)
    return random.pick([
      "# \(line) \"some/file.dtsi\"\n", "# \(line) \"f.h\" 2\n", "#line \(line) \"other.dts\"\n",
      "/* a comment */\n", "// another; \"'\n", "/* over\n\tlines * / */\n", "\n\n", " \t\u{C}\n",
    ])
  }

  private mutating func topLevel() -> String {
    let known = definedLabels.isEmpty ? nil : random.pick(definedLabels)
    let before = filler()
    switch random.below(14) {
    case 0: return before + "/ {\n\(body(depth: 0))};\n"
    case 1 where random.happens(40): return known.map { "/delete-node/ &\($0);\n" } ?? ""
    case 2: return known.map { "/omit-if-no-ref/ &\($0);\n" } ?? ""
    case 10 where !topNames.isEmpty && !isPlugin && random.happens(40):
      return before + "/delete-node/ &{/\(random.pick(topNames))};\n"
    case 11 where !topNames.isEmpty && !isPlugin:
      return before + "/omit-if-no-ref/ &{/\(random.pick(topNames))};\n"
    case 12: return "/include/ \"nodes.dtsi\"\n"
    case 3 where !topNames.isEmpty: return "&{/\(random.pick(topNames))} {\n\(body(depth: 2))};\n"
    case 4:
      guard let known, !isPlugin else { return "" }
      return "\(newLabel()): &\(known) {\n\(body(depth: 2))};\n"
    case 5 where isPlugin: return "&outside\(random.below(3)) {\n\(body(depth: 1))};\n"
    default: return known.map { "&\($0) {\n\(body(depth: 1))};\n" } ?? ""
    }
  }

  private mutating func body(depth: Int) -> String {
    let indent = String(repeating: "\t", count: min(depth, 2) + 1)
    var text = filler()
    if random.happens(4) { text += "\(indent)/include/ \"body.dtsi\"\n" }
    var used: Set<String> = []
    for _ in 0..<random.below(5) {
      let name = random.pick(Self.propertyNames)
      if !used.insert(name).inserted, random.happens(98) { continue }
      if random.happens(8) {
        text += "\(indent)/delete-property/ \(name);\n"
      } else {
        // A backslash before a name is not part of it.
        let escape = random.happens(2) && name.first.map { $0.isLetter } ?? false ? "\\" : ""
        text += "\(indent)\(random.happens(8) ? otherLabel() : "")\(escape)\(name)\(value());\n"
      }
      text += filler()
    }
    if depth > 0, random.happens(4) {
      text += "\(indent)\(random.pick(["phandle", "phandle", "linux,phandle"])) = <\(nextPhandle)>;\n"
      nextPhandle += random.happens(95) ? 1 + random.below(3) : 0
    }
    guard depth < 4 else { return text }
    for _ in 0..<random.below(4) {
      let name = random.pick(Self.nodeNames)
      let isNew = used.insert(name).inserted
      if !isNew, random.happens(98) { continue }
      // In dtc, a node that comes back after its deletion has no parent, which breaks its fixups.
      if isNew, !isPlugin, random.happens(8) {
        text += "\(indent)/delete-node/ \(name);\n"
      } else {
        if depth == 0 { topNames.append(name) }
        let omits = random.happens(8) ? "/omit-if-no-ref/ " : ""
        text += "\(indent)\(omits)\(label(35))\(name) {\n\(body(depth: depth + 1))\(indent)};\n"
      }
    }
    return text
  }

  // MARK: Labels

  private mutating func newLabel() -> String {
    nextLabel += 1
    let label = random.happens(99) ? "L\(nextLabel)" : "L1"
    definedLabels.append(label)
    return label
  }

  /// Returns the label of a property or a value, to which nothing can refer.
  private mutating func otherLabel() -> String {
    nextOtherLabel += 1
    return "V\(nextOtherLabel): "
  }

  private mutating func label(_ percent: Int) -> String {
    random.happens(percent) ? newLabel() + ": " + (random.happens(10) ? newLabel() + ": " : "") : ""
  }

  private mutating func reference() -> String {
    // In an overlay's cells, dtc 1.8.1 rejects paths of the base, for which 1.6.1 makes useless fixups.
    if !isPlugin, !topNames.isEmpty, random.happens(10) { return "&{/\(random.pick(topNames))}" }
    if isPlugin, random.happens(30) { return "&outside\(random.below(3))" }
    let label = "L\(1 + random.below(8))"
    referredLabels.insert(label)
    return "&" + label
  }

  // MARK: Values

  private mutating func value() -> String {
    if random.happens(10) { return "" }
    let parts = (0...(random.happens(25) ? 1 + random.below(3) : 0)).map { _ in
      let before = random.happens(3) ? otherLabel() : ""
      return before + element() + (random.happens(3) ? " " + otherLabel() : "")
    }
    return " = " + parts.joined(separator: random.happens(50) ? ", " : ",\n\t\t")
  }

  private mutating func element() -> String {
    switch random.below(12) {
    case 0...4:
      let cells = (0..<random.below(6)).map { _ in
        random.happens(3) ? otherLabel() : random.happens(25) ? reference() : number(32)
      }
      return "<\(cells.joined(separator: " "))>"
    case 5...7: return string()
    case 8:
      let bytes = (0..<random.below(6)).map { _ in
        let byte = random.below(256)
        return (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: random.happens(50))
      }
      return "[\(bytes.joined(separator: random.pick(["", " ", "  "])))]"
    case 9:
      let bits = random.pick([8, 16, 32, 64])
      let count = random.below(5)
      return "/bits/ \(bits) <\((0..<count).map { _ in number(bits) }.joined(separator: " "))>"
    case 10:
      return random.pick([
        "/incbin/(\"data.bin\")", "/incbin/(\"data.bin\", 2, 3)", "/incbin/(\"data.bin\", 0, 1)",
      ])
    default: return isPlugin ? string() : reference()
    }
  }

  private mutating func string() -> String {
    let pieces = [
      "okay", "vendor,chip", " ", "\\n", "\\\"", "\\\\", "\\x41", "\\101", "\\0", "\\t", "/*no*/", "//", "é",
      "", "'", "\\e", "#", "\\x-4", "\\x e", "\\xffx", "\\8", "\\400",
    ]
    return "\"" + (0..<random.below(4)).map { _ in random.pick(pieces) }.joined() + "\""
  }

  private mutating func literal(_ bits: Int) -> String {
    let value = random.next() >> UInt64(64 - bits + (random.happens(60) ? random.below(bits) : 0))
    switch random.below(8) {
    case 0: return "0\(String(value, radix: 8))"
    case 1:
      return random.pick([
        "'a'", "'\\n'", "'\\''", "'\\x7f'", "'\"'", "' '", "'\\xff'", "'\\200'", "'\\x-1'",
      ])
    case 2...4: return "0x" + String(value, radix: 16, uppercase: random.happens(30))
    default: return "\(value)" + (random.happens(15) ? random.pick(["U", "L", "UL", "ULL", "LL"]) : "")
    }
  }

  private mutating func number(_ bits: Int) -> String {
    if random.happens(70) { return literal(min(bits, 7)).isEmpty ? "0" : literal(bits == 8 ? 7 : bits) }
    let mask = bits == 64 ? "0xffffffffffffffff" : "0x" + String(repeating: "f", count: bits / 4)
    return "((\(expression(0))) & \(mask))"
  }

  private mutating func expression(_ depth: Int) -> String {
    if depth > 3 || random.happens(25) { return literal(random.pick([4, 8, 32, 64])) }
    let operators = [
      "+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^", "&&", "||", "<", ">", "<=", ">=", "==", "!=",
    ]
    let space = random.happens(70) ? " " : ""
    switch random.below(10) {
    case 0: return random.pick(["-", "~", "!"]) + expression(depth + 1)
    case 1: return "(" + expression(depth + 1) + ")"
    case 2: return "\(expression(depth + 1)) ? \(expression(depth + 1)) : \(expression(depth + 1))"
    default: return expression(depth + 1) + space + random.pick(operators) + space + expression(depth + 1)
    }
  }
}
