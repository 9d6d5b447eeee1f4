import DeviceTreeSource
import SourceText

/// A tree as source text in which a comment after each node and property says where it was set, for a
/// property the last place first.
enum AnnotatedTree {
  static func text(of traced: TracedTree) -> [UInt8] {
    SourceWriter.text(of: traced.tree, comments: comments(traced))
  }

  /// Writes the text piece by piece: the indentation of a deep tree alone may be larger than memory.
  static func write(_ traced: TracedTree, to file: inout FileWriter) {
    SourceWriter.write(traced.tree, comments: comments(traced), to: &file)
  }

  private static func comments(_ traced: TracedTree) -> TreeComments {
    // Both closures share one copy, so that lines found for one need not be searched again for the other.
    let asker = Asker(traced)
    return TreeComments(
      ofNode: { node in
        let lines = lines(asker.traced.writes(of: node), base: traced.base)
        return lines.isEmpty ? nil : lines.joined(separator: ", ")
      },
      ofProperty: { property in
        var lines = lines(
          asker.traced.writes(of: property).map { ($0.place, $0.isDeletion) }, base: traced.base)
        guard let last = lines.popLast() else { return nil }
        return last + (lines.isEmpty ? "" : "; before: " + lines.joined(separator: ", "))
      })
  }

  /// Returns the lines for some places; empty if all that is known is that the blob of the base has it.
  private static func lines(
    _ writes: [(place: TracedTree.Place, isDeletion: Bool)], base: String
  ) -> [String] {
    let lines = distinct(writes.map { ($0.isDeletion ? "deleted at " : "") + line($0.place) })
      .filter { !$0.isEmpty }
    return lines == [base] ? [] : lines
  }

  /// Returns the places without duplicates, which arise when a file is included twice.
  private static func distinct(_ places: [String]) -> [String] {
    var seen: Set<String> = []
    return places.reversed().filter { seen.insert($0).inserted }.reversed()
  }

  private final class Asker {
    var traced: TracedTree

    init(_ traced: TracedTree) { self.traced = traced }
  }

  /// Returns a place on one line; empty if it was not written anywhere.
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
