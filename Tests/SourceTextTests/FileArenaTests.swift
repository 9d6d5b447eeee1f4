import Foundation
import TestSupport
import Testing

@testable import SourceText

/// Files that are stored one after another.
struct FileArenaTests {
  static let long = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 8) }

  // The macros of Swift Testing do not take noncopyable values, so they only get results.
  private static func arena(_ capacity: Int) -> FileArena {
    guard let arena = FileArena(capacity: capacity) else { fatalError("no addresses") }
    return arena
  }

  private func bytes(_ arena: borrowing FileArena, _ range: Range<Int>) -> [UInt8] {
    range.map { arena[$0] }
  }

  @Test func filesLieBehindOneAnother() throws {
    let folder = try TemporaryFolder(["b": "second", "c": "third"])
    try folder.write(Self.long, to: "a")
    var arena = Self.arena(1 << 20)
    let ranges = ["a", "b", "c"].map { arena.read(folder[$0]) }
    #expect(ranges == [0..<40_000, 40_000..<40_006, 40_008..<40_013])
    let found1 = bytes(arena, 0..<40_000)
    #expect(found1 == Self.long)
    let found2 = bytes(arena, 40_000..<40_006)
    #expect(found2 == Array("second".utf8))
    let found3 = bytes(arena, 40_008..<40_013)
    #expect(found3 == Array("third".utf8))
  }

  @Test func whatIsWrittenOverAFileStaysHere() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.long, to: "a")
    var arena = Self.arena(1 << 20)
    let found4 = arena.read(folder["a"])
    #expect(found4 == 0..<40_000)
    arena.setCell(0x0102_0304, at: 20_000)
    arena[39_999] = 0xAA
    let found5 = bytes(arena, 20_000..<20_004)
    #expect(found5 == [1, 2, 3, 4])
    #expect(try folder.read("a") == Self.long)
  }

  @Test(.enabled(if: holdsFiles, "this system cannot keep a file from being changed"))
  func aFileThatLiesHereIsNotWrittenTo() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.long, to: "a")
    // Until it calls exec, a process that another test starts has what is open here: the file as it was being
    // written, which then cannot be held, or the file that is held.
    let isHeld = comesTrue {
      var arena = Self.arena(1 << 20)
      let found6 = arena.read(folder["a"])
      #expect(found6 == 0..<40_000)
      let code = codeOfWriting(folder["a"])
      let found7 = bytes(arena, 0..<40_000)
      #expect(found7 == Self.long)
      return code == EWOULDBLOCK
    }
    #expect(isHeld)
    let isFree = comesTrue { codeOfWriting(folder["a"]) == 0 }
    #expect(isFree)
  }

  /// A process that wants to write is announced by a signal; SIGIO's handler is the program's own affair.
  @Test func signalsStayAsTheyWere() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.long, to: "a")
    var before = sigaction()
    var after = sigaction()
    #expect(sigaction(SIGIO, nil, &before) == 0)
    var arena = Self.arena(1 << 20)
    _ = arena.read(folder["a"])
    #expect(sigaction(SIGIO, nil, &after) == 0)
    // The handler is in a union, whose first member it is.
    let isSame = withUnsafeBytes(of: before.__sigaction_handler) { before in
      withUnsafeBytes(of: after.__sigaction_handler) { Array(before) == Array($0) }
    }
    #expect(isSame)
  }

  /// Whether a condition is true, now or within about ten seconds.
  private func comesTrue(_ isTrue: () -> Bool) -> Bool {
    for _ in 0..<1000 {
      if isTrue() { return true }
      usleep(10_000)
    }
    return false
  }

  /// Returns the error of opening a file for writing; 0 if there is none.
  private func codeOfWriting(_ path: String) -> Int32 {
    let file = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
    if file < 0 { return errno }
    close(file)
    return 0
  }

  private static var holdsFiles: Bool {
    #if os(Linux)
      getuid() == 0 || geteuid() == getuid()
    #else
      false
    #endif
  }

  @Test func aFileThatIsWrittenToIsRead() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.long, to: "a")
    let file = open(folder["a"], O_WRONLY)
    defer { close(file) }
    var arena = Self.arena(1 << 20)
    let found8 = arena.read(folder["a"])
    #expect(found8 == 0..<40_000)
    #expect(ftruncate(file, 10) == 0)
    let found9 = bytes(arena, 0..<40_000)
    #expect(found9 == Self.long)
  }

  @Test(arguments: ["none", ".", "empty", "long"])
  func whatCannotBeThere(_ name: String) throws {
    let folder = try TemporaryFolder(["empty": ""])
    try folder.write(Self.long, to: "long")
    var arena = Self.arena(1000)
    let found10 = arena.read(folder[name])
    #expect(found10 == nil)
    let found11 = arena.count
    #expect(found11 == 0)
  }

  @Test func thereIsRoomForSoMuch() throws {
    var arena = Self.arena(10)
    let found12 = arena.append(Array("abcdefg".utf8).span)
    #expect(found12)
    let found13 = arena.append(Array("hijk".utf8).span)
    #expect(!found13)
    let found14 = arena.append(0..<4)
    #expect(!found14)
    let found15 = arena.append(0..<2)
    #expect(found15)
    let found16 = arena.append(0x78)
    #expect(found16)
    let found17 = arena.append(0x79)
    #expect(!found17)
    let found18 = bytes(arena, 0..<10)
    #expect(found18 == Array("abcdefgabx".utf8))
  }

  @Test func eightAtATimeAsOneByOne() throws {
    let text = Array("a:bb\0ccc:dddd\0eeeeee:ffffff\0gggggggg:hhhhhhhhh\0a:bb\0ccc:dddd\0e".utf8)
    var arena = Self.arena(text.count)
    let found19 = arena.append(text.span)
    #expect(found19)
    for start in 0...text.count {
      for end in start...text.count {
        let colon = text[start..<end].firstIndex(of: 0x3A) ?? end
        let found20 = arena.first(0x3A, from: start, below: end)
        #expect(found20 == colon)
        let found21 = arena.firstNUL(from: start, below: end)
        #expect(found21 == text[start..<end].firstIndex(of: 0) ?? end)
        for other in [0, 1, 45, 46, text.count - 1] {
          let isSame = text[other...].starts(with: text[start..<end])
          let found22 = arena.areEqual(start..<end, at: other)
          #expect(found22 == isSame)
        }
      }
    }
  }
}
