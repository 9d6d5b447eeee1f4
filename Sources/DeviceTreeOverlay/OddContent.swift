public import DeviceTree
import DeviceTreeBindings
public import SourceText

/// Something in a fragment that a merge carries out to the letter, though it can hardly be meant like that.
public struct OddContent: Equatable, Sendable {
  /// What is odd.
  public enum Kind: Equatable, Sendable {
    /// A node `__overlay__` within the content of a fragment: a merge adds it to the base by this name.
    case nestedOverlay
    /// A `status` with this text, which is none of the Devicetree Specification's: it disables the node.
    case status(String)
  }

  /// What is odd.
  public let kind: Kind
  /// The path, in the overlay, of the node that contains it.
  public let path: String
  /// Where it was written, if the overlay comes from a source.
  public let origin: Origin

  /// Returns what is odd in the fragments of an overlay, in order, the first 20 if there is more.
  public static func all(in overlay: DeviceTree) -> [OddContent] {
    var found: [OddContent] = []
    let status = overlay.names.find("status")
    overlay.forEachChild(of: .root) { fragment, _ in
      overlay.forEachChild(of: fragment) { content, name in
        guard overlay.names.withBytes(of: name, FragmentNames.isContent) else { return }
        var next: NodeID? = content
        while let node = next, found.count < mostReported {
          if let property = status.flatMap({ overlay.property(of: node, named: $0) }),
            let text = oddStatus(overlay.bytes(of: overlay.value(of: property)))
          {
            found.append(
              OddContent(
                kind: .status(text), path: overlay.path(of: node), origin: overlay.extent(of: property).place)
            )
          }
          if node != content, let parent = overlay.parent(of: node),
            overlay.names.withBytes(of: overlay.name(of: node), FragmentNames.isContent)
          {
            found.append(
              OddContent(
                kind: .nestedOverlay, path: overlay.path(of: parent), origin: overlay.extent(of: node).place))
          }
          next = overlay.nodeAfter(node, within: content)
        }
      }
    }
    return found
  }

  /// A fault that is made everywhere does not fill the screen.
  private static let mostReported = 20

  /// Returns the text of a status that is odd; nil if it is not.
  private static func oddStatus(_ value: ArraySlice<UInt8>) -> String? {
    isOdd(status: value.span) ? PrintableText.name(value.dropLast()) : nil
  }

  /// Whether a status neither enables a node nor says that it is to be disabled; false also if it is no string,
  /// which is another fault.
  static func isOdd(status value: Span<UInt8>) -> Bool {
    let end = value.firstNUL(from: 0)
    guard end > 0, end == value.count - 1 else { return false }
    let text = value.extracting(0..<end)
    // Boards have `disable` as well, and reasons after `fail`.
    return !NodeStatus.isOkay(text) && !text.begins(as: "disable") && !text.begins(as: "fail")
      && !text.equals(text: "reserved")
  }
}
