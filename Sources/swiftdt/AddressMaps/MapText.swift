import BlobChecks
import SourceText

/// An address map as text: an area a line, memory and what lies in it, free stretches and overlaps.
struct MapText {
  let map: AddressMap
  /// Whether overlaps are red.
  var isColoured = false

  /// The lines, ending in a newline.
  var text: String {
    if map.areas.isEmpty { return "no memory, and no reserved memory\n" }
    var rows: [Row] = []
    let memory = map.areas.filter { $0.kind == .memory }.map(\.range)
    let claims = map.areas.filter { $0.kind != .memory }
    for area in map.areas {
      rows.append(Row(area.range, depth(area, memory), MapWords.describe(area), order: 1))
    }
    for bank in map.areas where bank.kind == .memory {
      for free in Self.free(in: bank.range, besides: claims.map(\.range)) {
        rows.append(Row(free, 1, "free", order: 2))
      }
    }
    for overlap in map.overlaps { rows.append(Row(overlap, 1, "overlap", order: 3)) }
    for index in rows.indices where rows[index].depth == 0 { rows[index].order = 0 }
    rows.sort { ($0.range.start, $0.order, $1.range.last) < ($1.range.start, $1.order, $0.range.last) }
    return render(rows)
  }

  private struct Row {
    let range: AddressRange
    let depth: Int
    let text: String
    /// Which comes first of those that begin at one address.
    var order: Int

    init(_ range: AddressRange, _ depth: Int, _ text: String, order: Int) {
      self.range = range
      self.depth = depth
      self.text = text
      self.order = order
    }
  }

  private func depth(_ area: AddressMap.Area, _ memory: [AddressRange]) -> Int {
    area.kind != .memory && memory.contains { $0.start <= area.range.last && area.range.start <= $0.last }
      ? 1 : 0
  }

  private func render(_ rows: [Row]) -> String {
    let digits = rows.map { String($0.range.last, radix: 16).count }.max() ?? 8
    let sizes = rows.map { SizeText.short($0.range.size) }
    let width = sizes.map(\.count).max() ?? 0
    var text = ""
    for (row, size) in zip(rows, sizes) {
      let range =
        PrintableText.hex(row.range.start, digits: digits) + "-"
        + PrintableText.hex(row.range.last, digits: digits)
      let padding = String(repeating: " ", count: width - size.count)
      let line =
        (row.depth == 0 ? "" : "  ") + range + (row.depth == 0 ? "    " : "  ") + padding + size + "  "
        + row.text
      text += row.text == "overlap" && isColoured ? "\u{1B}[1;31m\(line)\u{1B}[0m\n" : line + "\n"
    }
    return text
  }

  /// The stretches of a range that nobody claims.
  static func free(in range: AddressRange, besides claims: [AddressRange]) -> [AddressRange] {
    var free: [AddressRange] = []
    var next = range.start
    for claim in claims.sorted(by: { $0.start < $1.start }) {
      guard claim.last >= next, claim.start <= range.last else { continue }
      if claim.start > next { free.append(AddressRange(start: next, last: claim.start - 1)) }
      if claim.last >= range.last { return free }
      next = claim.last + 1
    }
    free.append(AddressRange(start: next, last: range.last))
    return free
  }
}
