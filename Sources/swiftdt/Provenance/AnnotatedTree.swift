import DeviceTree
import DeviceTreeSource
import SourceText

/// A tree as source text, with a comment behind each node and property that tells who set it: the
/// last one, and who was before.
enum AnnotatedTree {
  static func text(of traced: TracedTree) -> [UInt8] {
    // Two closures ask, and each question finds lines that the other need not find again.
    let asker = Asker(traced)
    return SourceWriter.text(
      of: traced.tree,
      comments: TreeComments(
        ofNode: { node in
          let lines = lines(asker.traced.writes(of: node), base: traced.base)
          return lines.isEmpty ? nil : lines.joined(separator: ", ")
        },
        ofProperty: { property in
          var lines = lines(
            asker.traced.writes(of: property).map { ($0.place, $0.isDeletion) }, base: traced.base)
          guard let last = lines.popLast() else { return nil }
          return last + (lines.isEmpty ? "" : "; before: " + lines.joined(separator: ", "))
        }))
  }

  /// What there is to say of the places of something; nothing if all that is known is that the base's blob
  /// has it.
  private static func lines(
    _ writes: [(place: TracedTree.Place, isDeletion: Bool)], base: String
  ) -> [String] {
    let lines = distinct(writes.map { ($0.isDeletion ? "deleted at " : "") + line($0.place) })
      .filter { !$0.isEmpty }
    return lines == [base] ? [] : lines
  }

  /// A file that is included twice says everything twice.
  private static func distinct(_ places: [String]) -> [String] {
    var seen: Set<String> = []
    return places.reversed().filter { seen.insert($0).inserted }.reversed()
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
    if parts.isEmpty, let blob = place.blob { return blob }
    return parts.joined(separator: " ")
  }
}
