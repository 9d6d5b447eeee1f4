import DeviceTree
import DeviceTreeOverlay
import SourceText

/// A property's value as a source would write it, on one line.
///
/// It knows no more than the bytes and one type, since an overlay's values may be in no tree yet. For values of
/// a tree, whose references have names, there is `ValueNotation`.
enum ValueText {
  /// The value; long ones are cut, unless `isWhole`.
  static func text(_ value: OverlayExplanation.Value, isWhole: Bool = false) -> String {
    let bytes = value.bytes
    if bytes.isEmpty { return "(empty)" }
    let limit = isWhole ? Int.max : 48
    if value.type == nil || value.type == .string, FdtText.isStrings(bytes[...]) {
      let strings = bytes.split(separator: 0).map { "\"" + PrintableText.quoted($0) + "\"" }
      let text = strings.joined(separator: ", ")
      return text.count <= limit ? text : text.prefix(limit) + "… (\(bytes.count) bytes)"
    }
    let isCells = value.type == nil || value.type == .uint32 || value.type == .string
    let isWide = isCells && bytes.count % 4 == 0
    let shown = bytes.prefix(isWhole ? Int.max : isWide ? 32 : 16)
    let rest = shown.count < bytes.count ? " … (\(bytes.count) bytes)" : ""
    guard isWide else { return "[" + PrintableText.hexadecimal(shown, separator: " ") + rest + "]" }
    let cells = stride(from: 0, to: shown.count, by: 4).map { start in
      PrintableText.hex(shown[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
    return "<" + cells.joined(separator: " ") + rest + ">"
  }
}
