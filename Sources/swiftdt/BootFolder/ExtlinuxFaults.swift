import BlobChecks
import SourceText

/// The findings about lines of `extlinux.conf` that U-Boot does not read as they are meant.
extension BootFindings {
  private static func help(onKeyword word: String) -> [String] {
    if let equals = word.firstIndex(of: "="),
      ExtlinuxConfiguration.keywords.contains(String(word[..<equals]))
    {
      return ["write a space instead of the '='"]
    }
    let meant =
      ExtlinuxConfiguration.foreignKeywords[word]
      ?? NearestText.nearest(to: word, among: ExtlinuxConfiguration.keywords)
    return meant.map { ["did you mean '\($0)'?"] } ?? []
  }

  /// Adds the finding for a fault in a line.
  mutating func add(_ fault: ExtlinuxConfiguration.Fault, _ line: Int) {
    switch fault {
    case .endsEntry(let word, let entry):
      add(
        .bootKeyword,
        "U-Boot does not know '\(PrintableText.name(Array(word.utf8)))', so the entry '\(entry)' ends here",
        line: line,
        notes: ["everything up to the next LABEL is ignored"], help: Self.help(onKeyword: word))
    case .unknown(let word):
      add(
        .bootKeyword, "U-Boot does not know '\(PrintableText.name(Array(word.utf8)))'", line: line,
        help: Self.help(onKeyword: word), atMost: .warning)
    case .newer(let word, let since):
      add(
        .bootKeyword, "U-Boot knows '\(word)' since \(since); for an older one, the entry ends here",
        line: line,
        notes: ["it then ignores everything up to the next LABEL"],
        help: [
          word == "fdtoverlays"
            ? "put it at the end of the entry: then the rest of it is read all the same"
            : "write FDTOVERLAYS, which it knows since 2021.04"
        ], atMost: .note)
    case .unreleased(let word):
      add(
        .bootKeyword,
        "only U-Boot's fork u-boot-concept knows '\(word)'; for every release, the entry ends here",
        line: line,
        notes: ["they ignore everything up to the next LABEL"],
        help: word == "fit" ? ["write LINUX instead"] : [], atMost: .warning)
    case .outside(let word):
      add(.bootKeyword, "'\(word)' is outside any entry, and is ignored", line: line)
    case .byteOrderMark(let word?):
      add(
        .bootKeyword,
        "the file begins with a byte order mark, so U-Boot does not know the keyword '\(word)' behind it",
        line: line, help: ["write the file without it"])
    case .byteOrderMark(nil):
      add(
        .bootKeyword, "the file begins with a byte order mark, which U-Boot takes for an unknown keyword",
        line: line, help: ["write the file without it"], atMost: .warning)
    case .endsAtNUL(let isUTF16):
      add(
        .bootLineEnd, "there is a NUL byte, at which U-Boot stops reading", line: line,
        help: isUTF16 ? ["the file is UTF-16: write it as plain text"] : [])
    case .carriageReturn:
      add(
        .bootLineEnd, "the line ends in a carriage return, which U-Boot takes as part of the value",
        line: line, help: ["write the file with LF line ends"])
    case .carriageReturnEndsEntry(let entry):
      add(
        .bootLineEnd, "an empty line with a carriage return ends the entry '\(entry)' for U-Boot",
        line: line, help: ["write the file with LF line ends"])
    case .trailingBlanks(let word):
      add(
        .bootLineEnd, "U-Boot takes the blanks at the end of '\(word)' as part of the file name", line: line,
        help: ["remove them"])
    case .repeated(let word):
      add(.bootKeyword, "'\(word)' appears in the entry for the second time", line: line, atMost: .warning)
    case .repeatedEndsEntry(let word, let entry):
      add(
        .bootKeyword,
        "'\(word)' appears in the entry '\(entry)' for the second time, so the entry ends here for U-Boot",
        line: line, notes: ["everything up to the next LABEL is ignored"])
    case .withoutValue(let word):
      add(
        .bootKeyword, "'\(word)' has no value, so U-Boot gives up on the whole file", line: line,
        notes: ["it says \"Error parsing config file\", and boots none of the entries"])
    case .takesNextLine:
      add(
        .bootKeyword, "'menu' or 'menu label' has no value, so U-Boot skips the next line",
        line: line)
    case .initrdWithoutEnd:
      add(
        .bootKeyword, "'initrd=' is the last word of 'append', and U-Boot looks for a blank after it",
        line: line, help: ["write INITRD instead"])
    case .waitsForever(let word):
      add(
        .bootConfiguration, "with \(word), and without a TIMEOUT of a second or more, U-Boot waits for a key",
        line: line, notes: ["nothing boots unattended"], atMost: .warning)
    case .mayWaitForever:
      add(
        .bootConfiguration,
        "with MENU, and without a TIMEOUT of a second or more, a U-Boot that ignores PROMPT waits for a key",
        line: line, atMost: .note)
    }
  }
}
