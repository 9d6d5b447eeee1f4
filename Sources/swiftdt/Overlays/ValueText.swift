import DeviceTree
import DeviceTreeOverlay

/// A property's value as a source would write it, on one line.
enum ValueText {
  /// The value; long ones are cut, unless `isWhole`.
  static func text(_ value: OverlayExplanation.Value, isWhole: Bool = false) -> String {
    let bytes = value.bytes
    if bytes.isEmpty { return "(empty)" }
    let limit = isWhole ? Int.max : 48
    if value.type == nil || value.type == .string, let strings = strings(bytes) {
      let text = strings.map { "\"\($0)\"" }.joined(separator: ", ")
      return text.count <= limit ? text : text.prefix(limit) + "… (\(bytes.count) bytes)"
    }
    let isCells = value.type == nil || value.type == .uint32 || value.type == .string
    let width = isCells && bytes.count % 4 == 0 ? 4 : 1
    let shown = min(bytes.count, isWhole ? Int.max : width == 4 ? 32 : 16)
    let parts = stride(from: 0, to: shown, by: width).map { start in
      width == 4
        ? "0x" + String(bytes[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }, radix: 16)
        : (bytes[start] < 16 ? "0" : "") + String(bytes[start], radix: 16)
    }
    let list = parts.joined(separator: " ") + (shown < bytes.count ? " … (\(bytes.count) bytes)" : "")
    return width == 4 ? "<\(list)>" : "[\(list)]"
  }

  /// The strings that a value is made of, if it can be some: dtc's rule.
  private static func strings(_ bytes: [UInt8]) -> [String]? {
    guard bytes.last == 0, bytes.first != 0 else { return nil }
    let parts = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x20...0x7E).contains($0) } }) else {
      return nil
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }
}
