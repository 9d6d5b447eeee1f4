import SourceText

/// JSON that is written as it comes, for what is as large as a tree: Foundation's encoder first makes
/// objects of everything, which takes it ten times as long.
///
/// The text is the encoder's with sorted keys and plain slashes, byte for byte, as long as the caller gives
/// the keys of an object in the order of their bytes.
struct JSONWriter {
  private var text = ByteWriter()
  /// Whether each element is on a line of its own.
  private let isPretty: Bool
  /// Whether every `<` is escaped, so that nothing in the text can end an HTML element.
  private let isForPage: Bool
  private var depth = 0
  /// Whether nothing is in the innermost open object or array yet.
  private var isEmpty = true
  private var followsKey = false

  init(isPretty: Bool = false, isForPage: Bool = false) {
    self.isPretty = isPretty
    self.isForPage = isForPage
  }

  /// Returns the text, and leaves the writer empty.
  mutating func finish() -> [UInt8] { text.finish() }

  // MARK: Objects and arrays

  /// What has keys or elements.
  enum Container {
    case object, array
  }

  /// Begins an object, whose keys and values follow, or an array, whose elements follow.
  mutating func open(_ container: Container) {
    separate()
    text.append(container == .object ? 0x7B : 0x5B)
    depth += 1
    isEmpty = true
    if isPretty { text.append(0x0A) }
  }

  /// Ends an object or an array.
  mutating func close(_ container: Container) {
    depth -= 1
    if isPretty {
      text.append(0x0A)
      text.append(0x20, times: depth * 2)
    }
    text.append(container == .object ? 0x7D : 0x5D)
    isEmpty = false
  }

  /// Writes an array of texts.
  mutating func array(_ texts: [String]) {
    open(.array)
    for text in texts { string(text) }
    close(.array)
  }

  /// Writes an array of numbers.
  mutating func array(_ numbers: [Int]) {
    open(.array)
    for number in numbers { self.number(number) }
    close(.array)
  }

  /// Writes the key of the value that comes next.
  mutating func key(_ key: String) {
    string(key)
    if isPretty { text.append(" : ") } else { text.append(0x3A) }
    followsKey = true
  }

  /// Writes what goes before a key or an element.
  private mutating func separate() {
    if followsKey {
      followsKey = false
      return
    }
    if depth == 0 { return }
    if !isEmpty {
      text.append(0x2C)
      if isPretty { text.append(0x0A) }
    }
    isEmpty = false
    if isPretty { text.append(0x20, times: depth * 2) }
  }

  // MARK: Values

  /// Writes a text.
  mutating func string(_ string: String) {
    separate()
    var string = string
    string.withUTF8 { bytes in unsafe quote(Span(_unsafeElements: bytes)) }
  }

  /// Writes the text that bytes are as UTF-8, with what is not UTF-8 replaced.
  mutating func string(decoding bytes: [UInt8]) {
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return string(String(decoding: bytes, as: UTF8.self)) }
    separate()
    quote(bytes.span)
  }

  /// Writes a number.
  mutating func number(_ number: UInt64) {
    separate()
    digits(number)
  }

  /// Writes a number.
  mutating func number(_ number: Int) {
    separate()
    if number < 0 { text.append(0x2D) }
    digits(UInt64(number.magnitude))
  }

  private mutating func digits(_ number: UInt64) {
    var count = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      count += 1
    }
    text.write(upTo: count) { bytes, place, _ in
      var rest = number
      for at in (place..<place + count).reversed() {
        bytes[at] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      return place + count
    }
  }

  /// Writes `true` or `false`.
  mutating func bool(_ value: Bool) {
    separate()
    if value { text.append("true") } else { text.append("false") }
  }

  /// Writes what another writer has written.
  mutating func value(_ json: [UInt8]) {
    separate()
    text.append(json[...])
  }

  private mutating func quote(_ bytes: Span<UInt8>) {
    text.append(0x22)
    var start = 0
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte >= 0x20, byte != 0x22, byte != 0x5C, byte != 0x3C || !isForPage {
        at &+= 1
        continue
      }
      text.append(few: bytes.extracting(start..<at))
      escape(byte)
      at &+= 1
      start = at
    }
    text.append(few: bytes.extracting(start..<at))
    text.append(0x22)
  }

  private mutating func escape(_ byte: UInt8) {
    text.append(0x5C)
    switch byte {
    case 0x22, 0x5C: text.append(byte)
    case 0x08: text.append(0x62)
    case 0x09: text.append(0x74)
    case 0x0A: text.append(0x6E)
    case 0x0C: text.append(0x66)
    case 0x0D: text.append(0x72)
    default:
      text.append("u00")
      text.append(.hexDigit(byte >> 4))
      text.append(.hexDigit(byte & 15))
    }
  }
}
