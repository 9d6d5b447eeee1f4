import DeviceTreeBlob
import Testing

@testable import swiftdt

/// Overlays whose memory reservation block cannot be read: libfdt does not read it, so they apply.
@Suite struct OverlayReservationTests {
  /// Where the block is moved to, in a blob of that size, and what is wrong with it there.
  static let places: [(place: @Sendable (Int) -> Int, fault: String)] = [
    ({ $0 - 8 }, "the memory reservation block is not terminated"),
    ({ $0 }, "the memory reservation block is not terminated"),
    (
      { _ in 8 },
      "the memory reservation block (offset 8, 0 bytes) does not lie inside the blob of SIZE bytes"
    ),
    (
      { _ in 0xFFFF_FF00 },
      "the memory reservation block (offset 4294967040, 0 bytes) does not lie inside the blob of SIZE bytes"
    ),
  ]

  private func bench(_ number: Int) throws -> (program: BuiltProgram, warning: String) {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    var overlay = try BlobEncoder.encode(Boards.status("okay", of: "uart_a")).bytes
    try program.write(overlay, to: "good.dtbo")
    let (place, fault) = Self.places[number]
    for byte in 0..<4 {
      overlay[16 + byte] = UInt8(truncatingIfNeeded: place(overlay.count) >> (24 - 8 * byte))
    }
    try program.write(overlay, to: "odd.dtbo")
    return (
      program,
      """
      odd.dtbo: warning: \(fault.replacing("SIZE", with: "\(overlay.count)"))
      note: libfdt applies the overlay all the same: it does not read an overlay's memory reservations

      """
    )
  }

  @Test(arguments: places.indices)
  func applies(number: Int) throws {
    let (program, warning) = try bench(number)
    let flags = ["overlay", "apply", "-b", "base.dtb"]
    #expect(try program.run(flags + ["-o", "good.dtb", "good.dtbo"]).status == 0)
    let result = try program.run(flags + ["-o", "odd.dtb", "odd.dtbo"])
    #expect(result == .init(status: 0, output: "", errors: warning))
    #expect(program.read("odd.dtb") == program.read("good.dtb"))
    #expect(
      try program.run(flags + ["-q", "-o", "odd.dtb", "odd.dtbo"]) == .init(status: 0, output: "", errors: "")
    )
    let strict = try program.run(flags + ["-q", "-E", "all", "-o", "strict.dtb", "odd.dtbo"])
    #expect(strict == .init(status: 1, output: "", errors: warning.replacing("warning:", with: "error:")))
    #expect(program.read("strict.dtb") == nil)
    #expect(try program.run(["-i", "base.dtb", "-o", "odd.dtb", "odd.dtbo"], as: "fdtoverlay").status == 0)
    #expect(program.read("odd.dtb") == program.read("good.dtb"))
  }

  @Test(arguments: places.indices)
  func isExplained(number: Int) throws {
    let (program, warning) = try bench(number)
    let result = try program.run(["overlay", "explain", "-b", "base.dtb", "odd.dtbo"])
    #expect(result.output.hasPrefix("odd.dtbo: applies\n"))
    #expect(result.errors == warning)
  }

  /// What is a base has to have a complete block.
  @Test(arguments: places.indices)
  func isNoBase(number: Int) throws {
    let (program, _) = try bench(number)
    #expect(try program.run(["overlay", "explain", "-b", "odd.dtbo", "good.dtbo"]).status == 1)
  }
}
