import DeviceTree
import Preprocessor
import SourceText

/// The files that a source names with dtc's own `/incbin/` and `/include/`.
extension SourceParser {
  /// Reads `("file")` or `("file", offset, length)` after `/incbin/`.
  mutating func readIncbin(_ value: OpenValue) -> Bool {
    guard expect(.openParenthesis, "'(' after '/incbin/'") else { return false }
    let file = current
    guard file.kind == .string else {
      fail("string-expected", "expected the file's name in quotes, found \(stream.text(file))")
      return false
    }
    stream.advance()
    var part: (offset: UInt64, length: UInt64)?
    if current.kind == .comma {
      stream.advance()
      guard let offset = readInteger() else { return false }
      guard expect(.comma, "',' between offset and length") else { return false }
      guard let length = readInteger() else { return false }
      part = (offset, length)
    }
    guard expect(.closeParenthesis, "')' after the arguments of '/incbin/'") else { return false }
    guard let name = fileName(in: file), let contents = contents(of: name, namedBy: file, part) else {
      return true
    }
    guard tree.hasRoom(forBytes: contents.count) else {
      failTooLarge(file)
      return true
    }
    if stream.preprocessor.readsAsDTC { tree.appendMarker(.contents, in: value) }
    tree.appendBytes(contents[...])
    return true
  }

  /// A file's name, and whether that is what the source has: bytes that are no text have become U+FFFD.
  private struct FileName {
    let text: String
    let isExact: Bool

    init(_ bytes: ArraySlice<UInt8>) {
      text = String(decoding: bytes, as: UTF8.self)
      isExact = text.utf8.elementsEqual(bytes)
    }
  }

  /// Returns the name between the quotes after `/include/`, where dtc knows no escapes.
  private func name(in token: Token) -> FileName {
    let text = stream.preprocessor.files.text
    return FileName(text[token.location.index + 1..<token.location.index + token.length - 1])
  }

  /// Returns the name that a string stands for, up to any NUL; nil after an error.
  private mutating func fileName(in token: Token) -> FileName? {
    let text = stream.preprocessor.files.text
    let end = token.location.index + token.length - 1
    var position = token.location.index + 1
    var name: [UInt8] = []
    let errors = errorCount
    while position < end {
      let byte = text[position]
      position += 1
      name.append(byte == 0x5C ? readEscape(text, &position, end, at: token) : byte)
    }
    return errorCount > errors ? nil : FileName(name.prefix { $0 != 0 })
  }

  private mutating func failTooLarge(_ file: Token) {
    fail("value-too-large", "the values of this tree are larger than 4 GiB", at: file)
  }

  /// Returns how many bytes a part of a file of this size has.
  private static func size(of part: (offset: UInt64, length: UInt64)?, in size: Int) -> Int {
    guard let part else { return size }
    return Int(min(UInt64(size) - min(part.offset, UInt64(size)), part.length))
  }

  private mutating func contents(
    of name: FileName, namedBy token: Token, _ part: (offset: UInt64, length: UInt64)?
  ) -> [UInt8]? {
    let place = stream.preprocessor.place(of: token.origin, count: token.length).span.start
    let paths = stream.preprocessor.searchPaths(for: name.text, namedAt: place)
    for number in paths.indices {
      let path = paths[number]
      do throws(FileError) {
        let contents: [UInt8]
        // What does not fit need not be read first.
        if let size = FileReading.size(of: path), !tree.hasRoom(forBytes: Self.size(of: part, in: size)) {
          failTooLarge(token)
          return nil
        }
        if let part {
          contents = try FileReading.contents(of: path, from: part.offset, count: part.length)
        } else {
          contents = try FileReading.contents(of: path)
        }
        stream.preprocessor.addDependency(path, at: place)
        stream.preprocessor.list(path, choice: number, namedAt: place)
        return contents
      } catch {
        if !error.isMissing {
          fail("file-read", error.diagnostic.message, at: token)
          return nil
        }
      }
    }
    failMissing(name, "file for '/incbin/'", at: token)
    return nil
  }

  /// The token before the `/include/`s directly before the current one, if there are any.
  var lastBeforeIncludes: Token? {
    guard let includes, includes.next == stream.current.location else { return nil }
    return includes.last
  }

  /// Reads the files of the `/include/`s that are here.
  @inline(never)
  mutating func readIncludes() {
    guard stream.isTouchedByNext else { return }
    let last = stream.last
    while !isHopeless, let count = stream.tokens(of: .include), isIncludeForDTC(count) {
      stream.advance(by: count)
      includeFile()
      includes = (last, stream.current.location)
    }
  }

  /// Whether only blanks are between `/include/`, which has `count` tokens, and a string after it: for dtc's
  /// scanner, it is no inclusion otherwise. (To all others, a comment there does not matter.)
  private func isIncludeForDTC(_ count: Int) -> Bool {
    let name = stream.peek(count)
    guard stream.preprocessor.readsAsDTC, name.kind == .string else { return true }
    let start = stream.current.location.index + Keyword.include.spelling.utf8CodeUnitCount
    guard start <= name.location.index else { return true }
    return stream.preprocessor.files.text[start..<name.location.index].allSatisfy {
      $0 == 0x20 || 0x09...0x0D ~= $0
    }
  }

  /// Reads dtc's own inclusion after the keyword; its files are not preprocessed.
  private mutating func includeFile() {
    let file = stream.current
    guard file.kind == .string else {
      fail("string-expected", "expected the file's name in quotes after '/include/'", at: file)
      return
    }
    includeCount += 1
    guard includeCount <= options.includes else {
      fail("include-depth", "more than \(options.includes) '/include/'s: is there a cycle?", at: file)
      isStopped = true
      return
    }
    let name = name(in: file)
    stream.advance()
    let place = stream.preprocessor.place(of: file.origin, count: file.length).span.start
    let paths = stream.preprocessor.searchPaths(for: name.text, namedAt: place)
    for number in paths.indices {
      let path = paths[number]
      do throws(FileError) {
        let hadLostText = stream.preprocessor.hasLostText
        stream.insert(try stream.preprocessor.rawTokens(path, choice: number, namedAt: place))
        // All further errors would be about what the rest of the file would have defined.
        if stream.preprocessor.hasLostText, !hadLostText { isStopped = true }
        return
      } catch {
        if !error.isMissing {
          fail("file-read", error.diagnostic.message, at: file)
          return
        }
      }
    }
    failMissing(name, "file for '/include/'", at: file)
    isStopped = true
  }

  private mutating func failMissing(_ name: FileName, _ what: String, at token: Token) {
    let place = stream.preprocessor.place(of: token.origin, count: token.length).span.start
    let searched = stream.preprocessor.searchPaths(for: name.text, namedAt: place)
    fail(
      "missing-file", "\(what) was not found: '\(name.text)'", at: token,
      notes: [.init("tried: " + searched.map { "'\($0)'" }.joined(separator: ", "))]
        + searched.compactMap(FileReading.noteOnBrokenLink)
        + (name.isExact ? [] : [FileError.nameThatIsNoText]))
    if let advice = stream.preprocessor.adviceOnMissing(name.text, at: searched) { help([.init(advice)]) }
  }
}
