import DeviceTree
import SourceText

/// Looks up nodes by their paths, one after another: what a path has in common with the previous one
/// is not looked up again. The paths of `/__symbols__` are in the order of the tree.
struct PathSearch: ~Copyable {
  /// A node on the last path, and how many bytes of the path lead to it.
  private struct Step: BitwiseCopyable {
    let node: NodeID
    let length: Int
  }

  private var path = UniqueArray<UInt8>()
  private var steps = UniqueArray<Step>()

  /// Creates a search without a previous path.
  init() {}

  /// Returns the node at a path, which ends at its end or at a NUL; nil if there is none.
  mutating func node(at wanted: Span<UInt8>, in tree: DeviceTree) -> NodeID? {
    let common = path.withBytes { $0.countOfSameBytes(as: wanted) }
    let end = wanted.firstNUL(from: common)
    let wanted = wanted.extracting(0..<end)
    // A step is kept if the paths are the same up to its end, and the new one has a component that
    // ends there, too.
    var kept = steps.count
    while kept > 0, !isStep(steps[kept - 1].length, on: wanted, common) { kept -= 1 }
    var node = kept > 0 ? steps[kept - 1].node : .root
    var position = kept > 0 ? steps[kept - 1].length : 0
    steps.resize(to: kept, Step(node: .root, length: 0))
    path.resize(to: common, 0)
    path.append(wanted.extracting(common..<end))
    while position < end {
      let stop = wanted.first(0x2F, from: position)
      if stop > position {
        guard let name = tree.names.find(wanted.extracting(position..<stop)),
          let child = tree.child(of: node, named: name)
        else { return nil }
        node = child
        steps.append(Step(node: child, length: stop))
      }
      position = stop + 1
    }
    return node
  }

  /// Whether dtc finds nothing at a path whatever the tree is: after slashes, it looks for a child with a name,
  /// and only one slash may follow the last. So `/` is not the root, which an empty path is.
  static func leadsNowhere(_ path: Span<UInt8>) -> Bool {
    let end = path.count
    guard end > 0, path[end - 1] == 0x2F else { return false }
    return end == 1 || path[end - 2] == 0x2F
  }

  private func isStep(_ length: Int, on wanted: Span<UInt8>, _ common: Int) -> Bool {
    length <= common && (length == wanted.count || wanted[length] == 0x2F)
  }
}
