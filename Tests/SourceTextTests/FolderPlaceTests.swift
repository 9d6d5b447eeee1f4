import Foundation
import SourceText
import TestSupport
import Testing

/// Which paths lead into a folder.
struct FolderPlaceTests {
  @Test(arguments: [
    ("a", true), ("a/", true), ("a/b", true), ("a/new", true), ("a/new/more/", true), ("b/../a/new", true),
    ("to-a", true), ("to-a/new", true), ("a/b/../../b", false), ("b", false), ("b/new", false),
    ("new", false),
    ("ab", false), ("a/..", false), (".", false), ("/", false), ("/new", false), ("a/file", true),
  ])
  func inside(path: String, isInside: Bool) throws {
    let folder = try TemporaryFolder(["a/b/x": "", "a/file": "", "b/x": "", "ab/x": ""])
    try FileManager.default.createSymbolicLink(atPath: folder["to-a"], withDestinationPath: "a")
    let whole = path.hasPrefix("/") ? path : folder[path]
    #expect(FileReading.isInside(whole, folder["a"]) == isInside)
    #expect(FileReading.isInside(whole, folder["to-a/b/.."]) == isInside)
    #expect(!FileReading.isInside(whole, folder["none"]))
    #expect(FileReading.isInside(whole, "/"))
  }
}
