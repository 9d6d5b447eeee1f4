import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import Foundation
import OverlayBisection
import TestSupport
import Testing

/// The vendor's board with its twelve overlays, some of them broken.
@Suite(.enabled(if: PackageFolder.hasKhadas, "KHADAS_TREE is not there"))
struct VendorTests {
  static let names = [
    "4k2k_fb", "i2cm_e", "i2s", "onewire", "panfrost", "pwm_f", "spdifout", "spi0", "uart_c",
    "disable-optee", "console-stdout", "ethernet-inphy",
  ]

  static func blob(_ name: String) throws -> DecodedBlob {
    try BlobDecoder.decode(Array(Data(contentsOf: URL(filePath: PackageFolder.khadas + "/expected/" + name))))
  }

  static func overlays() throws -> [CandidateMerge.Overlay] {
    try names.map { .init(name: $0, tree: try blob($0 + ".dtbo").tree) }
  }

  /// One way to break an overlay.
  struct Breakage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Breaks it.
    let apply: @Sendable (inout DeviceTree) -> Void
    /// Whether a merged tree works; nil if the broken overlay cannot be merged.
    var works: (@Sendable (DeviceTree) -> Bool)?
  }

  static let ways: [Breakage] = [
    .init(
      testDescription: "unknown label",
      apply: { tree in
        tree.set("/broken", ["target": 0xFFFF_FFFF])
        tree.set("/broken/__overlay__", ["status": "okay"])
        tree.set("/__fixups__", ["no_such_label": "/broken:target:0"])
      }),
    .init(
      testDescription: "target of no node",
      apply: { tree in
        tree.set("/broken", ["target": 0x7FFF_0000])
        tree.set("/broken/__overlay__", ["status": "okay"])
      }),
    .init(
      testDescription: "target-path to nowhere",
      apply: { tree in
        tree.set("/broken", ["target-path": "/soc/nowhere"])
        tree.set("/broken/__overlay__", ["status": "okay"])
      }),
    .init(
      testDescription: "phandle of three bytes",
      apply: { tree in
        tree.set("/broken", ["target-path": "/"])
        tree.set("/broken/__overlay__/node", ["phandle": .bytes([0, 0, 1])])
      }),
    .init(
      testDescription: "fixup for a node that is not there",
      apply: { tree in
        tree.set("/broken", ["target-path": "/"])
        tree.set("/broken/__overlay__", ["a": 1])
        tree.set("/__local_fixups__/broken/__overlay__/other", ["reg": 0])
      }),
    .init(
      testDescription: "disabled console",
      apply: { tree in
        tree.set("/broken", ["target-path": "serial0"])
        tree.set("/broken/__overlay__", ["status": "disabled"])
      },
      works: { tree in
        let path = String(decoding: (tree.bytes("/aliases", "serial0") ?? []).dropLast(), as: UTF8.self)
        return tree.bytes(path, "status") == Array("okay\0".utf8)
      }),
    .init(
      testDescription: "overlapping reserved memory",
      apply: { tree in
        tree.set("/broken", ["target-path": "/reserved-memory"])
        tree.set("/broken/__overlay__/a@1000", ["reg": [8, 0x1000, 0, 0x2000]])
        tree.set("/broken/__overlay__/b@2000", ["reg": [8, 0x2000, 0, 0x1000]])
      }, works: { !hasOverlap($0) }),
    .init(
      testDescription: "no memory",
      apply: { tree in
        tree.set("/broken", ["target-path": "/memory@00000000"])
        tree.set("/broken/__overlay__", ["linux,usable-memory": [0, 0, 0, 0]])
      },
      works: { $0.bytes("/memory@00000000", "linux,usable-memory").map { $0.contains { $0 != 0 } } ?? true }),
    .init(
      testDescription: "reference to no node",
      apply: { tree in
        tree.set("/broken", ["target-path": "/"])
        tree.set("/broken/__overlay__", ["interrupt-parent": 0xDEAD])
      },
      works: { tree in
        let parent = tree.bytes("/", "interrupt-parent") ?? []
        let phandle = parent.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        var next: NodeID? = .root
        while let node = next {
          if tree.phandle(of: node) == phandle { return true }
          next = tree.nodeAfter(node)
        }
        return false
      }),
    .init(
      testDescription: "another board's compatible",
      apply: { tree in
        tree.set("/broken", ["target-path": "/"])
        tree.set("/broken/__overlay__", ["compatible": "acme,toaster"])
      }, works: { $0.bytes("/", "compatible") != Array("acme,toaster\0".utf8) }),
  ]

  private static func hasOverlap(_ tree: DeviceTree) -> Bool {
    var ranges: [Range<UInt64>] = []
    var next = tree.node(atPath: "/reserved-memory").flatMap { tree.firstChild(of: $0) }
    while let node = next {
      if let property = tree.property(of: node, named: "reg"), tree.value(of: property).count == 16 {
        let bytes = tree.bytes(of: tree.value(of: property))
        let start = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let size = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        if ranges.contains(where: { $0.overlaps(start..<start + size) }) { return true }
        ranges.append(start..<start + size)
      }
      next = tree.nextSibling(of: node)
    }
    return false
  }

  /// Each of ten ways to break an overlay, in three random ones, is found in ceil(log2(12)) + 2 questions.
  @Test(arguments: ways)
  func first(way: Breakage) throws {
    var random = SeededGenerator(seed: way.testDescription.utf8.reduce(0) { $0 &* 31 &+ Int($1) })
    for _ in 0..<3 {
      let broken = random.below(Self.names.count)
      var overlays = try Self.overlays()
      var tree = overlays[broken].tree
      way.apply(&tree)
      overlays[broken] = .init(name: overlays[broken].name, tree: tree)
      let merge = CandidateMerge(OverlayTarget(try Self.blob("kvim1s.dtb")), overlays)
      var bisection = Bisection(.first, merge.dependencies)
      var asked = 0
      let outcome = bisection.run { question in
        asked += 1
        guard let merged = try? merge.merged(question.set) else {
          #expect(way.works == nil, "\(way.testDescription) in \(Self.names[broken]) does not merge")
          return .bad
        }
        return way.works?(merged.tree) ?? true ? .good : .bad
      }
      #expect(
        outcome == .first(parts: broken..<broken + 1), "\(way.testDescription) in \(Self.names[broken])")
      #expect(asked <= 4 + 2)
    }
  }

  /// Two overlays that are bad only together: exactly these two are found.
  @Test(arguments: 0..<8)
  func pair(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let pair = Array((0..<Self.names.count).shuffled(using: &random).prefix(2)).sorted()
    var overlays = try Self.overlays()
    for (number, broken) in pair.enumerated() {
      var tree = overlays[broken].tree
      tree.set("/broken", ["target-path": "/reserved-memory"])
      let start = UInt32(0x1000 + number * 0x800)
      tree.set("/broken/__overlay__/mine-\(number)@\(start)", ["reg": .cells([8, start, 0, 0x1000])])
      overlays[broken] = .init(name: overlays[broken].name, tree: tree)
    }
    let merge = CandidateMerge(OverlayTarget(try Self.blob("kvim1s.dtb")), overlays)
    var bisection = Bisection(.minimal, merge.dependencies)
    let outcome = bisection.run { question in
      guard let merged = try? merge.merged(question.set) else { return .unmergeable }
      return Self.hasOverlap(merged.tree) ? .bad : .good
    }
    #expect(outcome == .minimal(PartSet(pair), undecided: .none))
  }

  /// Every part of every overlay can be left out alone and can be kept alone, and all parts together are
  /// the overlay.
  @Test(arguments: names)
  func parts(name: String) throws {
    let base = OverlayTarget(try Self.blob("kvim1s.dtb"))
    let overlay = try Self.blob(name + ".dtbo").tree
    for level in OverlayParts.Level.allCases {
      let parts = OverlayParts(overlay, level)
      #expect(!parts.parts.isEmpty)
      let all = PartSet(first: parts.parts.count)
      #expect(parts.tree(keeping: all).lines == overlay.lines)
      for part in 0..<parts.parts.count {
        for set in [PartSet([part]), all.subtracting([part])] {
          var target = base
          try target.apply(parts.tree(keeping: set), named: name)
        }
      }
    }
  }
}
