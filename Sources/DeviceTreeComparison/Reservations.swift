import DeviceTree

extension Comparison {
  /// Returns the reservations of the old tree that are gone, and those of the new tree that are new.
  static func reservations(
    _ old: DeviceTree, _ new: DeviceTree
  ) -> (removed: [MemoryReservation], added: [MemoryReservation]) {
    var removed: [MemoryReservation] = []
    var added: [MemoryReservation] = []
    /// By entry of the old tree: how many of its occurrences were not found in the new one.
    var left: [[UInt64]: Int] = [:]
    for entry in old.reservations { left[[entry.address, entry.size], default: 0] += 1 }
    for entry in new.reservations {
      if let count = left[[entry.address, entry.size]], count > 0 {
        left[[entry.address, entry.size]] = count - 1
      } else {
        added.append(entry)
      }
    }
    // Of several equal ones, the last are gone.
    for entry in old.reservations.reversed() {
      guard let count = left[[entry.address, entry.size]], count > 0 else { continue }
      left[[entry.address, entry.size]] = count - 1
      removed.append(entry)
    }
    return (removed.reversed(), added)
  }
}
