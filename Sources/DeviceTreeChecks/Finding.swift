public import DeviceTree
import SourceText

/// Something that a check found.
public struct Finding: Sendable, Equatable {
  /// The check that found it.
  public let check: CheckID
  /// Whether it is an error rather than a warning.
  public let isError: Bool
  /// The node that it concerns; nil if it concerns the checks themselves.
  public let node: NodeID?
  /// The property that it concerns, which may belong to another node than `node`.
  public let property: PropertyID?
  /// What was found, as bytes, since it quotes names and values.
  public let message: [UInt8]

  /// What was found, as text for display.
  public var text: String { String(decoding: message, as: UTF8.self) }
}

/// A part of a message: what it quotes is formatted only once the message is known to be wanted.
enum Piece: ExpressibleByStringLiteral {
  case text(String)
  case number(Int)
  case hex(UInt64)
  case name(Symbol)
  case path(NodeID)
  case byte(UInt8)
  /// A value as a C string: up to its first zero byte.
  case string(PropertyValue)

  init(stringLiteral value: String) { self = .text(value) }

  func append(to message: inout [UInt8], of tree: DeviceTree) {
    switch self {
    case .text(let text): message.append(contentsOf: text.utf8)
    case .number(let number): message.append(contentsOf: String(number).utf8)
    case .hex(let number): message.append(contentsOf: String(number, radix: 16).utf8)
    case .name(let name): tree.names.append(name, to: &message)
    case .path(let node): message.append(contentsOf: tree.joinedPathBytes(of: node))
    case .byte(let byte): message.append(byte)
    case .string(let value): message.append(contentsOf: tree.bytes(of: value).prefix { $0 != 0 })
    }
  }
}
