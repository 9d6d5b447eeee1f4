import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// A session's file that something happened to.
struct StateTests {
  /// A good one, after two answers.
  private static func session() throws -> (bench: Workbench, text: [UInt8]) {
    let bench = try Workbench()
    _ = try bench.bisect(["start", "-b", "base.dts", "-o", "cand.dtb", "a.dts", "b.dts", "c.dts"])
    _ = try bench.bisect(["good"])
    _ = try bench.bisect(["bad"])
    return (bench, try bench.folder.read(".swiftdt-bisect.json"))
  }

  @Test func mishaps() throws {
    let (bench, bytes) = try Self.session()
    let text = String(decoding: bytes, as: UTF8.self)
    let help = "\nhelp: mend the file, or give it up: swiftdt overlay bisect reset\n"
    for (edited, message) in [
      ("", ".swiftdt-bisect.json: error: the file is empty" + help),
      (
        String(text.prefix(40)),
        ".swiftdt-bisect.json:4:15: error: string is not closed on its line\n"
          + "    4 |       \"set\" : \"n\n      |               ^" + help
      ),
      (
        text.replacing("\"version\" : 1", with: "\"version\" : 2"),
        ".swiftdt-bisect.json:45:15: error: 'version' must be 1, not 2: another swiftdt wrote it\n"
          + "   45 |   \"version\" : 2\n      |               ^" + help
      ),
      (
        text.replacing("swiftdt overlay bisect", with: "recipe"),
        ".swiftdt-bisect.json:22:14: error: 'format' must be 'swiftdt overlay bisect', not 'recipe'\n"
          + "   22 |   \"format\" : \"recipe\",\n      |              ^~~~~~~~" + help
      ),
      (
        text.replacing("\"strategy\" : \"first\"", with: "\"strategy\" : \"last\""),
        ".swiftdt-bisect.json:41:16: error: 'strategy' must be one of first, single, minimal, maximal, "
          + "fragments, properties, not 'last'\n"
          + "   41 |   \"strategy\" : \"last\",\n      |                ^~~~~~" + help
      ),
      (
        text.replacing("\"bad\"", with: "\"worse\""),
        ".swiftdt-bisect.json:11:19: error: 'answers[1].verdict' must be good, bad or skip, not 'worse'\n"
          + "   11 |       \"verdict\" : \"worse\"\n      |                   ^~~~~~~" + help
      ),
      (
        text.replacing("\"all\"", with: "\"1-9\""),
        ".swiftdt-bisect.json: 'answers[1].set': error: '1-9' is no set of the 3 overlays\n"
      ),
      (
        text.replacing("\"all\"", with: "\"none\""),
        ".swiftdt-bisect.json: 'answers[1].set': error: 'none' is both good and bad\n"
      ),
      (
        text.replacing("\"candidate\" : \"cand.dtb\",", with: ""),
        ".swiftdt-bisect.json: error: 'candidate' is missing" + help
      ),
      (
        text.replacing("\"pad\" : 131072", with: "\"pad\" : -1"),
        ".swiftdt-bisect.json:40:11: error: 'pad' must be what --pad takes, not -1\n"
          + "   40 |   \"pad\" : -1,\n      |           ^~" + help
      ),
      (
        text.replacing("\"answers\" : [", with: "\"answers\" : { }, \"x\" : ["),
        ".swiftdt-bisect.json:2:15: error: 'answers' must be a list\n"
          + "    2 |   \"answers\" : { }, \"x\" : [\n      |               ^~~" + help
      ),
      (
        text.replacing("b.dts", with: "a.dts"),
        ".swiftdt-bisect.json: error: the overlay 'a.dts' is given twice" + help
      ),
    ] {
      try bench.folder.write(Array(edited.utf8), to: ".swiftdt-bisect.json")
      for verb in ["status", "good", "log"] {
        let result = try bench.bisect([verb])
        #expect(result.errors == message)
        #expect(result.text == "")
        #expect(result.status == 1)
      }
      #expect(try bench.folder.read(".swiftdt-bisect.json") == Array(edited.utf8))
    }
    #expect(try bench.bisect(["reset"]).status == 0)
  }

  /// Any bytes are read or refused, and what is read can be gone on with.
  @Test func fuzz() throws {
    let (_, bytes) = try Self.session()
    var random = SeededGenerator(seed: 7)
    var read = 0
    for _ in 0..<3000 {
      var edited = bytes
      for _ in 0...random.below(3) where !edited.isEmpty {
        let place = random.below(edited.count)
        switch random.below(6) {
        case 0: edited.removeSubrange(place...)
        case 1: edited.remove(at: place)
        case 2: edited[place] = UInt8(random.below(256))
        case 3: edited[place] = random.pick(Array("0123456789\"{}[],:-abz".utf8))
        case 4: edited.insert(contentsOf: edited[place...].prefix(1 + random.below(40)), at: place)
        default: edited.removeSubrange(place..<min(edited.count, place + 1 + random.below(30)))
        }
      }
      do throws(RecipeError) {
        let state = try BisectState.parse(edited)
        #expect(try! BisectState.parse(state.text()) == state)
        read += 1
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
    #expect(read > 50)
  }

  /// The same with the program: never anything but 0 or 1.
  @Test func fuzzProgram() throws {
    let (bench, bytes) = try Self.session()
    var random = SeededGenerator(seed: 8)
    for _ in 0..<60 {
      var edited = bytes
      let place = random.below(edited.count)
      switch random.below(3) {
      case 0: edited.removeSubrange(place...)
      case 1: edited[place] = random.pick(Array("0123456789\"{}[],:-abz".utf8))
      default: edited.removeSubrange(place..<min(edited.count, place + 1 + random.below(30)))
      }
      try bench.folder.write(edited, to: ".swiftdt-bisect.json")
      let result = try bench.bisect([random.pick(["status", "good", "bad", "skip", "log"])])
      #expect(result.status == 0 || result.status == 1, "\(String(decoding: edited, as: UTF8.self))")
      #expect((result.errors.isEmpty) == (result.status == 0))
    }
  }
}
