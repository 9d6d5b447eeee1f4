import SourceText
import TestSupport
import Testing

@testable import swiftdt

/// Small parts of the search that can be wrong on their own.
struct SmallPartsTests {
  /// The examples of FIPS 180-4, and a million bytes.
  @Test func digests() throws {
    for (text, digest) in [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ] {
      #expect(SHA256.hexadecimal(of: Array(text.utf8)) == digest)
    }
    #expect(
      SHA256.hexadecimal(of: [UInt8](repeating: 0x61, count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func digestsAsSha256sum() throws {
    let tool = try #require(Tool(named: "sha256sum"))
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 5)
    for length in [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000] {
      let bytes = (0..<length).map { _ in UInt8(random.below(256)) }
      try folder.write(bytes, to: "x")
      #expect(try tool.run(["x"], in: folder).text == SHA256.hexadecimal(of: bytes) + "  x\n")
    }
  }

  @Test(arguments: [
    ("plain-1.dts", "plain-1.dts"), ("", "''"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("$x", "'$x'"),
    ("#x", "'#x'"), ("ä", "'ä'"), ("a\nb", #""$(printf 'a\012b')""#), ("\\", "'\\'"),
    ("it's\t1\\\r\n", "$'it\\'s\\0111\\\\\\015\\012'"), ("\u{202E}", #""$(printf '\342\200\256')""#),
    ("-a%\\b'c!\"$(x)`\n\n%%d", #""$(printf '\055a%%\\b\047c\041"$(x)`\012\012%%%%d')""#),
  ])
  func quoting(word: String, quoted: String) throws {
    #expect(Shell.quoted(word) == quoted)
    #expect(Shell.words("x \(quoted)  y # z") == ["x", word, "y"])
    // Only names that end in a newline need `$'…'`, which Debian's /bin/sh does not know yet.
    let shell = Tool(path: quoted.hasPrefix("$") ? "/bin/bash" : "/bin/sh")
    let echoed = try shell.run(["-c", "printf %s \(quoted)"], in: TemporaryFolder())
    #expect(echoed.text == word)
  }

  /// What people may write, too.
  @Test(arguments: [
    (#""a b" "c\"d\\e\$f\g""#, ["a b", #"c"d\e$f\g"#]), (#"$'a\012b' "#, ["a\nb"]), (#"a"b"'c'"#, ["abc"]),
  ])
  func reading(line: String, words: [String]) {
    #expect(Shell.words(line) == words)
  }

  @Test(arguments: [#""a"#, "'a", #""$(printf 'a')"#, "$'a"])
  func openQuotes(line: String) {
    #expect(Shell.words(line) == nil)
  }

  /// No command takes a file for an option.
  @Test(arguments: [
    ("-x.dts", "./-x.dts"), ("-", "-"), ("a-b", "a-b"), ("-a b", "'./-a b'"), ("--", "./--"),
  ])
  func files(path: String, word: String) {
    #expect(Shell.file(path) == word)
  }

  @Test(
    arguments: [
      (0, "0.00 s"), (0.004, "0.00 s"), (0.126, "0.13 s"), (0.05, "0.05 s"), (1.04, "1.0 s"),
      (59.94, "59.9 s"),
      (61, "1 min"), (3599, "1 h 0 min"), (18_120, "5 h 2 min"),
    ] as [(Double, String)])
  func durations(seconds: Double, text: String) {
    #expect(DurationText.text(seconds) == text)
  }
}
