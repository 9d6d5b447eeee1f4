/// What a node's `status` says (Devicetree Specification 2.3.4).
public enum NodeStatus {
  /// Whether a value says that the node is in use: `okay`, or `ok`, as in old sources.
  public static func isOkay(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.prefix { $0 != 0 }
    return text.elementsEqual("okay".utf8) || text.elementsEqual("ok".utf8)
  }
}
