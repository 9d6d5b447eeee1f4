import BlobChecks
import SourceText

/// An address map drawn as SVG: addresses increase downwards, memory is a column, and
/// reserved areas lie in it, side by side where they overlap; overlaps are red. It follows
/// the reader's light or dark colour scheme.
struct MapSVG {
  private let map: AddressMap
  private let title: String
  private let scale: MapScale
  private static let column = (left: 150.0, width: 220.0)
  private static let labels = 400.0
  private static let width = 900.0
  private static let top = 64.0

  init(_ map: AddressMap, title: String) {
    self.map = map
    self.title = title
    scale = MapScale(map.areas, top: Self.top)
  }

  /// The SVG document.
  var text: String {
    var body = ""
    for area in map.areas where area.kind == .memory { body += memory(area) }
    let claims = map.areas.filter { $0.kind != .memory }
    let lanes = Self.lanes(claims.map(\.range))
    for (area, lane) in zip(claims, lanes) { body += claim(area, lane) }
    for overlap in map.overlaps { body += red(overlap) }
    body += breaks
    body += edges
    let (names, bottom) = names(claims)
    body += names
    let height = max(Self.top + scale.height, bottom) + 24
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.text(Self.width)) \(Self.text(height))" width="\(Self.text(Self.width))" height="\(Self.text(height))" role="img" aria-label="\(MarkupText.escaped(title))">
      <style>
      text { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; fill: #1b1f24; }
      .title { font: bold 15px ui-sans-serif, "DejaVu Sans", sans-serif; }
      .quiet { fill: #57606a; }
      .paper { fill: #ffffff; }
      .memory { fill: #dbe7f3; stroke: #7a93ad; }
      .fixed { fill: #f2c879; stroke: #8a6414; }
      .no-map { fill: #c9b3e6; stroke: #5f4392; }
      .dynamic { fill: #a9dcb4; stroke: #2f7a41; stroke-dasharray: 4 3; }
      .reservation { fill: #c8ccd1; stroke: #57606a; }
      .overlap { fill: #d1242f; fill-opacity: 0.85; stroke: #82071e; }
      .bad { fill: #b3121d; font-weight: bold; }
      .break { stroke: #ffffff; stroke-width: 5; fill: none; }
      .thin { stroke: #57606a; stroke-width: 1; fill: none; }
      @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .quiet { fill: #9aa4ae; }
      .paper { fill: #0d1117; }
      .memory { fill: #1d2d3f; stroke: #5f7d9c; }
      .fixed { fill: #7a5a17; stroke: #e3b341; }
      .no-map { fill: #54407c; stroke: #b99cf0; }
      .dynamic { fill: #1f5a30; stroke: #56d364; }
      .reservation { fill: #3d444d; stroke: #9aa4ae; }
      .overlap { fill: #f85149; fill-opacity: 0.8; stroke: #ff9a94; }
      .bad { fill: #ff7b72; }
      .break { stroke: #0d1117; }
      .thin { stroke: #9aa4ae; }
      }
      </style>
      <rect class="paper" width="100%" height="100%"/>
      <text class="title" x="20" y="26">\(MarkupText.escaped(title))</text>
      \(legend)\(body)</svg>

      """
  }

  // MARK: Parts

  private var legend: String {
    let entries = [
      ("memory", "memory"), ("fixed", "reserved"), ("no-map", "reserved, no-map"),
      ("dynamic", "placed by Linux"), ("reservation", "/memreserve/"), ("overlap", "overlap"),
    ]
    var x = 20.0
    return entries.map { style, name in
      defer { x += 28 + Double(name.count) * 7.4 + 14 }
      return """
        <rect class="\(style)" x="\(Self.text(x))" y="38" width="14" height="12"/>\
        <text x="\(Self.text(x + 20))" y="48">\(name)</text>

        """
    }.joined()
  }

  private func memory(_ area: AddressMap.Area) -> String {
    let (top, bottom) = scale.span(area.range)
    return rectangle("memory", Self.column.left - 8, top, Self.column.width + 16, bottom - top, area)
  }

  private func claim(_ area: AddressMap.Area, _ lane: (index: Int, count: Int)) -> String {
    let (top, bottom) = scale.span(area.range)
    let width = Self.column.width / Double(lane.count)
    return rectangle(
      Self.style(area), Self.column.left + Double(lane.index) * width, top, width, bottom - top, area)
  }

  private static func style(_ area: AddressMap.Area) -> String {
    switch area.kind {
    case .memory: "memory"
    case .reservation: "reservation"
    case .dynamic: "dynamic"
    case .fixed: area.isUnmapped ? "no-map" : "fixed"
    }
  }

  private func rectangle(
    _ style: String, _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ area: AddressMap.Area
  ) -> String {
    """
    <rect class="\(style)" x="\(Self.text(x))" y="\(Self.text(y))" width="\(Self.text(width))" \
    height="\(Self.text(height))"><title>\(MarkupText.escaped(Self.caption(area)))</title></rect>

    """
  }

  private func red(_ overlap: AddressRange) -> String {
    let (top, bottom) = scale.span(overlap)
    return """
      <rect class="overlap" x="\(Self.text(Self.column.left))" y="\(Self.text(top))" \
      width="\(Self.text(Self.column.width))" height="\(Self.text(bottom - top))"/>

      """
  }

  /// Zigzags across the pieces that are drawn shorter than their size calls for.
  private var breaks: String {
    scale.pieces.filter(\.isBroken).map { piece in
      let y = piece.top + piece.height / 2
      let left = Self.column.left - 16
      let right = Self.column.left + Self.column.width + 16
      var path = "M\(Self.text(left)) \(Self.text(y))"
      var x = left
      var isUp = true
      while x < right {
        x += 12
        path += " L\(Self.text(x)) \(Self.text(y + (isUp ? -4 : 4)))"
        isUp.toggle()
      }
      return "<path class=\"break\" d=\"\(path)\"/><path class=\"thin\" d=\"\(path)\"/>\n"
    }.joined()
  }

  /// Addresses beside the column, where there is room for them.
  private var edges: String {
    let digits = max(8, String(map.areas.map(\.range.last).max() ?? 0, radix: 16).count)
    var text = ""
    var last = -100.0
    for piece in scale.pieces where piece.top - last >= 13 {
      last = piece.top
      text += """
        <text class="quiet" x="\(Self.text(Self.column.left - 22))" y="\(Self.text(piece.top + 4))" \
        text-anchor="end">\(PrintableText.hex(piece.range.start, digits: digits))</text>

        """
    }
    return text
  }

  /// Returns the captions beside the column, pushed down where there is no room, and where the last one is.
  private func names(_ claims: [AddressMap.Area]) -> (String, bottom: Double) {
    let right = Self.column.left + Self.column.width
    var entries: [(place: Double, caption: String, isBad: Bool)] = []
    for claim in claims {
      let (top, end) = scale.span(claim.range)
      entries.append(((top + end) / 2, Self.caption(claim), false))
    }
    for overlap in map.overlaps {
      let (top, end) = scale.span(overlap)
      entries.append(((top + end) / 2, "overlap, " + SizeText.short(overlap.size), true))
    }
    for area in map.areas where area.kind == .memory {
      entries.append((scale.span(area.range).top, Self.caption(area), false))
    }
    entries.sort { $0.place < $1.place }
    var bottom = Self.top - MapScale.line
    var text = ""
    for (middle, caption, isBad) in entries {
      bottom = max(middle, bottom + 15)
      text += """
        <path class="thin" d="M\(Self.text(right + 8)) \(Self.text(middle)) L\(Self.text(Self.labels - 6)) \(Self.text(bottom))"/>\
        <text\(isBad ? " class=\"bad\"" : "") x="\(Self.text(Self.labels))" y="\(Self.text(bottom + 4))">\(MarkupText.escaped(caption))</text>

        """
    }
    return (text, bottom)
  }

  private static func caption(_ area: AddressMap.Area) -> String {
    "\(MapWords.describe(area)), \(SizeText.short(area.range.size))"
  }

  /// Assigns each range a column so that none covers another. Returns the column's index, and the number
  /// of columns in the range's group.
  private static func lanes(_ ranges: [AddressRange]) -> [(index: Int, count: Int)] {
    var ends: [UInt64?] = []
    var lanes: [Int] = []
    var groups: [Int] = []
    var group = 0
    var reach: UInt64?
    for range in ranges {
      // A range that no earlier one reaches starts a group, which has the full width to itself.
      if let reached = reach, range.start > reached {
        group += 1
        ends = []
      }
      reach = max(reach ?? 0, range.last)
      let lane = ends.firstIndex { $0.map { $0 < range.start } ?? true } ?? ends.count
      if lane == ends.count { ends.append(range.last) } else { ends[lane] = range.last }
      lanes.append(lane)
      groups.append(group)
    }
    // The number of columns of each group.
    var counts = [Int](repeating: 1, count: group + 1)
    for (lane, group) in zip(lanes, groups) { counts[group] = max(counts[group], lane + 1) }
    return zip(lanes, groups).map { lane, group in (lane, counts[group]) }
  }

  /// Returns a coordinate as SVG writes it, rounded to a tenth.
  private static func text(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }
}
