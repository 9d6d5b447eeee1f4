import Foundation
import SourceText
import SystemPackage
import TestSupport
import Testing

/// Creating folders and removing what is in them.
struct FolderCreationTests {
  @Test func temporary() throws {
    let folder = try TemporaryFolder()
    let one = try FolderCreation.createTemporary(in: folder.path, "x-")
    let other = try FolderCreation.createTemporary(in: folder.path, "x-")
    #expect(one != other)
    #expect(one.hasPrefix(folder.path + "/x-"))
    let permissions = try FileManager.default.attributesOfItem(atPath: one)[.posixPermissions]
    #expect(permissions as? Int == 0o700)
    #expect(throws: Errno.noSuchFileOrDirectory) {
      try FolderCreation.createTemporary(in: folder["none"], "x-")
    }
  }

  @Test func removal() throws {
    let folder = try TemporaryFolder(["d/a": "", "d/b": ""])
    func code(_ body: () throws(FileError) -> Void) -> Errno? {
      do throws(FileError) {
        try body()
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code { () throws(FileError) in try FileRemoval.remove(folder["d/a"]) } == nil)
    #expect(code { () throws(FileError) in try FileRemoval.remove(folder["d/a"]) } == .noSuchFileOrDirectory)
    #expect(
      code { () throws(FileError) in try FileRemoval.remove(emptyFolder: folder["d"]) } == .directoryNotEmpty)
    #expect(code { () throws(FileError) in try FileRemoval.remove(folder["d/b"]) } == nil)
    #expect(code { () throws(FileError) in try FileRemoval.remove(emptyFolder: folder["d"]) } == nil)
    #expect(folder.names == [])
  }

  @Test func links() throws {
    let folder = try TemporaryFolder(["a": ""])
    try folder.link("l", to: "none/x")
    #expect(FileReading.target(ofLink: folder["l"]) == "none/x")
    #expect(FileReading.target(ofLink: folder["a"]) == nil)
    #expect(FileReading.target(ofLink: folder["b"]) == nil)
  }
}
