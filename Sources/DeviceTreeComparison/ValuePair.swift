import DeviceTree
import DeviceTreeBindings
import SourceText

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
    shapes = (oldReader.shape(a), newReader.shape(b))
    self.oldReader = oldReader
    self.newReader = newReader
  }

  /// Takes all cells that differ for references, if nothing is known about the property and each of them is
  /// the phandle of the same node in its tree. Returns whether it did.
  mutating func assumeReferences(_ isSame: (NodeID, NodeID) -> Bool) -> Bool {
    guard shapes == (.unknown, .unknown), old.elements.count == new.elements.count else { return false }
    var places: [(Int, ValueReference, ValueReference)] = []
    for (index, (a, b)) in zip(old.elements, new.elements).enumerated() where a != b {
      guard case .cell(let cell) = a, case .cell(let newCell) = b else {
        if case .reference = a, case .reference = b { continue }
        return false
      }
      guard let node = oldReader.node(withPhandle: cell), let newNode = newReader.node(withPhandle: newCell),
        isSame(node, newNode)
      else { return false }
      places.append(
        (
          index, ValueReference(phandle: cell, target: .node(node)),
          ValueReference(phandle: newCell, target: .node(newNode))
        ))
    }
    for (index, reference, newReference) in places {
      old.elements[index] = .reference(reference)
      new.elements[index] = .reference(newReference)
    }
    return !places.isEmpty
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
