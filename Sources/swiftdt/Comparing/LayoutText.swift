import DeviceTreeComparison
import SourceText

/// What is different in the layout of two blobs, for people.
enum LayoutText {
  /// The text, ending in a newline; nothing if the blobs have the same bytes. `isHead` tells whether the
  /// names of the two are still to be said.
  static func text(
    _ layout: LayoutComparison, names: (old: String, new: String), paint: Paint, isHead: Bool
  ) -> String {
    if layout.isEmpty { return "" }
    var lines: [String] = []
    if isHead { lines += [paint.bold("--- \(names.old)"), paint.bold("+++ \(names.new)")] }
    if !layout.fields.isEmpty { lines.append(paint.hunk("@@ layout: header @@")) }
    for field in layout.fields {
      if let old = field.old { lines.append(paint.line("-", "-\t\(field.name) \(number(Int(old)))")) }
      if let new = field.new { lines.append(paint.line("+", "+\t\(field.name) \(number(Int(new)))")) }
    }
    if !layout.stringEdits.isEmpty { lines.append(paint.hunk("@@ layout: names in the strings block @@")) }
    for edit in layout.stringEdits {
      for name in layout.oldStrings[edit.old] {
        lines.append(paint.line("-", "-\t" + PrintableText.name(name)))
      }
      for name in layout.newStrings[edit.new] {
        lines.append(paint.line("+", "+\t" + PrintableText.name(name)))
      }
    }
    for block in layout.blocks {
      let name = block.name == "rest" ? "gaps and padding" : "\(block.name) block"
      lines.append(paint.hunk("@@ layout: \(name) @@"))
      let place = block.place.map { ", at " + PrintableText.name(Array($0.utf8), keepingSpaces: true) } ?? ""
      lines.append(" \tdiffers from byte \(number(block.offset)) onwards\(place)")
      if block.oldSize != block.newSize {
        lines.append(paint.line("-", "-\t\(number(block.oldSize)) bytes"))
        lines.append(paint.line("+", "+\t\(number(block.newSize)) bytes"))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func number(_ number: Int) -> String { "\(PrintableText.hex(number)) (\(number))" }
}
