import DeviceTree
import Preprocessor
import SourceText

/// "Did you mean", for a label that no node has.
enum LabelHelp {
  static func nearest(
    to label: Symbol, in tree: DeviceTree, _ preprocessor: Preprocessor
  ) -> Diagnostic.Note? {
    let names = preprocessor.names
    var nearest = NearestNames(to: names.array(label), most: 1)
    var next: NodeID? = .root
    while let node = next {
      for label in tree.labels(of: node) {
        nearest.offer(names.array(label), tag: Int(node.rawValue))
      }
      next = tree.nodeAfter(node)
    }
    guard let found = nearest.found.first else { return nil }
    let start = tree.extent(of: NodeID(rawValue: UInt32(found.tag))).start
    guard start != .none else { return .init("did you mean '\(found.name)'?") }
    return .init(
      "did you mean '\(found.name)'?", at: preprocessor.place(of: start, count: 1).span)
  }
}
