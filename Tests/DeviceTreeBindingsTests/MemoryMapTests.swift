import DeviceTree
import DeviceTreeBindings
import SourceText
import TestSupport
import Testing

/// The memory map as a CPU sees it.
@Suite struct MemoryMapTests {
  private func lines(_ tree: DeviceTree) -> [String] {
    MemoryMap(tree).regions.map { region in
      let range = "\(String(region.start, radix: 16))+\(String(region.size, radix: 16))"
      return "\(range) \(region.kind.rawValue) \(region.node.map { tree.path(of: $0) } ?? "-")"
    }
  }

  @Test func regions() {
    var tree = makeTree([
      ("/", ["#address-cells": 1, "#size-cells": 1]),
      ("/memory@40000000", ["device_type": "memory", "reg": [0x4000_0000, 0x1000_0000]]),
      ("/reserved-memory", ["#address-cells": 1, "#size-cells": 1, "ranges": .bytes([])]),
      ("/reserved-memory/fb@4f000000", ["reg": [0x4F00_0000, 0x10_0000]]),
      ("/soc", ["#address-cells": 1, "#size-cells": 1, "ranges": [0, 0xF000_0000, 0x10_0000]]),
      ("/soc/uart@1000", ["reg": [0x1000, 0x100, 0x3000, 0x10]]),
      // Outside the range of the bus that CPUs can access.
      ("/soc/far@200000", ["reg": [0x20_0000, 0x10]]),
      // On a bus without `ranges`, so that CPUs cannot address it.
      ("/soc/i2c@2000", ["reg": [0x2000, 0x100], "#address-cells": 1, "#size-cells": 0]),
      ("/soc/i2c@2000/rtc@51", ["reg": [0x51]]),
    ])
    tree.reservations = [MemoryReservation(address: 0x4000_0000, size: 0x1000)]
    #expect(
      lines(tree) == [
        "40000000+10000000 memory /memory@40000000", "40000000+1000 reservation -",
        "4f000000+100000 reserved /reserved-memory/fb@4f000000", "f0001000+100 device /soc/uart@1000",
        "f0002000+100 device /soc/i2c@2000", "f0003000+10 device /soc/uart@1000",
      ])
  }

  /// Disabled memory, reserved or not, is left out, as by Linux and `check`; disabled devices are not.
  @Test(arguments: [
    ("okay", ["0+1000 memory /memory@0", "100+10 reserved /reserved-memory/a", "2000+10 device /uart@2000"]),
    ("ok", ["0+1000 memory /memory@0", "100+10 reserved /reserved-memory/a", "2000+10 device /uart@2000"]),
    ("disabled", ["2000+10 device /uart@2000"]), ("", ["2000+10 device /uart@2000"]),
  ])
  func disabledMemory(_ status: String, _ expected: [String]) {
    let status = Value.bytes(Array(status.utf8) + [0])
    let tree = makeTree([
      ("/", ["#address-cells": 1, "#size-cells": 1]),
      ("/memory@0", ["device_type": "memory", "reg": [0, 0x1000], "status": status]),
      ("/reserved-memory", ["#address-cells": 1, "#size-cells": 1, "ranges": .bytes([])]),
      ("/reserved-memory/a", ["reg": [0x100, 0x10], "status": status]),
      ("/uart@2000", ["reg": [0x2000, 0x10], "status": status]),
    ])
    #expect(lines(tree) == expected)
  }

  /// Addresses at the end of 64 bits and beyond it, windows that reach there, empty regions and absurd cell
  /// counts.
  @Test func hostileRanges() {
    let tree = makeTree([
      ("/", ["#address-cells": 2, "#size-cells": 2]),
      ("/a", ["reg": [.max, 0xFFFF_FFFE, .max, .max, .max, 0xFFFF_FFFE, 0, 3]]),
      ("/last", ["reg": [.max, 0xFFFF_FFFE, 0, 2]]), ("/none", ["reg": [0, 1, 0, 0]]),
      ("/bus", ["#address-cells": 2, "#size-cells": 2, "ranges": [0, 16, .max, .max, .max, .max]]),
      ("/bus/far", ["reg": [1, 0, 0, 1]]), ("/wide", ["#address-cells": .cells([.max]), "reg": [0, 1]]),
      ("/wide/b", ["reg": [0, 1, 0, 1]]),
    ])
    #expect(lines(tree) == ["fffffffffffffffe+2 device /last"])
  }
}
