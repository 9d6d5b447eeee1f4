import Foundation
import TestSupport
import Testing

/// What a program gets that links `DeviceTreeKit`.
@Suite struct LinkedCodeTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: PackageFolder.path + "/" + path, encoding: .utf8)
  }

  /// Only the executable has what changes the whole process: the standard library's arguments and backtraces,
  /// the C library's idea of where the program is.
  @Test func onlyTheProgramChangesItsProcess() throws {
    let parts = try text("Package.swift").components(separatedBy: "\"CStartup\"")
    try #require(parts.count == 3)
    #expect(parts[0].hasSuffix(".target(name: "))
    let target = try #require(parts[1].range(of: "arget(", options: .backwards))
    #expect(parts[1][..<target.upperBound].hasSuffix(".executableTarget("))
    let files = try FileManager.default.contentsOfDirectory(atPath: PackageFolder.path + "/Sources/CPlatform")
    for file in files where file.hasSuffix(".c") {
      let code = try text("Sources/CPlatform/" + file)
      for word in ["weak", "constructor", "signal(", "sigaction("] {
        #expect(!code.contains(word), "\(file) has '\(word)'")
      }
    }
  }
}
