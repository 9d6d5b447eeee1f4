import DeviceTree
import DeviceTreeBindings
import SourceText
import TestSupport
import Testing

/// The types that a blob's values are taken for, as their notation shows.
@Suite struct ValueTests {
  private func tree(_ name: String, _ value: Value) -> DeviceTree {
    makeTree([
      ("/", ["#address-cells": 1, "#size-cells": 1, "interrupt-parent": 2]),
      ("/clk", ["phandle": 1, "#clock-cells": 1]), ("/gic", ["phandle": 2, "#interrupt-cells": 3]),
      ("/gpio", ["phandle": 3, "#gpio-cells": 2]), ("/other", ["phandle": 4]), ("/device", [name: value]),
    ])
  }

  private func text(
    _ tree: DeviceTree, _ name: String, as kind: Marker.Kind? = nil, showsPhandles: Bool = false
  ) throws -> String {
    let device = try #require(tree.node(atPath: "/device"))
    let property = try #require(tree.property(of: device, named: name))
    var reader = ValueReader(tree)
    var notation = ValueNotation(tree)
    notation.showsPhandles = showsPhandles
    return notation.text(reader.value(of: property, as: kind))
  }

  static let values: [(String, Value, String)] = [
    ("compatible", "acme,a", "\"acme,a\""), ("acme,text", .bytes(Array("a\0b\0".utf8)), "\"a\", \"b\""),
    ("acme,bytes", .bytes([1, 2, 3]), "[01 02 03]"), ("acme,flag", .bytes([]), ""),
    // Cells that look like text, in properties that the specification defines as cells.
    ("reg", [0x6162_6300, 0x6465_6600], "<0x61626300 0x64656600>"),
    ("phandle", [0x4142_4300], "<0x41424300>"),
    ("linux,phandle", [0x4142_0000], "<0x41420000>"), ("#acme-cells", [0x4142_4300], "<0x41424300>"),
    ("interrupts", [0x4142_4300], "<0x41424300>"), ("ranges", .bytes(Array("a\0".utf8)), "\"a\""),
    ("clock-frequency", [0x4142_4300], "<0x41424300>"), ("acme,own", [0x4142_4300], "\"ABC\""),
    // dtc takes these for an empty string and others.
    ("regulator-min-microvolt", [800_000], "<0xc3500>"), ("acme,own", [800_000], "\"\", \"\\x0c5\""),
    ("clocks", [1, 0x0707_0700], "<&{/clk} 0x7070700>"),
    // Other names are sometimes given to text.
    ("panel", "abc", "\"abc\""), ("leds", .bytes(Array("red\0".utf8)), "\"red\""),
    ("clock-names", .bytes(Array("\0abc\0de\0".utf8)), "\"\", \"abc\", \"de\""),
    // Nothing is known about a board's own properties.
    ("acme,cells", [1, 2, 3], "<0x1 0x2 0x3>"),
    ("reg", [0x1000, 0x100, 0x2000, 0x10], "<0x1000 0x100>, <0x2000 0x10>"),
    // A value that does not divide evenly is not divided.
    ("reg", [0x1000, 0x100, 0x2000], "<0x1000 0x100 0x2000>"),
    ("interrupts", [0, 5, 4, 0, 6, 4], "<0x0 0x5 0x4>, <0x0 0x6 0x4>"),
    ("clocks", [1, 5, 1, 6], "<&{/clk} 0x5>, <&{/clk} 0x6>"), ("clocks", [1], "<&{/clk}>"),
    // No node has this phandle, or the one that has it does not say how many cells follow.
    ("clocks", [9, 5], "<0x9 0x5>"), ("clocks", [4, 5], "<&{/other} 0x5>"),
    ("reset-gpios", [3, 7, 1], "<&{/gpio} 0x7 0x1>"), ("nr-gpios", [3], "<0x3>"),
    ("vcc-supply", [4], "<&{/other}>"), ("pinctrl-0", [4, 1], "<&{/other} &{/clk}>"),
    ("iommu-map", [0, 4, 0x10, 1], "<0x0 &{/other} 0x10 0x1>"),
    (
      "rockchip,pins", [0, 5, 1, 4, 1, 6, 2, 1], "<0x0 0x5 0x1 &{/other}>, <0x1 0x6 0x2 &{/clk}>"
    ), ("rockchip,pins", [0, 5, 1, 9, 1, 6, 2, 1], "<0x0 0x5 0x1 0x9>, <0x1 0x6 0x2 &{/clk}>"),
    ("rockchip,pipe-grf", [4], "<&{/other}>"), ("rockchip,usbgrf", [4], "<&{/other}>"),
    ("pm_qos", [4, 1], "<&{/other} &{/clk}>"), ("audio-aux-devs", [4], "<&{/other}>"),
    ("ports", [4, 1], "<&{/other} &{/clk}>"), ("shmem", [4], "<&{/other}>"),
  ]

  @Test(arguments: values)
  func valuesOfBlobs(name: String, value: Value, expected: String) throws {
    #expect(try text(tree(name, value), name) == expected)
  }

  @Test func labelsComeBeforePaths() throws {
    var tree = tree("clocks", [1, 5])
    let label = tree.names.intern("xtal")
    tree.addLabel(label, to: try #require(tree.node(atPath: "/clk")))
    #expect(try text(tree, "clocks") == "<&xtal 0x5>")
    #expect(try text(tree, "clocks", showsPhandles: true) == "<0x1 0x5>")
  }

  @Test(arguments: [
    (Marker.Kind.uint8, "[00 00 00 01 00 00 00 05]"), (.uint16, "/bits/ 16 <0x0 0x1 0x0 0x5>"),
    (.uint64, "/bits/ 64 <0x100000005>"),
    // The value does not end in a zero byte.
    (.string, "<&{/clk} 0x5>"),
  ])
  func whatItIsTakenFor(kind: Marker.Kind, expected: String) throws {
    #expect(try text(tree("clocks", [1, 5]), "clocks", as: kind) == expected)
  }
}
