import Foundation
import TestSupport
import Testing

@testable import swiftdt

/// Session files that were damaged or edited.
struct StateTests {
  /// Returns a folder with a search after two answers, and the text of its session file.
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
    let help = "\nhelp: repair the file, or discard it: swiftdt overlay bisect reset\n"
    for (edited, message) in [
      ("", ".swiftdt-bisect.json: error: the file is empty" + help),
      (
        String(text.prefix(40)),
        ".swiftdt-bisect.json:4:15: error: string is not closed on its line\n"
          + "    4 |       \"set\" : \"n\n      |               ^" + help
      ),
      (
        text.replacing("\"version\" : 2", with: "\"version\" : 3"),
        ".swiftdt-bisect.json:42:15: error: 'version' must be 1 or 2, not 3: it was written by another swiftdt\n"
          + "   42 |   \"version\" : 3\n      |               ^" + help
      ),
      (
        text.replacing("swiftdt overlay bisect", with: "recipe"),
        ".swiftdt-bisect.json:19:14: error: 'format' must be 'swiftdt overlay bisect', not 'recipe'\n"
          + "   19 |   \"format\" : \"recipe\",\n      |              ^~~~~~~~" + help
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
        ".swiftdt-bisect.json: 'answers[1].set': error: '1-9' is not a set of the 3 overlays\n"
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
        ".swiftdt-bisect.json:40:11: error: 'pad' must be a number of bytes below 2 GiB, not -1\n"
          + "   40 |   \"pad\" : -1,\n      |           ^~" + help
      ),
      (
        text.replacing("\"answers\" : [", with: "\"answers\" : { }, \"x\" : ["),
        ".swiftdt-bisect.json:2:15: error: 'answers' must be a list\n"
          + "    2 |   \"answers\" : { }, \"x\" : [\n      |               ^~~" + help
      ),
      (
        text.replacing("\"macros\" : [", with: "\"macros\" : [ \"A=1\""),
        ".swiftdt-bisect.json:23:16: error: 'macros[0]' must be -DNAME, -DNAME=VALUE or -UNAME, not 'A=1'\n"
          + "   23 |   \"macros\" : [ \"A=1\"\n      |                ^~~~~" + help
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

  /// Only the file of a search is replaced or removed, even if it is damaged or empty; a pipe never is.
  @Test func files() throws {
    let (bench, text) = try Self.session()
    let spoilt = Array(String(decoding: text, as: UTF8.self).replacing("\"version\"", with: "version\"").utf8)
    for (name, bytes) in [("whole", text), ("spoilt", spoilt), ("empty", [])] {
      try bench.folder.write(bytes, to: name)
      let result = try bench.bisect(["reset", "--state", name])
      #expect(result.status == 0, "\(result.errors)")
      #expect(!bench.folder.names.contains(name))
    }
    let log = try bench.bisect(["log"]).text
    #expect(mkfifo(bench.folder["pipe"], 0o600) == 0)
    for (name, bytes) in [("log", Array(log.utf8)), ("blob.dtb", [0xD0, 0x0D, 0xFE, 0xED]), ("pipe", nil)] {
      if let bytes { try bench.folder.write(bytes, to: name) }
      for arguments in [
        ["reset"], ["replay", "log"], ["start", "-b", "base.dts", "-o", "o.dtb", "a.dts"],
      ] {
        let result = try bench.bisect(arguments + ["--state", name])
        #expect(result.status == 1)
        #expect(result.errors == "swiftdt: error: '\(name)' is not a search, and is left as it is\n")
      }
      if let bytes { #expect(try bench.folder.read(name) == bytes) }
    }
    #expect(bench.folder.names.contains("pipe"))
  }

  /// The order of `-D` and `-U` is kept. Files of version 1, which did not keep it, are read and upgraded.
  @Test func macros() throws {
    let bench = try Workbench()
    let flags = ["-DA", "-U", "A", "--define=A=2", "-UB"]
    _ = try bench.bisect(["start", "-b", "base.dts"] + flags + ["-o", "cand.dtb", "a.dts", "b.dts"])
    let text = String(decoding: try bench.folder.read(".swiftdt-bisect.json"), as: UTF8.self)
    let list = "\"macros\" : [\n    \"-DA\",\n    \"-UA\",\n    \"-DA=2\",\n    \"-UB\"\n  ]"
    #expect(text.contains(list))
    let log = try bench.bisect(["log"]).text
    #expect(log.contains(" -DA -UA -DA=2 -UB --pad 131072 -b base.dts "))
    let old = text.replacing("\"version\" : 2", with: "\"version\" : 1").replacing(
      list, with: "\"define\" : [\"A\", \"C=1\"], \"undefine\" : [\"B\"]")
    try bench.folder.write(Array(old.utf8), to: ".swiftdt-bisect.json")
    #expect(try bench.bisect(["log"]).text.contains(" -DA -DC=1 -UB --pad 131072 -b base.dts "))
    #expect(try bench.bisect(["good"]).status == 0)
    let new = String(decoding: try bench.folder.read(".swiftdt-bisect.json"), as: UTF8.self)
    #expect(new.contains("\"macros\" : [\n    \"-DA\",\n    \"-DC=1\",\n    \"-UB\"\n  ]"))
    #expect(new.contains("\"version\" : 2\n"))
  }

  /// Any bytes are read or refused, and what is read can be written and read again.
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

  /// The same with the program, whose exit status is always 0 or 1.
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
