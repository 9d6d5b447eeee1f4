import DeviceTree
import DeviceTreeOverlay
import OverlayBisection
import Testing

/// Overlays divided into parts.
struct OverlayPartsTests {
  /// Two fragments that refer to each other's nodes and to labels of the base, and export labels.
  private let overlay: DeviceTree = {
    var tree = DeviceTree()
    tree.set("/fragment@0", ["target": 0xFFFF_FFFF])
    tree.set("/fragment@0/__overlay__", ["status": "okay"])
    tree.set("/fragment@0/__overlay__/led", ["supply": [2], "clock": 0xFFFF_FFFF, "phandle": 1])
    tree.set("/fragment@1", ["target-path": "/soc"])
    tree.set("/fragment@1/__overlay__/supply", ["volt": 3, "phandle": 2])
    tree.set("/fragment@1/__overlay__/empty")
    tree.set(
      "/__symbols__", ["led": "/fragment@0/__overlay__/led", "supply": "/fragment@1/__overlay__/supply"])
    tree.set(
      "/__fixups__",
      [
        "uart": .bytes(Array("/fragment@0:target:0\0".utf8)),
        "clk": .bytes(Array("/fragment@0/__overlay__/led:clock:0\0".utf8)),
      ])
    tree.set("/__local_fixups__/fragment@0/__overlay__/led", ["supply": 0])
    return tree
  }()

  private let base: DeviceTree = {
    var tree = DeviceTree()
    tree.set("/soc")
    tree.set("/uart", ["status": "disabled", "phandle": 1])
    tree.set("/clk", ["phandle": 2])
    tree.set("/__symbols__", ["uart": "/uart", "clk": "/clk"])
    return tree
  }()

  @Test func fragments() {
    let parts = OverlayParts(overlay, .fragments)
    #expect(parts.parts.map(\.name) == ["fragment@0 (&uart)", "fragment@1 (/soc)"])
  }

  /// Only what a merge takes for an `__overlay__` has parts.
  @Test(arguments: [
    ("__overlay__@0", ["/soc: p", "/soc/led: q"]), ("__overlay__@", ["/soc: p", "/soc/led: q"]),
    ("__overlay__", ["/soc: p", "/soc/led: q"]), ("__overlay__0", []), ("__overlay", []),
  ])
  func unitAddress(content: String, names: [String]) throws {
    var tree = DeviceTree()
    tree.set("/fragment@0", ["target-path": "/soc"])
    tree.set("/fragment@0/\(content)", ["p": 1])
    tree.set("/fragment@0/\(content)/led", ["q": 1])
    let parts = OverlayParts(tree, .properties)
    #expect(parts.parts.map(\.name) == names)
    var target = try OverlayTarget(base)
    let explanation = target.explain(parts.tree(keeping: PartSet(first: names.count)), named: "x")
    #expect(explanation.fragments.flatMap { $0.writes.map(\.property) } == (names.isEmpty ? [] : ["p", "q"]))
  }

  /// Of two nodes with the same phandle, the first is meant, and none has the phandle -1.
  @Test func doubledPhandles() {
    var tree = DeviceTree()
    for (number, phandle) in [2, 2, 0xFFFF_FFFF].enumerated() {
      tree.set("/fragment@\(number)", ["target-path": "/soc"])
      tree.set("/fragment@\(number)/__overlay__/n\(number)", ["phandle": [UInt32(phandle)]])
    }
    tree.set("/fragment@3", ["target-path": "/soc"])
    tree.set("/fragment@3/__overlay__", ["ref": [2, 0xFFFF_FFFF]])
    tree.set("/__local_fixups__/fragment@3/__overlay__", ["ref": [0, 4]])
    let parts = OverlayParts(tree, .fragments)
    let kept = parts.tree(keeping: PartSet([3]))
    #expect(
      kept.nodes().map { kept.path(of: $0) }.filter { $0.hasPrefix("/fragment") } == [
        "/fragment@0", "/fragment@0/__overlay__", "/fragment@0/__overlay__/n0", "/fragment@3",
        "/fragment@3/__overlay__",
      ])
  }

  /// A phandle takes precedence over a path; 0 does not count as one.
  @Test(arguments: [(5, "fragment@0 (<0x5>)"), (0, "fragment@0 (/soc)")])
  func twoTargets(phandle: UInt32, name: String) {
    var tree = DeviceTree()
    tree.set("/fragment@0", ["target": .bytes([0, 0, 0, UInt8(phandle)]), "target-path": "/soc"])
    tree.set("/fragment@0/__overlay__")
    #expect(OverlayParts(tree, .fragments).parts.map(\.name) == [name])
  }

  @Test func properties() {
    let parts = OverlayParts(overlay, .properties)
    #expect(
      parts.parts.map(\.name) == [
        "&uart: status", "&uart/led: supply", "&uart/led: clock", "/soc/supply: volt", "/soc/empty",
      ])
  }

  /// What is referred to stays as a bare node; what is not needed leaves nothing behind.
  @Test func oneFragment() {
    #expect(
      OverlayParts(overlay, .fragments).tree(keeping: PartSet([0])).lines == [
        "/", "/fragment@0", "  target = ff ff ff ff", "/fragment@0/__overlay__", "  status = okay|",
        "/fragment@0/__overlay__/led", "  supply = 0 0 0 2", "  clock = ff ff ff ff", "  phandle = 0 0 0 1",
        "/fragment@1", "  target-path = /soc|", "/fragment@1/__overlay__", "/fragment@1/__overlay__/supply",
        "  phandle = 0 0 0 2", "/__symbols__", "  led = /fragment@0/__overlay__/led|",
        "  supply = /fragment@1/__overlay__/supply|", "/__fixups__", "  uart = /fragment@0:target:0|",
        "  clk = /fragment@0/__overlay__/led:clock:0|", "/__local_fixups__", "/__local_fixups__/fragment@0",
        "/__local_fixups__/fragment@0/__overlay__", "/__local_fixups__/fragment@0/__overlay__/led",
        "  supply = 0 0 0 0",
      ])
    #expect(
      OverlayParts(overlay, .fragments).tree(keeping: PartSet([1])).lines == [
        "/", "/fragment@1", "  target-path = /soc|", "/fragment@1/__overlay__",
        "/fragment@1/__overlay__/supply",
        "  volt = 0 0 0 3", "  phandle = 0 0 0 2", "/fragment@1/__overlay__/empty", "/__symbols__",
        "  supply = /fragment@1/__overlay__/supply|", "/__fixups__", "/__local_fixups__",
      ])
  }

  /// A fragment whose target is a node of another fragment needs none of that one's properties.
  @Test func fragmentOfAFragment() {
    var tree = DeviceTree()
    tree.set("/fragment@0", ["target-path": "/soc"])
    tree.set("/fragment@0/__overlay__/led", ["volt": 3, "phandle": 1])
    tree.set("/fragment@1", ["target": [1]])
    tree.set("/fragment@1/__overlay__", ["on": 1])
    tree.set("/__local_fixups__/fragment@1", ["target": 0])
    let parts = OverlayParts(tree, .properties)
    #expect(parts.parts.map(\.name) == ["/soc/led: volt", "<0x1>: on"])
    var labelled = tree
    labelled.set("/__symbols__", ["led": "/fragment@0/__overlay__/led"])
    #expect(OverlayParts(labelled, .properties).parts.map(\.name) == ["/soc/led: volt", "&led: on"])
    #expect(
      parts.tree(keeping: PartSet([1])).lines == [
        "/", "/fragment@0", "  target-path = /soc|", "/fragment@0/__overlay__", "/fragment@0/__overlay__/led",
        "  phandle = 0 0 0 1", "/fragment@1", "  target = 0 0 0 1", "/fragment@1/__overlay__",
        "  on = 0 0 0 1", "/__local_fixups__", "/__local_fixups__/fragment@1", "  target = 0 0 0 0",
      ])
    #expect(parts.tree(keeping: .none).lines == ["/", "/__local_fixups__"])
  }

  /// Of a label's places and a property's references, those of what is left remain; malformed places do, for
  /// the merge to report.
  @Test func listsOfSeveral() {
    let content = "/fragment@0/__overlay__"
    var tree = DeviceTree()
    tree.set("/fragment@0", ["target-path": "/soc"])
    tree.set("\(content)/a", ["p": 0xFFFF_FFFF])
    tree.set("\(content)/b", ["q": 0xFFFF_FFFF])
    tree.set("\(content)/c", ["r": [1, 2], "u": 3])
    tree.set("\(content)/d", ["s": 0, "phandle": 1])
    tree.set("\(content)/e", ["t": 0, "phandle": 2])
    tree.set("/__fixups__", ["clk": .text("\(content)/a:p:0\0\(content)/b:q:0\0nothing")])
    tree.set("/__local_fixups__\(content)/c", ["r": [0, 4]])
    let parts = OverlayParts(tree, .properties)
    #expect(
      parts.parts.map(\.name) == [
        "/soc/a: p", "/soc/b: q", "/soc/c: r", "/soc/c: u", "/soc/d: s", "/soc/e: t",
      ])
    let beginning = ["/", "/fragment@0", "  target-path = /soc|", content]
    let lists = ["/__local_fixups__", "/__local_fixups__/fragment@0", "/__local_fixups__\(content)"]
    #expect(
      parts.tree(keeping: PartSet([1, 2])).lines == beginning + [
        "\(content)/b", "  q = ff ff ff ff", "\(content)/c", "  r = 0 0 0 1 0 0 0 2", "\(content)/d",
        "  phandle = 0 0 0 1", "\(content)/e", "  phandle = 0 0 0 2", "/__fixups__",
        "  clk = \(content)/b:q:0|nothing|",
      ] + lists + ["/__local_fixups__\(content)/c", "  r = 0 0 0 0 0 0 0 4"])
    #expect(
      parts.tree(keeping: PartSet([3])).lines == beginning + [
        "\(content)/c", "  u = 0 0 0 3", "/__fixups__", "  clk = nothing|",
      ] + lists + ["/__local_fixups__\(content)/c"])
  }

  /// Every subset can be merged, and does what its parts do.
  @Test func allSubsets() throws {
    for level in OverlayParts.Level.allCases {
      let merge = CandidateMerge(
        try OverlayTarget(base), [.init(name: "o", tree: overlay)], dividing: 0, level)
      let parts = OverlayParts(overlay, level).parts
      for bits in 0..<1 << merge.count {
        let set = Scenario.set(bits)
        let tree = try merge.merged(set).tree
        for (number, part) in parts.enumerated() {
          guard let property = part.property, let path = part.path else { continue }
          let node = (part.target == "/soc" ? "/soc" : "/uart") + (path.isEmpty ? "" : "/\(path)")
          let isThere = tree.bytes(node, property) != nil
          if property != "status" { #expect(isThere == set.contains(number), "\(set.parts): \(part.name)") }
        }
        if level == .properties {
          let isOn = tree.bytes("/uart", "status") == Array("okay\0".utf8)
          #expect(isOn == set.contains(0))
          #expect((tree.node(atPath: "/soc/empty") != nil) == set.contains(4))
        }
      }
    }
  }
}
