public import DeviceTree
import SourceText

extension OverlayError {
  /// The label that the base does not export, if that is the error.
  public var lackingLabel: String? {
    switch kind {
    case .noSymbols, .unknownLabel: label
    default: nil
    }
  }

  /// Returns the error with `laterExporter` set to a later overlay.
  public func explained(byExporter name: String) -> OverlayError {
    var error = self
    error.laterExporter = name
    return error
  }

  /// Returns the labels that an overlay exports.
  public static func exports(of overlay: DeviceTree) -> Set<String> {
    guard let symbols = overlay.node(atPath: "/__symbols__") else { return [] }
    var labels: Set<String> = []
    var next = overlay.firstProperty(of: symbols)
    while let property = next {
      labels.insert(overlay.names.string(overlay.name(of: property)))
      next = overlay.nextProperty(after: property)
    }
    return labels
  }

  /// Returns the error with `laterExporter` set to the first of some later overlays that exports the missing
  /// label, if one does.
  public func explained(by later: some Sequence<(name: String, tree: DeviceTree)>) -> OverlayError {
    guard let label = lackingLabel else { return self }
    var error = self
    error.laterExporter =
      later.first { overlay in
        let symbols = overlay.tree.node(atPath: "/__symbols__")
        return symbols.flatMap { overlay.tree.property(of: $0, named: label) } != nil
      }?.name
    return error
  }
}
