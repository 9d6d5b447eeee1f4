import SourceText

/// Lines that end in a carriage return without a newline, which are lines to gcc, too.
///
/// A program that writes files that way (or turns `\r\n` into `\r\r\n`) does so for all lines, so only the
/// end of the file is examined, or if its last line has no end, that of the first line. If only some lines
/// end in carriage returns, these are treated as white space.
extension Preprocessor {
  /// Adds a copy of a file in which newlines replace the carriage returns that end lines.
  @inline(never)
  mutating func withNewlines(_ range: Range<Int>, _ path: String) throws(FileError) -> FileID {
    var lines = Array(files.text[range])
    for index in lines.indices where lines[index] == 0x0D {
      if index + 1 == lines.count || lines[index + 1] != 0x0A { lines[index] = 0x0A }
    }
    do {
      return try files.add(path: path, contents: lines.span)
    } catch {
      throw FileError.tooLarge(path)
    }
  }

  /// Whether a file's last line ends in a lone carriage return, or if that has no end, its first line.
  @inline(__always)
  static func hasLoneReturn(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let end = range.upperBound
    guard range.count > 1 else { return range.count == 1 && text[range.lowerBound] == 0x0D }
    // A blob begins like this (0xd00dfeed), and one that is taken for a source has to be reported.
    if text[range.lowerBound] == 0xD0, text[range.lowerBound &+ 1] == 0x0D { return false }
    if text[end &- 1] == 0x0A { return range.count > 2 && text[end &- 2] == 0x0D && text[end &- 3] == 0x0D }
    return text[end &- 1] == 0x0D || beginsWithReturn(text, range)
  }

  @inline(never)
  private static func beginsWithReturn(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    // A newline follows the range.
    var position = range.lowerBound
    while text[position] != 0x0A, text[position] != 0x0D { position += 1 }
    return position < range.upperBound && text[position] == 0x0D && text[position + 1] != 0x0A
  }
}
