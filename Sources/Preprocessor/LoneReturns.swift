import SourceText

/// Lines that end in a carriage return without a newline, which end for gcc, too.
///
/// A file is looked at as far as its first line's end: one that was written that way (or one of which a program made
/// `\r\r\n` of `\r\n`) has all of its lines so. Where only some have, the returns are white space to us.
extension Preprocessor {
  /// A file with newlines where returns end lines: another copy of it.
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

  /// Whether the first line of a file ends in a return alone. Behind the range stands a newline.
  @inline(__always)
  func hasLoneReturn(in range: Range<Int>) -> Bool {
    let text = files.text.span
    var position = range.lowerBound
    while position &+ TextBlock.size <= text.count {
      let block = text.block(at: position)
      let found = (block.has(0x0A) .| block.has(0x0D)).first
      position &+= found
      if found < TextBlock.size { break }
    }
    return position < range.upperBound && text[position] == 0x0D && text[position &+ 1] != 0x0A
  }
}
