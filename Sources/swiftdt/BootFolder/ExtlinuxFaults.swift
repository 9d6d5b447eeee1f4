import BlobChecks
import SourceText

/// The findings about lines of `extlinux.conf` that U-Boot does not read as they are meant.
extension BootFindings {
  /// Adds the finding for a fault in a line.
  mutating func add(_ fault: ExtlinuxConfiguration.Fault, _ line: Int) {
    let words = fault.words
    add(
      words.check, words.message, line: line, notes: words.notes, help: words.help, atMost: words.limit)
  }
}

/// What is said about a fault.
private struct FaultWords {
  let check: BlobCheckID
  let message: String
  let notes: [String]
  let help: [String]
  let limit: FindingSeverity

  init(
    _ check: BlobCheckID, _ message: String, note: String? = nil, help: String? = nil,
    atMost limit: FindingSeverity = .error
  ) {
    self.check = check
    self.message = message
    self.notes = note.map { [$0] } ?? []
    self.help = help.map { [$0] } ?? []
    self.limit = limit
  }
}

extension ExtlinuxConfiguration.Fault {
  fileprivate var words: FaultWords {
    switch self {
    case .endsEntry(let word, let entry):
      FaultWords(
        .bootKeyword, "U-Boot does not know \(Self.name(word)), so the entry '\(entry)' ends here",
        note: "everything up to the next LABEL is ignored", help: Self.help(onKeyword: word))
    case .unknown(let word):
      FaultWords(
        .bootKeyword, "U-Boot does not know \(Self.name(word))", help: Self.help(onKeyword: word),
        atMost: .warning)
    case .newer(let word, let since):
      FaultWords(
        .bootKeyword, "U-Boot knows '\(word)' since \(since); for an older one, the entry ends here",
        note: "it then ignores everything up to the next LABEL",
        help: word == "fdtoverlays"
          ? "put it at the end of the entry: then the rest of it is read all the same"
          : "write FDTOVERLAYS, which it knows since 2021.04", atMost: .note)
    case .unreleased(let word):
      FaultWords(
        .bootKeyword,
        "only U-Boot's fork u-boot-concept knows '\(word)'; for every release, the entry ends here",
        note: "they ignore everything up to the next LABEL",
        help: word == "fit" ? "write LINUX instead" : nil, atMost: .warning)
    case .outside(let word):
      FaultWords(.bootKeyword, "'\(word)' is outside any entry, and is ignored")
    case .byteOrderMark(let word?):
      FaultWords(
        .bootKeyword,
        "the file begins with a byte order mark, so U-Boot does not know the keyword '\(word)' behind it",
        help: "write the file without it")
    case .byteOrderMark(nil):
      FaultWords(
        .bootKeyword, "the file begins with a byte order mark, which U-Boot takes for an unknown keyword",
        help: "write the file without it", atMost: .warning)
    case .repeated(let word):
      FaultWords(.bootKeyword, "'\(word)' appears in the entry for the second time", atMost: .warning)
    case .repeatedEndsEntry(let word, let entry):
      FaultWords(
        .bootKeyword,
        "'\(word)' appears in the entry '\(entry)' for the second time, so the entry ends here for U-Boot",
        note: "everything up to the next LABEL is ignored")
    case .withoutValue(let word):
      FaultWords(
        .bootKeyword, "'\(word)' has no value, so U-Boot gives up on the whole file",
        note: "it says \"Error parsing config file\", and boots none of the entries")
    case .takesNextLine:
      FaultWords(.bootKeyword, "'menu' or 'menu label' has no value, so U-Boot skips the next line")
    case .initrdWithoutEnd:
      FaultWords(
        .bootKeyword, "'initrd=' is the last word of 'append', and U-Boot looks for a blank after it",
        help: "write INITRD instead")
    case .endsAtNUL(let isUTF16):
      FaultWords(
        .bootLineEnd, "there is a NUL byte, at which U-Boot stops reading",
        help: isUTF16 ? "the file is UTF-16: write it as plain text" : nil)
    case .carriageReturn:
      FaultWords(
        .bootLineEnd, "the line ends in a carriage return, which U-Boot takes as part of the value",
        help: "write the file with LF line ends")
    case .carriageReturnEndsEntry(let entry):
      FaultWords(
        .bootLineEnd, "an empty line with a carriage return ends the entry '\(entry)' for U-Boot",
        help: "write the file with LF line ends")
    case .trailingBlanks(let word):
      FaultWords(
        .bootLineEnd, "U-Boot takes the blanks at the end of '\(word)' as part of the file name",
        help: "remove them")
    case .waitsForever(let word):
      FaultWords(
        .bootConfiguration,
        "with \(word), and without a TIMEOUT of a second or more, U-Boot waits for a key",
        note: "nothing boots unattended", atMost: .warning)
    case .mayWaitForever:
      FaultWords(
        .bootConfiguration,
        "with MENU, and without a TIMEOUT of a second or more, a U-Boot that ignores PROMPT waits for a key",
        atMost: .note)
    }
  }

  private static func name(_ word: String) -> String { "'\(PrintableText.name(Array(word.utf8)))'" }

  private static func help(onKeyword word: String) -> String? {
    if let equals = word.firstIndex(of: "="),
      ExtlinuxConfiguration.keywords.contains(String(word[..<equals]))
    {
      return "write a space instead of the '='"
    }
    let meant =
      ExtlinuxConfiguration.foreignKeywords[word]
      ?? NearestText.nearest(to: word, among: ExtlinuxConfiguration.keywords)
    return meant.map { "did you mean '\($0)'?" }
  }
}
