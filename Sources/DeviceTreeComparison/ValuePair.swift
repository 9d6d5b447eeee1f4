import DeviceTree
import DeviceTreeBindings

/// A property's two values, read as the same type.
struct ValuePair {
  private(set) var old: TypedValue
  private(set) var new: TypedValue
  private let shapes: (PropertyShape, PropertyShape)
  private let oldReader: ValueReader
  private let newReader: ValueReader

  /// Reads both. What one side states is believed for the other; if they still differ, both are cells or
  /// bytes.
  init(_ a: PropertyID, _ b: PropertyID, _ oldReader: inout ValueReader, _ newReader: inout ValueReader) {
    old = oldReader.value(of: a)
    new = newReader.value(of: b)
    if !old.elements.isEmpty, !new.elements.isEmpty, old.kind != new.kind || old.kind == nil {
      if old.isStated != new.isStated {
        if old.isStated, let kind = old.kind {
          new = newReader.value(of: b, as: kind)
        } else if new.isStated, let kind = new.kind {
          old = oldReader.value(of: a, as: kind)
        }
      }
      if old.kind != new.kind || old.kind == nil {
        let isInCells =
          oldReader.tree.value(of: a).count % 4 == 0 && newReader.tree.value(of: b).count % 4 == 0
        old = oldReader.value(of: a, as: isInCells ? .uint32 : .uint8)
        new = newReader.value(of: b, as: isInCells ? .uint32 : .uint8)
      }
    }
    if old.isStated, !new.isStated {
      let places = Self.places(in: new, like: old)
      if !places.isEmpty { new = newReader.value(new, of: b, referringAt: places) }
    } else if new.isStated, !old.isStated {
      let places = Self.places(in: old, like: new)
      if !places.isEmpty { old = oldReader.value(old, of: a, referringAt: places) }
    }
    shapes = (oldReader.shape(a), newReader.shape(b))
    self.oldReader = oldReader
    self.newReader = newReader
  }

  /// Returns which elements of a value are references if they are where another value's source states some:
  /// at the same places or, in a value of another size, at the same places of each entry.
  private static func places(in value: TypedValue, like stated: TypedValue) -> [Int] {
    guard value.elements.allSatisfy({ $0.kind == .uint32 }) else { return [] }
    let places = stated.elements.indices.filter {
      if case .reference = stated.elements[$0] { true } else { false }
    }
    guard value.elements.count != stated.elements.count, let first = places.first else { return places }
    let width = places.count > 1 ? places[1] - first : stated.elements.count
    let isEven = zip(places, places.dropFirst()).allSatisfy { $1 - $0 == width }
    guard isEven, places.count * width == stated.elements.count, value.elements.count % width == 0 else {
      return []
    }
    return Array(stride(from: first, to: value.elements.count, by: width))
  }

  /// How many of the cells that differ were taken for references.
  enum Assumption {
    case none
    /// Most of them.
    case some
    case all
  }

  /// Takes cells that differ for references, if nothing is known about the property and each of them is the
  /// phandle of the same node in its tree. A few may be none; these have changed.
  mutating func assumeReferences(_ isSame: (NodeID, NodeID) -> Bool) -> Assumption {
    guard shapes == (.unknown, .unknown), old.elements.count == new.elements.count else { return .none }
    var places: [(Int, ValueReference, ValueReference)] = []
    var others = 0
    for (index, (a, b)) in zip(old.elements, new.elements).enumerated() where a != b {
      switch (a, b) {
      case (.reference, .reference): continue
      case (.cell(let cell), .cell(let newCell)):
        if let node = oldReader.node(withPhandle: cell), let newNode = newReader.node(withPhandle: newCell),
          isSame(node, newNode)
        {
          places.append(
            (
              index, ValueReference(phandle: cell, target: .node(node)),
              ValueReference(phandle: newCell, target: .node(newNode))
            ))
        } else {
          others += 1
        }
      default: return .none
      }
    }
    guard places.count > others else { return .none }
    for (index, reference, newReference) in places {
      old.elements[index] = .reference(reference)
      new.elements[index] = .reference(newReference)
    }
    return others == 0 ? .all : .some
  }

  /// Returns which groups were replaced by which.
  func edits(_ isSame: (ValueElement, ValueElement) -> Bool) -> [ValueEdit] {
    if old.elements.count == new.elements.count, zip(old.elements, new.elements).allSatisfy(isSame) {
      return []
    }
    return ValueEdits.edits(old: old.groups.count, new: new.groups.count) { i, j in
      let a = old.elements[old.groups[i]]
      let b = new.elements[new.groups[j]]
      return a.count == b.count && zip(a, b).allSatisfy(isSame)
    }
  }
}
