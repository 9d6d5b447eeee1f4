import Foundation
import TestSupport
import Testing

/// Outputs that are not to be written, or are not whole when the program ends.
struct ProtectedOutputTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder([
      "base.dts": "/dts-v1/;\n/ {\n  a = <1>;\n  l: x { };\n};\n",
      "on.dts": "/dts-v1/;\n/plugin/;\n&l {\n  b = <2>;\n};\n", "ro": "old", "sub/base.dtb": "old",
    ])
    for arguments in [
      ["compile", "-@", "-o", "base.dtb", "base.dts"], ["compile", "-o", "on.dtbo", "on.dts"],
      ["compile", "-@", "-o", "ro.dtb", "base.dts"],
    ] {
      #expect(try Tool.swiftdt.run(arguments, in: folder).status == 0)
    }
    for name in ["dtc", "fdtoverlay", "fdtput"] {
      try FileManager.default.createSymbolicLink(atPath: folder[name], withDestinationPath: Tool.swiftdt.path)
    }
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "ro")
    return folder
  }

  /// They have no end, or wait for somebody.
  @Test(arguments: ["/dev/full", "pipe", "to-pipe"])
  func aDeviceInPlace(path: String) throws {
    let folder = try folder()
    #expect(mkfifo(folder["pipe"], 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: folder["to-pipe"], withDestinationPath: "pipe")
    let reason = "a device or a pipe cannot be changed in place"
    let set = try Tool.swiftdt.run(["set", path, "/", "a", "2"], in: folder)
    #expect(set.errors == "\(path): error: \(reason)\nhelp: write somewhere else with -o\n")
    #expect(set.status == 1)
    let put = try Tool(path: folder["fdtput"]).run([path, "/", "a", "2"], in: folder)
    #expect(put.errors == "Couldn't open blob from '\(path)': \(reason)\n")
    #expect(put.status == 1)
  }
}
