/// An `extlinux.conf`, read as U-Boot reads it (boot/pxe_utils.c).
///
/// U-Boot takes words in any case, keeps whatever stands behind a keyword up to the newline (a carriage
/// return and blanks at the end are part of a file's name), and ends an entry at the first keyword that
/// it does not know there: what follows belongs to no entry and is ignored.
struct ExtlinuxConfiguration: Equatable {
  /// A value and its line, from 1.
  struct Value: Equatable {
    let text: String
    let line: Int
  }

  struct Entry: Equatable {
    let name: Value
    var kernel: Value?
    var initrd: Value?
    var fdt: Value?
    var fdtFolder: Value?
    var fdtOverlays: Value?
    var append: Value?
    var isLocal = false
  }

  /// Something that U-Boot reads otherwise than it is meant.
  enum Fault: Equatable {
    /// A keyword that U-Boot does not know ends the entry of this name.
    case endsEntry(String, entry: String)
    /// A keyword that means nothing outside of entries.
    case unknown(String)
    /// The keyword belongs to an entry, but none is open.
    case outside(String)
    /// A line ends in a carriage return, which becomes part of the value.
    case carriageReturn
    /// An empty line with a carriage return, which ends an entry.
    case carriageReturnEndsEntry(String)
    case trailingBlanks(String)
    /// A second value is ignored.
    case repeated(String)
  }

  private(set) var entries: [Entry] = []
  private(set) var defaultName: Value?
  private(set) var faults: [(fault: Fault, line: Int)] = []
  private(set) var includes: [Value] = []

  static func == (a: Self, b: Self) -> Bool {
    a.entries == b.entries && a.defaultName == b.defaultName && a.includes == b.includes
      && a.faults.elementsEqual(b.faults) { $0 == $1 }
  }

  /// Whether an entry is open, so that keywords belong to it.
  private var isInEntry = false

  init(_ text: [UInt8]) {
    // U-Boot stops at a zero byte.
    let lines = text.prefix { $0 != 0 }.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() { read(Array(line), index + 1) }
  }

  private mutating func read(_ line: [UInt8], _ number: Int) {
    let content = line.drop { $0 == 0x20 || $0 == 0x09 }
    if content.isEmpty || content.first == 0x23 { return }
    if content.first == 0x0D {
      if isInEntry, let entry = entries.last {
        faults.append((.carriageReturnEndsEntry(entry.name.text), number))
        isInEntry = false
      }
      return
    }
    let word = content.prefix { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
    let keyword = String(decoding: word, as: UTF8.self).lowercased()
    let rest = content.dropFirst(word.count).drop { $0 == 0x20 || $0 == 0x09 }
    var text = String(decoding: rest, as: UTF8.self)
    if rest.last == 0x0D {
      faults.append((.carriageReturn, number))
      // What is meant, so that the files are looked for as well.
      text = String(decoding: rest.dropLast(), as: UTF8.self)
    }
    if text.last == " " || text.last == "\t" {
      if Self.files.contains(keyword) { faults.append((.trailingBlanks(keyword), number)) }
      while text.last == " " || text.last == "\t" { text.removeLast() }
    }
    take(keyword, Value(text: text, line: number))
  }

  /// The keywords whose values are files.
  private static let files: Set = [
    "kernel", "linux", "initrd", "fdt", "devicetree", "fdtdir", "devicetreedir", "fdtoverlays",
    "devicetree-overlay",
  ]

  private mutating func take(_ keyword: String, _ value: Value) {
    switch keyword {
    case "label":
      entries.append(Entry(name: value))
      isInEntry = true
    case "kernel", "linux": set(\.kernel, keyword, value, replaces: true)
    case "initrd": set(\.initrd, keyword, value)
    case "fdt", "devicetree": set(\.fdt, keyword, value)
    case "fdtdir", "devicetreedir": set(\.fdtFolder, keyword, value)
    case "fdtoverlays", "devicetree-overlay": set(\.fdtOverlays, keyword, value)
    case "append": set(\.append, keyword, value, replaces: true)
    case "localboot":
      guard isInEntry else { return faults.append((.outside(keyword), value.line)) }
      entries[entries.count - 1].isLocal = true
    case "ipappend", "kaslrseed":
      if !isInEntry { faults.append((.outside(keyword), value.line)) }
    case "menu":
      let words = value.text.split { $0 == " " || $0 == "\t" }
      if isInEntry, words.first?.lowercased() == "default", defaultName == nil {
        defaultName = entries.last?.name
      }
      if !isInEntry, words.first?.lowercased() == "include", words.count > 1 {
        includes.append(Value(text: String(words[1]), line: value.line))
      }
    case "default", "ontimeout":
      isInEntry = false
      defaultName = value
    case "include":
      isInEntry = false
      includes.append(value)
    case "timeout", "prompt": isInEntry = false
    default:
      if isInEntry, let entry = entries.last {
        faults.append((.endsEntry(keyword, entry: entry.name.text), value.line))
        isInEntry = false
      } else {
        faults.append((.unknown(keyword), value.line))
      }
    }
  }

  private mutating func set(
    _ path: WritableKeyPath<Entry, Value?>, _ keyword: String, _ value: Value, replaces: Bool = false
  ) {
    guard isInEntry else { return faults.append((.outside(keyword), value.line)) }
    if entries[entries.count - 1][keyPath: path] != nil {
      faults.append((.repeated(keyword), value.line))
      if !replaces { return }
    }
    entries[entries.count - 1][keyPath: path] = value
  }
}
