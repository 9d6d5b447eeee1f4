public import DeviceTree
public import DeviceTreeBlob
import SourceText

/// A base that overlays are applied to, one after another.
///
/// The base is decoded once and encoded once, however many overlays there are; what it takes to
/// apply one depends on that overlay's size, not on the base's. The semantics are those of
/// `fdt_overlay_apply` in libfdt 1.8.1, down to the order of everything: `encode()` has the bytes of
/// `fdtoverlay` with the same base and overlays.
///
/// An overlay applies in six steps: its phandles are moved behind those of the base, and with them its
/// references to its own nodes; its references to labels are resolved; where a node of the base
/// already has a phandle, the overlay's takes it over; its fragments are merged into their targets;
/// its labels are added to the base's. An overlay applies whole or not at all.
public struct OverlayTarget: Sendable {
  /// The base with everything that has been applied so far.
  public internal(set) var blob: EditedBlob
  /// What has been applied so far, in order.
  public private(set) var applied: [AppliedOverlay] = []
  /// The version of the base's blob.
  private let version: UInt32
  var children = ChildLookup()
  var phandles: PhandleIndex
  let phandle: Symbol
  let linuxPhandle: Symbol
  /// What the overlay that is being applied replaced so far, in order, and where that was written.
  var replacements = PlainArray<Replaced>()
  /// Where the fragments that were merged so far begin.
  var mergedFragments: [MergedFragment] = []
  /// Whether to note for `writes(of:)` what nothing else needs: which nodes fragments came to, and what
  /// an overlay's own source overrode in it.
  public var keepsHistory = false
  /// Whether errors tell which label or path may be meant: for each, all labels of the base or all siblings of a node
  /// are gone through, so whoever only tries something does without.
  public var namesNearest = true
  /// By node of the base: which nodes of overlays were merged into it, in order, if that is kept.
  var visits: [NodeID: [Visit]] = [:]

  /// An overlay that was applied, and which records of the base came with it.
  public struct AppliedOverlay: Equatable, Sendable {
    /// The overlay, as the caller named it.
    public let name: String
    /// The indexes of the nodes that it made.
    public let nodes: Range<Int>
    /// The indexes of the property records that it made, those of replaced values among them.
    public let properties: Range<Int>
    /// Its fragments, in order.
    let fragments: [MergedFragment]
    /// Whether it has none, so that it changes nothing: most likely it is no overlay.
    public var lacksFragments: Bool { fragments.isEmpty }
    /// What was meant as a fragment and was passed over.
    public let withoutContent: [FragmentWithoutContent]
    /// The values that it replaced, in order.
    let replacements: PlainArray<Replaced>

    /// Whether it gave nodes labels: what comes behind the fragments' records.
    var exportsLabels: Bool {
      (fragments.last?.endOfProperties ?? properties.lowerBound) < properties.upperBound
    }

    /// The fragment that made a property record; nil if a label did.
    func fragment(ofRecord record: Int) -> MergedFragment? {
      // Each fragment's records follow those of the one before it.
      var (low, high) = (0, fragments.count)
      while low < high {
        let middle = (low + high) / 2
        if fragments[middle].endOfProperties <= record { low = middle + 1 } else { high = middle }
      }
      return low < fragments.count ? fragments[low] : nil
    }
  }

  /// A property whose value was replaced, and the record that keeps what it was.
  struct Replacement: BitwiseCopyable, Equatable, Sendable {
    let property: PropertyID
    let old: PropertyID
  }

  /// A replacement, and where what was replaced had been written.
  struct Replaced: BitwiseCopyable, Equatable {
    let replacement: Replacement
    let extent: Extent
  }

  /// A fragment that was merged: where it went, and which records were the first that it made.
  struct MergedFragment: Equatable, Sendable {
    /// The name of its node: `fragment@0`.
    let name: String
    let target: NodeID
    let firstNode: Int
    let firstProperty: Int
    /// Behind the last ones.
    var endOfNodes: Int
    var endOfProperties: Int
  }

  /// A decoded blob as the base.
  public init(_ base: DecodedBlob) { self.init(EditedBlob(base), version: base.header.version) }

  /// A tree that comes from no blob as the base, with the same result as if it did. Its nodes must
  /// know their phandles.
  public init(_ base: DeviceTree) throws(BlobError) { self.init(try EditedBlob(base), version: 17) }

  /// A tree, from a blob of this version, as the base of a blob that is laid out anew in the end:
  /// `encode()` has the bytes of `dtc -p` for what `fdtoverlay` would write.
  public init(relaying base: DeviceTree, version: UInt32 = 17) {
    self.init(EditedBlob(relaying: base), version: version)
  }

  private init(_ blob: EditedBlob, version: UInt32) {
    self.blob = blob
    self.version = version
    phandles = PhandleIndex(blob.tree)
    phandle = self.blob.tree.names.intern("phandle")
    linuxPhandle = self.blob.tree.names.intern("linux,phandle")
  }

  /// Finds out now what every overlay asks for, so that a copy need not find it out for itself alone.
  public mutating func prepareForCopies() { _ = symbolsNode() }

  /// The base's tree as it is now.
  public var tree: DeviceTree { blob.tree }

  /// The blob that `fdtoverlay` would write, padded as the options say.
  public func encode(_ options: BlobOptions = BlobOptions()) throws(BlobError) -> EncodedBlob {
    try blob.encode(options)
  }

  /// Whether the base is none of the old versions into which nothing is merged: that is where `fdt_open_into` has its
  /// limit.
  public var takesOverlays: Bool { version >= 16 }

  /// Applies an overlay; on failure everything is as it was.
  ///
  /// The overlay has `__fixups__` and `__local_fixups__` as dtc makes them; its tree is used up.
  /// Extents and markers are taken along as they are, so an overlay from a source must share the
  /// `SourceFiles` of the base.
  public mutating func apply(
    _ overlay: consuming DeviceTree, named name: String
  ) throws(OverlayError) {
    if !takesOverlays { throw OverlayError(.oldBase(version: version), overlay: name) }
    var input = OverlayInput(overlay, named: name)
    let firstNode = blob.tree.nodeCapacity
    let firstProperty = blob.tree.propertyCapacity
    do throws(OverlayError) {
      try shiftPhandles(of: &input)
      try shiftLocalReferences(of: &input)
      try resolveLabels(of: &input)
      try keepPhandles(against: &input)
    } catch {
      throw explained(error, input)
    }
    // Only what follows changes the base.
    blob.beginTransaction()
    do throws(OverlayError) {
      try mergeFragments(of: &input)
      try mergeSymbols(of: &input)
    } catch {
      for index in replacements.indices.reversed() {
        blob.tree.setExtent(replacements[index].extent, of: replacements[index].replacement.property)
      }
      replacements.removeAll()
      mergedFragments.removeAll()
      forgetVisits()
      blob.rollback()
      children = ChildLookup()
      phandles = PhandleIndex(blob.tree)
      throw explained(error, input)
    }
    blob.commit()
    applied.append(
      AppliedOverlay(
        name: name, nodes: firstNode..<blob.tree.nodeCapacity,
        properties: firstProperty..<blob.tree.propertyCapacity, fragments: mergedFragments,
        withoutContent: input.withoutContent, replacements: replacements))
    replacements.removeAll()
    mergedFragments.removeAll()
  }

  /// The number, from 1, of the overlay that made a node of the base; nil if it was there before.
  public func overlay(thatMade node: NodeID) -> Int? {
    applied.lastIndex { $0.nodes.contains(node.index) }.map { $0 + 1 }
  }
}
