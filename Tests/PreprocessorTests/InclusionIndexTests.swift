import Preprocessor
import SourceText
import TestSupport
import Testing

/// The `#include`s that led to a file, for each time that it was included.
struct InclusionIndexTests {
  /// Reads `t.dts`; returns how often the file with the first token from `file` was included, and what led to
  /// it each time, as `file:line` from the inside out.
  private func chains(
    _ files: [String: String], of file: String, times: Range<Int>
  ) throws -> (count: Int, chains: [String]) {
    let folder = try TemporaryFolder(files)
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    try preprocessor.open(folder["t.dts"])
    let tokens = allTokens(&preprocessor)
    var positions = PositionLookup(preprocessor.files)
    let token = tokens.first { positions.position(of: $0.location)?.path == folder[file] }
    let location = try #require(token).location
    let index = InclusionIndex(preprocessor)
    let chains = times.map { time in
      index.chain(of: location, time: time).map { place in
        let position = positions.position(of: place)
        return "\(position?.path.split(separator: "/").last ?? ""):\(position?.line ?? 0)"
      }.joined(separator: " ")
    }
    return (index.count(of: location), chains)
  }

  @Test func nested() throws {
    let files = [
      "t.dts": "#include \"a.h\"\n#include \"b.h\"\n#include \"b.h\"\n",
      "a.h": "a\n", "b.h": "#include \"a.h\"\n#include \"a.h\"\nb\n",
    ]
    let a = try chains(files, of: "a.h", times: 0..<6)
    #expect(a.count == 5)
    #expect(
      a.chains == [
        "t.dts:1", "b.h:1 t.dts:2", "b.h:2 t.dts:2", "b.h:1 t.dts:3", "b.h:2 t.dts:3", "b.h:2 t.dts:3",
      ])
    let b = try chains(files, of: "b.h", times: 0..<2)
    #expect(b.count == 2)
    #expect(b.chains == ["t.dts:2", "t.dts:3"])
  }

  /// Nothing led to the source, even if it includes itself.
  @Test func source() throws {
    let files = ["t.dts": "#ifndef T\n#define T\n#include \"t.dts\"\n#else\ninner\n#endif\nt\n"]
    let source = try chains(files, of: "t.dts", times: 0..<2)
    #expect(source.count == 0)
    #expect(source.chains == ["", ""])
  }

  /// Each query takes one step for each file around the place, however often these are included.
  @Test func often() throws {
    let count = 20_000
    let files = ["t.dts": String(repeating: "#include \"a.h\"\n", count: count), "a.h": "a\n"]
    let a = try chains(files, of: "a.h", times: 0..<count)
    #expect(a.count == count)
    #expect(a.chains == (1...count).map { "t.dts:\($0)" })
  }
}
