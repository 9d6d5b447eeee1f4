import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The words of the command line, where the system has put them.
///
/// They become arrays of strings only for code that needs those, since that takes longer than everything
/// else that a short command does.
@safe struct CommandWords {
  private let words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  /// The number of words, including the program's own name.
  let count: Int

  init() {
    unsafe words = CommandLine.unsafeArgv
    count = Int(CommandLine.argc)
  }

  /// Accesses a word, which exists until the process ends. Words after the last one are empty.
  @unsafe
  subscript(index: Int) -> UnsafePointer<CChar> {
    guard index < count, let word = unsafe words[index] else { return unsafe Self.empty }
    return unsafe UnsafePointer(word)
  }

  private static var empty: UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(("" as StaticString).utf8Start).assumingMemoryBound(to: CChar.self)
  }

  /// Whether a word is this one.
  func holds(_ word: StaticString, at index: Int) -> Bool {
    guard index < count else { return false }
    return unsafe strcmp(self[index], UnsafeRawPointer(word.utf8Start).assumingMemoryBound(to: CChar.self))
      == 0
  }

  /// Whether the program was called by this name.
  func isCalled(_ name: StaticString) -> Bool {
    guard count > 0 else { return false }
    let path = unsafe self[0]
    let last = unsafe strrchr(path, 0x2F).map { unsafe UnsafePointer($0 + 1) } ?? path
    let surplus = unsafe strlen(last) - name.utf8CodeUnitCount
    // Buildroot installs the kernel's dtc as linux-dtc.
    guard unsafe surplus == 0 || (surplus > 1 && last[surplus - 1] == 0x2D) else { return false }
    return unsafe strcmp(
      last + surplus, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
  }

  /// The index of the first argument that is not UTF-8. A string would hold a different
  /// name, perhaps that of another file.
  var firstThatIsNoText: Int? {
    for index in 1..<max(count, 1) where unsafe !isASCII(self[index]) {
      if unsafe String(validatingCString: self[index]) == nil { return index }
    }
    return nil
  }

  /// Returns a word with everything unusual in it escaped.
  func name(at index: Int) -> String {
    PrintableText.name(
      unsafe UnsafeBufferPointer(start: self[index], count: strlen(self[index])).map(UInt8.init(bitPattern:)),
      keepingSpaces: true)
  }

  private func isASCII(_ word: UnsafePointer<CChar>) -> Bool {
    var next = unsafe word
    while unsafe next.pointee != 0 {
      if unsafe UInt8(bitPattern: next.pointee) >= 0x80 { return false }
      unsafe next += 1
    }
    return true
  }

  /// Whether two of these words are the same.
  func haveRepetition(in range: Range<Int>) -> Bool {
    for index in range {
      for other in range.lowerBound..<index where unsafe strcmp(self[index], self[other]) == 0 { return true }
    }
    return false
  }

  /// Whether a word begins with a dash or does not exist.
  func isFlag(at index: Int) -> Bool {
    unsafe index >= count || self[index][0] == 0x2D
  }
}
