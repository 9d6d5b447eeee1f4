public import SourceText

/// What is known of the tree that an overlay is to be merged into.
///
/// A class, so that sources that are no overlays, nearly all of them, have nothing to make or to take down.
public final class OutsideTree: Sendable {
  /// The cell counts that the overlay's nodes have from the nodes they are merged into.
  public let cells: PlainArray<OutsideCells>
  /// The unit addresses that the overlay's nodes share with what is outside of it.
  public let namesakes: [OutsideNamesake]
  /// What the overlay's references lead to; nil if the tree itself is not known.
  public let providers: OutsideProviders?

  /// Creates the record of what is known.
  public init(
    cells: PlainArray<OutsideCells>, namesakes: [OutsideNamesake] = [], providers: OutsideProviders? = nil
  ) {
    self.cells = cells
    self.namesakes = namesakes
    self.providers = providers
  }
}
