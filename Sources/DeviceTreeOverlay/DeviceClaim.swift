import DeviceTree
import DeviceTreeBindings
import SourceText

/// A property of a device with which it asks for something that only one device can have.
struct DeviceClaim: Hashable {
  let node: NodeID
  let property: Symbol
}

extension DeviceTree {
  /// Calls `body` with each node that is in use: neither it nor a node above it has another status.
  func forEachEnabledNode(_ body: (NodeID) -> Void) {
    var next: NodeID? = .root
    while let node = next {
      if let status = property(of: node, named: "status"),
        !NodeStatus.isOkay(bytes(of: value(of: status)))
      {
        next = nodeAfterSubtree(of: node)
        continue
      }
      body(node)
      next = nodeAfter(node)
    }
  }
}
