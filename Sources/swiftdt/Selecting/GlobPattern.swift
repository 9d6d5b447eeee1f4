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
  typealias States = Set<Int>

  /// The states before anything has been read.
  var start: States { closure([0]) }

  /// Whether the pattern matches what has been read.
  func isComplete(_ states: States) -> Bool { states.contains(elements.count) }

  /// Returns the states after reading `bytes`, too; empty if nothing that begins like this can match.
  func advance(_ states: States, over bytes: some Sequence<UInt8>) -> States {
    var states = states
    for byte in bytes {
      if states.isEmpty { return states }
      var next: Set<Int> = []
      for state in states where state < elements.count {
        switch elements[state] {
        case .runOfPath: next.insert(state)
        case .folders: next.insert(byte == 0x2F ? state : state + 1)
        case .folderName: next.insert(byte == 0x2F ? state - 1 : state)
        case .runOfName: if byte != 0x2F { next.insert(state) }
        case .literal(let wanted): if byte == wanted { next.insert(state + 1) }
        case .anyOfName: if byte != 0x2F { next.insert(state + 1) }
        case .set(let ranges, let isNegated):
          if byte != 0x2F, ranges.contains(where: { $0.contains(byte) }) != isNegated {
            next.insert(state + 1)
          }
        }
      }
      states = closure(next)
    }
    return states
  }

  /// Returns `states` and those after runs, which may be empty.
  private func closure(_ states: Set<Int>) -> Set<Int> {
    var all = states
    for state in states {
      var state = state
      while state < elements.count {
        switch elements[state] {
        case .runOfName, .runOfPath: state += 1
        case .folders: state += 2
        default: state = elements.count + 1
        }
        if state <= elements.count { all.insert(state) }
      }
    }
    return all
  }
}
