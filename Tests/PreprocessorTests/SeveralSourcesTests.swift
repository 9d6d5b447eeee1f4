import Foundation
import SourceText
import TestSupport
import Testing

@testable import Preprocessor
@testable import swiftdt

/// Several sources in one process: headers are read once, and no macro is carried from one to the next.
struct SeveralSourcesTests {
  private static let files = [
    "a/one.dts":
      "#include \"../h.h\"\n#include \"../once.h\"\nA B C D lower\n#undef A\n#define D 4\n__COUNTER__\n",
    "a/two.dts": "#define B 22\nA\n#include \"../h.h\"\nA B C D\n#include \"../once.h\"\n__COUNTER__\n",
    "b/one.dts": "#include \"../once.h\"\n#include \"../h.h\"\n#include \"../h.h\"\nA CALL(B) C D lower\n",
    "b/three.dtsi": "A B C D\n#include \"../h.h\"\nA B C D\n",
    "h.h":
      "#ifndef H\n#define H\n#define A 1\n#ifndef B\n#define B (A + 1)\n#endif\n#define CALL(x) x x\n#endif\n",
    "self.h": "#ifndef S\n#define S\n#include \"self.h\"\nself\n#endif\n",
    "a/self.dts": "#include \"../self.h\"\n#include \"../self.h\"\n",
    "b/self.dts": "#define S\n#include \"../self.h\"\n",
    "b/other.dts": "#include \"../self.h\"\nB\n",
    "once.h": "#pragma once\n#define C A\nonce\n#define lower upper\n",
  ]
  private static let sources = [
    "a/one.dts", "a/two.dts", "b/one.dts", "b/three.dtsi", "a/self.dts", "b/self.dts", "b/other.dts",
  ]

  @Test func eachIsAsByItself() throws {
    let folder = try TemporaryFolder(Self.files)
    try PreprocessRequest(
      PreprocessArguments((["-MD", "-o", folder["out"]] + Self.sources.map { folder[$0] })[...])
    ).run()
    for (source, name) in zip(
      Self.sources, ["a/one", "a/two", "b/one", "b/three.dtsi", "a/self", "b/self", "b/other"])
    {
      var preprocessor = Preprocessor(options: PreprocessorOptions())
      let text = try preprocessor.text(of: folder[source], lineMarkers: true)
      #expect(try folder.read("out/\(name).i") == text)
      let rule = String(decoding: try folder.read("out/\(name).d"), as: UTF8.self)
      #expect(rule.contains(source.contains("self") || source.contains("other") ? "self.h" : "h.h"))
    }
  }

  /// Each file is read once for each of its paths, however many sources include it.
  @Test func headersAreReadOnce() throws {
    let folder = try TemporaryFolder(Self.files)
    let sources = Self.sources.map { folder[$0] }
    let request = try PreprocessRequest(PreprocessArguments((["-o", folder["out"]] + sources)[...]))
    var preprocessor = Preprocessor(options: PreprocessorOptions())
    for source in sources {
      request.goOn(to: source, &preprocessor)
      _ = try preprocessor.text(of: source, lineMarkers: true)
    }
    let files = preprocessor.files
    let read = (0..<files.fileCount).map { files.file(FileID(rawValue: UInt32($0))).path }
    let headers = ["a", "b"].flatMap { from in ["h", "once", "self"].map { folder["\(from)/../\($0).h"] } }
    #expect(read.filter { $0 != "<built-in>" }.sorted() == (sources + headers).sorted())
  }

  /// The copies of text that `#line`s require are not all kept forever.
  @Test func copiesAreForgotten() throws {
    let folder = try TemporaryFolder(["h.h": "#line 9\na\n", "t.dts": "#include \"h.h\"\n#include \"h.h\"\n"])
    let request = try PreprocessRequest(PreprocessArguments(["-o", folder["out"], folder["t.dts"]]))
    var options = PreprocessorOptions()
    for (limit, isNew) in [(1 << 10, false), (16, true)] {
      options.renumberedBytes = limit
      var preprocessor = Preprocessor(options: options)
      _ = try preprocessor.text(of: folder["t.dts"], lineMarkers: true)
      request.goOn(to: folder["t.dts"], &preprocessor)
      #expect((preprocessor.files.fileCount == 0) == isNew)
    }
  }

  @Test func whatFailsIsLeftOut() throws {
    let folder = try TemporaryFolder(Self.files.merging(["a/bad.dts": "#error no\n"]) { old, _ in old })
    let sources = ["a/one.dts", "a/bad.dts", "a/missing.dts", "a/two.dts"].map { folder[$0] }
    #expect(throws: CommandFailure.self) {
      try PreprocessRequest(PreprocessArguments((["-o", folder["out"]] + sources)[...])).run()
    }
    for name in ["one", "two"] {
      var preprocessor = Preprocessor(options: PreprocessorOptions())
      let text = try preprocessor.text(of: folder["a/\(name).dts"], lineMarkers: true)
      #expect(try folder.read("out/\(name).i") == text)
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder["out"]).sorted() == ["one.i", "two.i"])
  }

  @Test func noTwoTextsInOneFile() throws {
    let folder = try TemporaryFolder(Self.files)
    let sources = ["a/one.dts", "a/./one.dts"].map { folder[$0] }
    #expect(throws: CommandFailure.self) {
      try PreprocessRequest(PreprocessArguments((["-o", folder["out"]] + sources)[...])).run()
    }
  }
}
