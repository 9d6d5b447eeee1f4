import SourceText

/// Merges blobs in place, without making trees of them.
///
/// Everything lies in one arena: the base, and after it each overlay as it is added. One pass over a blob
/// finds its nodes; properties stay where they are. What overlays add and replace is kept in records that say
/// where a name and a value are, and the result is written by copying the base from one change to the next.
/// So a merge costs little more than reading and writing.
///
/// This is the fast path for plain blobs. On anything else — a blob that is not plain, a reference that leads
/// nowhere, an alias — it gives up, and the caller starts over with `OverlayTarget`, which knows every rule
/// and reports what is wrong. Where it does not give up, both produce the same bytes.
///
/// It is noncopyable: an accidental copy would take longer than merging a fragment.
public struct InPlaceMerge: ~Copyable {
  var bytes: FileArena
  /// The size of the base, in bytes.
  private let baseCount: Int
  /// Whether overlays can be merged into the base in place: if not, `apply` gives up at once.
  private(set) var isPlain = false
  var base = PlacedTree()
  var overlay = PlacedTree()
  var words = Words()
  /// The number of the base's node with a phandle plus 1, by phandle; 0 is none.
  var nodeByPhandle = UniqueArray<UInt32>()
  var maximumPhandle: UInt32 = 0
  var names = PlacedNames()
  /// The size of the largest overlay, in bytes.
  private var largest = 0
  /// By how many bytes the structure block has grown.
  var growth = 0
  /// The fragments of the overlay that is being applied.
  var fragments = UniqueArray<PlacedFragment>()
  /// By node of that overlay: the number of the corresponding node plus 1 while subtrees are compared; 0 is
  /// none.
  var counterparts = UniqueArray<UInt32>()
  /// Whether the fragments are named by their indexes (`fragment@0`, `fragment@1`, …), and no other node is
  /// named like that.
  var areNumbered = false
  /// That overlay's tables; 0 is none.
  var tables = OverlayTables()
  /// The places of that overlay's references to its own nodes.
  var localReferences = UniqueArray<UInt32>()
  /// Scratch space for the nodes from one up to the root.
  var way = UniqueArray<UInt32>()

  /// The places of the names that are looked up, which are stored between the base and the overlays.
  struct Words {
    var overlay = 0..<0
    var fixups = 0..<0
    var localFixups = 0..<0
    var symbols = 0..<0
    var target = 0..<0
    var targetPath = 0..<0
    var phandle = 0..<0

    init() {}

    /// Appends the names to an arena; nil if there is no room.
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

  /// The nodes below an overlay's root that list its labels and references; 0 is none.
  struct OverlayTables: BitwiseCopyable {
    var symbols = 0
    var fixups = 0
    var localFixups = 0
  }

  /// A part of an overlay that goes to one place in the base.
  struct PlacedFragment: BitwiseCopyable {
    let node: UInt32
    let content: UInt32
    /// The target, once it is final; 0 is none or the root.
    var target: UInt32 = 0
    /// The place of the path in `target-path`, if that gives the target; otherwise empty.
    var pathStart: UInt32 = 0
    var pathEnd: UInt32 = 0
  }

  /// The address space reserved for overlays and new paths, in bytes; merges that need more are not plain.
  private static var room: Int { 1 << 28 }

  /// Creates a merge from a base that was read; nil if it is too large or there is no memory for it.
  public init?(base given: [UInt8]) {
    guard given.count < 1 << 28, var arena = FileArena(capacity: given.count + Self.room),
      arena.append(given.span)
    else { return nil }
    self.init(arena, given.count)
  }

  /// Creates a merge from the base in a file; nil if that is not a regular file that can be read, or too
  /// large.
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
      // Bytes after the blob are left to `OverlayTarget`, whose caller reports that the result lacks them.
      guard Int(bytes.cell(at: 4)) == baseCount, base.hasUsualLayout, let words = Words(in: &bytes) else {
        return
      }
      self.words = words
      names.begin(with: base.strings, &base.nameEnds)
      try indexPhandles()
      isPlain = true
    } catch {
      isPlain = false
    }
  }

  /// Returns the base merged with these overlays; nil if any of the blobs is not plain.
  public static func merged(_ base: [UInt8], _ overlays: [[UInt8]]) -> [UInt8]? {
    guard var merge = InPlaceMerge(base: base) else { return nil }
    for overlay in overlays {
      guard merge.apply(overlay) else { return nil }
    }
    return merge.isPlain ? merge.encode() : nil
  }

  /// The number of nodes of the base, including those of the overlays applied so far.
  public var nodeCount: Int { base.nodes.count }

  /// Applies an overlay. If the result is false, it gave up, and the merge must not be used any more.
  public mutating func apply(_ blob: [UInt8]) -> Bool {
    guard isPlain else { return false }
    while bytes.count & 7 != 0 {
      guard bytes.append(0) else { return false }
    }
    let start = bytes.count
    guard bytes.append(blob.span) else { return false }
    return apply(start..<bytes.count)
  }

  /// Applies the overlay in a file; likewise false if that is not a regular file that can be read.
  @unsafe
  public mutating func apply(fileAt path: UnsafePointer<CChar>) -> Bool {
    guard isPlain, let file = unsafe bytes.read(path) else { return false }
    return apply(file)
  }

  private mutating func apply(_ blob: Range<Int>) -> Bool {
    // The records of an overlay take about as much memory as the overlay.
    if blob.count > largest { LargePages.expect(blob.count) }
    largest = max(largest, blob.count)
    do throws(NotPlain) {
      try overlay.read(bytes, at: blob)
      counterparts.removeAll()
      counterparts.resize(to: overlay.count, 0)
      names.beginOverlay(with: overlay.strings, overlay.nameEnds.count)
      try findFragments()
      // Most likely it is not an overlay; the caller of `OverlayTarget` reports that.
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

  /// Notes the phandle of a node. Of several nodes with one phandle the first counts; with `isOnly`, it gives
  /// up.
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

  /// Returns the name of a property of the overlay, by the place of its tag.
  @inline(__always)
  func name(ofPropertyAt place: Int) -> Range<Int> {
    let start = overlay.strings.lowerBound &+ Int(bytes.cell(at: place &+ 8))
    return start..<bytes.firstNUL(from: start, below: overlay.strings.upperBound)
  }

  /// Returns the value of an unchanged property, by the place of its tag.
  @inline(__always)
  func value(at place: Int) -> Range<Int> {
    place &+ 12..<place &+ 12 &+ Int(bytes.cell(at: place &+ 4))
  }

  /// Returns the value of a node's property in the overlay, which must not have been merged yet.
  @inline(__always)
  mutating func overlayValue(of node: Int, named name: Range<Int>) -> Range<Int>? {
    guard let place = overlay.place(of: node, named: name, in: bytes) else { return nil }
    return value(at: place)
  }

  /// Returns the bytes of a value up to its first NUL.
  @inline(__always)
  func string(_ value: Range<Int>) -> Range<Int> {
    value.lowerBound..<bytes.firstNUL(from: value.lowerBound, below: value.upperBound)
  }
}
