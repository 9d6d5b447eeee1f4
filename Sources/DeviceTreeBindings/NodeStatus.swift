import SourceText

/// What a node's `status` says (Devicetree Specification 2.3.4).
public enum NodeStatus {
  /// Whether a value says that the node is in use: `okay`, or `ok`, as in old sources.
  public static func isOkay(_ value: Span<UInt8>) -> Bool {
    let text = value.extracting(0..<value.firstNUL(from: 0))
    return text.equals(text: "okay") || text.equals(text: "ok")
  }

  /// The same for a value that is part of an array.
  public static func isOkay(_ value: ArraySlice<UInt8>) -> Bool { isOkay(value.span) }
}
