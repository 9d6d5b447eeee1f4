import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// What is said of nodes that say where they go and have no `__overlay__`.
@Suite struct FragmentContentTests {
  private let source = """
    /dts-v1/; /plugin/;
    / {
      fragment@0 { target = <&uart_a>; __overlay__ { status = "okay"; }; };
      fragment@1 { target = <&i2c_b>; _overlay__ { status = "okay"; }; };
      fragment@2 { target-path = "/soc"; status = "okay"; };
      other { };
    };
    """
  private let warnings = """
    a.dts:4:3: warning: fragment@1 has a 'target' but no '__overlay__', so nothing of it is applied
        4 |   fragment@1 { target = <&i2c_b>; _overlay__ { status = "okay"; }; };
          |   ^
    help: did you mean '__overlay__' for '_overlay__'?
    a.dts:5:3: warning: fragment@2 has a 'target-path' but no '__overlay__', so nothing of it is applied
        5 |   fragment@2 { target-path = "/soc"; status = "okay"; };
          |   ^
    help: put what it is to change into '__overlay__ { … };'

    """

  @Test(arguments: [["explain"], ["apply", "-o", "out.dtb"]])
  func sources(_ command: [String]) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Array(source.utf8), to: "a.dts")
    let outcome = try program.run(
      ["overlay"] + command + ["-b", "base.dtb", "-Wno-unit_address_vs_reg", "a.dts"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == warnings)
    let quiet = try program.run(["overlay"] + command + ["-q", "-b", "base.dtb", "a.dts"])
    #expect(quiet.errors == "")
  }

  /// Blobs are mostly merged where they lie, by what says nothing.
  @Test func blobs() throws {
    let program = try BuiltProgram()
    let overlay = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__", ["new": 1]),
      ("/g", ["target-path": "/soc"]), ("/g/__overlay", ["new": 1]),
      ("/__symbols__", ["target": "/f/__overlay__"]),
    ])
    try program.write(Boards.base, to: "base.dtb")
    try program.write(overlay, to: "a.dtbo")
    let outcome = try program.run("overlay", "apply", "-b", "base.dtb", "-o", "out.dtb", "a.dtbo")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        a.dtbo: warning: g has a 'target-path' but no '__overlay__', so nothing of it is applied
        help: did you mean '__overlay__' for '__overlay'?

        """)
    let plain = try program.run("-i", "base.dtb", "-o", "plain.dtb", "a.dtbo", as: "fdtoverlay")
    #expect(plain == .init(status: 0, output: "", errors: ""))
    #expect(program.read("out.dtb") == program.read("plain.dtb"))
  }
}
