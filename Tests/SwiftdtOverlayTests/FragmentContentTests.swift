import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// Warnings about nodes that have a target but no `__overlay__`.
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
    a.dts:4:3: warning: fragment@1 has a 'target' but no '__overlay__', so nothing is applied
        4 |   fragment@1 { target = <&i2c_b>; _overlay__ { status = "okay"; }; };
          |   ^
    help: did you mean '__overlay__' instead of '_overlay__'?
    a.dts:5:3: warning: fragment@2 has a 'target-path' but no '__overlay__', so nothing is applied
        5 |   fragment@2 { target-path = "/soc"; status = "okay"; };
          |   ^
    help: put its changes into '__overlay__ { … };'
    a.dts:6:3: warning: 'other' is in no fragment, so it is not applied
        6 |   other { };
          |   ^
    help: use '&{/} { … };' to merge it into the base's root

    """

  @Test(arguments: [["explain"], ["apply", "-o", "out.dtb"], ["conflicts"]])
  func sources(_ command: [String]) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Array(source.utf8), to: "a.dts")
    let outcome = try program.run(
      ["overlay"] + command + ["-b", "base.dtb", "a.dts"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == warnings)
    let quiet = try program.run(["overlay"] + command + ["-q", "-b", "base.dtb", "a.dts"])
    #expect(quiet.errors == "")
  }

  private let list = #"[{ "name": "a.dts", "dtsFile": "a.dts" }, { "name": "b.dtbo", "dtboFile": "b.dtbo" }]"#

  /// A list of overlays warns once, and the table says for each blob what was applied.
  @Test func lists() throws {
    let program = try BuiltProgram()
    for blob in ["a", "b"] { try program.write(Boards.base, to: "in/\(blob).dtb") }
    let compatible = source.replacing("/ {", with: "/ { compatible = \"acme,board\";")
    try program.write(Array(compatible.utf8), to: "a.dts")
    try program.write(
      makeTree([("/", ["compatible": "acme,board"]), ("/f", ["target-path": "/"])]), to: "b.dtbo")
    try program.write(Array(list.utf8), to: "list.json")
    let words = ["overlay", "apply-tree", "--source", "in", "-o", "out", "--overlays", "list.json"]
    let outcome = try program.run(words + ["-Wno-unit_address_vs_reg"])
    #expect(
      outcome.output == """
        blob   overlay  result
        a.dtb  a.dts    applied, but not fragment@1, fragment@2, other, which have no '__overlay__'
        a.dtb  b.dtbo   nothing applied: not f, which has no '__overlay__'
        b.dtb  a.dts    applied, but not fragment@1, fragment@2, other, which have no '__overlay__'
        b.dtb  b.dtbo   nothing applied: not f, which has no '__overlay__'

        """)
    #expect(
      outcome.errors.replacing(" compatible = \"acme,board\";", with: "") == warnings + """
        b.dtbo: warning: f has a 'target-path' but no '__overlay__', so nothing is applied
        help: put its changes into '__overlay__ { … };'
        swiftdt: error: applied nowhere: 'b.dtbo'
        help: --allow-unused makes this a warning

        """)
    #expect(outcome.status == 1)
    #expect(try program.run(words + ["-q", "--allow-unused"]).status == 0)
  }

  /// A search warns when it begins, and not with each answer.
  @Test(arguments: [[], ["start", "-o", "c.dtb", "--state", "s.json"]])
  func searches(_ command: [String]) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(Array(source.utf8), to: "a.dts")
    let outcome = try program.run(["overlay", "bisect"] + command + ["-b", "base.dtb", "a.dts"])
    #expect(outcome.errors.hasPrefix(warnings), "\(outcome.errors)")
    if command.isEmpty { return }
    #expect(try program.run("overlay", "bisect", "good", "--state", "s.json").errors == "")
  }

  /// Overlays that NixOS leaves out are reported by commands that judge overlays.
  @Test(arguments: ["conflicts", "bisect"]) func incompatible(_ command: String) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    for name in ["a.dtbo", "b.dtbo"] {
      try program.write(
        makeTree([
          ("/", ["compatible": "other"]), ("/f", ["target-path": "/"]), ("/f/__overlay__", ["new": 1]),
        ]), to: name)
    }
    let one = try program.run("overlay", command, "-b", "base.dtb", "a.dtbo").errors
    #expect(
      one.contains(
        """
        a.dtbo: warning: its root 'compatible' has nothing in common with the base's
        help: NixOS's hardware.deviceTree leaves it out

        """), "\(one)")
    let two = try program.run("overlay", command, "-b", "base.dtb", "a.dtbo", "b.dtbo").errors
    #expect(
      two.contains(
        """
        swiftdt: warning: the root 'compatible' of 'a.dtbo', 'b.dtbo' has nothing in common with the base's
        help: NixOS's hardware.deviceTree leaves them out

        """), "\(two)")
  }

  /// An overlay that only the firmware applies is not reported as applied nowhere.
  @Test func dormantAltogether() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "in/a.dtb")
    try program.write(
      makeTree([("/g", ["target-path": "/"]), ("/g/__dormant__", ["new": 1])]), to: "b.dtbo")
    try program.write(Array(#"[{ "name": "b", "dtboFile": "b.dtbo" }]"#.utf8), to: "list.json")
    let outcome = try program.run(
      "overlay", "apply-tree", "--source", "in", "-o", "out", "--overlays", "list.json",
      "--without-compatible")
    #expect(outcome.output == "blob   overlay  result\na.dtb  b        applied\n")
    #expect(
      outcome.errors == """
        b: note: g is dormant and not applied: only the Raspberry Pi firmware applies such fragments, if a parameter says so

        """)
    #expect(outcome.status == 0)
  }

  /// Fragments that the Raspberry Pi's firmware applies on request are not mistakes.
  @Test(arguments: [["explain"], ["apply", "-o", "out.dtb"], ["conflicts"], ["bisect"]])
  func dormant(_ command: [String]) throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    let overlay = makeTree([
      ("/f", ["target-path": "/"]), ("/f/__overlay__", ["new": 1]),
      ("/g", ["target-path": "/"]), ("/g/__dormant__", ["new": 1]),
      ("/h", ["target-path": "/"]), ("/h/__dormant__@0", ["new": 1]),
    ])
    try program.write(overlay, to: "a.dtbo")
    let errors = try program.run(["overlay"] + command + ["-b", "base.dtb", "a.dtbo"]).errors
    #expect(
      errors.hasPrefix(
        """
        a.dtbo: note: g, h are dormant and not applied: only the Raspberry Pi firmware applies such fragments, if a parameter says so

        """), "\(errors)")
    #expect(!errors.contains("warning"))
  }

  @Test func forPrograms() throws {
    let program = try BuiltProgram()
    try program.write(Boards.base, to: "base.dtb")
    try program.write(makeTree([("/f", ["target-path": "/"])]), to: "a.dtbo")
    let outcome = try program.run("overlay", "conflicts", "--json", "-b", "base.dtb", "a.dtbo")
    #expect(outcome.errors == "")
    #expect(
      outcome.output.contains(
        """
            {
              "help" : [
                "put its changes into '__overlay__ { … };'"
              ],
              "identifier" : "fragment-without-content",
              "message" : "f has a 'target-path' but no '__overlay__', so nothing is applied",
              "notes" : [

              ],
              "overlay" : "a.dtbo",
              "severity" : "warning"
            }
        """), "\(outcome.output)")
  }

  /// Blobs are mostly merged in place, by code that reports nothing.
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
        a.dtbo: warning: g has a 'target-path' but no '__overlay__', so nothing is applied
        help: did you mean '__overlay__' instead of '__overlay'?

        """)
    let plain = try program.run("-i", "base.dtb", "-o", "plain.dtb", "a.dtbo", as: "fdtoverlay")
    #expect(plain == .init(status: 0, output: "", errors: ""))
    #expect(program.read("out.dtb") == program.read("plain.dtb"))
  }

  /// What is odd in a blob, as a property of a node in it, if that has any.
  static let oddContents: [(property: String, value: Value, path: String, warning: String, help: String)] = [
    (
      "status", "enabled", "/f/__overlay__/n",
      "'status' of /f/__overlay__/n is \"enabled\", so the node is disabled", "\"okay\" enables it"
    ),
    (
      "", 0, "/f/__overlay__/__overlay__",
      "'__overlay__' in /f/__overlay__ becomes a node of the base by this name",
      "the changes go directly into '&label { … };', or into a fragment's one '__overlay__'"
    ),
    (
      "status", "on", "/f/__overlay__",
      "'status' of /f/__overlay__ is \"on\", so the node is disabled", "\"okay\" enables it"
    ),
    ("status", "okay", "/f/__overlay__/n", "", ""), ("status", "ok", "/f/__overlay__/n", "", ""),
    ("status", "disabled", "/f/__overlay__", "", ""), ("status", "reserved", "/f/__overlay__", "", ""),
    ("status", 1, "/f/__overlay__/n", "", ""), ("fail-status", "enabled", "/f/__overlay__/n", "", ""),
    ("status-led", "enabled", "/f/__overlay__", "", ""), ("", 0, "/f/__overlay__/__overlay", "", ""),
  ]

  /// Where there is something to warn of, blobs are not merged in place; the bytes are the same.
  @Test(arguments: oddContents)
  func oddContentOfBlobs(
    odd: (property: String, value: Value, path: String, warning: String, help: String)
  ) throws {
    let program = try BuiltProgram()
    var nodes: [(path: String, properties: KeyValuePairs<String, Value>)] = [("/f", ["target-path": "/soc"])]
    nodes.append(("/f/__overlay__", [:]))
    nodes.append((odd.path, odd.property.isEmpty ? [:] : [odd.property: odd.value]))
    try program.write(Boards.base, to: "base.dtb")
    try program.write(makeTree(nodes), to: "a.dtbo")
    let outcome = try program.run("overlay", "apply", "-b", "base.dtb", "-o", "out.dtb", "a.dtbo")
    let expected = odd.warning.isEmpty ? "" : "a.dtbo: warning: \(odd.warning)\nhelp: \(odd.help)\n"
    #expect(outcome == .init(status: 0, output: "", errors: expected))
    let plain = try program.run("-i", "base.dtb", "-o", "plain.dtb", "a.dtbo", as: "fdtoverlay")
    #expect(plain == .init(status: 0, output: "", errors: ""))
    #expect(program.read("out.dtb") == program.read("plain.dtb"))
    let blobs = try ["base.dtb", "a.dtbo"].map { try #require(program.read($0)) }
    #expect((InPlaceMerge.merged(blobs[0], [blobs[1]]) == nil) == !odd.warning.isEmpty)
  }
}
