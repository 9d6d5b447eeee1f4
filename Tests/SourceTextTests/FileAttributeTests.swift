import Foundation
import SourceText
import TestSupport
import Testing

#if os(Linux)
  /// Replacing files that have more than contents, an owner and permissions.
  struct FileAttributeTests {
    private typealias Set =
      @convention(c) (
        UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeRawPointer, Int, Int32
      ) -> Int32
    private typealias Get =
      @convention(c) (
        UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutableRawPointer, Int
      ) -> Int

    /// Returns a function of the C library that its module does not expose.
    private func function<Function>(_ name: String) -> Function? {
      dlsym(nil, name).map { unsafeBitCast($0, to: Function.self) }
    }

    /// `user::rw-, user:1234:rw-, group::r--, mask::rw-, other::---`
    static let accessList: [UInt8] = [
      2, 0, 0, 0, 1, 0, 6, 0, 255, 255, 255, 255, 2, 0, 6, 0, 0xD2, 4, 0, 0, 4, 0, 4, 0, 255, 255, 255, 255,
      16, 0, 6, 0, 255, 255, 255, 255, 32, 0, 0, 0, 255, 255, 255, 255,
    ]

    static let attributes: [(name: String, value: [UInt8])] = [
      ("system.posix_acl_access", accessList), ("user.origin", Array("elsewhere".utf8)),
      ("user.\(String(repeating: "n", count: 200))", [1]),
    ]

    @Test(arguments: attributes, ["new and longer", "", "o"])
    func attributesAreKept(attribute: (name: String, value: [UInt8]), text: String) throws {
      let (name, value) = attribute
      let folder = try TemporaryFolder(["a": "old"])
      let set: Set = try #require(function("setxattr"))
      let get: Get = try #require(function("getxattr"))
      guard set(folder["a"], name, value, value.count, 0) == 0 else {
        try Test.cancel("the file system has no such attributes")
      }
      var (old, new) = (stat(), stat())
      #expect(stat(folder["a"], &old) == 0)
      for isDurable in [true, false] {
        try FileReplacement.write(Array(text.utf8), to: folder["a"], isDurable: isDurable)
        var kept = [UInt8](repeating: 0, count: 256)
        let count = get(folder["a"], name, &kept, kept.count)
        #expect(Array(kept.prefix(max(count, 0))) == value)
        #expect(try folder.read("a") == Array(text.utf8))
        #expect(folder.names == ["a"])
      }
      #expect(stat(folder["a"], &new) == 0 && new.st_mode == old.st_mode)
    }
  }
#endif
