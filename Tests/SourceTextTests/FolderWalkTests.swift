import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import SourceText

/// Listing folders, and those below them.
struct FolderWalkTests {
  /// The system reports a failure like the end of a list, which would make it a shorter one.
  @Test func aListThatCannotBeReadToItsEnd() throws {
    let folder = try TemporaryFolder(["d/a": "", "file": ""])
    #expect(throws: FileError(.list, folder["d"], .notDirectory)) {
      try FolderListing.entries(of: folder["d"]) { descriptor in
        let file = open(folder["file"], O_RDONLY | O_CLOEXEC)
        #expect(dup2(file, descriptor) == descriptor)
        close(file)
      }
    }
    #expect(
      FileError(.list, "d", .ioError).diagnostic
        == Diagnostic(.error, "file-read", "cannot list the folder 'd': Input/output error"))
    #expect(try FolderListing.entries(of: folder["d"]) == ["a"])
  }

  /// The entries by path, without the numbers of folders.
  private func kinds(of folder: TemporaryFolder, followingLinks: Bool) throws -> [String: String] {
    var walk = FolderWalk(of: folder.path, followingLinks: followingLinks) { name, _ in name == "out" }
    var kinds: [String: String] = [:]
    while let entry = try walk.next() {
      #expect(entry.path.split(separator: "/").last.map(String.init) == entry.name)
      kinds[entry.path] =
        switch entry.kind {
        case .file: "file"
        case .folder: "folder"
        case .link: "link"
        case .loop: "loop"
        case .special: "special"
        case .unknown(let error): "\(error.code)"
        }
    }
    return kinds
  }

  @Test(arguments: [
    ("", "", "."), ("", "a/b", "a/b"), ("/", "", "/"), ("/", "a", "/a"), ("d", "", "d"), ("d", "a", "d/a"),
    ("d/", "a/b", "d/a/b"),
  ])
  func places(folder: String, path: String, place: String) {
    #expect(FolderWalk(of: folder, followingLinks: false).place(of: path) == place)
  }

  @Test func kinds() throws {
    let folder = try TemporaryFolder(["a/x": "", "b/y": "", "out/z": "", "b/out": ""])
    #expect(mkfifo(folder["a/pipe"], 0o600) == 0)
    try folder.link("b/file", to: "../a/x")
    try folder.link("b/same", to: "../a")
    try folder.link("b/null", to: "/dev/null")
    try folder.link("b/up", to: "..")
    try folder.link("b/gone", to: "nowhere")
    let own = ["a": "folder", "a/x": "file", "a/pipe": "special", "b": "folder", "b/y": "file"]
    #expect(
      try kinds(of: folder, followingLinks: true)
        == own.merging([
          "b/file": "file", "b/same": "folder", "b/same/x": "file", "b/same/pipe": "special",
          "b/null": "special", "b/up": "loop", "b/gone": "No such file or directory",
        ]) { $1 })
    #expect(
      try kinds(of: folder, followingLinks: false)
        == own.merging(["b/file", "b/same", "b/null", "b/up", "b/gone"].map { ($0, "link") }) { $1 })
  }

  /// Two links at each level double the number of paths: ten levels have a thousand, which may be wanted.
  @Test(arguments: [(10, 2046), (20, nil)] as [(Int, Int?)])
  func linksToTheSameFolders(levels: Int, folders: Int?) throws {
    let folder = try TemporaryFolder()
    for level in 0..<levels {
      for name in ["a", "b"] { try folder.link("\(level)/\(name)", to: "../\(level + 1)") }
    }
    try folder.write([], to: "\(levels)/file")
    var walk = FolderWalk(of: folder["0"], followingLinks: true)
    var (found, files) = (0, 0)
    do throws(FolderWalk.Failure) {
      while let entry = try walk.next() {
        if case .folder = entry.kind { found += 1 } else { files += 1 }
      }
      #expect(found == folders && files == 1 << levels)
    } catch {
      #expect(folders == nil)
      guard case .tooManyPaths(let path) = error else { throw error }
      #expect(
        error.diagnostic.message
          == "links lead to folders that have other paths as well in more than 4,096 ways, as does '\(path)'")
      #expect(try walk.next() == nil)
    }
  }

  /// The others are still found.
  @Test func aFolderThatCannotBeListed() throws {
    let folder = try TemporaryFolder(["a/x": "", "b/x": ""])
    var walk = FolderWalk(of: folder.path, followingLinks: true)
    var found: [String] = []
    for _ in 0..<2 { found.append(try #require(try walk.next()).path) }
    // The last one comes first.
    try FileManager.default.removeItem(atPath: folder[found[1]])
    #expect(throws: FolderWalk.Failure.folder(FileError(.list, folder[found[1]], .noSuchFileOrDirectory))) {
      try walk.next()
    }
    #expect(try walk.next()?.path == found[0] + "/x")
    #expect(try walk.next() == nil)
  }
}
