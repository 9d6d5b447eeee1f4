import DeviceTreeBlob
import TestSupport
import Testing

@testable import swiftdt

/// Blobs with a property after a subnode of its node, which no compiler makes. libfdt does not see it there: a merge
/// would add a second `status`, whose value a kernel that reads all properties may or may not take.
@Suite struct LatePropertyTests {
  /// Returns a blob whose node `/n` has its property after the subnode, and that byte of the property.
  private static func late() throws -> (blob: [UInt8], offset: Int) {
    var bytes = try BlobEncoder.encode(
      makeTree([("/n", ["status": "disabled"]), ("/n/c", [:]), ("/__symbols__", ["n": "/n"])])
    ).bytes
    let start = try #require(bytes.firstRange(of: [0, 0, 0, 3, 0, 0, 0, 9])).lowerBound
    // The property has 24 bytes, the subnode 12.
    bytes.replaceSubrange(
      start..<start + 36, with: bytes[start + 24..<start + 36] + bytes[start..<start + 24])
    return (bytes, start + 12)
  }

  /// Returns a blob whose node `/n` has a `status` before its subnode and another one after it.
  private static func twice() throws -> [UInt8] {
    var bytes = try BlobEncoder.encode(
      makeTree([("/n", ["status": "disabled", "x": "okay"]), ("/n/c", [:]), ("/__symbols__", ["n": "/n"])])
    ).bytes
    let first = try #require(bytes.firstRange(of: [0, 0, 0, 3, 0, 0, 0, 9])).lowerBound
    let second = first + 24
    // The second property has 20 bytes, the subnode 12.
    let name = bytes[first + 8..<first + 12]
    let property = bytes[second..<second + 8] + name + bytes[second + 12..<second + 20]
    bytes.replaceSubrange(second..<second + 32, with: bytes[second + 20..<second + 32] + property)
    return bytes
  }

  private static func program() throws -> (BuiltProgram, error: (String) -> String) {
    let program = try BuiltProgram()
    let (blob, offset) = try late()
    try program.write(blob, to: "late.dtb")
    try program.write(Boards.base, to: "base.dtb")
    try program.write(
      makeTree([("/f", ["target-path": "/n"]), ("/f/__overlay__", ["status": "okay"])]), to: "a.dtbo")
    try program.write([42], to: "out")
    return (
      program,
      { name in
        """
        late.dtb: \(name)error: property 'status' of /n follows a subnode (byte \(offset))
        note: libfdt does not see it there, and might add a second one
        help: convert it: dtc -I dtb -O dtb -o NEW OLD

        """
      }
    )
  }

  @Test(arguments: [
    "overlay apply -b late.dtb -o out a.dtbo", "overlay apply -b late.dtb -o out -p 64 a.dtbo",
    "overlay apply -b base.dtb -o out late.dtb", "overlay explain -b late.dtb a.dtbo",
    "overlay bisect -b late.dtb a.dtbo", "set late.dtb /n status okay", "set late.dtb -o out /n status okay",
  ])
  func isRefused(line: String) throws {
    let (program, error) = try Self.program()
    let result = try program.run(line.split(separator: " ").map(String.init))
    #expect(result == .init(status: 1, output: "", errors: error("")))
    #expect(program.read("out") == [42])
    #expect(program.read("late.dtb") == (try Self.late().blob))
  }

  @Test(arguments: [("late.dtb", "a.dtbo"), ("base.dtb", "late.dtb")])
  func fdtoverlayRefusesIt(base: String, overlay: String) throws {
    let (program, error) = try Self.program()
    let result = try program.run("-i", base, "-o", "out", overlay, as: "fdtoverlay")
    #expect(result.status == 1)
    #expect(
      result.errors == "\nFailed to apply '\(overlay)': FDT_ERR_BADSTRUCTURE\n" + error(""))
    #expect(program.read("out") == [42])
  }

  /// In Nix, no command is named; and of two properties of a name, one has to be chosen.
  @Test func advice() throws {
    let (program, _) = try Self.program()
    let inNix = ["SWIFTDT_NIX": "1"]
    #expect(
      try program.run(["overlay", "apply", "-b", "late.dtb", "-o", "out", "a.dtbo"], environment: inNix)
        .errors
        .hasSuffix("\nhelp: decompiled and compiled again, it has properties before subnodes\n"))
    let bytes = try Self.twice()
    try program.write(bytes, to: "twice.dtb")
    let line = ["overlay", "apply", "-b", "twice.dtb", "-o", "out", "a.dtbo"]
    let offset = try #require(bytes.firstRange(of: Array("okay\0".utf8))).lowerBound - 12
    let message = """
      twice.dtb: error: property 'status' of /n follows a subnode (byte \(offset))
      note: libfdt sees only the one of this name before the subnodes

      """
    #expect(
      try program.run(line).errors == message
        + "help: decompile it with `swiftdt decompile`, leave one of the two 'status', and compile that\n")
    #expect(
      try program.run(line, environment: inNix).errors == message
        + "help: decompile it, leave one of the two 'status', and compile that\n")
  }

  /// What is only looked at is shown, and the advice helps.
  @Test func isShown() throws {
    let (program, _) = try Self.program()
    for line in [
      "get late.dtb /n status", "decompile -o - late.dtb", "diff late.dtb late.dtb", "blame late.dtb /n",
      "view -o out.html late.dtb",
    ] {
      let result = try program.run(line.split(separator: " ").map(String.init))
      #expect(result.status == 0, "\(line): \(result.errors)")
    }
    #expect(try program.run("-I", "dtb", "-O", "dtb", "-o", "new.dtb", "late.dtb", as: "dtc").status == 0)
    #expect(try program.run("overlay", "apply", "-b", "new.dtb", "-o", "out", "a.dtbo").status == 0)
    #expect(try program.run("get", "out", "/n", "status").output == "okay\n")
  }
}
