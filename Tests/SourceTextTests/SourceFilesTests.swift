import Foundation
import TestSupport
import Testing

@testable import SourceText

/// Positions in files, and the files that were read.
struct SourceFilesTests {
  @Test func positions() throws {
    var files = SourceFiles()
    let a = try files.add(path: "a.dts", contents: Array("one\ntwo\n\nfour".utf8).span)
    let b = try files.add(path: "b.dtsi", contents: Array("x\n".utf8).span)
    let start = files.file(a).range.lowerBound
    for (offset, line, column) in [
      (0, 1, 1), (2, 1, 3), (3, 1, 4), (4, 2, 1), (7, 2, 4), (8, 3, 1), (9, 4, 1), (13, 4, 5),
    ] {
      let place = SourceText.SourceLocation(start + offset)
      #expect(files.position(of: place) == SourcePosition(path: "a.dts", line: line, column: column))
      var lookup = PositionLookup(files)
      #expect(lookup.position(of: place) == files.position(of: place))
      #expect(files.file(at: place) == a)
    }
    let other = SourceText.SourceLocation(files.file(b).range.lowerBound)
    #expect(files.position(of: other) == SourcePosition(path: "b.dtsi", line: 1, column: 1))
    #expect(files.file(at: other) == b)
    #expect(files.position(of: .none) == nil)
    #expect(files.file(at: .none) == nil)
  }

  @Test func anEmptyFileHasAPlace() throws {
    var files = SourceFiles()
    let empty = try files.add(path: "e", contents: [UInt8]().span)
    _ = try files.add(path: "f", contents: Array("f".utf8).span)
    let place = SourceText.SourceLocation(files.file(empty).range.lowerBound)
    #expect(files.position(of: place) == SourcePosition(path: "e", line: 1, column: 1))
    #expect(files.line(at: place, column: 1, andBehind: 100)?.isEmpty == true)
  }

  @Test func scratchIsWhereItCameFrom() throws {
    var files = SourceFiles()
    let a = try files.add(path: "a", contents: Array("ab\ncd\n".utf8).span)
    let origin = SourceText.SourceLocation(files.file(a).range.lowerBound + 4)
    let scratch = files.addScratch(Array("made".utf8).span, origin: origin)
    let again = files.addScratch(Array("of it".utf8).span, origin: scratch.advanced(by: 1))
    for place in [scratch, scratch.advanced(by: 3), again] {
      #expect(files.resolve(place) == origin)
      #expect(files.position(of: place) == SourcePosition(path: "a", line: 2, column: 2))
      #expect(files.file(at: place) == a)
    }
    #expect(Array(files.text[scratch.index..<scratch.index + 4]) == Array("made".utf8))
    let later = try files.add(path: "b", contents: Array("x".utf8).span)
    #expect(files.file(at: SourceText.SourceLocation(files.file(later).range.lowerBound)) == later)
  }

  @Test func lineMarkers() throws {
    var files = SourceFiles()
    let id = try files.add(path: "a.pp", contents: Array("1\n#\n3\n4\n#\n6\n7\n".utf8).span)
    let start = files.file(id).range.lowerBound
    func at(_ offset: Int) -> SourceText.SourceLocation { SourceText.SourceLocation(start + offset) }
    files.add(SourceFiles.LineMarker(start: at(4), line: 10, path: "b.dts"), to: id)
    files.add(SourceFiles.LineMarker(start: at(10), line: 20, path: nil), to: id)
    for (offset, path, line) in [
      (0, "a.pp", 1), (2, "a.pp", 2), (4, "b.dts", 10), (6, "b.dts", 11), (10, "b.dts", 20),
      (12, "b.dts", 21),
    ] {
      #expect(files.position(of: at(offset)) == SourcePosition(path: path, line: line, column: 1))
      var lookup = PositionLookup(files)
      #expect(lookup.position(of: at(offset)) == files.position(of: at(offset)))
    }
  }

  /// A file that was read is known by any path that leads to it, as long as it exists.
  @Test func readFiles() throws {
    let folder = try TemporaryFolder([
      "a": "#include \"b\"\n", "b": "b\n", "c": "c\n", "d": "b\n", "other": "o\n",
    ])
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "b")
    try FileManager.default.linkItem(atPath: folder["b"], toPath: folder["hard"])
    var files = SourceFiles()
    let source = try files.read(folder["a"])
    let header = try files.read(folder["b"])
    _ = try files.add(path: folder["c"], contents: Array("c\n".utf8).span)
    let place = SourceText.SourceLocation(files.file(source).range.lowerBound)
    files.note(inclusionOf: header, at: place)
    files.note(inclusionOf: header, at: place.advanced(by: 1))
    #expect(files.filesWithoutText.isEmpty)
    files.note(read: folder["other"], at: place)
    #expect(files.filesWithoutText.map(\.path) == [folder["other"]])
    for path in ["b", "./b", "link", "hard"] {
      #expect(files.readFile(at: folder[path]) == ReadFile(path: folder["b"], inclusion: place))
    }
    #expect(files.readFile(at: folder["a"]) == ReadFile(path: folder["a"], inclusion: .none))
    #expect(files.readFile(at: folder["other"]) == ReadFile(path: folder["other"], inclusion: place))
    for path in ["c", "d", "none", "."] { #expect(files.readFile(at: folder[path]) == nil) }
    #expect(files.readFile(at: folder["b"]) { $0 == folder["a"] } == nil)
    #expect(files.readFile(at: folder["b"]) { $0 == folder["b"] } != nil)
    // A different file has taken its place.
    try FileManager.default.removeItem(atPath: folder["b"])
    try folder.write(Array("new".utf8), to: "b")
    #expect(files.readFile(at: folder["hard"]) == nil)
  }

  @Test(arguments: [
    ("a\r\nb\r\n", 0, "a"), ("a\r\nb\r\n", 3, "b"), ("a", 1, "a"), ("\n", 0, ""), ("a\n\nb", 2, ""),
    ("x\nabcdefgh", 4, "abcdefg"), ("abcd\rf", 0, "abcd\r"), ("abc\r", 1, "abc"), ("\nabcd\n", 3, "abcd"),
  ])
  func lines(text: String, offset: Int, line: String) throws {
    var files = SourceFiles()
    let id = try files.add(path: "a", contents: Array(text.utf8).span)
    let place = SourceText.SourceLocation(files.file(id).range.lowerBound + offset)
    let column = try #require(files.position(of: place)).column
    let found = files.line(at: place, column: column, andBehind: 5)
    #expect(found.map { String(decoding: files.text[$0], as: UTF8.self) } == line)
  }
}
