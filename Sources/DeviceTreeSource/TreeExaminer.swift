public import DeviceTree
import Preprocessor
public import SourceText

/// Examines a compiled tree before `/__symbols__` and fixups are added to it: the checks do, which
/// are in a layer above this one.
public protocol TreeExaminer {
  /// Returns how severe it is when the compiler itself finds what the dtc check with this name
  /// (`duplicate_label`) would find; nil to ignore it. Other names are the compiler's own, and are errors.
  func severity(of check: String) -> Diagnostic.Severity?

  /// Examines a tree in which references are resolved.
  mutating func examine(_ tree: DeviceTree)

  /// Returns what was found there, warnings first. `spot` returns where to point for something with
  /// an extent and a name.
  mutating func report(
    on tree: DeviceTree, spot: (Extent, Symbol) -> ExtentSpot
  ) -> [Diagnostic]
}

/// Where to point for a node or a property.
public struct ExtentSpot: Sendable {
  /// Its name, or the macro that made it; nil if it was not written anywhere.
  public let span: SourceSpan?
  /// The macros that it came from.
  public let notes: [Diagnostic.Note]
  /// Whether it is in the source itself, not in a file that the source includes.
  public let isInSource: Bool

  /// Creates a spot.
  public init(span: SourceSpan?, notes: [Diagnostic.Note], isInSource: Bool = false) {
    self.span = span
    self.notes = notes
    self.isInSource = isInSource
  }
}

/// Examines nothing: only what the compiler cannot do without is an error.
struct NoExaminer: TreeExaminer {
  func severity(of check: String) -> Diagnostic.Severity? { .error }
  func examine(_ tree: DeviceTree) {}
  func report(on tree: DeviceTree, spot: (Extent, Symbol) -> ExtentSpot) -> [Diagnostic] { [] }
}

extension Preprocessor {
  /// Returns where to point for something with this extent and name. Inclusions are not noted: what
  /// checks find is identified by its path in the tree. `source` is the path of the source itself.
  func spot(
    of extent: Extent, named name: Symbol, in names: SymbolTable, source: String
  ) -> ExtentSpot {
    let origin = extent.place
    guard extent.start != .none else { return ExtentSpot(span: nil, notes: []) }
    let place = place(of: origin, count: max(1, names.length(name)))
    var span = place.span
    let isInSource = files.file(at: span.start).map { files.file($0).path == source } ?? false
    guard origin.expansion == 0 else {
      return ExtentSpot(span: span, notes: place.notes, isInSource: isInSource)
    }
    let start = files.resolve(span.start).index
    // A merged block is named by a reference, not by the node's name; a cell may be one as well.
    if start + 1 < files.text.count, files.text[start] == 0x26 {
      let isPath = files.text[start + 1] == 0x7B
      let end = Array((isPath ? "}" : "{>,;").utf8)
      span.count = files.text[start...].prefix { $0 > 0x20 && !end.contains($0) }.count + (isPath ? 1 : 0)
    }
    return ExtentSpot(span: span, notes: [], isInSource: isInSource)
  }
}
