import DeviceTree
import DeviceTreeBindings
import SourceText

/// Properties as JSON: an object with a value's `text` in source notation, its `type` (`empty`, `string`,
/// `cells`, `bytes`, `u16`, `u64` or `mixed`; `requested` with `--type`) and its elements as `value`.
extension JSONWriter {
  /// Writes a value, or its elements as requested.
  mutating func value(_ value: TypedValue, text: String, _ tree: DeviceTree, typed: [String]?) {
    open(.object)
    key("text")
    string(text)
    key("type")
    if let typed {
      string("requested")
      key("value")
      array(typed)
    } else {
      switch value.kind {
      case .string: string("string")
      case .uint8: string("bytes")
      case .uint16: string("u16")
      case .uint32: string("cells")
      case .uint64: string("u64")
      default: string(value.elements.isEmpty ? "empty" : "mixed")
      }
      key("value")
      open(.array)
      for element in value.elements { self.element(element, tree) }
      close(.array)
    }
    close(.object)
  }

  /// Writes a string, a number, or the node that a phandle refers to.
  private mutating func element(_ element: ValueElement, _ tree: DeviceTree) {
    switch element {
    case .string(let bytes): string(decoding: bytes)
    case .cell(let cell): number(UInt64(cell))
    case .half(let number): self.number(UInt64(number))
    case .long(let number): self.number(number)
    case .bytes(let bytes): for byte in bytes { number(UInt64(byte)) }
    case .reference(let reference): self.reference(reference, tree)
    }
  }

  private mutating func reference(_ reference: ValueReference, _ tree: DeviceTree) {
    if case .nothing = reference.target { return number(UInt64(reference.phandle)) }
    open(.object)
    switch reference.target {
    case .node(let node):
      if let label = tree.firstLabel(of: node) {
        key("label")
        string(tree.names.string(tree.name(of: label)))
      }
      key("node")
      string(tree.path(of: node))
    case .label(let label):
      key("label")
      string(tree.names.string(label))
    case .nothing: break
    }
    key("phandle")
    number(UInt64(reference.phandle))
    close(.object)
  }
}
