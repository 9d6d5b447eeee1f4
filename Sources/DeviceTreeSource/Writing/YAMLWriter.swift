public import DeviceTree
import SourceText

/// Writes trees as YAML in dtc's dialect (`-O yaml`), laid out as libyaml does: lists are broken
/// before an item that would begin after column 80.
///
/// It needs the types that only a source gives: what precedes a value's first type is left out, as in
/// dtc, and of a value without any type (a file's contents) nothing remains.
public struct YAMLWriter {
  let tree: DeviceTree
  var text: [UInt8] = []
  var column = 0
  /// Whether the last thing written was a space or an opening bracket.
  private var isSpaced = true

  static let width = 80

  /// Returns the text of a tree.
  public static func text(of tree: DeviceTree) -> [UInt8] {
    var writer = YAMLWriter(tree: tree)
    writer.put("---\n-")
    writer.writeNodes()
    writer.put("...\n")
    return writer.text
  }

  private init(tree: DeviceTree) { self.tree = tree }

  private mutating func writeNodes() {
    var node = NodeID.root
    var level = 1
    var isFirst = true
    while true {
      if node != .root {
        startLine(level - 1, &isFirst)
        putKey(tree.name(of: node), ofNode: true, indent: level * 2 - 2, &isFirst)
      }
      var property = tree.firstProperty(of: node)
      let isEmpty = property == nil && tree.firstChild(of: node) == nil
      if isEmpty {
        put(" {}\n")
        isFirst = false
      } else if node != .root, !isFirst {
        put("\n")
      }
      while let current = property {
        startLine(level, &isFirst)
        putKey(tree.name(of: current), ofNode: false, indent: level * 2, &isFirst)
        isFirst = false
        write(current, indent: level * 2)
        property = tree.nextProperty(after: current)
      }
      if let child = tree.firstChild(of: node) {
        node = child
        level += 1
        continue
      }
      while node != .root, tree.nextSibling(of: node) == nil, let parent = tree.parent(of: node) {
        node = parent
        level -= 1
      }
      guard node != .root, let sibling = tree.nextSibling(of: node) else { return }
      node = sibling
    }
  }

  /// Starts a line; the very first one continues after the dash.
  private mutating func startLine(_ level: Int, _ isFirst: inout Bool) {
    text.append(contentsOf: repeatElement(0x20, count: isFirst ? 1 : level * 2))
    column = level * 2
    isFirst = false
  }

  private mutating func write(_ property: PropertyID, indent: Int) {
    put(" ")
    let value = tree.value(of: property)
    if value.count == 0 {
      put("true\n")
      return
    }
    put("[")
    isSpaced = true
    let bytes = tree.bytes(of: value)
    let all = tree.markers(of: value)
    let types = all.filter { $0.kind.isType }
    var references = all.filter { $0.kind == .phandleReference }[...]
    for (number, type) in types.enumerated() {
      let end = number + 1 < types.count ? Int(types[number + 1].offset) : bytes.count
      guard end > Int(type.offset), end <= bytes.count else { continue }
      startItem(isFirst: text.last == 0x5B, indent: indent + 2)
      let base = bytes.startIndex
      let chunk = bytes[base + Int(type.offset)..<base + end]
      if type.kind == .string {
        writeString(chunk, indent: indent + 4)
      } else {
        writeIntegers(chunk, type, &references, indent: indent + 4)
      }
    }
    put("]\n")
  }

  private mutating func startItem(isFirst: Bool, indent: Int) {
    if !isFirst { put(",") }
    if column > Self.width {
      breakLine(indent)
    } else {
      isSpaced = isFirst
    }
  }

  private mutating func breakLine(_ indent: Int) {
    put("\n")
    text.append(contentsOf: repeatElement(0x20, count: indent))
    column = indent
    isSpaced = true
  }

  private mutating func space() {
    if !isSpaced { put(" ") }
    isSpaced = false
  }

  /// Writes the elements of an array; `references` are those that were not reached yet.
  private mutating func writeIntegers(
    _ chunk: ArraySlice<UInt8>, _ type: Marker, _ references: inout ArraySlice<Marker>, indent: Int
  ) {
    var width = 4
    space()
    switch type.kind {
    case .uint16: (width, _) = (2, put("!u16 "))
    case .uint64: (width, _) = (8, put("!u64 "))
    case .uint32: break
    default: (width, _) = (1, put("!u8 "))
    }
    put("[")
    var at = chunk.startIndex
    while at + width <= chunk.endIndex {
      startItem(isFirst: at == chunk.startIndex, indent: indent)
      var number: UInt64 = 0
      for byte in chunk[at..<at + width] { number = number << 8 | UInt64(byte) }
      let offset = Int(type.offset) + at - chunk.startIndex
      while let first = references.first, Int(first.offset) < offset { references.removeFirst() }
      space()
      if width == 4, references.first.map({ Int($0.offset) == offset }) ?? false { put("!phandle ") }
      put(PrintableText.hex(number))
      at += width
    }
    put("]")
  }
}

// MARK: - Scalars

extension YAMLWriter {
  mutating func put(_ string: String) {
    for byte in string.utf8 { text.append(byte) }
    column += string.utf8.count
    if string.utf8.last == 0x0A { column = 0 }
  }

  /// Writes a key and its colon. libyaml treats a name of more than 128 bytes as a complex key, whose
  /// colon begins a line, and what is below it follows there.
  private mutating func putKey(
    _ name: Symbol, ofNode: Bool, indent: Int, _ isFirst: inout Bool
  ) {
    let isLong = tree.names.length(name) > 128
    if isLong { put("? ") }
    putName(name, ofNode: ofNode)
    if isLong {
      put("\n")
      text.append(contentsOf: repeatElement(0x20, count: indent))
      column = indent
      isFirst = ofNode
    }
    put(":")
  }

  /// Writes a name, in quotes if YAML would read it as something else.
  private mutating func putName(_ name: Symbol, ofNode: Bool) {
    let bytes = tree.names.array(name)
    let indicators = Array("#,[]{}&*!|>'\"%@`".utf8)
    let isLoneMark = bytes.count == 1 && [0x3F, 0x3A, 0x2D].contains(bytes[0])
    let isPlain =
      bytes.first.map { !indicators.contains($0) } ?? false && !isLoneMark
      && !bytes.starts(with: Array("---".utf8)) && !bytes.starts(with: Array("...".utf8))
      && bytes.last != 0x3A
    if !isPlain { put(ofNode ? "! '" : "'") }
    for byte in bytes {
      text.append(byte)
      if !isPlain, byte == 0x27 { text.append(byte) }
    }
    column += bytes.count
    if !isPlain { put("'") }
  }

  private mutating func writeString(_ chunk: ArraySlice<UInt8>, indent: Int) {
    space()
    put("\"")
    let string = chunk.last == 0 ? chunk.dropLast() : chunk
    var wasSpace = false
    for (number, byte) in string.enumerated() {
      // A long string is broken at a space that does not follow another.
      if byte == 0x20, !wasSpace, column > Self.width, number > 0, number < string.count - 1 {
        breakLine(indent)
        if string[string.startIndex + number + 1] == 0x20 { put("\\") }
        wasSpace = true
        continue
      }
      wasSpace = byte == 0x20
      switch byte {
      case 0x00: put("\\0")
      case 0x07: put("\\a")
      case 0x08: put("\\b")
      case 0x09: put("\\t")
      case 0x0A: put("\\n")
      case 0x0B: put("\\v")
      case 0x0C: put("\\f")
      case 0x0D: put("\\r")
      case 0x1B: put("\\e")
      case 0x22: put("\\\"")
      case 0x5C: put("\\\\")
      case 0x20...0x7E:
        text.append(byte)
        column += 1
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        put("\\x" + (digits.count < 2 ? "0" : "") + digits)
      }
    }
    put("\"")
    isSpaced = false
  }
}
