import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText
import TestSupport
import Testing

/// What libfdt does with an overlay, step by step. The expectations were checked with libfdt 1.7.2.
@Suite struct ApplyTests {
  static let base = makeTree([
    ("/", ["compatible": "board"]),
    ("/aliases", ["serial0": "/soc/uart@1"]),
    ("/soc", ["phandle": 1]),
    ("/soc/uart@1", ["status": "disabled", "phandle": 2]),
    ("/soc/uart", ["status": "disabled", "phandle": 3]),
    ("/soc/spi@2", ["reg": 2]),
    ("/user", ["uart": 2]),
    ("/__symbols__", ["soc": "/soc", "uart1": "/soc/uart@1", "spi2": "/soc/spi@2"]),
  ])

  private func apply(_ overlays: DeviceTree...) throws -> OverlayTarget {
    var target = try OverlayTarget(Self.base)
    for (index, overlay) in overlays.enumerated() {
      try target.apply(overlay, named: "\(index + 1).dtbo")
    }
    return target
  }

  private func lines(_ target: OverlayTarget, at path: String) throws -> [String] {
    let node = try #require(target.tree.node(atPath: path))
    let end = target.tree.nodeAfterSubtree(of: node).map { target.tree.path(of: $0) }
    return Array(target.tree.listing.drop { $0 != path }.prefix { $0 != end })
  }

  /// What the base's source deleted occurs only once after overlays have added it, however many do.
  @Test func whatTheBaseDeletedIsMadeOnce() throws {
    var base = Self.base
    let uart = try #require(base.node(atPath: "/soc/uart@1"))
    for i in 0..<20 { base.addProperty(base.names.intern("p\(i)"), .empty, to: uart) }
    base.delete(base.addProperty(base.names.intern("dmas"), .empty, to: uart))
    base.delete(try #require(base.node(atPath: "/soc/spi@2")))
    for isRelaid in [false, true] {
      var target = try isRelaid ? OverlayTarget(relaying: base) : OverlayTarget(base)
      for number: UInt32 in [1, 2] {
        try target.apply(
          makeTree([
            ("/fragment@0", ["target-path": "/soc"]),
            ("/fragment@0/__overlay__/spi@2", ["reg": .cells([number])]),
            ("/fragment@0/__overlay__/uart@1", ["dmas": .cells([number])]),
            ("/fragment@0/__overlay__/n\(number)@3", [:]),
          ]), named: "\(number).dtbo")
      }
      #expect(target.tree.listing.filter { $0.hasPrefix("  dmas") } == ["  dmas = 00000002"])
      #expect(try lines(target, at: "/soc/spi@2") == ["/soc/spi@2", "  reg = 00000002"])
      #expect(target.tree.listing.count { $0 == "/soc/spi@2" } == 1)
    }
  }

  @Test func newThingsComeFirst() throws {
    let target = try apply(
      makeTree([
        ("/fragment@0", ["target": 0xFFFF_FFFF]),
        ("/fragment@0/__overlay__", ["b": 1, "c": 2]),
        ("/fragment@0/__overlay__/n@1", [:]),
        ("/fragment@0/__overlay__/n@2", ["p": 3]),
        ("/fragment@0/__overlay__/spi@2", ["reg": 4]),
        ("/__fixups__", ["soc": "/fragment@0:target:0"]),
      ]))
    #expect(
      try lines(target, at: "/soc") == [
        "/soc", "  c = 00000002", "  b = 00000001", "  phandle = 00000001",
        "/soc/n@2", "  p = 00000003", "/soc/n@1",
        "/soc/uart@1", "  status = \"disabled\"", "  phandle = 00000002",
        "/soc/uart", "  status = \"disabled\"", "  phandle = 00000003",
        "/soc/spi@2", "  reg = 00000004",
      ])
  }

  @Test(arguments: [
    ("/soc/uart@1", "/soc/uart@1"), ("/soc/uart", "/soc/uart@1"), ("serial0", "/soc/uart@1"),
    ("/soc//spi/", "/soc/spi@2"), ("/", "/"),
  ])
  func targetPaths(path: String, node: String) throws {
    let target = try apply(
      makeTree([("/f", ["target-path": .text(path)]), ("/f/__overlay__", ["new": 1])]))
    #expect(try lines(target, at: node)[1] == "  new = 00000001")
  }

  /// The offset of a reference is what `strtoul` reads; white space and a plus sign may precede its digits.
  @Test(arguments: [
    ("0\0", true), ("00\0", true), (" 0\0", true), ("+0\0", true), ("\t\r +0\0", true),
    ("0\0/fragment@0:target:0\0", true), ("+ 0\0", false), ("++0\0", false), ("0 \0", false),
    ("0x0\0", false), ("5000000000\0", false),
    ("\0", false), ("+\0", false), (" \0", false), ("0:0\0", false), ("0", false),
    ("0\0/fragment@0:target:0", false), ("0\0\0", false),
  ])
  func offsetsOfReferences(text: String, isValid: Bool) throws {
    let overlay = makeTree([
      ("/fragment@0", ["target": 0xFFFF_FFFF]), ("/fragment@0/__overlay__", ["a": 1]),
      ("/__fixups__", ["soc": .bytes(Array("/fragment@0:target:\(text)".utf8))]),
    ])
    var target = try OverlayTarget(Self.base)
    var failure: String?
    do throws(OverlayError) { try target.apply(overlay, named: "1.dtbo") } catch {
      failure = error.libfdtName
    }
    #expect(failure == (isValid ? nil : "FDT_ERR_BADOVERLAY"))
    #expect(try lines(target, at: "/soc").contains("  a = 00000001") == isValid)
  }

  /// A new child comes first, so a name without a unit address refers to it from then on.
  @Test func newNodesAreFoundWithoutUnitAddresses() throws {
    let target = try apply(
      makeTree([("/f", ["target-path": "/soc/spi"]), ("/f/__overlay__", ["a": 1])]),
      makeTree([
        ("/f", ["target-path": "/soc"]), ("/f/__overlay__/spi@9", [:]),
        ("/g", ["target-path": "/soc/spi"]), ("/g/__overlay__", ["b": 2]),
      ]))
    #expect(try lines(target, at: "/soc/spi@9").prefix(2) == ["/soc/spi@9", "  b = 00000002"])
  }

  /// No node has the phandle 0, so a `target` of 0 is ignored and `target-path` counts.
  @Test func aTargetOfZero() throws {
    let target = try apply(
      makeTree([("/f", ["target": 0, "target-path": "/user"]), ("/f/__overlay__", ["new": 1])]))
    #expect(try lines(target, at: "/user")[1] == "  new = 00000001")
  }

  /// A later overlay also finds a node by a `linux,phandle`.
  @Test func anOldPhandle() throws {
    let target = try apply(
      makeTree([
        ("/f", ["target-path": "/"]), ("/f/__overlay__/n", ["linux,phandle": 1]),
        ("/__symbols__", ["n": "/f/__overlay__/n"]),
      ]),
      makeTree([
        ("/f", ["target": 0xFFFF_FFFF]), ("/f/__overlay__", ["new": 1]),
        ("/__fixups__", ["n": "/f:target:0"]),
      ]))
    #expect(try lines(target, at: "/n") == ["/n", "  new = 00000001", "  linux,phandle = 00000004"])
  }

  /// Only what is below `__overlay__` is merged into the base.
  @Test func labelsBesideTheContent() throws {
    let target = try apply(
      makeTree([
        ("/f", ["target-path": "/soc"]), ("/f/__overlay__/n", [:]), ("/f/__overlay__x/n", [:]),
        ("/__symbols__", ["in": "/f/__overlay__/n", "out": "/f/__overlay__x/n"]),
      ]))
    #expect(try lines(target, at: "/__symbols__")[1...2] == ["  in = \"/soc/n\"", "  soc = \"/soc\""])
  }

  @Test func phandlesMoveBehindTheBases() throws {
    let target = try apply(
      makeTree([
        ("/f", ["target-path": "/"]),
        ("/f/__overlay__/a", ["phandle": 1]),
        ("/f/__overlay__/b", ["refs": .bytes([7, 0, 0, 0, 1, 0, 0, 0, 1]), "raw": 1]),
        ("/f/__overlay__/soc/spi@2", ["phandle": 2]),
        ("/__local_fixups__/f/__overlay__/b", ["refs": [1, 5]]),
      ]))
    #expect(try lines(target, at: "/a") == ["/a", "  phandle = 00000004"])
    // It had none.
    #expect(
      try lines(target, at: "/soc/spi@2") == ["/soc/spi@2", "  phandle = 00000005", "  reg = 00000002"])
    #expect(
      try lines(target, at: "/b") == ["/b", "  raw = 00000001", "  refs = 070000000400000004"])
  }

  /// libfdt since 1.7: the base's phandle stays, and the overlay's references follow.
  @Test func phandlesOfTheBaseStay() throws {
    let target = try apply(
      makeTree([
        ("/f", ["target-path": "/soc/uart@1"]),
        ("/f/__overlay__", ["phandle": 1]),
        ("/g", ["target-path": "/"]),
        ("/g/__overlay__/new", ["phandle": 2, "refs": [1, 2]]),
        ("/__local_fixups__/g/__overlay__/new", ["refs": [0, 4]]),
      ]))
    #expect(
      try lines(target, at: "/soc/uart@1") == [
        "/soc/uart@1", "  status = \"disabled\"", "  phandle = 00000002",
      ])
    #expect(
      try lines(target, at: "/new") == ["/new", "  refs = 0000000200000005", "  phandle = 00000005"])
  }

  @Test func fragmentsMayBuildOnEarlierOnes() throws {
    let target = try apply(
      makeTree([
        ("/f", ["target-path": "/"]), ("/f/__overlay__/panel", ["a": 1]),
        ("/g", ["target-path": "/panel"]), ("/g/__overlay__", ["b": 2]),
      ]))
    #expect(try lines(target, at: "/panel") == ["/panel", "  b = 00000002", "  a = 00000001"])
  }

  @Test func laterOverlaysUseLabelsOfEarlierOnes() throws {
    let first = makeTree([
      ("/fragment@0", ["target-path": "/soc"]),
      ("/fragment@0/__overlay__/led", ["phandle": 1]),
      ("/other", [:]),
      (
        "/__symbols__",
        [
          "led": "/fragment@0/__overlay__/led", "here": "/fragment@0/__overlay__", "left": "/other/out",
          "top": "/top",
        ]
      ),
    ])
    let second = makeTree([
      ("/fragment@0", ["target": 0xFFFF_FFFF]), ("/fragment@0/__overlay__", ["on": 1]),
      ("/__fixups__", ["led": "/fragment@0:target:0"]),
    ])
    let target = try apply(first, second)
    #expect(
      try lines(target, at: "/soc/led") == ["/soc/led", "  on = 00000001", "  phandle = 00000004"])
    #expect(
      try lines(target, at: "/__symbols__").prefix(3) == [
        "/__symbols__", "  here = \"/soc/\"", "  led = \"/soc/led\"",
      ])
  }

  @Test func symbolsAreMadeInABaseWithoutThem() throws {
    var target = try OverlayTarget(makeTree([("/", ["phandle": 1]), ("/a", [:])]))
    try target.apply(
      makeTree([
        ("/f", ["target-path": "/"]), ("/f/__overlay__/n", [:]), ("/g", ["target": 1]),
        ("/g/__overlay__/m", [:]),
        ("/__symbols__", ["n": "/f/__overlay__/n", "m": "/g/__overlay__/m"]),
      ]), named: "x")
    #expect(
      target.tree.listing == [
        "/", "  phandle = 00000001", "/__symbols__", "  m = \"/m\"", "  n = \"/n\"", "/m", "/n", "/a",
      ])
  }

  @Test func provenance() throws {
    let set = { (value: UInt32) in
      makeTree([("/f", ["target-path": "/user"]), ("/f/__overlay__", ["uart": .cells([value])])])
    }
    let add = makeTree([("/f", ["target-path": "/user"]), ("/f/__overlay__/n", ["p": 1])])
    let target = try apply(add, set(5), set(6))
    let user = try #require(target.tree.node(atPath: "/user"))
    let new = try #require(target.tree.node(atPath: "/user/n"))
    #expect(target.overlay(thatMade: user) == nil)
    #expect(target.overlay(thatMade: new) == 1)
    let uart = try #require(target.tree.property(of: user, named: "uart"))
    let writers: [Writer] = [.base, .overlay(2, fragment: "f"), .overlay(3, fragment: "f")]
    #expect(target.writes(of: uart).map(\.writer) == writers)
    let added = try #require(target.tree.property(of: new, named: "p"))
    #expect(target.writes(of: added).map(\.writer) == [.overlay(1, fragment: "f")])
    let root = try #require(target.tree.property(of: .root, named: "compatible"))
    #expect(target.writes(of: root).map(\.writer) == [.base])
    #expect(target.applied.map(\.name) == ["1.dtbo", "2.dtbo", "3.dtbo"])
  }

  @Test func aFailedOverlayLeavesNothing() throws {
    var target = try apply()
    let before = try target.encode().bytes
    let bad = makeTree([
      ("/f", ["target-path": "/soc"]),
      ("/f/__overlay__", ["status": "okay", "new": 1]), ("/f/__overlay__/spi", ["phandle": 1]),
      ("/f/__overlay__/n", ["phandle": 2]),
      ("/g", ["target-path": "/nowhere"]), ("/g/__overlay__", [:]),
    ])
    #expect(throws: OverlayError.self) { try target.apply(bad, named: "bad") }
    #expect(try target.encode().bytes == before)
    #expect(target.applied.isEmpty)
    // What is applied next finds the base as if nothing had happened.
    let good = makeTree([
      ("/f", ["target-path": "/soc"]), ("/f/__overlay__/n", ["phandle": 1]),
    ])
    try target.apply(good, named: "good")
    var other = try apply()
    try other.apply(good, named: "good")
    #expect(try target.encode().bytes == other.encode().bytes)
  }
}
