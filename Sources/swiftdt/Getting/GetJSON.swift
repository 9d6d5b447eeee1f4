import DeviceTree
import DeviceTreeBindings
import SourceText

/// A node, or some of its properties, as JSON.
struct GetJSON: Encodable {
  let path: String
  let labels: [String]
  let properties: [String: Property]?
  /// The names of the subnodes.
  let nodes: [String]?

  /// A property's value.
  struct Property: Encodable {
    /// `empty`, `string`, `cells`, `bytes`, `u16`, `u64` or `mixed`; `requested` with `--type`.
    let type: String
    let value: [Element]
    /// The value in source notation.
    let text: String

    init(_ value: TypedValue, text: String, _ tree: DeviceTree, typed: [String]?) {
      self.text = text
      if let typed {
        type = "requested"
        self.value = typed.map { Element.string($0) }
        return
      }
      self.value = value.elements.flatMap { Element.elements(of: $0, tree) }
      switch value.kind {
      case .string: type = "string"
      case .uint8: type = "bytes"
      case .uint16: type = "u16"
      case .uint32: type = "cells"
      case .uint64: type = "u64"
      default: type = value.elements.isEmpty ? "empty" : "mixed"
      }
    }
  }

  /// An element of a value: a string, a number, or the node that a phandle refers to.
  enum Element: Encodable {
    case string(String)
    case number(UInt64)
    case node(path: String, label: String?, phandle: UInt32)

    private enum Key: String, CodingKey {
      case node, label, phandle
    }

    static func elements(of element: ValueElement, _ tree: DeviceTree) -> [Element] {
      switch element {
      case .string(let bytes): [.string(String(decoding: bytes, as: UTF8.self))]
      case .cell(let cell): [.number(UInt64(cell))]
      case .half(let number): [.number(UInt64(number))]
      case .long(let number): [.number(number)]
      case .bytes(let bytes): bytes.map { .number(UInt64($0)) }
      case .reference(let reference):
        switch reference.target {
        case .node(let node):
          [
            .node(
              path: tree.path(of: node),
              label: tree.firstLabel(of: node).map { tree.names.string(tree.name(of: $0)) },
              phandle: reference.phandle)
          ]
        case .label(let label):
          [.node(path: "", label: tree.names.string(label), phandle: reference.phandle)]
        case .nothing: [.number(UInt64(reference.phandle))]
        }
      }
    }

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .string(let text):
        var container = encoder.singleValueContainer()
        try container.encode(text)
      case .number(let number):
        var container = encoder.singleValueContainer()
        try container.encode(number)
      case .node(let path, let label, let phandle):
        var container = encoder.container(keyedBy: Key.self)
        if !path.isEmpty { try container.encode(path, forKey: .node) }
        try container.encodeIfPresent(label, forKey: .label)
        try container.encode(phandle, forKey: .phandle)
      }
    }
  }
}
