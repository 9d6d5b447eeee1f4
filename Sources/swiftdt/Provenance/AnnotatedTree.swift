import DeviceTree
import DeviceTreeSource
import SourceText

/// A tree as source text, with a comment behind each node and property that tells who set it: the
/// last one, and who was before.
enum AnnotatedTree {
  /// The text.
  static func text(of traced: TracedTree) -> [UInt8] {
    // Two closures ask, and each question finds lines that the other need not find again.
    let asker = Asker(traced)
    return SourceWriter.text(
      of: traced.tree,
      comments: TreeComments(
        ofNode: { node in
          let places = distinct(
            asker.traced.writes(of: node).map { ($0.isDeletion ? "deleted at " : "") + line($0.place) })
          return places == [""] ? nil : places.joined(separator: ", ")
        },
        ofProperty: { property in
          var places = distinct(
            asker.traced.writes(of: property).map { ($0.isDeletion ? "deleted at " : "") + line($0.place) })
          guard let last = places.popLast(), !last.isEmpty || !places.isEmpty else { return nil }
          return last + (places.isEmpty ? "" : "; before: " + places.joined(separator: ", "))
        }))
  }

  /// A file that is included twice says everything twice.
  private static func distinct(_ places: [String]) -> [String] {
    var kept: [String] = []
    for place in places.reversed() where !kept.contains(place) { kept.append(place) }
    return kept.reversed()
  }

  private final class Asker {
    var traced: TracedTree

    init(_ traced: TracedTree) { self.traced = traced }
  }

  /// A place on one line; nothing for what was written nowhere.
  private static func line(_ place: TracedTree.Place) -> String {
    var parts: [String] = []
    if let position = place.position { parts.append("\(position.path):\(position.line)") }
    if let macro = place.macros.last { parts.append("by \(macro.name)") }
    if let overlay = place.overlay {
      parts.append("[\(overlay.path)" + (overlay.fragment.map { ", \($0)" } ?? "") + "]")
    }
    return parts.joined(separator: " ")
  }
}
