public import DeviceTree
import Preprocessor
public import SourceText

/// Somebody who looks at a compiled tree before `/__symbols__` and fixups are added to it: the checks,
/// which are in a layer above this one.
public protocol TreeExaminer {
  /// How bad it is when the compiler itself finds what this check of dtc's would find, by the check's
  /// name (`duplicate_label`); nil if it is to be let pass. Other names are the compiler's own: errors.
  func severity(of check: String) -> Diagnostic.Severity?

  /// Looks at a tree in which references are resolved.
  mutating func examine(_ tree: DeviceTree)

  /// What was found there, warnings first. `spot` tells where to point for something that has an extent
  /// and a name.
  mutating func report(
    on tree: DeviceTree, spot: (Extent, Symbol) -> ExtentSpot
  ) -> [Diagnostic]
}

/// Where to point for a node or a property.
public struct ExtentSpot: Sendable {
  /// Its name, or the macro that made it; nil if it was written nowhere.
  public let span: SourceSpan?
  /// The macros on the way.
  public let notes: [Diagnostic.Note]

  /// A place that somebody found.
  public init(span: SourceSpan?, notes: [Diagnostic.Note]) {
    self.span = span
    self.notes = notes
  }
}

/// Nobody looks: only what the compiler cannot do without is an error.
struct NoExaminer: TreeExaminer {
  func severity(of check: String) -> Diagnostic.Severity? { .error }
  func examine(_ tree: DeviceTree) {}
  func report(on tree: DeviceTree, spot: (Extent, Symbol) -> ExtentSpot) -> [Diagnostic] { [] }
}

extension Preprocessor {
  /// Where to point for something with this extent and name. That it lies in an included file is not
  /// noted: what checks find is told by its path in the tree.
  func spot(of extent: Extent, named name: Symbol, in names: SymbolTable) -> ExtentSpot {
    let origin = extent.place
    guard extent.start != .none else { return ExtentSpot(span: nil, notes: []) }
    let place = place(of: origin, count: max(1, names.length(name)))
    guard origin.expansion == 0 else { return ExtentSpot(span: place.span, notes: place.notes) }
    var span = place.span
    let start = files.resolve(span.start).index
    // A block that is merged is called by a reference, not by the node's name.
    if start < files.text.count, files.text[start] == 0x26 {
      span.count = files.text[start...].prefix { $0 > 0x20 }.count
    }
    return ExtentSpot(span: span, notes: [])
  }
}
