import DeviceTree
import SourceText

/// Labels: that none is defined twice.
enum LabelRules {
  /// Where a label is.
  private struct Place: Equatable {
    var node: NodeID
    var property: PropertyID?
    /// The number of the marker in the property's value.
    var marker: Int?

    /// dtc searches for a label at nodes first, then at properties, then in values.
    var rank: Int { marker != nil ? 2 : property != nil ? 1 : 0 }
  }

  static func duplicates(_ examination: inout Examination) {
    let places = places(in: examination)
    var seen = [Bool](repeating: false, count: examination.tree.names.count)
    var repeated: [Symbol: Place] = [:]
    for (label, place) in places {
      if seen[label.index] { repeated[label] = place }
      seen[label.index] = true
    }
    guard !repeated.isEmpty else { return }
    for (label, place) in places.reversed() {
      guard let first = repeated[label], place.rank <= first.rank else { continue }
      repeated[label] = place
    }
    for (label, place) in places {
      guard let first = repeated[label], first != place else { continue }
      examination.add(
        place.node, nil,
        ["Duplicate label '", .name(label), "' on "] + describe(place, examination.tree) + [" and "]
          + describe(first, examination.tree))
    }
  }

  /// Returns all labels, in dtc's order.
  private static func places(in examination: borrowing Examination) -> [(Symbol, Place)] {
    let tree = examination.tree
    var places: [(Symbol, Place)] = []
    for index in examination.survey.order.indices {
      let node = examination.survey.order[index]
      var label = tree.firstLabel(of: node)
      while let current = label {
        places.append((tree.name(of: current), Place(node: node)))
        label = tree.nextLabel(after: current)
      }
      var next = tree.firstProperty(of: node)
      while let property = next {
        for label in tree.labels(of: property) {
          places.append((label, Place(node: node, property: property)))
        }
        let value = tree.value(of: property)
        for number in 0..<tree.markerCount(of: value) {
          let marker = tree.marker(number, of: value)
          guard marker.kind == .label else { continue }
          places.append((marker.reference, Place(node: node, property: property, marker: number)))
        }
        next = tree.nextProperty(after: property)
      }
    }
    return places
  }

  private static func describe(_ place: Place, _ tree: DeviceTree) -> [Piece] {
    var pieces: [Piece] = place.marker == nil ? [] : ["value of "]
    if let property = place.property { pieces += ["'", .name(tree.name(of: property)), "' in "] }
    return pieces + [.path(place.node)]
  }
}
