import DeviceTree
import Preprocessor
import SourceText

/// The findings of resolving references.
extension ReferenceResolver {
  mutating func failUnknown(_ marker: Marker) {
    let identifier = marker.kind == .pathReference ? "path_references" : "phandle_references"
    guard kept.count(identifier) else { return }
    let name = tree.names.string(marker.reference)
    let isPath = name.contains("/")
    let count = name.utf8.count + (isPath ? 3 : 1)
    let place = preprocessor.place(of: marker.origin, count: count)
    var notes: [Diagnostic.Note] = []
    var help: [Diagnostic.Note] = []
    if diagnostics.count < LabelHelp.most {
      if let deletion = LabelHelp.deletion(ofNodeLabelled: marker.reference, in: tree, preprocessor) {
        notes.append(deletion)
      } else if let nearest = LabelHelp.nearest(to: marker.reference, in: tree, preprocessor) {
        help.append(nearest)
      }
    }
    if tree.isPlugin, !isPath {
      help.append(
        .init(
          "an overlay can refer to a label of its base only in cells: <&\(name)>; a path must be written out: \"/…\""
        ))
    }
    diagnostics.append(
      Diagnostic(
        .error, identifier,
        isPath ? "there is no node '\(name)'" : "no node has the label '\(name)'", at: place.span,
        notes: notes + place.notes, help: help))
  }

  mutating func fail(_ identifier: String, _ message: String, extent: Extent, count: Int = 1) {
    guard kept.count(identifier) else { return }
    guard extent.start != .none else {
      diagnostics.append(Diagnostic(.error, identifier, message))
      return
    }
    let place = preprocessor.place(of: extent.place, count: count)
    diagnostics.append(
      Diagnostic(.error, identifier, message, at: place.span, notes: place.notes))
  }

  /// Adds advice to the last finding.
  mutating func help(_ advice: String) {
    if kept.isLastKept, !diagnostics.isEmpty { diagnostics[diagnostics.count - 1].help.append(.init(advice)) }
  }

  /// Adds a note to the last finding.
  mutating func note(_ note: Diagnostic.Note) {
    if kept.isLastKept, !diagnostics.isEmpty { diagnostics[diagnostics.count - 1].notes.append(note) }
  }
}

/// Which findings are kept, so that a source that has the same fault a million times does not fill the screen.
struct KeptFindings {
  /// How many there were of each kind, including those that are not kept.
  private var counts: [(identifier: String, count: Int)] = []
  /// Whether the last finding is kept.
  private(set) var isLastKept = true

  /// How many findings of a kind are kept.
  private static let mostOfAKind = 20

  /// Counts a finding; returns whether it is one of those that are kept.
  mutating func count(_ identifier: String) -> Bool {
    var index = counts.firstIndex { $0.identifier == identifier }
    if index == nil {
      counts.append((identifier, 0))
      index = counts.count - 1
    }
    if let index {
      counts[index].count += 1
      isLastKept = counts[index].count <= Self.mostOfAKind
    }
    return isLastKept
  }

  /// Returns how many findings were not kept, kind by kind, as notes; `isIgnored` says which kinds do not
  /// matter.
  func omissions(_ isIgnored: (String) -> Bool) -> [Diagnostic] {
    counts.filter { $0.count > Self.mostOfAKind && !isIgnored($0.identifier) }.map { kind in
      let rest = kind.count - Self.mostOfAKind
      return Diagnostic(
        .note, "gave-up", "\(rest) more of '\(kind.identifier)' \(rest == 1 ? "is" : "are") not shown")
    }
  }
}
