import DeviceTreeBindings

/// What in an overlay is no fragment, by the same rules as for other trees.
extension TreeIndex: FragmentTree {
  func withName(of node: Int, _ body: (Span<UInt8>) -> Bool) -> Bool {
    let bytes = bytes
    return body(bytes.span.extracting(name(of: node)))
  }
}
