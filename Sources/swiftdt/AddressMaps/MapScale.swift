import BlobChecks

/// Maps addresses to vertical positions: to scale, with breaks.
///
/// The address space is cut at every edge of an area. All pieces are drawn to one scale, on which the
/// smallest claim (the smallest area, if there are no claims) is as high as a line of text. A piece in an
/// area that would be higher than `highest` is cut short there; one outside all areas is always `gap` high.
struct MapScale {
  struct Piece {
    let range: AddressRange
    let top: Double
    let height: Double
    /// Whether it is drawn shorter than its size calls for.
    let isBroken: Bool
    /// Whether it lies in an area.
    let isUsed: Bool
  }

  static let line = 18.0
  static let highest = 130.0
  static let gap = 26.0

  private(set) var pieces: [Piece] = []
  private(set) var height = 0.0

  init(_ areas: [AddressMap.Area], top: Double) {
    var edges = Set<UInt64>()
    for area in areas {
      edges.insert(area.range.start)
      if area.range.last < .max { edges.insert(area.range.last + 1) }
    }
    let ordered = edges.sorted()
    guard var start = ordered.first else { return }
    let end = areas.map(\.range.last).max() ?? start
    var ranges: [AddressRange] = []
    for edge in ordered.dropFirst() {
      ranges.append(AddressRange(start: start, last: edge - 1))
      start = edge
    }
    if start <= end { ranges.append(AddressRange(start: start, last: end)) }
    let claims = areas.filter { $0.kind != .memory }.map(\.range.size)
    let smallest = max(claims.min() ?? areas.map(\.range.size).min() ?? 1, 1)
    var place = top
    for range in ranges {
      let isUsed = areas.contains { $0.range.start <= range.start && range.last <= $0.range.last }
      let wanted = Double(range.size) / Double(smallest) * Self.line
      let limit = isUsed ? Self.highest : Self.gap
      let height = min(max(wanted, isUsed ? 3 : Self.gap), limit)
      pieces.append(
        Piece(range: range, top: place, height: height, isBroken: wanted > limit, isUsed: isUsed))
      place += height
    }
    self.height = place - top
  }

  /// Returns the positions of the edges of a range, which must be edges of areas.
  func span(_ range: AddressRange) -> (top: Double, bottom: Double) {
    let inside = pieces.filter { $0.range.start >= range.start && $0.range.last <= range.last }
    guard let first = inside.first, let last = inside.last else { return (0, 0) }
    return (first.top, last.top + last.height)
  }
}
