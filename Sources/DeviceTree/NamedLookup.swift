import SourceText

/// A tree in which nodes and properties can be looked up by name, however it is kept.
public protocol NamedLookup {
  /// What stands for a node.
  associatedtype NodeHandle

  /// The root.
  var rootNode: NodeHandle { get }

  /// Returns the child of this name.
  func child(of node: NodeHandle, named name: String) -> NodeHandle?

  /// Whether a node has a property of this name.
  func has(_ name: String, _ node: NodeHandle) -> Bool

  /// Returns the first child of a node for which `body` returns true.
  func firstChild(of node: NodeHandle, where body: (NodeHandle) -> Bool) -> NodeHandle?
}

extension NamedLookup {
  /// Calls `body` with each child of a node, in order.
  public func forEachChild(of node: NodeHandle, _ body: (NodeHandle) -> Void) {
    _ = firstChild(of: node) { child in
      body(child)
      return false
    }
  }
}

/// U-Boot's FIT images, which have the format of a device tree.
extension NamedLookup {
  /// Whether it is a FIT image and describes no board.
  public var isFITImage: Bool {
    let root = rootNode
    guard child(of: root, named: "images") != nil, !has("compatible", root), !has("model", root) else {
      return false
    }
    // A boot script has no configurations, but U-Boot wants a description (fit_check_format).
    return child(of: root, named: "configurations") != nil || has("description", root)
  }

  /// Whether the images of a FIT image have their data after the blob, as `mkimage -E` writes them.
  public var hasExternalData: Bool {
    guard let images = child(of: rootNode, named: "images") else { return false }
    return firstChild(of: images) { has("data-offset", $0) || has("data-position", $0) } != nil
  }
}

extension DeviceTree: NamedLookup {
  /// The root.
  public var rootNode: NodeID { .root }

  /// Returns the child of this name.
  public func child(of node: NodeID, named name: String) -> NodeID? {
    names.find(name).flatMap { child(of: node, named: $0) }
  }

  /// Whether a node has a property of this name.
  public func has(_ name: String, _ node: NodeID) -> Bool { property(of: node, named: name) != nil }

  /// Returns the first child of a node for which `body` returns true.
  public func firstChild(of node: NodeID, where body: (NodeID) -> Bool) -> NodeID? {
    children(of: node).first(where: body)
  }
}
