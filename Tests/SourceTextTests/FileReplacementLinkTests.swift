import Foundation
import SourceText
import TestSupport
import Testing

/// Files that are written through symbolic links.
struct FileReplacementLinkTests {
  let folder: TemporaryFolder
  static let old = Array("old".utf8)
  static let new = Array("new and longer".utf8)

  init() throws { folder = try TemporaryFolder(["a": "old"]) }

  @Test func linksStayLinks() throws {
    let manager = FileManager.default
    try folder.write(Self.old, to: "d/target")
    try manager.createSymbolicLink(atPath: folder["link"], withDestinationPath: "d/target")
    try manager.createSymbolicLink(atPath: folder["chain"], withDestinationPath: "link")
    try FileReplacement.write(Self.new, to: folder["chain"])
    #expect(try folder.read("d/target") == Self.new)
    #expect(try manager.destinationOfSymbolicLink(atPath: folder["chain"]) == "link")
    #expect(try manager.destinationOfSymbolicLink(atPath: folder["link"]) == "d/target")
    #expect(folder.names == ["a", "chain", "d", "link"])
  }

  /// As with gcc and dtc, the first output goes where later ones go.
  @Test(arguments: ["d/made", "/", "d/../made", "chain", "../FOLDER/d/made"])
  func aLinkThatLeadsNowhere(target: String) throws {
    let manager = FileManager.default
    try folder.write(Self.old, to: "d/x")
    try manager.createSymbolicLink(atPath: folder["chain"], withDestinationPath: folder["d/made"])
    let target =
      target == "/"
      ? folder["made"] : target.replacing("FOLDER", with: URL(filePath: folder.path).lastPathComponent)
    try manager.createSymbolicLink(atPath: folder["link"], withDestinationPath: target)
    try FileReplacement.write(Self.new, to: folder["link"])
    #expect(try manager.destinationOfSymbolicLink(atPath: folder["link"]) == target)
    #expect(try manager.destinationOfSymbolicLink(atPath: folder["chain"]) == folder["d/made"])
    let made = target.hasSuffix("d/made") || target == "chain" ? "d/made" : "made"
    #expect(try folder.read(made) == Self.new)
    #expect(folder.names == ["a", "chain", "d", "link"] + (made == "made" ? ["made"] : []))
  }

  @Test(arguments: [("link", "Too many levels of symbolic links"), ("none/x", "No such file or directory")])
  func aLinkThatCannotBeFollowed(target: String, reason: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: target)
    do throws(FileError) {
      try FileReplacement.write(Self.new, to: folder["link"])
      Issue.record("written")
    } catch {
      #expect("\(error.code)" == reason)
    }
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["link"]) == target)
    #expect(folder.names == ["a", "link"])
  }

  @Test func aLinkToADevice() throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder["null"], withDestinationPath: "/dev/null")
    try FileReplacement.write(Self.new, to: folder["null"])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["null"]) == "/dev/null")
  }

  /// Only in /dev are these the names of streams.
  @Test(arguments: ["stdout", "stderr"], [true, false])
  func namesOfStreams(name: String, isThere: Bool) throws {
    if isThere { try folder.write(Self.old, to: name) }
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: name)
    try FileReplacement.write(Self.new, to: folder["link"])
    #expect(try folder.read(name) == Self.new)
    try FileReplacement.write(Self.old, to: folder[name])
    #expect(try folder.read(name) == Self.old)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["link"]) == name)
    #expect(folder.names == ["a", "link", name])
  }

  /// A link into /proc leads to an open file, which may have no name, or a different one by now.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd")), arguments: [true, false])
  func aLinkToAnOpenFile(isGone: Bool) throws {
    let file = open(folder["a"], O_RDWR)
    defer { close(file) }
    let link = folder["link"]
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/proc/self/fd/\(file)")
    if isGone { unlink(folder["a"]) }
    for path in isGone ? [link, "/dev/fd/\(file)"] : ["/dev/fd/\(file)", "/proc/self/fd/\(file)"] {
      lseek(file, 0, SEEK_SET)
      try FileReplacement.write(Self.new, to: path)
      var bytes = [UInt8](repeating: 0, count: 100)
      let count = pread(file, &bytes, bytes.count, 0)
      #expect(Array(bytes.prefix(max(count, 0))) == Self.new)
    }
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/proc/self/fd/\(file)")
    #expect(folder.names == (isGone ? ["link"] : ["a", "link"]))
  }
}
