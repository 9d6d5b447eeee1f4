import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText
import TestSupport
import Testing

@testable import swiftdt

/// The merge in place and the merge of trees give the same bytes, or both refuse; where overlays avoid the
/// faults that libfdt had before 1.7, the linked libfdt gives them as well.
@Suite struct InPlaceMergeTests {
  private func blob(_ tree: DeviceTree) throws -> [UInt8] { try BlobEncoder.encode(tree).bytes }

  @Test func bothWaysHaveTheSameBytes() throws {
    var merged = 0
    for seed in 1...400 {
      var generator = PairGenerator(state: UInt64(seed), isMild: seed > 100)
      var labels: [String] = []
      let (base, paths) = generator.base(labels: &labels)
      let baseBlob = try blob(base)
      var target = OverlayTarget(try BlobDecoder.decode(baseBlob))
      var overlays: [[UInt8]] = []
      var isRefused = false
      var check = CrossCheck(base: baseBlob)
      for number in 0..<1 + generator.below(3) {
        let overlay = try blob(generator.overlay(number, labels: &labels, paths: paths))
        overlays.append(overlay)
        check.add(overlay: overlay, named: "\(number)", to: target.tree)
        do throws(OverlayError) {
          try target.apply(try! BlobDecoder.decode(overlay).tree, named: "\(number)")
        } catch {
          isRefused = true
          break
        }
      }
      let inPlace = InPlaceMerge.merged(baseBlob, overlays)
      if isRefused {
        #expect(inPlace == nil, "seed \(seed)")
        // Throws if libfdt does not refuse it as well.
        if generator.isMild { #expect(throws: Never.self, "seed \(seed)") { try check.rejectLast() } }
      } else if let inPlace {
        merged += 1
        #expect(inPlace == (try target.encode().bytes), "seed \(seed)")
      }
      if !isRefused, generator.isMild {
        let verdict = try check.verdict(on: target.encode().bytes)
        #expect(verdict.diagnostic == nil, "seed \(seed)")
      }
    }
    // The merge in place gives up on what is unusual, which most of these are not.
    #expect(merged > 250)
  }

  /// Values are replaced in a node with so many properties that they are looked up: the padding of a value
  /// comes from what was replaced before.
  @Test func manyReplacedValues() throws {
    var base = makeTree([("/n", [:]), ("/__symbols__", ["n": "/n"])])
    var overlay = makeTree([("/f", ["target-path": "/n"]), ("/f/__overlay__", [:])])
    let node = try #require(base.node(atPath: "/n"))
    let content = try #require(overlay.node(atPath: "/f/__overlay__"))
    for index in 0..<400 {
      base.addProperty(base.names.intern("p\(index)"), base.makeValue(cell: UInt32(index)), to: node)
      let bytes = [UInt8](repeating: UInt8(index & 0xFF), count: 1 + index * 7 % 61)
      overlay.addProperty(
        overlay.names.intern("p\(index * 7 % 400)"), overlay.makeValue(bytes.span), to: content)
    }
    let (baseBlob, overlayBlob) = (try blob(base), try blob(overlay))
    var target = OverlayTarget(try BlobDecoder.decode(baseBlob))
    try target.apply(try BlobDecoder.decode(overlayBlob).tree, named: "many")
    #expect(InPlaceMerge.merged(baseBlob, [overlayBlob]) == (try target.encode().bytes))
  }

  /// With names chosen to have one slot in a table, the merge in place gives up; neither merge takes long.
  @Test
  func crowdedNames() throws {
    let names = namesOfOneSuffixHash(13)
    var base = makeTree([("/n", [:]), ("/__symbols__", ["n": "/n"])])
    var overlay = makeTree([("/f", ["target-path": "/n"]), ("/f/__overlay__", ["q": 1])])
    let ends = [base.node(atPath: "/n"), overlay.node(atPath: "/f/__overlay__")]
    let (node, content) = (try #require(ends[0]), try #require(ends[1]))
    for name in names[..<4096] {
      let symbol = base.names.intern(name.span)
      base.addProperty(symbol, base.makeValue(cell: 1), to: node)
    }
    for name in names[4096...] {
      let symbol = overlay.names.intern(name.span)
      overlay.addProperty(symbol, overlay.makeValue(cell: 2), to: content)
    }
    let (baseBlob, overlayBlob) = (try blob(base), try blob(overlay))
    let isMergedInPlace = InPlaceMerge.merged(baseBlob, [overlayBlob]) != nil
    #expect(!isMergedInPlace)
    var target = OverlayTarget(try BlobDecoder.decode(baseBlob))
    try target.apply(try BlobDecoder.decode(overlayBlob).tree, named: "chosen")
    let merged = try BlobDecoder.decode(target.encode().bytes).tree
    let found = try #require(merged.node(atPath: "/n"))
    var count = 0
    var next = merged.firstProperty(of: found)
    while let property = next {
      count += 1
      next = merged.nextProperty(after: property)
    }
    #expect(count == names.count + 1)
  }

  /// More children and properties than are searched one by one.
  @Test func manyChildrenAndProperties() throws {
    var base = makeTree([("/", ["model": "m"]), ("/__symbols__", [:])])
    for number in 0..<7000 {
      let value = base.makeValue(cell: UInt32(number))
      base.addProperty(base.names.intern("p\(number)"), value, to: .root)
      if number >= 900 { continue }
      let node = base.addNode(named: base.names.intern("n@\(number)"), to: .root)
      base.addProperty(base.names.intern("q"), value, to: node)
    }
    let overlay = makeTree([
      ("/f", ["target-path": "/"]),
      ("/f/__overlay__", ["p7": 1, "p6990": "longer than it was", "new": 2, "model": ""]),
      ("/f/__overlay__/n@850", ["q": 5]), ("/f/__overlay__/n", ["first": 1]), ("/f/__overlay__/m", [:]),
      ("/g", ["target-path": "/m"]), ("/g/__overlay__", ["p": 1]), ("/g/__overlay__/k", ["p": 1]),
    ])
    let again = makeTree([
      ("/f", ["target-path": "/"]), ("/f/__overlay__", ["p7": "x", "new": .bytes([1]), "newer": 1]),
      ("/f/__overlay__/m/k", ["p": .bytes([1, 2, 3, 4, 5])]),
    ])
    let blobs = try [blob(overlay), blob(again)]
    var target = OverlayTarget(try BlobDecoder.decode(blob(base)))
    for blob in blobs { try target.apply(try BlobDecoder.decode(blob).tree, named: "") }
    #expect(try InPlaceMerge.merged(blob(base), blobs) == target.encode().bytes)
  }

  /// More names than are searched one by one, all with the same ending, and some that are endings of others.
  @Test func manyNamesThatEndAlike() throws {
    let base = makeTree([("/", ["z-names": 1, "names": 2, "s": 3]), ("/__symbols__", [:])])
    var blobs: [[UInt8]] = []
    for number in 0..<2 {
      var overlay = makeTree([("/f", ["target-path": "/"]), ("/f/__overlay__", ["ames": 1, "-names": 2])])
      let content = try #require(overlay.node(atPath: "/f/__overlay__"))
      for index in 0..<700 {
        for name in ["a\(index + number * 500)-names", "\(index)-names", "p\(index)"] {
          let symbol = overlay.names.intern(name)
          overlay.addProperty(symbol, overlay.makeValue(cell: UInt32(index)), to: content)
        }
      }
      blobs.append(try blob(overlay))
    }
    var target = OverlayTarget(try BlobDecoder.decode(blob(base)))
    for blob in blobs { try target.apply(try BlobDecoder.decode(blob).tree, named: "") }
    #expect(try InPlaceMerge.merged(blob(base), blobs) == target.encode().bytes)
  }

  /// Nodes that an overlay adds are copied from it, and then changed by fragments and overlays; the bytes
  /// after short values are those that were there before.
  @Test(arguments: ["fragment@", "part@", "fragment@1", "fragment@0"])
  func addedNodesThatChange(name: String) throws {
    let base = makeTree([
      ("/", ["model": "m"]), ("/soc", ["x": 1, "phandle": 3]), ("/__symbols__", ["soc": "/soc"]),
    ])
    let short: Value = .bytes([1, 2, 3, 4, 5])
    let overlays = [
      makeTree([
        ("/\(name)0", ["target-path": "/soc"]),
        ("/\(name)0/__overlay__/a@1", ["p": short, "q": "a longer text", "phandle": 1, "r": .bytes([9])]),
        ("/\(name)0/__overlay__/a@1/b", ["s": "xy", "t": .bytes([])]),
        ("/\(name)0/__overlay__/a", ["u": "first of its name"]),
        ("/\(name)1", ["target-path": "/soc/a@1"]),
        ("/\(name)1/__overlay__", ["q": "short", "new": .bytes([7, 7]), "p": short]),
        ("/\(name)1/__overlay__/c", ["p": short]),
        (
          "/__symbols__",
          ["one": .text("/\(name)0/__overlay__/a@1"), "two": .text("/\(name)1/__overlay__/c")]
        ),
      ]),
      makeTree([
        ("/\(name)0", ["target": .cells([0xFFFF_FFFF])]),
        ("/\(name)0/__overlay__", ["r": "much longer than it was before", "last": .bytes([1])]),
        ("/\(name)0/__overlay__/b", ["s": .bytes([1]), "link": .cells([0xFFFF_FFFF, 5])]),
        (
          "/__fixups__", ["one": .text("/\(name)0:target:0"), "soc": .text("/\(name)0/__overlay__/b:link:0")]
        ),
      ]),
    ]
    let blobs = try overlays.map { try blob($0) }
    var target = OverlayTarget(try BlobDecoder.decode(blob(base)))
    for blob in blobs { try target.apply(try BlobDecoder.decode(blob).tree, named: "") }
    #expect(try InPlaceMerge.merged(blob(base), blobs) == target.encode().bytes)
  }

  /// A name that is twice in an overlay's strings gives a node two properties with one name.
  @Test func aPropertyThatIsGivenTwice() throws {
    let base = try blob(makeTree([("/", ["model": "m"]), ("/__symbols__", [:])]))
    let once = makeTree([
      ("/f", ["target-path": "/"]),
      ("/f/__overlay__/n", ["k": "1", "aq": .bytes([1, 2, 3]), "bq": "longer than the first", "l": "2"]),
    ])
    var overlay = try blob(once)
    let name = try #require(overlay.indices.last { overlay[$0...].starts(with: Array("bq\0".utf8)) })
    overlay[name] = UInt8(ascii: "a")
    var target = OverlayTarget(try BlobDecoder.decode(base))
    try target.apply(try BlobDecoder.decode(overlay).tree, named: "")
    #expect(try InPlaceMerge.merged(base, [overlay]) == target.encode().bytes)
  }

  @Test func givesUpOnWhatIsUnusual() throws {
    let base = try blob(makeTree([("/", [:]), ("/a", ["phandle": 1]), ("/__symbols__", ["a": "/a"])]))
    let overlay = { (target: String) in
      try blob(makeTree([("/f", ["target-path": .text(target)]), ("/f/__overlay__", ["x": 1])]))
    }
    #expect(try InPlaceMerge.merged(base, [overlay("/a")]) != nil)
    #expect(try InPlaceMerge.merged(base, [overlay("/b")]) == nil)
    #expect(try InPlaceMerge.merged(base, [overlay("a")]) == nil)
    #expect(try InPlaceMerge.merged(base, [overlay("")]) == nil)
    #expect(InPlaceMerge.merged(base, [[]]) == nil)
    #expect(InPlaceMerge.merged([], []) == nil)
    let linux = try blob(makeTree([("/", [:]), ("/a", ["linux,phandle": 1])]))
    #expect(try InPlaceMerge.merged(linux, [overlay("/a")]) == nil)
  }

  /// Returns names with the same hash: three words each, the second of which cancels the effect of the first.
  private static func namesOfOneHash(_ count: Int) -> [[UInt8]] {
    var names: [[UInt8]] = []
    var first: UInt64 = 0x6161_6161_6161_6161
    while names.count < count {
      first += 1
      let state = (first ^ 24) &* 0x9E37_79B9_7F4A_7C15
      let words = [first, state ^ state >> 29 ^ 0x6161_6161_6161_6161, 0x7A7A_7A7A_7A7A_7A7A]
      let name = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
      if !name.contains(where: { [0, 0x2F, 0x40].contains($0) }) { names.append(name) }
    }
    return names
  }

  /// They are left to the merge of trees, whose tables a file cannot predict.
  @Test
  func chosenNames() throws {
    var base = DeviceTree()
    var overlay = makeTree([("/fragment@0", ["target-path": "/"]), ("/fragment@0/__overlay__", [:])])
    let content = try #require(overlay.node(atPath: "/fragment@0/__overlay__"))
    for name in Self.namesOfOneHash(20_000) {
      _ = base.addNode(named: base.names.intern(name.span), to: .root)
      _ = overlay.addNode(named: overlay.names.intern(name.span), to: content)
    }
    let blobs = try (blob(base), blob(overlay))
    #expect(InPlaceMerge.merged(blobs.0, [blobs.1]) == nil)
    var target = OverlayTarget(try BlobDecoder.decode(blobs.0))
    try target.apply(try BlobDecoder.decode(blobs.1).tree, named: "")
    #expect(try target.encode().bytes == blobs.0)
  }

  /// If a damaged blob is merged, the bytes are those of the merge of trees; no read is out of bounds.
  @Test func damagedBlobs() throws {
    var count = 0
    var generator = PairGenerator(state: 77)
    for seed in 1...150 {
      generator.state = UInt64(seed)
      var labels: [String] = []
      let (base, paths) = generator.base(labels: &labels)
      var blobs = try [blob(base), blob(generator.overlay(0, labels: &labels, paths: paths))]
      let which = generator.below(2)
      if generator.below(4) == 0 {
        blobs[which].removeLast(generator.below(blobs[which].count))
      } else {
        for _ in 0...generator.below(3) {
          blobs[which][generator.below(blobs[which].count)] ^= 1 << UInt8(generator.below(8))
        }
      }
      guard let merged = InPlaceMerge.merged(blobs[0], [blobs[1]]) else { continue }
      count += 1
      var target = OverlayTarget(try BlobDecoder.decode(blobs[0]))
      try target.apply(try BlobDecoder.decode(blobs[1]).tree, named: "")
      #expect(merged == (try target.encode().bytes), "seed \(seed)")
    }
    #expect(count >= 20)
  }
}
