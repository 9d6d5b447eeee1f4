import DeviceTreeBlob
import Testing

@testable import swiftdt

/// Bases of versions before 16, into which libfdt does not merge.
@Suite struct OldBaseTests {
  private static let versions = BlobVersion.allCases.filter { $0.rawValue < 16 }

  private static func explanation(_ program: String, _ version: BlobVersion) -> String {
    """
    \(program): error: overlay 'a.dtbo': the base has version \(version.rawValue); overlays are merged only into versions 16 and 17
    note: FDT_ERR_BADVERSION in libfdt
    help: convert it: dtc -I dtb -O dtb -o NEW OLD

    """
  }

  private static func program(_ version: BlobVersion) throws -> BuiltProgram {
    let program = try BuiltProgram()
    try program.write(BlobEncoder.encode(Boards.base, BlobOptions(version: version)).bytes, to: "base.dtb")
    try program.write(Boards.status("okay", of: "uart_a"), to: "a.dtbo")
    try program.write([42], to: "out")
    return program
  }

  @Test(arguments: versions)
  func fdtoverlayFails(version: BlobVersion) throws {
    let program = try Self.program(version)
    let outcome = try program.run("-i", "base.dtb", "-o", "out", "a.dtbo", as: "fdtoverlay")
    let line = "\nFailed to make temporary copy: FDT_ERR_BADVERSION\n"
    #expect(
      outcome
        == .init(status: 1, output: "", errors: line + Self.explanation("fdtoverlay", version)))
    #expect(program.read("out") == [42])
  }

  @Test(arguments: versions, [[], ["--cross-check"], ["--pad", "64"]])
  func applyFails(version: BlobVersion, flags: [String]) throws {
    let program = try Self.program(version)
    let outcome = try program.run(
      ["overlay", "apply", "-b", "base.dtb", "-o", "out"] + flags + ["a.dtbo"])
    #expect(
      outcome == .init(status: 1, output: "", errors: Self.explanation("swiftdt", version)))
    #expect(program.read("out") == [42])
  }

  /// Nor is an overlay to blame in a search.
  @Test(arguments: versions)
  func bisectFails(version: BlobVersion) throws {
    let program = try Self.program(version)
    #expect(
      try program.run("overlay", "bisect", "-b", "base.dtb", "a.dtbo")
        == .init(
          status: 1, output: "",
          errors: """
            base.dtb: error: overlays are merged only into bases of versions 16 and 17
            help: convert it: dtc -I dtb -O dtb -o NEW OLD

            """))
  }

  @Test(arguments: versions)
  func helps(version: BlobVersion) throws {
    let program = try Self.program(version)
    #expect(try program.run("-I", "dtb", "-O", "dtb", "-o", "new.dtb", "base.dtb", as: "dtc").status == 0)
    #expect(
      try program.run("overlay", "apply", "-b", "new.dtb", "-o", "out", "--cross-check", "a.dtbo")
        == .init(status: 0, output: "", errors: ""))
  }

  /// What is written nevertheless has the current version, and says so.
  @Test(arguments: versions)
  func headerOfWhatIsLeft(version: BlobVersion) throws {
    let program = try Self.program(version)
    let outcome = try program.run(
      "overlay", "apply", "-b", "base.dtb", "-o", "out", "--allow-failed", "a.dtbo")
    #expect(outcome.status == 0)
    let blob = try #require(program.read("out"))
    let header = try BlobHeader(blob.span)
    #expect(header.version == 17)
    #expect(header.lastCompatibleVersion == 16)
  }
}
