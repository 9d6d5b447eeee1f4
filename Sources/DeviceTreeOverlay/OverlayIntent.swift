import DeviceTree

/// The result that an overlay wants, and what it needs for that, regardless of what others did before it.
struct OverlayIntent {
  /// A property of a node.
  struct Place: Hashable {
    let path: String
    let property: String

    static func status(of path: String) -> Place { Place(path: path, property: "status") }

    /// Whether it is a node's phandle, which identifies the node and does not describe it.
    var isPhandle: Bool { PhandleNames.contains(property) }
  }

  /// A label of the base, or of another overlay.
  struct Need {
    let label: String
    /// The node that it means.
    let path: String?
    /// The nodes with values that refer to it.
    let users: [String]
    /// Whether it would make a difference if it meant another node.
    let matters: Bool
  }

  /// The properties that it writes, in order.
  private(set) var places: [Place] = []
  /// The final value of each of them: an overlay may write one more than once.
  private(set) var values: [Place: OverlayExplanation.Value] = [:]
  /// The nodes that it has below its targets, including those that existed before.
  private(set) var nodes: [String] = []
  /// The labels that it exports, in order.
  private(set) var labels: [String] = []
  /// The node that each of them means in the end, by path.
  private(set) var exports: [String: String] = [:]
  /// Those of them that cannot be referred to.
  private(set) var spoiled: Set<String> = []
  /// The labels that it refers to, in order.
  private(set) var needs: [Need] = []

  /// Creates the intent of an overlay that was applied; `nodes` are the paths of the outline's nodes,
  /// fragment by fragment.
  init(_ explanation: OverlayExplanation, _ outline: OverlayOutline, nodes: [[String]]) {
    for write in explanation.fragments.lazy.flatMap(\.writes) {
      let place = Place(path: write.path, property: write.property)
      if values.updateValue(write.new, forKey: place) == nil { places.append(place) }
    }
    for label in explanation.labels {
      if exports.updateValue(label.path, forKey: label.name) == nil { labels.append(label.name) }
      if label.isUsable { spoiled.remove(label.name) } else { spoiled.insert(label.name) }
    }
    self.nodes = nodes.flatMap { $0 }
    let tops = explanation.fragments.map(\.path)
    var targeted: Set<String> = []
    for (number, fragment) in explanation.fragments.enumerated() {
      guard case .label(let label) = fragment.target else { continue }
      if !fragment.writes.isEmpty || !nodes[number].isEmpty
        || outline.exports.contains(where: { $0.place.fragment == number })
      {
        targeted.insert(label)
      }
    }
    let users = Dictionary(outline.needs.map { ($0.label, $0.users) }) { first, _ in first }
    var known: Set<String> = []
    for need in explanation.needs where known.insert(need.name).inserted {
      let users = (users[need.name] ?? []).compactMap { user in
        tops[user.fragment].map { Self.path(user.way, below: $0) }
      }
      needs.append(
        Need(
          label: need.name, path: need.meaning.path, users: users,
          matters: !users.isEmpty || targeted.contains(need.name)))
    }
  }

  private static func path(_ way: [UInt8], below top: String) -> String {
    if way.isEmpty { return top }
    return (top == "/" ? "" : top) + "/" + String(decoding: way, as: UTF8.self)
  }
}

extension OverlayExplanation.Meaning {
  /// The path of the node, if there is one.
  fileprivate var path: String? { if case .node(let path) = self { path } else { nil } }
}
