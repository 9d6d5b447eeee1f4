public import DeviceTree
public import DeviceTreeBlob
import SourceText

/// A base that overlays are applied to, one after another.
///
/// The base is decoded once and encoded once, however many overlays there are; the cost of applying an
/// overlay depends on its size, not on the base's. The semantics are those of `fdt_overlay_apply` in libfdt
/// 1.8.1, including the order of everything: `encode()` returns the same bytes as `fdtoverlay` for the same
/// base and overlays.
///
/// An overlay applies in six steps: the base's largest phandle is added to its phandles, and then to its
/// references to its own nodes; its references to labels are resolved; where a node of the base already has a
/// phandle, the overlay takes it over; its fragments are merged into their targets; its labels are added to
/// the base's. An overlay applies completely or not at all.
public struct OverlayTarget: Sendable {
  /// The base with everything that has been applied so far.
  public internal(set) var blob: EditedBlob
  /// The overlays that have been applied so far, in order.
  public private(set) var applied: [AppliedOverlay] = []
  /// The version of the base's blob.
  private let version: UInt32
  var children = ChildLookup()
  var phandles: PhandleIndex
  let phandleNames: PhandleNames
  /// The values that the overlay being applied has replaced so far, in order, and where they were written.
  var replacements = PlainArray<Replaced>()
  /// The fragments of the overlay being applied that have been merged so far.
  var mergedFragments: [MergedFragment] = []
  /// Whether to keep what only `writes(of:)` needs: which nodes fragments were merged into, and what an
  /// overlay's own source overrode.
  public var keepsHistory = false
  /// Whether errors suggest the label or path that may have been meant. Each suggestion takes a pass over all
  /// labels of the base or all siblings of a node, so trial runs do without.
  public var namesNearest = true
  /// By node of the base: the nodes of overlays that were merged into it, in order, if `keepsHistory` is set.
  var visits: [NodeID: [Visit]] = [:]

  /// An overlay that was applied, and the records of the base that it made.
  public struct AppliedOverlay: Equatable, Sendable {
    /// The overlay, as the caller named it.
    public let name: String
    /// The indexes of the nodes that it made.
    public let nodes: Range<Int>
    /// The indexes of the property records that it made, including those of replaced values.
    public let properties: Range<Int>
    /// Its fragments, in order.
    let fragments: [MergedFragment]
    /// Whether it has no fragments, so that it changes nothing: most likely it is not an overlay.
    public var lacksFragments: Bool { fragments.isEmpty }
    /// The nodes below the root that are in no fragment though they seem meant for the base, in order.
    public let passedOver: [PassedOverNode]
    /// The values that it replaced, in order.
    let replacements: PlainArray<Replaced>

    /// The records of the labels that it gave nodes, which follow those of the fragments.
    var labelRecords: Range<Int> {
      (fragments.last?.endOfProperties ?? properties.lowerBound)..<properties.upperBound
    }

    /// Whether it gave nodes labels.
    var exportsLabels: Bool { !labelRecords.isEmpty }

    /// Returns the fragment that made a property record; nil if a label did.
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

  /// A replacement, and where the replaced value was written.
  struct Replaced: BitwiseCopyable, Equatable {
    let replacement: Replacement
    let extent: Extent
  }

  /// A fragment that was merged: its target, and the range of the records that it made.
  struct MergedFragment: Equatable, Sendable {
    /// The name of its node: `fragment@0`.
    let name: String
    let target: NodeID
    let firstNode: Int
    let firstProperty: Int
    /// The indexes after the last records.
    var endOfNodes: Int
    var endOfProperties: Int
  }

  /// Creates a target from a decoded blob.
  public init(_ base: DecodedBlob) { self.init(EditedBlob(base), version: base.header.version) }

  /// Creates a target from a tree that does not come from a blob, with the same result as if it did. Its
  /// nodes must know their phandles.
  public init(_ base: DeviceTree) throws(BlobError) { self.init(try EditedBlob(base), version: 17) }

  /// Creates a target from the tree of a blob of this version, to be laid out anew in the end: `encode()`
  /// returns what `dtc -p` makes of `fdtoverlay`'s output.
  public init(relaying base: DeviceTree, version: UInt32 = 17) {
    self.init(EditedBlob(relaying: base), version: version)
  }

  private init(_ blob: EditedBlob, version: UInt32) {
    self.blob = blob
    self.version = version
    phandles = PhandleIndex(blob.tree)
    phandleNames = PhandleNames(in: &self.blob.tree.names)
  }

  /// Looks up now what every overlay needs, so that copies share it instead of each looking it up.
  public mutating func prepareForCopies() { _ = symbolsNode() }

  /// The base's current tree.
  public var tree: DeviceTree { blob.tree }

  /// Returns the blob that `fdtoverlay` would write, padded as the options say.
  public func encode(_ options: BlobOptions = BlobOptions()) throws(BlobError) -> EncodedBlob {
    try blob.encode(options)
  }

  /// Whether overlays can be merged into the base, whose version must be 16 or later: `fdt_open_into` refuses
  /// older ones.
  public var takesOverlays: Bool { version >= 16 }

  /// Applies an overlay; on failure, nothing is changed.
  ///
  /// The overlay has `__fixups__` and `__local_fixups__` as dtc makes them; its tree is consumed. Extents and
  /// markers are kept, so an overlay from a source must share the `SourceFiles` of the base.
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
        passedOver: input.passedOver, replacements: replacements))
    replacements.removeAll()
    mergedFragments.removeAll()
  }

  /// Returns the number, from 1, of the overlay that added a node; nil if the node is from the base.
  public func overlay(thatMade node: NodeID) -> Int? {
    applied.lastIndex { $0.nodes.contains(node.index) }.map { $0 + 1 }
  }
}
