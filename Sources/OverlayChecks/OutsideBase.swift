public import DeviceTree
public import DeviceTreeChecks
public import DeviceTreeOverlay

/// What dtc's checks have to know of an overlay's base, so that they do not report as missing what the base has:
///
///     var run = CheckRun()
///     run.outside = OutsideTree(of: base, for: overlay)
///     run.examineResolved(overlay)
///
/// The overlay is a tree whose references have markers, as the source compiler makes it, without the nodes
/// `__symbols__`, `__fixups__` and `__local_fixups__`.
extension OutsideTree {
  /// Finds out what an overlay's nodes are merged into or beside, and what its references lead to.
  ///
  /// - Parameters:
  ///   - base: The base, with the overlays that are applied before this one.
  ///   - overlay: The overlay, as a plugin's tree.
  ///   - comparesAddresses: Whether unit addresses are compared with those of neighbours, which takes longest
  ///     and matters only to `unique_unit_address` and `unique_unit_address_if_enabled`.
  public convenience init(
    of base: OverlayTarget, for overlay: DeviceTree, comparesAddresses: Bool = true
  ) {
    let places = base.places(of: overlay)
    let tree = base.tree
    self.init(
      cells: TargetCells.cells(of: overlay, at: places, of: tree),
      namesakes: comparesAddresses ? TargetNamesakes.find(in: overlay, at: places, of: tree) : [],
      providers: TargetProviders.find(in: overlay, at: places, of: tree))
  }

  /// Creates the record for an overlay of whose base nothing is known: checks conclude nothing from what its
  /// nodes lack.
  public convenience init(unknownTo overlay: DeviceTree) {
    self.init(cells: TargetCells.unknownCells(of: overlay))
  }
}
