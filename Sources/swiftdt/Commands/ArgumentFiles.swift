import SourceText

/// Files with arguments, which a command line names as `@FILE`: they are put in its place, as gcc does.
///
/// The arguments in a file are separated by white space. Quotes of both kinds keep it, and a backslash keeps the
/// character after it, inside quotes as well. The arguments may name further files.
struct ArgumentFiles {
  /// What is wrong with the files; nil if nothing is.
  private(set) var problem: String?
  /// The number of files that were read.
  private var count = 0

  /// The number of files at which gcc gives up.
  private static let most = 2000

  /// Whether an argument may name such a file.
  static func isName(_ argument: String) -> Bool { argument.utf8.first == 0x40 }

  /// Returns arguments with each file replaced by those in it. What cannot be read stays as it is.
  mutating func expanded(_ arguments: some Sequence<String>) -> [String] {
    var result: [String] = []
    expand(arguments, from: [], into: &result)
    return result
  }

  /// Appends arguments to `result`; they come from the last of these files, which the others led to.
  private mutating func expand(
    _ arguments: some Sequence<String>, from files: [String], into result: inout [String]
  ) {
    for argument in arguments where problem == nil {
      guard Self.isName(argument) else {
        result.append(argument)
        continue
      }
      let path = String(argument.dropFirst())
      count += 1
      // A file that names itself goes on until there are too many.
      if count >= Self.most || files.contains(path) {
        problem =
          "too many files with arguments: '\(argument)' leads back to itself, or there are \(Self.most)"
      } else if FileReading.isFolder(path) {
        problem = "'\(argument)' is a folder, not a file with arguments"
      } else if let bytes = Self.contents(of: path) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
          problem = "the arguments in '\(path)' are not valid UTF-8"
          return
        }
        expand(Self.arguments(in: text.utf8), from: files + [path], into: &result)
      } else {
        result.append(argument)
      }
    }
  }

  /// Returns the bytes of a file; nil for one that cannot be read, or of which gcc cannot tell how long it is.
  private static func contents(of path: String) -> [UInt8]? {
    if path == "/dev/null" { return [] }
    guard path != "-", !path.isEmpty, !FileReading.isSpecial(path) else { return nil }
    return try? FileReading.contents(of: path)
  }

  /// Returns the arguments in a text, which a NUL byte ends.
  private static func arguments(in text: String.UTF8View) -> [String] {
    var arguments: [String] = []
    var word: [UInt8] = []
    // Quotes can make an empty argument.
    var isInside = false
    var quote: UInt8?
    var isEscaped = false
    func end() {
      if isInside { arguments.append(String(decoding: word, as: UTF8.self)) }
      isInside = false
      word.removeAll(keepingCapacity: true)
    }
    for byte in text.prefix(while: { $0 != 0 }) {
      let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
      if isSpace, quote == nil, !isEscaped {
        end()
        continue
      }
      isInside = true
      if isEscaped {
        isEscaped = false
        word.append(byte)
      } else if byte == 0x5C {
        isEscaped = true
      } else if let open = quote {
        if byte == open { quote = nil } else { word.append(byte) }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else {
        word.append(byte)
      }
    }
    end()
    return arguments
  }
}
