public import DeviceTree

/// The root's `compatible`, by which NixOS decides whether an overlay is for a board.
public enum RootCompatible {
  /// Returns the strings of a tree's root `compatible`; none if there is no such property.
  public static func strings(of tree: DeviceTree) -> [String] {
    guard let property = tree.property(of: .root, named: "compatible") else { return [] }
    return strings(in: tree.bytes(of: tree.value(of: property)))
  }

  /// Returns the strings in the value of a `compatible` property.
  public static func strings(in value: ArraySlice<UInt8>) -> [String] {
    value.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns how an overlay's strings relate to a base's.
  public static func compare(
    overlay: [String], base: [String]
  ) -> OverlayExplanation.Compatibility {
    if overlay.isEmpty { return .notStated }
    if base.isEmpty { return .baseWithout }
    let shared = overlay.filter(Set(base).contains)
    return shared.isEmpty ? .disjoint(overlay: overlay, base: base) : .shared(shared)
  }
}
