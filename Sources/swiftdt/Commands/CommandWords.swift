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
    guard range.count > 1 else { return false }
    // Comparing each with each would be a tenth of a merge of a hundred overlays, and the first array of its kind a
    // twentieth of one of ten.
    let capacity = 1 << (Int.bitWidth - range.count.leadingZeroBitCount + 2)
    return unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: capacity) { places in
      unsafe places.initialize(repeating: 0)
      for index in range {
        var place = unsafe Self.hash(self[index]) & (capacity - 1)
        while unsafe places[place] != 0 {
          if unsafe strcmp(self[index], self[Int(places[place])]) == 0 { return true }
          place = (place + 1) & (capacity - 1)
        }
        unsafe places[place] = UInt32(index)
      }
      return false
    }
  }

  private static func hash(_ word: UnsafePointer<CChar>) -> Int {
    var hash: UInt32 = 0
    var end = 0
    while unsafe word[end] != 0 {
      hash = unsafe (hash ^ UInt32(UInt8(bitPattern: word[end]))) &* 0x0100_0193
      end &+= 1
    }
    return Int(hash ^ hash >> 15)
  }

  /// Whether a word begins with a dash or does not exist.
  func isFlag(at index: Int) -> Bool {
    unsafe index >= count || self[index][0] == 0x2D
  }
}
