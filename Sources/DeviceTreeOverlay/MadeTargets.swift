import DeviceTree
import SourceText

extension OverlayTarget {
  /// Fills in the targets that earlier fragments of an overlay that does not apply would have added: they are
  /// not what is wrong with it.
  func findMadeTargets(of explanation: inout OverlayExplanation, _ input: OverlayInput) {
    guard explanation.fragments.contains(where: { $0.path == nil && $0.target.path != nil }) else { return }
    var places = MergedPlaces(in: self)
    // Where a node goes, by node of the overlay.
    var made = PlainArray<NodePlace?>(repeating: nil, count: input.tree.nodeCapacity)
    // The path of an added node, by its number.
    var paths: [Int: String] = [:]
    for (number, fragment) in input.fragments.enumerated() where number < explanation.fragments.count {
      let known = explanation.fragments[number].path
      guard let text = known ?? explanation.fragments[number].target.path,
        let top = places.place(atPath: Array(text.utf8)), places.added.isMade(top)
      else { continue }
      if known == nil, case .added(let node) = top { explanation.fragments[number].path = paths[node] }
      guard let path = explanation.fragments[number].path else { continue }
      made[fragment.content.index] = top
      let length = input.tree.pathBytes(of: fragment.content).count
      var next = input.tree.nodeAfter(fragment.content, within: fragment.content)
      while let node = next {
        next = input.tree.nodeAfter(node, within: fragment.content)
        guard let above = input.tree.parent(of: node).flatMap({ made[$0.index] }) else { continue }
        let place = places.make(
          input.tree.names.array(input.tree.name(of: node)), below: above, by: 0, in: number)
        made[node.index] = place
        guard case .added(let added) = place, paths[added] == nil else { continue }
        let way = input.tree.pathBytes(of: node).dropFirst(length)
        paths[added] = (path == "/" ? "" : path) + String(decoding: way, as: UTF8.self)
      }
    }
  }
}

extension OverlayExplanation.Target {
  /// The path, if the target is given by one.
  fileprivate var path: String? { if case .path(let path) = self { path } else { nil } }
}
