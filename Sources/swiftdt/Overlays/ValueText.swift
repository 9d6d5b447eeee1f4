import DeviceTree
import DeviceTreeBindings
import DeviceTreeOverlay
import SourceText

/// A property's value in source notation, on one line.
///
/// It relies only on the bytes, one type and the references to nodes, since an overlay's values may no longer
/// be in a tree. For values in a tree there is `ValueNotation`.
enum ValueText {
  /// Returns a property with its value; only its name if the value is empty.
  static func statement(_ property: String, _ value: OverlayExplanation.Value) -> String {
    value.bytes.isEmpty ? property : "\(property) = \(text(value, of: property))"
  }

  /// Returns the value of a property, truncated if it is long, unless `isWhole`.
  static func text(
    _ value: OverlayExplanation.Value, of property: String, isWhole: Bool = false
  ) -> String {
    let bytes = value.bytes
    let areCells =
      value.type == nil && bytes.count % 4 == 0 && PropertyShape.isOfCells(Array(property.utf8).span)
    if bytes.isEmpty { return "(empty)" }
    let limit = isWhole ? Int.max : 48
    if !areCells, value.references.isEmpty, value.type == nil || value.type == .string,
      PlainText.isStrings(bytes.span)
    {
      let strings = bytes.split(separator: 0).map { "\"" + PrintableText.quoted($0) + "\"" }
      let text = strings.joined(separator: ", ")
      return text.count <= limit ? text : text.prefix(limit) + "… (\(bytes.count) bytes)"
    }
    let isCells = value.type == nil || value.type == .uint32 || value.type == .string
    let isWide = isCells && bytes.count % 4 == 0
    let shown = bytes.prefix(isWhole ? Int.max : isWide ? 32 : 16)
    let rest = shown.count < bytes.count ? " … (\(bytes.count) bytes)" : ""
    guard isWide else { return "[" + PrintableText.hexadecimal(shown, separator: " ") + rest + "]" }
    let names = Dictionary(value.references.map { ($0.offset, $0.name) }) { first, _ in first }
    let cells = stride(from: 0, to: shown.count, by: 4).map { start in
      names[start] ?? PrintableText.hex(shown[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
    return "<" + cells.joined(separator: " ") + rest + ">"
  }
}
