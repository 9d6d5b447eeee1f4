/// Comparing what overlays wrote.
struct ClashSearch {
  /// What was found, by the first and then the second overlay.
  private(set) var clashes: [OverlayConflicts.Clash] = []

  private struct Place: Hashable {
    let path: String
    let property: String
  }

  /// Compares overlays, told by their numbers; nil is one that was not applied.
  init(_ explanations: [OverlayExplanation?]) {
    compareWrites(explanations)
    compareLabels(explanations)
    findDisabled(explanations)
    // What was found first stays first within a pair.
    clashes = clashes.enumerated().sorted {
      ($0.element.first, $0.element.second, $0.offset) < ($1.element.first, $1.element.second, $1.offset)
    }.map(\.element)
  }

  private mutating func compareWrites(_ explanations: [OverlayExplanation?]) {
    var places: [Place] = []
    var writers: [Place: [(overlay: Int, value: OverlayExplanation.Value)]] = [:]
    for (index, explanation) in explanations.enumerated() {
      // The last write of an overlay is what it means.
      var last: [Place: OverlayExplanation.Value] = [:]
      for write in explanation?.fragments.flatMap(\.writes) ?? [] where !write.isPhandle {
        let place = Place(path: write.path, property: write.property)
        if last.updateValue(write.new, forKey: place) == nil, writers[place] == nil {
          places.append(place)
          writers[place] = []
        }
      }
      for (place, value) in last { writers[place]?.append((index, value)) }
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

  private mutating func compareLabels(_ explanations: [OverlayExplanation?]) {
    var exporters: [String: [(overlay: Int, path: String)]] = [:]
    for (index, explanation) in explanations.enumerated() {
      for label in explanation?.exports ?? [] {
        for other in exporters[label.name] ?? [] where other.path != label.path {
          add(other.overlay, index, .label(label.name, first: other.path, second: label.path))
        }
        exporters[label.name, default: []].append((index, label.path))
      }
    }
  }

  private mutating func findDisabled(_ explanations: [OverlayExplanation?]) {
    for (disabler, explanation) in explanations.enumerated() {
      for write in explanation?.fragments.flatMap(\.writes) ?? []
      where write.property == "status" && !Self.isOkay(write.new) {
        for (user, other) in explanations.enumerated() where user != disabler {
          guard let other, Self.uses(other, write.path) else { continue }
          add(
            min(user, disabler), max(user, disabler),
            .disabledNode(path: write.path, status: write.new, by: disabler))
        }
      }
    }
  }

  /// Whether a node with this status is used (Devicetree Specification 2.3.4).
  private static func isOkay(_ status: OverlayExplanation.Value) -> Bool {
    let text = status.bytes.prefix { $0 != 0 }
    return text.elementsEqual("okay".utf8) || text.elementsEqual("ok".utf8)
  }

  /// Whether an overlay needs the node at a path or something below it. One that sets the node's
  /// status as well is another matter: either both want the same, or the values differ.
  private static func uses(_ overlay: OverlayExplanation, _ path: String) -> Bool {
    func isInside(_ other: String) -> Bool { other == path || other.hasPrefix(path + "/") }
    let writes = overlay.fragments.lazy.flatMap(\.writes)
    if writes.contains(where: { $0.path == path && $0.property == "status" }) { return false }
    if overlay.fragments.contains(where: { $0.path.map(isInside) ?? false }) { return true }
    return overlay.needs.contains {
      if case .node(let needed) = $0.meaning { isInside(needed) } else { false }
    }
  }

  private mutating func add(_ a: Int, _ b: Int, _ subject: OverlayConflicts.Subject) {
    // Overlays are compared by their number, so `a` is the smaller one.
    clashes.append(.init(first: a, second: b, subject: subject))
  }
}
