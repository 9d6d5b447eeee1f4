import SourceText

/// Merging blobs where they lie, without making trees of them.
///
/// Everything lies in one arena: the base, and behind it each overlay as it comes. One pass over a
/// blob finds its nodes; properties stay where they are. What overlays add and replace is kept in
/// records that say where a name and a value stand, and the result is written by copying the base, from
/// one change to the next. So a merge takes little more than reading and writing.
///
/// This is the way for what is usual. On all else — a blob that is not plain, a reference that leads
/// nowhere, an alias — it gives up, and the caller begins anew with `OverlayTarget`, which knows every
/// rule and says what is wrong. Where it does not give up, both have the same bytes.
///
/// It cannot be copied: a copy that nobody meant would take longer than a fragment.
public struct InPlaceMerge: ~Copyable {
  var bytes: FileArena
  /// How many of the bytes are the base's.
  private let baseCount: Int
  /// Whether the base is one that can be merged in place: if not, `apply` gives up at once.
  private(set) var isPlain = false
  var base = PlacedTree()
  var overlay = PlacedTree()
  var words = Words()
  /// The base's nodes by phandle: number + 1, 0 is none.
  var nodeByPhandle = UniqueArray<UInt32>()
  var maximumPhandle: UInt32 = 0
  var names = PlacedNames()
  /// The size of the largest overlay.
  private var largest = 0
  /// How much larger the structure block has become.
  var growth = 0
  /// The fragments of the overlay that is being applied.
  var fragments = UniqueArray<PlacedFragment>()
  /// By node of that overlay: the node that it stands for while subtrees are compared; + 1, 0 is none.
  var counterparts = UniqueArray<UInt32>()
  /// Whether they are named by their numbers, and no other node is named so.
  var areNumbered = false
  /// That overlay's nodes that say what there is to be done; 0 is none.
  var tables = OverlayTables()
  /// Where that overlay refers to its own nodes.
  var localReferences = UniqueArray<UInt32>()
  /// The nodes on the way from one to the root.
  var way = UniqueArray<UInt32>()

  /// Where the names stand that are looked for: they are put between the base and the overlays.
  struct Words {
    var overlay = 0..<0
    var fixups = 0..<0
    var localFixups = 0..<0
    var symbols = 0..<0
    var target = 0..<0
    var targetPath = 0..<0
    var phandle = 0..<0

    init() {}

    /// Puts them into an arena; false if there is no room.
    init?(in bytes: inout FileArena) {
      func append(_ word: StaticString) -> Range<Int> {
        let start = bytes.count
        for i in 0..<word.utf8CodeUnitCount where !bytes.append(unsafe word.utf8Start[i]) { return 0..<0 }
        return bytes.append(0) ? start..<bytes.count - 1 : 0..<0
      }
      overlay = append("__overlay__")
      fixups = append("__fixups__")
      localFixups = append("__local_fixups__")
      symbols = append("__symbols__")
      target = append("target")
      targetPath = append("target-path")
      phandle = append("phandle")
      if phandle.isEmpty { return nil }
    }
  }

  /// The nodes below an overlay's root that say what there is to be done; 0 is none.
  struct OverlayTables: BitwiseCopyable {
    var symbols = 0
    var fixups = 0
    var localFixups = 0
  }

  /// A part of an overlay that goes to one place of the base.
  struct PlacedFragment: BitwiseCopyable {
    let node: UInt32
    let content: UInt32
    /// The node that it goes to, as soon as that is known for good; 0 is none or the root.
    var target: UInt32 = 0
    /// Where the path is that it gives, if it gives no phandle; else nothing.
    var pathStart: UInt32 = 0
    var pathEnd: UInt32 = 0
  }

  /// For how many bytes of overlays and new paths there are addresses: what needs more is not usual.
  private static var room: Int { 1 << 28 }

  /// The merge with a base that was read.
  public init?(base given: [UInt8]) {
    guard given.count < 1 << 28, var arena = FileArena(capacity: given.count + Self.room),
      arena.append(given.span)
    else { return nil }
    self.init(arena, given.count)
  }

  /// The merge with the base in a file; nil if that is no regular file that can be read.
  @unsafe
  public init?(baseAt path: UnsafePointer<CChar>) {
    guard var arena = FileArena(capacity: Self.room * 2), let file = unsafe arena.read(path),
      file.count < 1 << 28
    else { return nil }
    self.init(arena, file.count)
  }

  private init(_ arena: consuming FileArena, _ baseCount: Int) {
    bytes = arena
    self.baseCount = baseCount
    begin()
  }

  private mutating func begin() {
    do throws(NotPlain) {
      try base.read(bytes, at: 0..<baseCount)
      guard base.hasUsualLayout, let words = Words(in: &bytes) else { return }
      self.words = words
      names.begin(with: base.strings, &base.nameEnds)
      try indexPhandles()
      isPlain = true
    } catch {
      isPlain = false
    }
  }

  /// The base with these overlays; nil if any of them is unusual.
  public static func merged(_ base: [UInt8], _ overlays: [[UInt8]]) -> [UInt8]? {
    guard var merge = InPlaceMerge(base: base) else { return nil }
    for overlay in overlays {
      guard merge.apply(overlay) else { return nil }
    }
    return merge.isPlain ? merge.encode() : nil
  }

  /// How many nodes the base has with everything that was applied.
  public var nodeCount: Int { base.nodes.count }

  /// Applies an overlay. If the result is false it gave up, and the merge is of no use any more.
  public mutating func apply(_ blob: [UInt8]) -> Bool {
    guard isPlain else { return false }
    while bytes.count & 7 != 0 {
      guard bytes.append(0) else { return false }
    }
    let start = bytes.count
    guard bytes.append(blob.span) else { return false }
    return apply(start..<bytes.count)
  }

  /// Applies the overlay in a file; the same if that is no regular file that can be read.
  @unsafe
  public mutating func apply(fileAt path: UnsafePointer<CChar>) -> Bool {
    guard isPlain, let file = unsafe bytes.read(path) else { return false }
    return apply(file)
  }

  private mutating func apply(_ blob: Range<Int>) -> Bool {
    // What is kept of an overlay takes about as much as the overlay.
    if blob.count > largest { LargePages.expect(blob.count) }
    largest = max(largest, blob.count)
    do throws(NotPlain) {
      try overlay.read(bytes, at: blob)
      counterparts.removeAll()
      counterparts.resize(to: overlay.count, 0)
      names.beginOverlay(with: overlay.strings, overlay.nameEnds.count)
      try findFragments()
      // Most likely it is no overlay, and somebody wants to say so.
      if fragments.count == 0 { throw NotPlain() }
      try shiftPhandles()
      try shiftLocalReferences()
      try resolveLabels()
      try keepPhandles()
      try mergeFragments()
      try mergeSymbols()
      return !base.isCrowded && !overlay.isCrowded && !names.isCrowded
    } catch {
      return false
    }
  }

  private mutating func indexPhandles() throws(NotPlain) {
    nodeByPhandle.resize(to: nodeByPhandle.count + base.phandles.count + 1, 0)
    for index in 0..<base.phandleNodes.count {
      let node = Int(base.phandleNodes[index])
      try notePhandle(base[node].phandle, of: node, isOnly: false)
    }
  }

  /// Notes the phandle of a node; the first one of a phandle counts, if it is not to be the only one.
  mutating func notePhandle(_ phandle: UInt32, of node: Int, isOnly: Bool) throws(NotPlain) {
    guard phandle < 1 << 20 else { throw NotPlain() }
    let needed = Int(phandle) + 1
    if needed > nodeByPhandle.count { nodeByPhandle.resize(to: needed, 0) }
    if nodeByPhandle[Int(phandle)] == 0 {
      nodeByPhandle[Int(phandle)] = UInt32(truncatingIfNeeded: node + 1)
    } else if isOnly {
      throw NotPlain()
    }
    maximumPhandle = max(maximumPhandle, phandle)
  }

  /// The name of a property of the overlay, by the place of its tag.
  @inline(__always)
  func name(ofPropertyAt place: Int) -> Range<Int> {
    let start = overlay.strings.lowerBound &+ Int(bytes.cell(at: place &+ 8))
    return start..<bytes.firstNUL(from: start, below: overlay.strings.upperBound)
  }

  /// The value of a property that is as it was, by the place of its tag.
  @inline(__always)
  func value(at place: Int) -> Range<Int> {
    place &+ 12..<place &+ 12 &+ Int(bytes.cell(at: place &+ 4))
  }

  /// The value of a node's property in the overlay, as long as that was not merged.
  @inline(__always)
  mutating func overlayValue(of node: Int, named name: Range<Int>) -> Range<Int>? {
    guard let place = overlay.place(of: node, named: name, in: bytes) else { return nil }
    return value(at: place)
  }

  /// What a value holds up to its first NUL.
  @inline(__always)
  func string(_ value: Range<Int>) -> Range<Int> {
    value.lowerBound..<bytes.firstNUL(from: value.lowerBound, below: value.upperBound)
  }
}
