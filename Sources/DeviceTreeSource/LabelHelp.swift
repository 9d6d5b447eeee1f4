import DeviceTree
import Preprocessor
import SourceText

/// What became of the node that had an unknown label, and "did you mean".
enum LabelHelp {
  /// The number of errors that get such help: a source can have thousands of them, and each would
  /// take a search through all of its labels.
  static let most = 20

  /// Returns where the node that had the label was deleted.
  static func deletion(
    ofNodeLabelled label: Symbol, in tree: DeviceTree, _ preprocessor: Preprocessor
  ) -> Diagnostic.Note? {
    guard let extent = tree.deletion(ofNodeLabelled: label), extent.place != .none else { return nil }
    return .init(
      "the node with this label is deleted here", at: preprocessor.place(of: extent.place, count: 1).span)
  }

  static func nearest(
    to label: Symbol, in tree: DeviceTree, _ preprocessor: Preprocessor
  ) -> Diagnostic.Note? {
    let names = preprocessor.names
    let text = names.string(label)
    if text.contains("/") {
      return tree.nearestPath(to: text, names: names).map { .init("did you mean '\($0)'?") }
    }
    var owners: [Symbol: NodeID] = [:]
    var labels: [Symbol] = []
    for node in tree.nodes() {
      for label in tree.labels(of: node) where owners.updateValue(node, forKey: label) == nil {
        labels.append(label)
      }
    }
    let nearest = names.withBytes(of: label) {
      NearestNames.nearest(to: $0, among: labels, in: names, count: 1)
    }
    guard let found = nearest.first, let node = owners[found] else { return nil }
    let start = tree.extent(of: node).place
    return .init(
      "did you mean '\(names.string(found))'?",
      at: start == .none ? nil : preprocessor.place(of: start, count: 1).span)
  }
}
