import SourceText

/// A pattern for paths: `*` matches any run of characters within a name, `**` any run at all, `?` one byte of
/// a name, `[a-z]` and `[!a-z]` one of a set. A backslash makes the next character literal, and `\xff` is
/// that byte. As in `.gitignore`, a pattern without a slash is matched with the last name of a path, so that
/// `*rpi*.dtb` matches such files in all folders.
struct GlobPattern {
  private enum Element {
    case literal(UInt8)
    case anyOfName
    case runOfName
    case runOfPath
    /// Any number of complete folders: the place where one may begin.
    case folders
    /// The rest of the name of one of these folders.
    case folderName
    case set([ClosedRange<UInt8>], isNegated: Bool)
  }

  private var elements: [Element] = []
  /// Whether the pattern has no slash, and is matched with the last name of a path.
  let isForLastName: Bool

  /// Whether `text` contains wildcards.
  static func isPattern(_ text: String) -> Bool {
    text.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B }
  }

  init(_ text: String) {
    let bytes = Array(text.utf8)
    isForLastName = !bytes.contains(0x2F)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "*"):
        if index < bytes.count, bytes[index] == byte {
          while index < bytes.count, bytes[index] == byte { index += 1 }
          // `**/x` is `x` in any folder, or `x` on its own.
          if index < bytes.count, bytes[index] == 0x2F {
            elements += [.folders, .folderName]
            index += 1
          } else {
            elements.append(.runOfPath)
          }
        } else {
          elements.append(.runOfName)
        }
      case UInt8(ascii: "?"): elements.append(.anyOfName)
      case UInt8(ascii: "["):
        if let (set, end) = Self.set(bytes, from: index) {
          elements.append(set)
          index = end
        } else {
          elements.append(.literal(byte))
        }
      case UInt8(ascii: "\\") where PrintableText.escapedByte(bytes[index...]) != nil:
        elements.append(.literal(PrintableText.escapedByte(bytes[index...]) ?? 0))
        index += 3
      case UInt8(ascii: "\\") where index < bytes.count:
        elements.append(.literal(bytes[index]))
        index += 1
      default: elements.append(.literal(byte))
      }
    }
  }

  /// Returns the set after a bracket and the index after it; nil if there is no closing bracket.
  private static func set(_ bytes: [UInt8], from start: Int) -> (Element, Int)? {
    var index = start
    let isNegated = index < bytes.count && (bytes[index] == 0x21 || bytes[index] == 0x5E)
    if isNegated { index += 1 }
    var ranges: [ClosedRange<UInt8>] = []
    // A closing bracket that comes first is a member of the set.
    while index < bytes.count, bytes[index] != 0x5D || ranges.isEmpty {
      let low = bytes[index]
      if index + 2 < bytes.count, bytes[index + 1] == 0x2D, bytes[index + 2] != 0x5D {
        let high = bytes[index + 2]
        ranges.append(min(low, high)...max(low, high))
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return index < bytes.count ? (.set(ranges, isNegated: isNegated), index + 1) : nil
  }

  /// Whether the pattern matches a path with slashes.
  func matches(_ path: String) -> Bool { matches(Array(path.utf8)) }

  /// Whether the pattern matches a path that may not be UTF-8.
  func matches(_ path: [UInt8]) -> Bool {
    var bytes = path[...]
    if isForLastName, let slash = bytes.lastIndex(of: 0x2F) { bytes = bytes[(slash + 1)...] }
    return isComplete(advance(start, over: bytes))
  }

  /// The prefixes of the pattern that match what has been read so far, so that there is no backtracking. A
  /// walk of a tree keeps the states of each node's path for the nodes below it.
  struct States {
    /// A bit for each of the first 64, and for the others in their order.
    private var first: UInt64 = 0
    private var others: [UInt64] = []

    var isEmpty: Bool { first == 0 && others.isEmpty }

    func contains(_ state: Int) -> Bool {
      if state < 64 { return first >> UInt64(state) & 1 != 0 }
      let word = state / 64 - 1
      return word < others.count && others[word] >> UInt64(state % 64) & 1 != 0
    }

    fileprivate mutating func insert(_ state: Int) {
      if state < 64 {
        first |= 1 << UInt64(state)
        return
      }
      while others.count < state / 64 { others.append(0) }
      others[state / 64 - 1] |= 1 << UInt64(state % 64)
    }

    /// Calls `body` with each state in order.
    @inline(__always)
    fileprivate func forEach(_ body: (Int) -> Void) {
      Self.forEach(in: first, from: 0, body)
      for (index, word) in others.enumerated() { Self.forEach(in: word, from: (index + 1) * 64, body) }
    }

    @inline(__always)
    private static func forEach(in word: UInt64, from start: Int, _ body: (Int) -> Void) {
      var rest = word
      while rest != 0 {
        body(start + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  /// The states before anything has been read.
  var start: States {
    var states = States()
    add(0, to: &states)
    return states
  }

  /// Whether the pattern matches what has been read.
  func isComplete(_ states: States) -> Bool { states.contains(elements.count) }

  /// Returns the states after reading a slash and a name, too.
  func advance(_ states: States, into name: Span<UInt8>) -> States {
    var states = advance(states, over: 0x2F)
    for index in name.indices where !states.isEmpty { states = advance(states, over: name[index]) }
    return states
  }

  /// Returns the states after reading `bytes`, too; empty if nothing that begins like this can match.
  private func advance(_ states: States, over bytes: ArraySlice<UInt8>) -> States {
    var states = states
    for byte in bytes where !states.isEmpty { states = advance(states, over: byte) }
    return states
  }

  private func advance(_ states: States, over byte: UInt8) -> States {
    var next = States()
    states.forEach { state in
      guard state < elements.count else { return }
      switch elements[state] {
      case .runOfPath: add(state, to: &next)
      case .folders: add(byte == 0x2F ? state : state + 1, to: &next)
      case .folderName: add(byte == 0x2F ? state - 1 : state, to: &next)
      case .runOfName: if byte != 0x2F { add(state, to: &next) }
      case .literal(let wanted): if byte == wanted { add(state + 1, to: &next) }
      case .anyOfName: if byte != 0x2F { add(state + 1, to: &next) }
      case .set(let ranges, let isNegated):
        if byte != 0x2F, ranges.contains(where: { $0.contains(byte) }) != isNegated {
          add(state + 1, to: &next)
        }
      }
    }
    return next
  }

  /// Adds a state, and those after runs, which may be empty.
  private func add(_ state: Int, to states: inout States) {
    var state = state
    while true {
      states.insert(state)
      if state == elements.count { return }
      switch elements[state] {
      case .runOfName, .runOfPath: state += 1
      case .folders: state += 2
      default: return
      }
    }
  }
}
