import Foundation
import TestSupport
import Testing

@testable import SourceText

/// Bytes that are written piece by piece.
struct FileWriterTests {
  @Test(arguments: 0..<20)
  func piecesOfAllSizes(seed: Int) throws {
    let folder = try TemporaryFolder(["out": "old"])
    var random = SeededGenerator(seed: seed)
    var wanted: [UInt8] = []
    let code = FileReplacement.replace(folder["out"]) { writer in
      for _ in 0..<60 {
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
          writer.write([7].span)
          wanted.append(7)
        case 1:
          writer.writeCell(0x0102_0304)
          wanted += [1, 2, 3, 4]
        case let size:
          let count = Int.random(in: 0...[10, 3000, 70_000][size - 2], using: &random)
          let piece = (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ wanted.count) }
          writer.write(piece.span)
          wanted += piece
        }
      }
    }
    #expect(code == 0)
    #expect(try folder.read("out") == wanted)
    #expect(folder.names == ["out"])
  }

  /// So many bytes that a thread writes them.
  @Test(arguments: [3, 100, 1900, 40_000])
  func manyPieces(longest: Int) throws {
    let folder = try TemporaryFolder([:])
    var wanted: [UInt8] = []
    let code = FileReplacement.replace(folder["out"]) { writer in
      while wanted.count < 3 << 20 {
        // Now and then one so large that the system gets it from where it is, without a copy.
        let count = wanted.count % 97 == 0 ? 5000 : 1 + wanted.count % longest
        let piece = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ wanted.count) }
        writer.write(piece.span)
        wanted += piece
      }
    }
    #expect(code == 0)
    #expect(try folder.read("out") == wanted)
  }

  @Test(arguments: [1, 100, 5000, 100_000])
  func aFullDisk(count: Int) {
    let code = FileReplacement.replace("/dev/full") { writer in
      for _ in 0..<3 { writer.write([UInt8](repeating: 1, count: count).span) }
    }
    #expect(code == ENOSPC)
  }

  @Test func aFolderThatCameMeanwhileStays() throws {
    let folder = try TemporaryFolder(["out": "old"])
    let code = FileReplacement.replace(folder["out"]) { writer in
      writer.write([1].span)
      try? FileManager.default.removeItem(atPath: folder["out"])
      try? folder.write([2], to: "out/inside")
    }
    #expect(code != 0)
    #expect(try folder.read("out/inside") == [2])
    #expect(folder.names == ["out"])
  }
}
