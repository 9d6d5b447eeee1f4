import TestSupport
import Testing

/// Returns a folder with a base, overlays, recipes, and many files that are none of these.
func workshop() throws -> TemporaryFolder {
  let folder = try TemporaryFolder(workshopFiles)
  for arguments in [
    ["compile", "-@", "-o", "base.dtb", "base.dts"], ["compile", "-o", "bare.dtb", "base.dts"],
    ["compile", "-o", "on.dtbo", "on.dts"], ["compile", "-o", "lost.dtbo", "lost.dts"],
  ] {
    let result = try Tool.swiftdt.run(arguments, in: folder)
    #expect(result.status == 0, "\(result.errors)")
  }
  try folder.write(Array(folder.read("base.dtb").prefix(100)), to: "cut.dtb")
  return folder
}

/// A command line, its exit status and its messages. If it fails, the output that was there stays as it was.
struct RunCase: Sendable, CustomTestStringConvertible {
  let arguments: [String]
  let status: Int32
  let errors: String

  init(_ arguments: [String], status: Int32, _ errors: String) {
    self.arguments = arguments
    self.status = status
    self.errors = errors
  }

  var testDescription: String { arguments.joined(separator: " ") }

  func check() throws {
    let folder = try workshop()
    try folder.write(Array("old".utf8), to: "o.dtb")
    let names = folder.names
    let result = try Tool.swiftdt.run(arguments, in: folder)
    #expect(result.status == status)
    #expect(result.errors == errors + "\n")
    if status != 0 {
      #expect(try folder.read("o.dtb") == Array("old".utf8))
      #expect(folder.names == names)
    }
  }
}
