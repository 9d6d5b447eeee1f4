import DeviceTreeBlob
import SourceText

/// Merging blobs where they lie, without making trees of them.
///
/// Everything lies in one array: the base, and behind it each overlay as it comes. One pass over a
/// blob finds its nodes; properties stay where they are. What overlays add and replace is kept in
/// records that say where in the array a name and a value stand, and the result is written by copying
/// the base, from one change to the next. So a merge takes little more than reading and writing.
///
/// This is the way for what is usual. On all else — a blob that is not plain, a reference that leads
/// nowhere, an alias — it gives up, and the caller begins anew with `OverlayTarget`, which knows every
/// rule and says what is wrong. Where it does not give up, both have the same bytes.
public struct InPlaceMerge {
  var bytes: [UInt8]
  /// How many of the bytes are the base's.
  private let baseCount: Int
  /// Whether the base is one that can be merged in place: if not, `apply` gives up at once.
  public let isPlain: Bool
  var base = PlacedTree()
  var overlay = PlacedTree()
  let words: Words
  /// The base's nodes by phandle: number + 1, 0 is none.
  var nodeByPhandle: [UInt32] = []
  var maximumPhandle: UInt32 = 0
  var names = PlacedNames()
  /// How much larger the structure block has become.
  var growth = 0
  /// The fragments of the overlay that is being applied.
  var fragments: [PlacedFragment] = []
  /// By node of that overlay: the node that it stands for while subtrees are compared; + 1, 0 is none.
  var counterparts: [UInt32] = []
  /// Where that overlay refers to its own nodes.
  var localReferences: [UInt32] = []

  /// Where the names stand that are looked for: they are put between the base and the overlays.
  struct Words {
    let overlay, fixups, localFixups, symbols, target, targetPath, phandle: Range<Int>

    init(appendingTo bytes: inout [UInt8]) {
      func append(_ word: StaticString) -> Range<Int> {
        let start = bytes.count
        for i in 0..<word.utf8CodeUnitCount { bytes.append(unsafe word.utf8Start[i]) }
        bytes.append(0)
        return start..<bytes.count - 1
      }
      overlay = append("__overlay__")
      fixups = append("__fixups__")
      localFixups = append("__local_fixups__")
      symbols = append("__symbols__")
      target = append("target")
      targetPath = append("target-path")
      phandle = append("phandle")
    }
  }

  /// A part of an overlay that goes to one place of the base.
  struct PlacedFragment {
    let node: Int
    let content: Int
    var target = 0
    /// Where the path is that it gives, if it gives no phandle.
    var path: Range<Int>?
  }

  /// The merge with a base, whose array best has room for the overlays behind it.
  public init(base given: consuming [UInt8]) {
    var bytes = given
    baseCount = bytes.count
    do throws(NotPlain) {
      guard baseCount < 1 << 29 else { throw NotPlain() }
      try base.read(bytes, from: 0)
      isPlain = base.hasUsualLayout
    } catch {
      isPlain = false
    }
    base.records.reserveCapacity(1 << 14)
    words = Words(appendingTo: &bytes)
    self.bytes = bytes
    names.begin(with: base.strings)
  }

  /// The base with these overlays; nil if any of them is unusual.
  public static func merged(_ base: [UInt8], _ overlays: [[UInt8]]) -> [UInt8]? {
    var merge = InPlaceMerge(base: base)
    for overlay in overlays {
      guard merge.apply(overlay) else { return nil }
    }
    return merge.isPlain ? merge.encode() : nil
  }

  /// The base, as it was given.
  public var baseBytes: [UInt8] { Array(bytes[..<baseCount]) }

  /// How many nodes the base has with everything that was applied.
  public var nodeCount: Int { base.nodes.count }

  /// Applies an overlay. If the result is false it gave up, and the merge is of no use any more.
  public mutating func apply(_ blob: [UInt8]) -> Bool {
    while bytes.count & 3 != 0 { bytes.append(0) }
    let start = bytes.count
    guard isPlain, blob.count < 1 << 29, start < 1 << 29 else { return false }
    bytes.append(blob.span)
    do throws(NotPlain) {
      if nodeByPhandle.isEmpty { try indexPhandles() }
      try overlay.read(bytes, from: start)
      counterparts.removeAll(keepingCapacity: true)
      counterparts.append(contentsOf: repeatElement(0, count: overlay.count))
      names.beginOverlay(with: overlay.strings)
      findFragments()
      try shiftPhandles()
      try shiftLocalReferences()
      try resolveLabels()
      try keepPhandles()
      try mergeFragments()
      try mergeSymbols()
      return true
    } catch {
      return false
    }
  }

  private mutating func indexPhandles() throws(NotPlain) {
    nodeByPhandle.append(0)
    for node in 0..<base.count where base[node].phandle != 0 {
      try notePhandle(base[node].phandle, of: node, isOnly: false)
    }
  }

  /// Notes the phandle of a node; the first one of a phandle counts, if it is not to be the only one.
  mutating func notePhandle(_ phandle: UInt32, of node: Int, isOnly: Bool) throws(NotPlain) {
    guard phandle < 1 << 20 else { throw NotPlain() }
    let missing = Int(phandle) + 1 - nodeByPhandle.count
    if missing > 0 { nodeByPhandle.append(contentsOf: repeatElement(0, count: missing)) }
    if nodeByPhandle[Int(phandle)] == 0 {
      nodeByPhandle[Int(phandle)] = UInt32(truncatingIfNeeded: node + 1)
    } else if isOnly {
      throw NotPlain()
    }
    maximumPhandle = max(maximumPhandle, phandle)
  }

  /// Overwrites a cell of the overlay; it must lie inside.
  @inline(__always)
  mutating func setCell(_ cell: UInt32, at place: Int) {
    bytes[place] = UInt8(truncatingIfNeeded: cell >> 24)
    bytes[place &+ 1] = UInt8(truncatingIfNeeded: cell >> 16)
    bytes[place &+ 2] = UInt8(truncatingIfNeeded: cell >> 8)
    bytes[place &+ 3] = UInt8(truncatingIfNeeded: cell)
  }

  func cell(at place: Int) -> UInt32 { bytes.span.cell(at: place) ?? 0 }

  /// The name of a property of the overlay, by the place of its tag.
  func name(ofPropertyAt place: Int) -> Range<Int> {
    let start = overlay.strings.lowerBound &+ Int(cell(at: place &+ 8))
    var end = start
    while end < bytes.count, bytes[end] != 0 { end &+= 1 }
    return start..<end
  }

  /// The value of a property that is as it was, by the place of its tag.
  func value(at place: Int) -> Range<Int> {
    place &+ 12..<place &+ 12 &+ Int(cell(at: place &+ 4))
  }

  /// The place behind a property that is as it was.
  func placeBehind(_ place: Int) -> Int { (place &+ 15 &+ Int(cell(at: place &+ 4))) & ~3 }

  /// The value of a node's property in the overlay.
  mutating func overlayValue(of node: Int, named name: Range<Int>) -> Range<Int>? {
    guard case .place(let place)? = overlay.property(of: node, named: name, in: bytes) else {
      return nil
    }
    return value(at: place)
  }

  /// What a value holds up to its first NUL.
  func string(_ value: Range<Int>) -> Range<Int> {
    var end = value.lowerBound
    while end < value.upperBound, bytes[end] != 0 { end &+= 1 }
    return value.lowerBound..<end
  }
}
