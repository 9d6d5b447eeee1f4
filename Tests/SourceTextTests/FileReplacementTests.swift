import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import SourceText

struct FileReplacementTests {
  let folder: TemporaryFolder
  static let old = Array("old".utf8)
  static let new = Array("new and longer".utf8)

  init() throws { folder = try TemporaryFolder(["a": "old"]) }

  private func run(_ words: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  private func permissions(_ name: String) -> mode_t {
    var info = stat()
    return stat(folder[name], &info) == 0 ? info.st_mode & 0o7777 : 0
  }

  @Test func newAndReplaced() throws {
    try FileReplacement.write(Self.new, to: folder["a"])
    try FileReplacement.write([], to: folder["b"])
    #expect(try folder.read("a") == Self.new)
    #expect(try folder.read("b") == [])
    #expect(folder.names == ["a", "b"])
  }

  /// Whether the folder's file system supports files without a name.
  private var hasUnnamedFiles: Bool {
    let file = open(folder.path, 0o20000000 | O_DIRECTORY | O_RDWR, 0o600)
    if file >= 0 { close(file) }
    return file >= 0
  }

  /// The number in the name that the file being written will get, if it has no name yet.
  private func numberOfUnnamedFile() -> String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let ends = names.compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
    let start = folder.path + "/#"
    guard let end = ends.first(where: { $0.hasPrefix(start) }) else { return nil }
    return end.dropFirst(start.count).prefix { $0 != " " }.description
  }

  /// A process with the same number, in another container that shares the folder, writes the same file, or
  /// was killed while it wrote; or someone has put a link there.
  @Test(arguments: [true, false], [true, false])
  func whatIsLeftBeside(isLink: Bool, isReplaced: Bool) throws {
    if isReplaced { try folder.write(Self.old, to: "b") }
    func plant(_ name: String) throws {
      if isLink {
        #expect(symlink(folder["a"], folder[name]) == 0)
      } else {
        try folder.write(Self.old, to: name)
        #expect(chmod(folder[name], 0o444) == 0)
      }
    }
    var planted = "b.\(getpid()).partial"
    let isUnnamed = hasUnnamedFiles
    if !isUnnamed { try plant(planted) }
    try FileReplacement.write(to: folder["b"]) { (writer: inout FileWriter) -> Void in
      if isUnnamed {
        planted = "b.\(numberOfUnnamedFile() ?? "none").partial"
        #expect(throws: Never.self) { try plant(planted) }
      }
      writer.write(Self.new.span)
    }
    #expect(try folder.read("a") == Self.old)
    #expect(try folder.read("b") == Self.new)
    #expect(permissions("b") & 0o200 != 0)
    #expect(folder.names == ["a", "b", planted])
    #expect(try folder.read(planted) == Self.old)
  }

  /// Nothing is left behind, whatever ends the process while it writes.
  @Test(arguments: ["a", "b"])
  func nothingIsBesideWhatIsWritten(name: String) throws {
    guard hasUnnamedFiles else { try Test.cancel("the file system has no files without a name") }
    let names = folder.names
    try FileReplacement.write(to: folder[name]) { (writer: inout FileWriter) -> Void in
      writer.write([UInt8](repeating: 1, count: 1 << 16).span)
      #expect(folder.names == names)
    }
    #expect(folder.names == (name == "a" ? ["a"] : ["a", "b"]))
  }

  @Test func whatSomebodyMakesMeanwhileIsReplaced() throws {
    try FileReplacement.write(to: folder["b"]) { (writer: inout FileWriter) -> Void in
      try? folder.write(Self.old, to: "b")
      writer.write(Self.new.span)
    }
    #expect(try folder.read("b") == Self.new)
    #expect(folder.names == ["a", "b"])
  }

  /// Where there is no `/proc`, only root can name an unnamed file on older systems.
  @Test(arguments: ["a", "b"])
  func whatCannotBeNamed(name: String) throws {
    var there = stat()
    let isThere = stat(folder[name], &there) == 0
    let planted = "\(name).\(getpid()).partial"
    try folder.write(Self.old, to: planted)
    let code = NewFile.make(for: folder[name], replacing: isThere ? there : nil) { file in
      let written = FileReplacement.write(to: file.descriptor) { $0.write(Self.new.span) }
      #expect(written == 0 && file.copyToNamed(true) == 0)
      return file.place(true)
    }
    #expect(code == 0)
    #expect(try folder.read(name) == Self.new)
    #expect(folder.names == Set(["a", name, planted]).sorted())
    #expect(try folder.read(planted) == Self.old)
  }

  /// A name has at most 255 bytes, and that of the temporary file would be longer.
  @Test(arguments: [230, 236, 237, 255])
  func longNames(length: Int) throws {
    let name = String(repeating: "n", count: length)
    try FileReplacement.write(Self.old, to: folder[name])
    try FileReplacement.write(Self.new, to: folder[name])
    #expect(try folder.read(name) == Self.new)
    #expect(folder.names == ["a", name])
  }

  /// As two threads of a batch may do.
  @Test func longNamesThatBeginTheSameWay() throws {
    let names = ["x", "y"].map { String(repeating: "n", count: 250) + $0 }
    let (new, inner) = (Self.new, folder[names[1]])
    try FileReplacement.write(to: folder[names[0]]) { (writer: inout FileWriter) -> Void in
      try? FileReplacement.write(Self.old, to: inner)
      writer.write(new.span)
    }
    #expect(try folder.read(names[0]) == Self.new)
    #expect(try folder.read(names[1]) == Self.old)
    #expect(folder.names == ["a"] + names)
  }

  /// Root may write to files that are read-only for everyone.
  @Test(arguments: [mode_t(0o600), 0o640, 0o755, 0o666] + (getuid() == 0 ? [0o444] : []))
  func permissionsAreKept(mode: mode_t) throws {
    chmod(folder["a"], mode)
    try FileReplacement.write(Self.new, to: folder["a"])
    #expect(permissions("a") == mode)
    #expect(try folder.read("a") == Self.new)
  }

  @Test(arguments: [true, false], ["a", "b"])
  func whatIsNotWholeChangesNothing(isWhole: Bool, name: String) throws {
    let isWritten = try FileReplacement.write(
      to: folder[name],
      ifWhole: { writer in
        writer.write(Self.new.span)
        return isWhole
      })
    #expect(isWritten == isWhole)
    #expect(folder.names == (isWhole && name == "b" ? ["a", "b"] : ["a"]))
    #expect(try folder.read("a") == (isWhole && name == "a" ? Self.new : Self.old))
  }

  @Test func whatIsNoPlainFileIsMadeFirst() throws {
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "a")
    for path in ["-", "/dev/null", folder["link"], folder["none/b"]] {
      let isWritten = try FileReplacement.write(to: path, ifWhole: { _ in true })
      #expect(isWritten == nil)
    }
    #expect(try folder.read("a") == Self.old)
    #expect(folder.names == ["a", "link"])
  }

  @Test(.enabled(if: getuid() == 0, "only root gives files away"))
  func ownersAreKept() throws {
    chown(folder["a"], 1234, 5678)
    chmod(folder["a"], 0o640)
    try FileReplacement.write(Self.new, to: folder["a"])
    var info = stat()
    #expect(stat(folder["a"], &info) == 0 && info.st_uid == 1234 && info.st_gid == 5678)
    #expect(permissions("a") == 0o640)
  }

  @Test func otherHardLinksKeepTheOldFile() throws {
    try FileManager.default.linkItem(atPath: folder["a"], toPath: folder["b"])
    try FileReplacement.write(Self.new, to: folder["a"])
    #expect(try folder.read("a") == Self.new)
    #expect(try folder.read("b") == Self.old)
  }

  /// Paths that cannot be written, and what the error says.
  static let failures: [(name: String, message: String)] = [
    ("d", "cannot write 'd': Is a directory"),
    ("none/x", "cannot write 'none/x': No such file or directory"),
    ("a/x", "cannot write 'a/x': Not a directory"),
    (
      String(repeating: "n", count: 300),
      "cannot write '\(String(repeating: "n", count: 300))': File name too long"
    ),
  ]

  @Test(arguments: failures)
  func failsAsItSays(name: String, message: String) throws {
    try FileManager.default.createDirectory(atPath: folder["d"], withIntermediateDirectories: false)
    do throws(FileError) {
      try FileReplacement.write(Self.new, to: folder[name])
      Issue.record("written")
    } catch {
      #expect(error.diagnostic.message.replacing(folder.path + "/", with: "") == message)
    }
    #expect(folder.names == ["a", "d"])
    #expect(try folder.read("a") == Self.old)
  }

  /// A file that is itself a mount point is written in place.
  @Test(.enabled(if: getuid() == 0, "only root mounts"), arguments: [true, false])
  func aMountedFile(isDurable: Bool) throws {
    try folder.write(Self.old, to: "b")
    // Root inside a container may not be allowed to.
    guard run("mount", "--bind", folder["b"], folder["a"]) else {
      try Test.cancel("nothing can be mounted here")
    }
    defer { _ = run("umount", folder["a"]) }
    try FileReplacement.write(Self.new, to: folder["a"], isDurable: isDurable)
    #expect(try folder.read("b") == Self.new)
    try FileReplacement.write([UInt8](repeating: 7, count: 1 << 21), to: folder["a"], isDurable: isDurable)
    try FileReplacement.write(Self.old, to: folder["a"], isDurable: isDurable)
    #expect(try folder.read("b") == Self.old)
    #expect(folder.names == ["a", "b"])
  }

  @Test func aFullDisk() {
    #expect(throws: FileError(.write, "/dev/full", .noSpace)) {
      try FileReplacement.write(Self.new, to: "/dev/full")
    }
  }
}
