import DeviceTree
import DeviceTreeBindings
import SourceText

/// Compares what overlays wrote.
struct ClashSearch {
  /// The clashes found, sorted by the first (the base comes before all) and then the second overlay.
  private(set) var clashes: [OverlayConflicts.Clash] = []

  private typealias Place = OverlayIntent.Place

  private let intents: [OverlayIntent?]
  private let ordering: OverlayOrdering
  private var inUse: NodesInUse

  /// Compares overlays; an intent is nil for one that was not applied. `conflicts` already has the order in
  /// which the others were applied, and what they need of one another.
  /// `end` is the base with all of them.
  init(
    _ intents: [OverlayIntent?], _ conflicts: OverlayConflicts, on base: OverlayTarget, end: OverlayTarget
  ) {
    self.intents = intents
    ordering = OverlayOrdering(count: intents.count, conflicts.orders)
    inUse = NodesInUse(intents, on: base.tree)
    compareWrites()
    compareLabels()
    findTaken(base.labels(intents), conflicts.orders)
    findDisabled()
    clashes += ClaimSearch(intents, on: base, end: end).clashes
    // Within a pair, the order of discovery is kept.
    clashes = clashes.enumerated().sorted {
      ($0.element.first ?? -1, $0.element.second, $0.offset)
        < ($1.element.first ?? -1, $1.element.second, $1.offset)
    }.map(\.element)
  }

  private mutating func compareWrites() {
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
      for (number, second) in writers.enumerated() where !inUse.isAdded(place.path, only: second.overlay) {
        for first in writers[..<number] where !Self.agree(first.value, second.value, at: place) {
          if inUse.isAdded(place.path, only: first.overlay) { continue }
          add(
            first.overlay, second.overlay,
            .property(path: place.path, name: place.property, first: first.value, second: second.value))
        }
      }
    }
  }

  /// Whether two values of a property mean the same: there are two words for a node that is in use.
  private static func agree(
    _ first: OverlayExplanation.Value, _ second: OverlayExplanation.Value, at place: Place
  ) -> Bool {
    first.bytes == second.bytes
      || place == .status(of: place.path) && NodeStatus.isOkay(first.bytes[...])
        && NodeStatus.isOkay(second.bytes[...])
  }

  private mutating func compareLabels() {
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

  /// Finds labels of the base that one overlay refers to and another one gives a different node: if that one
  /// is applied first, the reference goes to the wrong node.
  private mutating func findTaken(_ base: [String: String], _ orders: [OverlayConflicts.Order]) {
    if base.isEmpty { return }
    var exporters: [String: [(overlay: Int, path: String)]] = [:]
    for (index, intent) in intents.enumerated() {
      for label in intent?.labels ?? [] {
        // An overlay that needs a label does not apply after one that gives it a node that cannot be referred
        // to.
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
      for need in intent?.needs ?? [] where need.matters && ordered[user]?.contains(need.label) != true {
        guard let old = base[need.label] else { continue }
        for taker in exporters[need.label] ?? []
        where taker.overlay != user && !ordering.fixes(taker.overlay, user) {
          add(
            min(user, taker.overlay), max(user, taker.overlay),
            .takenLabel(need.label, user: user, base: old, taken: taker.path))
        }
      }
    }
  }

  private mutating func findDisabled() {
    var needed: [Set<String>]?
    for disabler in intents.indices {
      for (path, status) in inUse.disabled(by: disabler) where disables(path, disabler) {
        let all = needed ?? intents.indices.map { inUse.needed(by: $0) }
        needed = all
        for (user, intent) in intents.enumerated() where user != disabler && all[user].contains(path) {
          // If it sets the node's status as well, either both agree or the difference is reported as one of
          // values.
          if intent?.values[.status(of: path)] != nil { continue }
          add(
            min(user, disabler), max(user, disabler),
            .disabledNode(path: path, status: status, by: disabler))
        }
      }
    }
  }

  /// Whether it is this overlay that takes a node out of use: it would be in use otherwise, and no overlay
  /// that must come later enables it again.
  private func disables(_ path: String, _ overlay: Int) -> Bool {
    !inUse.isAdded(path, only: overlay) && inUse.canBeUsed(path, without: overlay)
      && !inUse.users(of: path).contains { ordering.follows($0, overlay) }
  }

  private mutating func add(_ a: Int, _ b: Int, _ subject: OverlayConflicts.Subject) {
    // Overlays are compared in order, so `a` is the smaller number.
    clashes.append(.init(first: a, second: b, subject: subject))
  }
}
