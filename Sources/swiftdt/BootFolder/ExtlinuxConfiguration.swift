/// An `extlinux.conf`, read as U-Boot reads it (boot/pxe_utils.c).
///
/// U-Boot takes keywords in any case, keeps everything after a keyword up to the newline (a carriage return
/// and blanks at the end are part of a file's name), and ends an entry at the first keyword that it does
/// not know there: what follows does not belong to an entry and is ignored. A keyword without its value
/// makes it give up on the complete file.
struct ExtlinuxConfiguration: Equatable {
  /// A value and its line, from 1.
  struct Value: Equatable {
    let text: String
    let line: Int

    /// The path of a kernel, which a `#` and the name of a configuration in a FIT image may follow.
    var file: String { String(text.prefix { $0 != "#" }) }
    /// What follows the path, with the `#`; nil if nothing does.
    var configuration: Substring? { text.firstIndex(of: "#").map { text[$0...] } }
  }

  struct Entry: Equatable {
    let name: Value
    var kernel: Value?
    var initrd: Value?
    /// Whether `initrd` comes from `initrd=` in APPEND.
    var initrdIsAppended = false
    var fdt: Value?
    var fdtFolder: Value?
    var fdtOverlays: Value?
    var append: Value?
    var isLocal = false

    /// Whether a value is written exactly as LINUX is, which since U-Boot 2023.01 means what the FIT image
    /// there has (doc/README.pxe).
    func isKernel(_ value: Value) -> Bool { value.text == kernel?.text }
  }

  private(set) var entries: [Entry] = []
  private(set) var defaultName: Value?
  /// The entry to boot if DEFAULT's has failed too often, for U-Boot since 2025.01.
  private(set) var fallbackName: Value?
  private(set) var faults: [(fault: Fault, line: Int)] = []
  private(set) var includes: [Value] = []

  static func == (a: Self, b: Self) -> Bool {
    a.entries == b.entries && a.defaultName == b.defaultName && a.fallbackName == b.fallbackName
      && a.includes == b.includes
      && a.faults.elementsEqual(b.faults) { $0 == $1 }
  }

  /// Whether an entry is open, so that keywords belong to it.
  private var isInEntry = false
  /// The keyword of the entry that older versions of U-Boot do not know, if it was the entry's last so far.
  private var newer: (fault: Fault, line: Int)?
  /// Whether the previous line swallows the next one.
  private var takesNextLine = false
  /// The line of the first MENU outside of entries, which makes U-Boot ask which entry to boot.
  private var menuLine: Int?
  /// The value of the last PROMPT, 0 for no question, and its line.
  private var prompt: (value: Int, line: Int)?
  /// The timeout in tenths of a second; 0 for none.
  private var timeout = 0

  init(_ text: [UInt8]) {
    // U-Boot stops at a zero byte.
    let read = text.prefix { $0 != 0 }
    var lines = read.split(separator: 0x0A, omittingEmptySubsequences: false)
    if read.starts(with: Self.byteOrderMark) {
      // Take what is meant.
      lines[0] = lines[0].dropFirst(Self.byteOrderMark.count)
      let word = String(decoding: Self.keyword(in: lines[0]), as: UTF8.self).lowercased()
      faults.append((.byteOrderMark(Self.keywords.contains(word) ? word : nil), 1))
    }
    for (index, line) in lines.enumerated() { self.read(Array(line), index + 1) }
    if text[read.endIndex...].contains(where: { $0 != 0 && !Self.isSpace($0) }) {
      faults.append(
        (.endsAtNUL(isUTF16: text.starts(with: [0xFF, 0xFE]) || text.first == 0xFE), lines.count))
    }
    // U-Boot counts in whole seconds, rounded up as DIV_ROUND_UP does.
    guard timeout.addingReportingOverflow(9).partialValue / 10 == 0 else { return }
    if let menuLine {
      faults.append((prompt?.value == 0 ? .mayWaitForever : .waitsForever("MENU"), menuLine))
    } else if let prompt, prompt.value != 0 {
      faults.append((.waitsForever("PROMPT"), prompt.line))
    }
  }

  /// U+FEFF, as some editors write it at the beginning of a file.
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Returns the word that a line begins with.
  private static func keyword(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.drop { $0 == 0x20 || $0 == 0x09 }.prefix { !isSpace($0) }
  }

  /// Returns a number as U-Boot's strtol reads it: 0 if there is none.
  private static func number(_ text: String) -> Int {
    let sign = text.hasPrefix("-") ? -1 : 1
    return sign * (Int(text.drop { $0 == "-" }.prefix { $0.isASCII && $0.isNumber }) ?? 0)
  }

  private mutating func read(_ line: [UInt8], _ number: Int) {
    if takesNextLine {
      takesNextLine = false
      return
    }
    let content = line.drop { $0 == 0x20 || $0 == 0x09 }
    if content.isEmpty || content.first == 0x23 { return }
    if content.first == 0x0D {
      if isInEntry, let entry = entries.last {
        faults.append((.carriageReturnEndsEntry(entry.name.text), number))
        isInEntry = false
      }
      return
    }
    let word = Self.keyword(in: content)
    let keyword = String(decoding: word, as: UTF8.self).lowercased()
    addNewer(before: keyword)
    let rest = content.dropFirst(word.count).drop { $0 == 0x20 || $0 == 0x09 }
    if rest.isEmpty || rest.first == 0x23, takeAlone(keyword, number) { return }
    var text = String(decoding: rest, as: UTF8.self)
    if rest.last == 0x0D {
      faults.append((.carriageReturn, number))
      // Take what is meant, so that the files are looked up as well.
      text = String(decoding: rest.dropLast(), as: UTF8.self)
    }
    // Names with blanks at the end are other names.
    if text.last == " " || text.last == "\t", !Self.labels.contains(keyword) {
      // Overlays' names may have spaces between and after them.
      if Self.files.contains(keyword), !Self.overlays.contains(keyword) || text.last == "\t" {
        faults.append((.trailingBlanks(keyword), number))
      }
      while text.last == " " || text.last == "\t" { text.removeLast() }
    }
    take(keyword, Value(text: text, line: number))
    if keyword == "append" { takeInitrd(from: rest, number) }
  }

  /// Adds the fault of a keyword that older versions do not know if they lose something with it: what follows
  /// it in the entry.
  private mutating func addNewer(before keyword: String) {
    if isInEntry, Self.keywordsOfEntries.contains(keyword), let newer { faults.append(newer) }
    newer = nil
  }

  /// Takes a keyword with nothing but perhaps a comment after it; returns whether that was all.
  private mutating func takeAlone(_ keyword: String, _ line: Int) -> Bool {
    switch keyword {
    case "label", "default", "ontimeout", "fallback", "timeout", "include":
      faults.append((.withoutValue(keyword), line))
      isInEntry = false
      return true
    case "kernel", "linux", "fit", "append", "localboot", "ipappend":
      guard isInEntry else { return false }
      faults.append((.withoutValue(keyword), line))
      return true
    case "initrd", "fdt", "devicetree", "fdtdir", "devicetreedir", "fdtoverlays", "devicetree-overlay":
      guard isInEntry else { return false }
      // U-Boot does not read a value of a second one.
      if !hasFile(keyword) { faults.append((.withoutValue(keyword), line)) }
      return true
    case "menu":
      if !isInEntry { menuLine = menuLine ?? line }
      faults.append((.takesNextLine, line))
      takesNextLine = true
      return true
    default: return false
    }
  }

  /// Whether the entry already has this keyword, which U-Boot takes only once.
  private func hasFile(_ keyword: String) -> Bool {
    guard let entry = entries.last else { return false }
    switch keyword {
    case "initrd": return entry.initrd != nil
    case "fdt", "devicetree": return entry.fdt != nil
    case "fdtdir", "devicetreedir": return entry.fdtFolder != nil
    default: return entry.fdtOverlays != nil
    }
  }

  /// Takes the initial RAM disk that APPEND may name, unless INITRD came before it.
  private mutating func takeInitrd(from append: ArraySlice<UInt8>, _ line: Int) {
    guard isInEntry, let entry = entries.last, entry.initrd == nil else { return }
    let option = Array("initrd=".utf8)
    guard let start = append.indices.first(where: { append[$0...].starts(with: option) }) else { return }
    let name = append[(start + option.count)...].prefix { $0 != 0x20 }
    if name.endIndex == append.endIndex { return faults.append((.initrdWithoutEnd, line)) }
    entries[entries.count - 1].initrd = Value(text: String(decoding: name, as: UTF8.self), line: line)
    entries[entries.count - 1].initrdIsAppended = true
  }

  private mutating func take(_ keyword: String, _ value: Value) {
    switch keyword {
    case "label":
      entries.append(Entry(name: value))
      isInEntry = true
    case "kernel", "linux", "fit":
      if keyword == "fit", isInEntry { faults.append((.unreleased(keyword), value.line)) }
      set(\.kernel, keyword, value, replaces: true)
    case "say" where isInEntry: faults.append((.unreleased(keyword), value.line))
    case "initrd": set(\.initrd, keyword, value)
    case "fdt", "devicetree": set(\.fdt, keyword, value)
    case "fdtdir", "devicetreedir": set(\.fdtFolder, keyword, value)
    case "fdtoverlays", "devicetree-overlay":
      set(\.fdtOverlays, keyword, value)
      guard isInEntry else { return }
      if keyword == "fdtoverlays" {
        newer = (.newer(keyword, since: "2021.04"), value.line)
      } else {
        faults.append((.newer(keyword, since: "2023.01"), value.line))
      }
    case "append": set(\.append, keyword, value, replaces: true)
    case "localboot":
      guard isInEntry else { return faults.append((.outside(keyword), value.line)) }
      entries[entries.count - 1].isLocal = true
    case "ipappend":
      if !isInEntry { faults.append((.outside(keyword), value.line)) }
    case "kaslrseed":
      guard isInEntry, let entry = entries.last else { return faults.append((.outside(keyword), value.line)) }
      // It does not have a value, so U-Boot takes one for the next keyword.
      if let next = value.text.split(whereSeparator: { $0 == " " || $0 == "\t" }).first, next.first != "#" {
        faults.append((.endsEntry(next.lowercased(), entry: entry.name.text), value.line))
        isInEntry = false
      }
    case "menu": takeMenu(value)
    case "default", "ontimeout":
      isInEntry = false
      defaultName = value
    case "fallback":
      isInEntry = false
      fallbackName = value
    case "include":
      isInEntry = false
      includes.append(value)
    case "timeout":
      isInEntry = false
      timeout = Self.number(value.text)
    case "prompt":
      isInEntry = false
      prompt = (Self.number(value.text), value.line)
    default:
      if isInEntry, let entry = entries.last {
        faults.append((.endsEntry(keyword, entry: entry.name.text), value.line))
        isInEntry = false
      } else {
        faults.append((.unknown(keyword), value.line))
      }
    }
  }

  private mutating func takeMenu(_ value: Value) {
    let words = value.text.split { $0 == " " || $0 == "\t" }
    let first = words.first?.lowercased()
    let isAlone = words.count == 1 || words.count > 1 && words[1].hasPrefix("#")
    guard isInEntry else {
      menuLine = menuLine ?? value.line
      if isAlone, let first, ["title", "include", "background"].contains(first) {
        faults.append((.withoutValue("menu \(first)"), value.line))
      }
      if first == "include", words.count > 1 {
        includes.append(Value(text: String(words[1]), line: value.line))
      }
      return
    }
    if first == "label", isAlone {
      faults.append((.takesNextLine, value.line))
      takesNextLine = true
    }
    if first == "default", defaultName == nil { defaultName = entries.last?.name }
  }

  private mutating func set(
    _ path: WritableKeyPath<Entry, Value?>, _ keyword: String, _ value: Value, replaces: Bool = false
  ) {
    guard isInEntry else { return faults.append((.outside(keyword), value.line)) }
    if entries[entries.count - 1][keyPath: path] != nil {
      guard replaces else {
        let entry = entries[entries.count - 1].name.text
        isInEntry = false
        return faults.append((.repeatedEndsEntry(keyword, entry: entry), value.line))
      }
      faults.append((.repeated(keyword), value.line))
    }
    entries[entries.count - 1][keyPath: path] = value
  }
}
