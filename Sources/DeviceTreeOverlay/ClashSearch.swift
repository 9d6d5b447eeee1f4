/// Comparing what overlays wrote.
struct ClashSearch {
  /// What was found, by the first and then the second overlay.
  private(set) var clashes: [OverlayConflicts.Clash] = []

  private struct Place: Hashable {
    let path: String
    let property: String

    /// Whether it is a node's phandle, which is a name rather than a fact.
    var isPhandle: Bool { OverlayExplanation.isPhandle(property) }
  }

  /// What an overlay wants to be there in the end, and what it needs for that.
  private struct Intent {
    /// The properties that it writes, in order.
    private(set) var places: [Place] = []
    /// What each of them is in the end: it may write one more than once.
    private(set) var values: [Place: OverlayExplanation.Value] = [:]
    /// The labels that it exports, in order.
    private(set) var labels: [String] = []
    /// Which node each of them means in the end.
    private(set) var exports: [String: String] = [:]
    /// Those of them that nobody can refer to.
    private(set) var spoiled: Set<String> = []
    /// The labels that it refers to, in order.
    let needs: [String]
    /// The paths of the nodes that it refers to or writes to, and of all above them.
    private var reached: Set<String> = []

    init(_ explanation: OverlayExplanation) {
      for write in explanation.fragments.lazy.flatMap(\.writes) {
        let place = Place(path: write.path, property: write.property)
        if values.updateValue(write.new, forKey: place) == nil { places.append(place) }
      }
      for label in explanation.labels {
        if exports.updateValue(label.path, forKey: label.name) == nil { labels.append(label.name) }
        if label.isUsable { spoiled.remove(label.name) } else { spoiled.insert(label.name) }
      }
      var known: Set<String> = []
      needs = explanation.needs.map(\.name).filter { known.insert($0).inserted }
      for fragment in explanation.fragments {
        if let path = fragment.path { reach(path) }
        for node in fragment.addedNodes { reach(node) }
        for write in fragment.writes { reach(write.path) }
      }
      for need in explanation.needs {
        if case .node(let path) = need.meaning { reach(path) }
      }
    }

    private mutating func reach(_ path: String) {
      var path = path[...]
      while reached.insert(String(path)).inserted, let slash = path.lastIndex(of: "/") {
        path = path[..<slash]
      }
    }

    /// Whether it needs the node at a path or something below it. One that sets the node's status as well
    /// is another matter: either both want the same, or the values differ.
    func uses(_ path: String) -> Bool {
      reached.contains(path) && values[Place(path: path, property: "status")] == nil
    }
  }

  /// Compares overlays, told by their numbers; nil is one that was not applied. The order in which the others
  /// were, and which labels they need of one another, is known.
  init(_ explanations: [OverlayExplanation?], _ conflicts: OverlayConflicts) {
    let intents = explanations.map { $0.map { Intent($0) } }
    compareWrites(intents)
    compareLabels(intents)
    findTaken(intents, Self.labelsOfBase(explanations, conflicts.order), conflicts.orders)
    findDisabled(intents)
    // What was found first stays first within a pair.
    clashes = clashes.enumerated().sorted {
      ($0.element.first, $0.element.second, $0.offset) < ($1.element.first, $1.element.second, $1.offset)
    }.map(\.element)
  }

  private mutating func compareWrites(_ intents: [Intent?]) {
    var places: [Place] = []
    var writers: [Place: [(overlay: Int, value: OverlayExplanation.Value)]] = [:]
    for (index, intent) in intents.enumerated() {
      guard let intent else { continue }
      for place in intent.places where !place.isPhandle {
        guard let value = intent.values[place] else { continue }
        if writers[place] == nil { places.append(place) }
        writers[place, default: []].append((index, value))
      }
    }
    for place in places {
      let writers = writers[place] ?? []
      for (number, second) in writers.enumerated() {
        for first in writers[..<number] where first.value.bytes != second.value.bytes {
          add(
            first.overlay, second.overlay,
            .property(path: place.path, name: place.property, first: first.value, second: second.value))
        }
      }
    }
  }

  private mutating func compareLabels(_ intents: [Intent?]) {
    var exporters: [String: [(overlay: Int, path: String)]] = [:]
    for (index, intent) in intents.enumerated() {
      for label in intent?.labels ?? [] {
        guard let path = intent?.exports[label] else { continue }
        for other in exporters[label] ?? [] where other.path != path {
          add(other.overlay, index, .label(label, first: other.path, second: path))
        }
        exporters[label, default: []].append((index, path))
      }
    }
  }

  /// By label that overlays export: the node that it means in the base, which is what the first of them replaced.
  private static func labelsOfBase(
    _ explanations: [OverlayExplanation?], _ order: [Int]
  ) -> [String: String] {
    var known: Set<String> = []
    var paths: [String: String] = [:]
    for label in order.lazy.flatMap({ explanations[$0]?.labels ?? [] })
    where known.insert(label.name).inserted {
      paths[label.name] = label.replacedPath
    }
    return paths
  }

  /// What an overlay refers to by a label of the base is another node behind one that takes the label over.
  private mutating func findTaken(
    _ intents: [Intent?], _ base: [String: String], _ orders: [OverlayConflicts.Order]
  ) {
    if base.isEmpty { return }
    var exporters: [String: [(overlay: Int, path: String)]] = [:]
    for (index, intent) in intents.enumerated() {
      for label in intent?.labels ?? [] {
        // Behind what cannot be referred to nobody can come who needs it.
        if let old = base[label], let path = intent?.exports[label], path != old,
          intent?.spoiled.contains(label) != true
        {
          exporters[label, default: []].append((index, path))
        }
      }
    }
    // Where the base's node cannot be referred to, the other overlay is needed.
    var ordered: [Int: Set<String>] = [:]
    for case (let user, .label(let label)) in orders.lazy.map({ ($0.after, $0.reason) }) {
      ordered[user, default: []].insert(label)
    }
    for (user, intent) in intents.enumerated() {
      for label in intent?.needs ?? [] where ordered[user]?.contains(label) != true {
        guard let old = base[label] else { continue }
        for taker in exporters[label] ?? [] where taker.overlay != user {
          add(
            min(user, taker.overlay), max(user, taker.overlay),
            .takenLabel(label, user: user, base: old, taken: taker.path))
        }
      }
    }
  }

  private mutating func findDisabled(_ intents: [Intent?]) {
    for (disabler, intent) in intents.enumerated() {
      for place in intent?.places ?? [] where place.property == "status" {
        guard let status = intent?.values[place], !Self.isOkay(status) else { continue }
        for (user, other) in intents.enumerated() where user != disabler {
          guard let other, other.uses(place.path) else { continue }
          add(
            min(user, disabler), max(user, disabler),
            .disabledNode(path: place.path, status: status, by: disabler))
        }
      }
    }
  }

  /// Whether a node with this status is used (Devicetree Specification 2.3.4).
  private static func isOkay(_ status: OverlayExplanation.Value) -> Bool {
    let text = status.bytes.prefix { $0 != 0 }
    return text.elementsEqual("okay".utf8) || text.elementsEqual("ok".utf8)
  }

  private mutating func add(_ a: Int, _ b: Int, _ subject: OverlayConflicts.Subject) {
    // Overlays are compared by their number, so `a` is the smaller one.
    clashes.append(.init(first: a, second: b, subject: subject))
  }
}
