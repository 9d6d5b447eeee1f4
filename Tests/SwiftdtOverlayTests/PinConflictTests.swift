import DeviceTree
import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// Devices that ask for the same pins, or for a GPIO line that a device of the base has.
@Suite struct PinConflictTests {
  private static let base = makeTree([
    ("/", ["compatible": "acme,board"]),
    ("/pin", ["compatible": "acme,pins"]),
    ("/pin/uart", ["phandle": 1]),
    ("/pin/uart/mux", ["groups": .bytes(Array("tx\0rx\0".utf8)), "function": "uart"]),
    ("/pin/spi", ["phandle": 2, "pins": .bytes(Array("clk\0tx\0".utf8)), "function": "spi"]),
    ("/pin/bias", ["phandle": 3, "groups": "tx", "bias-disable": .bytes([])]),
    ("/pin/touch", ["phandle": 13, "pins": "irq", "function": "gpio"]),
    ("/pin/own", ["phandle": 4, "acme,function": 3]),
    ("/rk", ["compatible": "rockchip,x"]),
    ("/rk/a", ["phandle": 5, "rockchip,pins": .cells([7, 22, 1, 9, 7, 23, 1, 9])]),
    ("/rk/b", ["phandle": 6, "rockchip,pins": .cells([7, 23, 2, 9])]),
    ("/bcm", ["compatible": "brcm,x"]),
    ("/bcm/a", ["phandle": 7, "brcm,pins": .cells([14, 15]), "brcm,function": 4]),
    ("/bcm/b", ["phandle": 8, "brcm,pins": .cells([15]), "brcm,function": 0]),
    ("/bcm/pull", ["phandle": 9, "brcm,pins": .cells([15]), "brcm,pull": 2]),
    ("/ti", ["compatible": "pinctrl-single", "#pinctrl-cells": 2]),
    ("/ti/a", ["phandle": 10, "pinctrl-single,pins": .cells([0x10, 1, 0, 0x14, 1, 0])]),
    ("/ti/b", ["phandle": 11, "pinctrl-single,pins": .cells([0x14, 1, 2])]),
    ("/gpio", ["phandle": 12, "#gpio-cells": 2]),
    ("/key", ["gpios": .cells([12, 8, 0])]),
    ("/off", ["gpios": .cells([12, 9, 0]), "status": "disabled"]),
    ("/serial", device(1)),
    ("/i2c", ["#size-cells": 0]), ("/i2c/a@1", device(13)),
  ])

  private static func device(_ phandle: UInt32) -> KeyValuePairs<String, Value> {
    ["compatible": "d", "pinctrl-names": "default", "pinctrl-0": .cells([phandle])]
  }

  /// Returns an overlay that adds a node with these properties below `parent`.
  private static func adding(
    _ name: String, to parent: String = "/", _ properties: KeyValuePairs<String, Value>
  ) -> DeviceTree {
    makeTree([("/f", ["target-path": .init(stringLiteral: parent)]), ("/f/__overlay__/\(name)", properties)])
  }

  private static func setting(_ path: String, _ properties: KeyValuePairs<String, Value>) -> DeviceTree {
    makeTree([("/f", ["target-path": .init(stringLiteral: path)]), ("/f/__overlay__", properties)])
  }

  /// Overlays, and the rows about them.
  static let cases: [(overlays: [DeviceTree], rows: [String])] = [
    ([adding("a", device(1))], ["(base) 0 pins of /pin/uart: /serial:pinctrl-0 vs /a:pinctrl-0"]),
    ([adding("a", device(2))], ["(base) 0 pins tx of /pin: /serial:pinctrl-0 vs /a:pinctrl-0"]),
    (
      [adding("a", device(2)), setting("/serial", ["status": "disabled"]), adding("b", device(2))],
      ["0 2 pins of /pin/spi: /a:pinctrl-0 vs /b:pinctrl-0"]
    ),
    (
      [adding("a", device(5)), adding("b", device(6))],
      ["0 1 pins 7 23 of /rk: /a:pinctrl-0 vs /b:pinctrl-0"]
    ),
    (
      [adding("a", device(7)), adding("b", device(8))],
      ["0 1 pins 15 of /bcm: /a:pinctrl-0 vs /b:pinctrl-0"]
    ),
    (
      [adding("a", device(10)), adding("b", device(11))],
      ["0 1 pins 20 of /ti: /a:pinctrl-0 vs /b:pinctrl-0"]
    ),
    (
      [adding("a", device(4)), adding("b", device(4))], ["0 1 pins of /pin/own: /a:pinctrl-0 vs /b:pinctrl-0"]
    ),
    // What the base's own devices share is not the overlay's doing.
    ([setting("/serial", ["status": "okay"])], []),
    ([adding("a", device(3))], []), ([adding("a", device(7)), adding("b", device(9))], []),
    ([adding("a@2", to: "/i2c", device(13))], []),
    ([adding("a", device(13))], ["(base) 0 pins of /pin/touch: /i2c/a@1:pinctrl-0 vs /a:pinctrl-0"]),
    ([adding("sub", to: "/serial", device(1))], []),
    ([adding("usb@1", device(1))], []),
    ([setting("/pin", device(1))], []),
    ([adding("a", ["pinctrl-names": "default", "pinctrl-0": .cells([1])])], []),
    ([adding("a", ["compatible": "d", "pinctrl-0": .cells([1])])], []),
    ([adding("a", ["compatible": "d", "pinctrl-names": "sleep", "pinctrl-0": .cells([1])])], []),
    (
      [
        adding(
          "a",
          [
            "compatible": "d", "pinctrl-names": .bytes(Array("sleep\0default\0".utf8)),
            "pinctrl-0": .cells([3]),
            "pinctrl-1": .cells([1]),
          ])
      ],
      ["(base) 0 pins of /pin/uart: /serial:pinctrl-0 vs /a:pinctrl-1"]
    ),
    (
      [
        adding(
          "a",
          ["compatible": "d", "pinctrl-names": "default", "pinctrl-0": .cells([1]), "regulator-name": "a"])
      ], []
    ),
    (
      [adding("a", ["gpios": .cells([12, 8, 1])])], ["(base) 0 GPIO line 8 of /gpio: /key:gpios vs /a:gpios"]
    ),
    ([setting("/key", ["status": "okay", "label": "k"])], []),
    (
      [setting("/off", ["status": "okay"]), adding("a", ["gpios": .cells([12, 9, 1])])],
      ["0 1 GPIO line 9 of /gpio: /off:gpios vs /a:gpios"]
    ),
    ([setting("/key", ["status": "disabled"]), adding("a", ["gpios": .cells([12, 8, 1])])], []),
  ]

  @Test(arguments: cases.indices) func rows(index: Int) throws {
    let overlays = Self.cases[index].overlays
    let found = try OverlayTarget(Self.base).conflicts(
      among: overlays.enumerated().map { (name: String($0.offset), tree: $0.element) })
    let rows = found.clashes.map { clash in
      (clash.first.map(String.init) ?? "(base)") + " \(clash.second) "
        + ConflictsText.text(clash.subject) { String($0) }
    }
    #expect(found.failures.isEmpty)
    #expect(rows == Self.cases[index].rows)
  }

  @Test func report() throws {
    let found = try OverlayTarget(Self.base).conflicts(
      among: [("a", Self.adding("a", Self.device(1))), ("b", Self.adding("b", Self.device(2)))])
    #expect(
      ConflictsText(conflicts: found).text == """
        overlay  overlay  conflict
        (base)   a        pins of /pin/uart: /serial:pinctrl-0 vs /a:pinctrl-0
        (base)   b        pins tx of /pin: /serial:pinctrl-0 vs /b:pinctrl-0
        a        b        pins tx of /pin: /a:pinctrl-0 vs /b:pinctrl-0

        """)
    let json = try JSONText.text(ConflictsJSON(found))
    #expect(json.contains("\"pins\" : [\n        \"tx\"\n      ]"))
    #expect(!json.contains("(base)"))
  }
}
