import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import SourceText

/// Reading files, some of which are not what they should be.
struct FileReadingTests {
  @Test(arguments: [
    (Array("abcdefgh\n".utf8), true), (Array("a".utf8), true), ([], true), (Array("abc\n".utf8), false),
  ])
  func changedWhileRead(_ later: [UInt8], _ isError: Bool) throws {
    let folder = try TemporaryFolder(["a.h": "abc\n"])
    let file = try FileDescriptor.open(folder["a.h"], .readOnly)
    defer { try? file.close() }
    var message = ""
    do throws(FileError) {
      let bytes = try FileReading.readAll(file, "a.h") { try? folder.write(later, to: "a.h") }
      #expect(bytes == later)
    } catch {
      message = DiagnosticRenderer(files: SourceFiles()).render(error.diagnostic)
    }
    #expect(message == (isError ? "swiftdt: error: cannot read 'a.h': it was changed in the meantime\n" : ""))
  }

  /// Linux shows the tree that it runs with as folders, and as a blob.
  @Test(arguments: [
    ("/proc/device-tree", true), ("/sys/firmware/devicetree/base/soc", true), ("/proc", false),
  ])
  func runningTree(_ path: String, _ isRunning: Bool) {
    let message = DiagnosticRenderer(files: SourceFiles()).render(
      FileError(.read, path, .isDirectory).diagnostic)
    let help = isRunning ? "help: the running kernel's tree is also a blob: /sys/firmware/fdt\n" : ""
    #expect(message == "swiftdt: error: cannot read '\(path)': Is a directory\n" + help)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"), "there is no /proc"))
  func filesOfTheSystemTellNoSize() throws {
    #expect(try !FileReading.contents(of: "/proc/self/status").isEmpty)
  }

  /// What has no end is refused before it fills the memory; a part of it can be read.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/zero"), "there is no /dev/zero"))
  func endlessFiles() throws {
    #expect(throws: FileError.tooLarge("/dev/zero")) { try FileReading.contents(of: "/dev/zero") }
    #expect(throws: FileError.tooLarge("/dev/zero")) {
      try FileReading.contents(of: "/dev/zero", from: 5, count: UInt64(UInt32.max))
    }
    #expect(try FileReading.contents(of: "/dev/zero", from: 5, count: 1 << 20).count == 1 << 20)
    #expect(try FileReading.contents(of: "/dev/null") == [])
    // As much as that is read, which is far less than of a file.
    let file = try FileDescriptor.open("/dev/zero", .readOnly)
    defer { try? file.close() }
    #expect(throws: FileError.tooLarge("zero")) { try FileReading.readAll(file, "zero") }
    let bound = 1 << 28
    #expect(throws: FileError.self) {
      try FileReading.contents(of: "/dev/zero", from: 0, count: UInt64(bound))
    }
  }

  @Test(arguments: ["a.h", "pages", "none", "empty", ".", "pipe"])
  func plainContents(_ name: String) throws {
    let folder = try TemporaryFolder(["a.h": "abc\n", "empty": ""])
    try folder.write((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }, to: "pages")
    if name == "pipe" { #expect(mkfifo(folder["pipe"], 0o600) == 0) }
    // Opening a pipe to read it would wait for a writer forever.
    let bytes = folder[name].withCString { unsafe FileReading.plainContents(of: $0, roomFor: 3) }
    let isPlain = name == "a.h" || name == "pages"
    #expect(try bytes == (isPlain ? FileReading.contents(of: folder[name]) : nil))
  }

  /// Files that exist, and one that does not yet.
  @Test(arguments: [
    ("a", "a", true), ("a", "sub/../a", true), ("a", "link", true), ("a", "hard", true), ("a", "copy", false),
    ("none", "./none", true), ("none", "sub/../none", true), ("none", "sub/none", false),
    ("none", "other", false), ("none", "nowhere/none", false), ("a", "none", false), ("sub", "sub/", false),
    ("none", "loose", true),
  ])
  func leadToOneFile(_ a: String, _ b: String, _ isOne: Bool) throws {
    let folder = try TemporaryFolder(["a": "x", "copy": "x", "sub/x": ""])
    for (link, file) in [("link", "a"), ("loose", "none")] {
      try FileManager.default.createSymbolicLink(atPath: folder[link], withDestinationPath: file)
    }
    try FileManager.default.linkItem(atPath: folder["a"], toPath: folder["hard"])
    #expect(FileReading.leadToOneFile(folder[a], folder[b]) == isOne)
    #expect(FileReading.leadToOneFile(folder[b], folder[a]) == isOne)
  }

  /// A device does not keep what is written to it, whatever path leads there.
  @Test func devicesAreNoFiles() {
    #expect(!FileReading.leadToOneFile("/dev/null", "/dev/../dev/null"))
    #expect(
      FileReading.isSpecial("/dev/null") && !FileReading.isSpecial("/dev") && !FileReading.isSpecial("none"))
  }

  @Test func newlines() {
    let text = Array("a\n\nbcdefghijklmnopqrst\nuvw\nxyzabcdefghijkl\n\u{8A}\u{0B}\t".utf8)
    for start in text.indices {
      for end in start...text.count {
        let found = text.span.newlines(in: start..<end)
        let wanted = (start..<end).filter { text[$0] == 0x0A }
        #expect(found.count == wanted.count && found.last == wanted.last)
      }
    }
  }

  /// In long texts, newlines are counted in lanes.
  @Test(arguments: [2047, 2048, 2049, 3071, 3072, 5000, 70_000], [1, 7, 16, 4096, 100_000])
  func newlinesOfLongTexts(_ count: Int, _ distance: Int) {
    let text = (0..<count).map { UInt8($0 % distance == distance / 2 ? 0x0A : 0x61) }
    for start in [0, 1, 500] {
      let found = text.span.newlines(in: start..<count)
      let wanted = (start..<count).filter { text[$0] == 0x0A }
      #expect(found.count == wanted.count && found.last == wanted.last)
    }
  }
}
