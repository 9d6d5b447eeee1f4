import DeviceTree
import DeviceTreeBlob
import SourceText

extension OverlayTarget {
  /// Fills in the targets, among the nodes of an overlay that does not apply, that are also the base's: if
  /// one has a phandle there, it keeps it, so that fragments before the one that it is in find it as well.
  mutating func findKeptTargets(
    of explanation: inout OverlayExplanation, _ own: OwnTargets, _ input: inout OverlayInput
  ) {
    // By fragment: whether its target is known when phandles are compared, which goes from first to last.
    var isKnown = explanation.fragments.map { $0.path != nil }
    let targets = input.fragments.indices.map { own.node(targetedBy: input.fragments[$0], &input) }
    for (number, target) in targets.enumerated() where target != nil { isKnown[number] = false }
    for isFirst in [true, false] {
      for (number, target) in targets.enumerated() where number < explanation.fragments.count {
        guard let target, let other = own.fragmentNumber(of: target, input), isKnown[other],
          !isFirst || other < number,
          let path = own.path(of: target, input, in: explanation.fragments),
          let node = try? children.node(atPath: Array(path.utf8).span, in: &blob.tree),
          blob.tree.phandle(of: node) != 0
        else { continue }
        explanation.fragments[number].path = blob.tree.path(of: node)
        explanation.fragments[number].target = .phandle(blob.tree.phandle(of: node))
        if isFirst { isKnown[number] = true }
      }
    }
  }

  /// Fills in the targets that earlier fragments of an overlay that does not apply would have added: they are
  /// not what is wrong with it.
  func findMadeTargets(
    of explanation: inout OverlayExplanation, _ own: OwnTargets, _ input: inout OverlayInput
  ) {
    guard explanation.fragments.contains(where: { $0.path == nil && $0.target.path != nil }) else { return }
    var places = MergedPlaces(in: self)
    // Where a node goes, by node of the overlay.
    var made = PlainArray<NodePlace?>(repeating: nil, count: input.tree.nodeCapacity)
    // The path of an added node, by its number.
    var paths: [Int: String] = [:]
    for (number, fragment) in input.fragments.enumerated() where number < explanation.fragments.count {
      let known = explanation.fragments[number].path
      let text = known ?? explanation.fragments[number].target.path
      let place =
        text.map { places.place(atPath: Array($0.utf8)) }
        ?? own.node(targetedBy: fragment, &input).flatMap { made[$0.index] }
      guard let top = place, places.added.isMade(top) else { continue }
      switch top {
      case .added(let node) where known == nil: explanation.fragments[number].path = paths[node]
      case .base(let node) where text == nil: explanation.fragments[number].path = blob.tree.path(of: node)
      default: break
      }
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
