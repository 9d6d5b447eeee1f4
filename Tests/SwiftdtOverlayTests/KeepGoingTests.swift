import DeviceTreeBlob
import DeviceTreeOverlay
import Testing

@testable import swiftdt

/// The flag `--keep-going` of `overlay apply`.
@Suite struct KeepGoingTests {
  private static let errors = """
    swiftdt: error: overlay 'bad.dtbo': fragment@0 targets label 'uart_b', which the base does not export
    note: fragment@0: property 'target' (FDT_ERR_NOTFOUND in libfdt)
    help: nearest labels: 'uart_a'
    none.dtbo: error: the file is empty
    note: FDT_ERR_TRUNCATED in libfdt

    """

  @Test(arguments: [false, true], [false, true])
  func leavesOutWhatFails(isAllowed: Bool, isChecked: Bool) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Boards.status("okay", of: "uart_a"), to: "good.dtbo")
    try program.write(Boards.status("okay", of: "uart_b"), to: "bad.dtbo")
    try program.write([], to: "none.dtbo")
    try program.write(Boards.setting(["new": 1], of: "soc"), to: "last.dtbo")
    let outcome = try program.run(
      ["overlay", "apply", "-b", "base.dtb", "-o", "out.dtb", isAllowed ? "--allow-failed" : "--keep-going"]
        + (isChecked ? ["--cross-check"] : [])
        + ["good.dtbo", "bad.dtbo", "none.dtbo", "last.dtbo"])
    let last =
      "swiftdt: \(isAllowed ? "warning" : "error"): 2 of 4 overlays were left out: 'bad.dtbo', 'none.dtbo'\n"
    #expect(outcome == .init(status: isAllowed ? 0 : 1, output: "", errors: Self.errors + last))
    var target = OverlayTarget(try BlobDecoder.decode(#require(program.read("base.dtb"))))
    try target.apply(Boards.status("okay", of: "uart_a"), named: "good")
    try target.apply(Boards.setting(["new": 1], of: "soc"), named: "last")
    #expect(try program.read("out.dtb") == target.encode().bytes)
  }

  /// Each overlay that fails is told of the one that exports its label, which is read once for all of them.
  @Test func severalLackWhatALaterOneExports() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    for name in ["fan", "led", "none"] {
      try program.write(Boards.status("okay", of: name), to: name + ".dtbo")
    }
    try program.write(Boards.adding("fan", to: "soc"), to: "x.dtbo")
    try program.write(Boards.adding("led", to: "soc"), to: "y.dtbo")
    let outcome = try program.run(
      "overlay", "apply", "-k", "-b", "base.dtb", "-o", "out.dtb", "fan.dtbo", "led.dtbo", "none.dtbo",
      "fan.dtbo", "x.dtbo", "y.dtbo")
    let hints = outcome.errors.split(separator: "\n").filter { $0.contains("is given later, exports it") }
    #expect(hints.count == 3, "\(outcome.errors)")
    #expect(hints.count { $0.contains("'x.dtbo'") } == 2 && hints.count { $0.contains("'y.dtbo'") } == 1)
  }

  @Test func otherwiseNothingIsWritten() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Boards.status("okay", of: "uart_b"), to: "bad.dtbo")
    let outcome = try program.run("overlay", "apply", "-b", "base.dtb", "-o", "out.dtb", "bad.dtbo")
    #expect(outcome.status == 1)
    #expect(program.read("out.dtb") == nil)
  }

  @Test func flagsAreReadAlike() throws {
    let words = ["-b", "b", "-o", "o", "-k", "--allow-failed", "x"]
    let quick = try OverlayApplyRequest(quick: words[...])
    #expect(quick == (try OverlayApplyCommand.parse(words).request))
    #expect(quick.keepsGoing)
  }
}
