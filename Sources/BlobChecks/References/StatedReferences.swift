public import DeviceTree

/// Which cells of a blob are references, as the source says that it was compiled from.
///
/// A blob does not say it: checks have to count off the cells that each reference needs, and once there is one
/// too few, they take the next number for a reference.
public struct StatedReferences: Sendable {
  /// The cells that a property's source says are references.
  struct Cells: Sendable {
    fileprivate let keys: ArraySlice<UInt64>

    /// Whether nothing is known of the property, or it has no references.
    var isEmpty: Bool { keys.isEmpty }

    /// Whether the cell with this number is a reference.
    func contains(_ number: Int) -> Bool {
      first(from: number) == number
    }

    /// Returns the number of the first reference from a cell on; nil if there is none.
    func first(from number: Int) -> Int? {
      guard let some = keys.first else { return nil }
      let key = some & ~0xFFFF_FFFF | UInt64(UInt32(truncatingIfNeeded: number))
      let index = StatedReferences.index(of: key, in: keys)
      return index < keys.endIndex ? Int(UInt32(truncatingIfNeeded: keys[index])) : nil
    }
  }

  /// The number of the property, counted in the order of the blob, and that of the cell, in ascending order.
  private let keys: [UInt64]

  /// Creates what is known without a source: nothing.
  init() { keys = [] }

  /// Reads the references of a tree that is written to a blob as it is.
  public init(of tree: DeviceTree) {
    var keys: [UInt64] = []
    var number: UInt64 = 0
    tree.forEachNode { node in
      tree.forEachProperty(of: node) { _, _, value in
        if value.hasReferences {
          for marker in tree.markers(of: value)
          where marker.kind == .phandleReference && marker.offset % 4 == 0 {
            keys.append(number << 32 | UInt64(marker.offset / 4))
          }
        }
        number += 1
      }
    }
    self.keys = keys
  }

  /// Returns the references of the property with this number, counted in the order of the blob.
  func cells(of property: UInt32) -> Cells {
    let key = UInt64(property) << 32
    let start = Self.index(of: key, in: keys[...])
    return Cells(keys: keys[start..<Self.index(of: key + 1 << 32, in: keys[start...])])
  }

  /// Returns the index of the first key that is not less than another one.
  private static func index(of key: UInt64, in keys: ArraySlice<UInt64>) -> Int {
    var low = keys.startIndex
    var high = keys.endIndex
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
