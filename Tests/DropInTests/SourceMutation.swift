import TestSupport

/// Makes random faults in a source: bytes, words or lines that are left out, doubled, swapped or replaced.
struct SourceMutation {
  private var random: SeededGenerator

  init(seed: Int) { random = SeededGenerator(seed: seed) }

  /// The words that are inserted or replace others.
  private static let words = [
    "/dts-v1/;", "/plugin/;", "/memreserve/", "/bits/", "/bits/ 8", "/bits/ 64", "/incbin/", "/include/",
    "/delete-node/", "/delete-property/", "/omit-if-no-ref/", "&label", "&{/}", "&{/node}", "label:", "{",
    "}",
    "};", "<", ">", "[", "]", "(", ")", ";", "=", ",", "\"text\"", "\"", "'a'", "'", "0", "1", "0x10", "08",
    "0x",
    "4294967296", "18446744073709551616", "-1", "1u", "10UL", "node", "node@1 {", "property", "#cells", "/",
    "/ {", "/*", "*/", "//", "\\", "?", ":", "+", "<<", "==", "&&", "!", "~", "%", "&", "é", "phandle = <1>;",
    "name = \"x\";", "reg = <1>;", "a;", "a { };", "/incbin/(\"data.bin\", 2, 3)", "/include/ \"body.dtsi\"",
  ].map { Array($0.utf8) }

  /// Returns the source after one to three faults.
  mutating func mutated(_ source: [UInt8]) -> [UInt8] {
    var bytes = source
    for _ in 0..<random.pick([1, 1, 1, 2, 3]) where !bytes.isEmpty {
      switch random.below(10) {
      case 0...2: mutateBytes(&bytes)
      case 3...7: mutate(Self.words(of: bytes), &bytes, with: Self.words)
      default: mutate(bytes.split(separator: 0x0A).map { $0 + [0x0A] }, &bytes, with: [])
      }
    }
    return bytes
  }

  private mutating func mutateBytes(_ bytes: inout [UInt8]) {
    let place = random.below(bytes.count)
    let end = min(bytes.count, place + 1 + random.below(12))
    switch random.below(6) {
    case 0: bytes[place] ^= 1 << UInt8(random.below(6))
    case 1: bytes[place] = random.pick(Array("{}<>[]();:=\"'/\\&,*@-+?.|^~!% \t\n0189afxAZ_".utf8))
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
    case 4: bytes.swapAt(place, end - 1)
    default: bytes.removeSubrange(place...)
    }
  }

  /// Changes one of the parts, and joins them again.
  private mutating func mutate(
    _ parts: [[UInt8]], _ bytes: inout [UInt8], with replacements: [[UInt8]]
  ) {
    guard !parts.isEmpty else { return }
    var parts = parts
    let place = random.below(parts.count)
    let other = parts[random.below(parts.count)]
    let isOwn = replacements.isEmpty || random.happens(30)
    switch random.below(5) {
    case 0: parts.remove(at: place)
    case 1: parts.insert(parts[place], at: place)
    case 2: parts.swapAt(place, random.below(parts.count))
    case 3: parts[place] = isOwn ? other : random.pick(replacements)
    default: parts.insert(isOwn ? other : random.pick(replacements), at: place)
    }
    bytes = Array(parts.joined())
  }

  /// Returns the words with the blanks after them: names and numbers, strings, and single bytes.
  private static func words(of bytes: [UInt8]) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var rest = bytes[...]
    while let first = rest.first {
      var end = rest.startIndex + 1
      if first == 0x22 {
        end = (rest.dropFirst().firstIndex(of: 0x22) ?? rest.endIndex - 1) + 1
      } else if isNameByte(first) {
        end = rest.firstIndex { !isNameByte($0) } ?? rest.endIndex
      }
      end = rest[end...].firstIndex { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 } ?? rest.endIndex
      words.append(Array(rest[..<end]))
      rest = rest[end...]
    }
    return words
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || "_,.+*#?@-".utf8.contains(byte)
  }
}
