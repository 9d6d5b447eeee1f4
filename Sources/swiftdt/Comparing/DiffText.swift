import DeviceTree
import DeviceTreeBindings
import DeviceTreeComparison
import SourceText

/// The differences between two trees for people, in the style of `diff -u`, with a hunk for each node.
struct DiffText {
  private let comparison: Comparison
  private let names: (old: String, new: String)
  private let paint: Paint
  private let showsPhandles: Bool
  private var text = ""
  /// The node whose hunk is being written.
  private var shown: NodeID?
  private var oldReader: ValueReader
  private var newReader: ValueReader

  /// Returns the text; it ends in a newline, and is empty if there is no difference.
  static func text(
    _ comparison: Comparison, names: (old: String, new: String), paint: Paint, showsPhandles: Bool = false
  ) -> String {
    var diff = DiffText(comparison: comparison, names: names, paint: paint, showsPhandles: showsPhandles)
    diff.write()
    return diff.text
  }

  private init(
    comparison: Comparison, names: (old: String, new: String), paint: Paint, showsPhandles: Bool
  ) {
    self.comparison = comparison
    self.names = names
    self.paint = paint
    self.showsPhandles = showsPhandles
    oldReader = ValueReader(comparison.old)
    newReader = ValueReader(comparison.new)
  }

  private mutating func write() {
    if comparison.isEmpty { return }
    text += paint.bold("--- \(names.old)") + "\n" + paint.bold("+++ \(names.new)") + "\n"
    writeTop()
    for change in comparison.changes {
      switch change.kind {
      case .changed, .moved:
        guard let node = change.new else { continue }
        open(node, movedFrom: change.kind == .moved ? change.old : nil)
        for property in change.properties { write(property) }
      case .reordered:
        guard let node = change.new, let parent = comparison.new.parent(of: node) else { continue }
        open(parent)
        text += paint.hunk(" \t" + name(of: node, in: comparison.new) + " { … } moved") + "\n"
      case .added:
        guard let node = change.new, let parent = comparison.new.parent(of: node) else { continue }
        open(parent)
        writeSubtree(node, isNew: true)
      case .removed:
        guard let node = change.old, let parent = comparison.old.parent(of: node) else { continue }
        if let parent = comparison.newNode(for: parent) { open(parent) }
        writeSubtree(node, isNew: false)
      }
    }
  }

  /// Writes the differences that do not belong to a node.
  private mutating func writeTop() {
    let (old, new) = (comparison.old, comparison.new)
    guard
      old.bootCPU != new.bootCPU || !comparison.removedReservations.isEmpty
        || !comparison.addedReservations.isEmpty
    else { return }
    text += paint.hunk("@@ header @@") + "\n"
    if old.bootCPU != new.bootCPU {
      put("-", "boot_cpuid_phys \(old.bootCPU)")
      put("+", "boot_cpuid_phys \(new.bootCPU)")
    }
    for entry in comparison.removedReservations { put("-", Self.text(entry)) }
    for entry in comparison.addedReservations { put("+", Self.text(entry)) }
  }

  private static func text(_ entry: MemoryReservation) -> String {
    "/memreserve/ \(PrintableText.hex(entry.address)) \(PrintableText.hex(entry.size));"
  }

  // MARK: Nodes

  private mutating func open(_ node: NodeID, movedFrom old: NodeID? = nil) {
    if shown == node { return }
    shown = node
    let path = comparison.new.printablePath(of: node)
    var line = "@@ "
    if let old { line += comparison.old.printablePath(of: old) + " → " }
    line += path + " @@"
    if let label = comparison.new.firstLabel(of: node) {
      line += " " + comparison.new.names.printable(comparison.new.name(of: label))
    }
    text += paint.hunk(line) + "\n"
  }

  private func name(of node: NodeID, in tree: DeviceTree) -> String {
    var text = ""
    for label in tree.labels(of: node) { text += tree.names.printable(label) + ": " }
    return text + tree.names.printable(tree.name(of: node))
  }

  /// Writes a node and everything below it, except for what moved there or away, and what is ignored.
  private mutating func writeSubtree(_ top: NodeID, isNew: Bool) {
    let tree = isNew ? comparison.new : comparison.old
    let sign = isNew ? "+" : "-"
    var node = top
    var level = 1
    func shownSibling(_ from: NodeID?) -> NodeID? {
      var next = from
      while let node = next, !comparison.isPart(ofNew: isNew, node) { next = tree.nextSibling(of: node) }
      return next
    }
    while true {
      put(sign, name(of: node, in: tree) + " {", level)
      for current in tree.properties(of: node) where comparison.isPart(ofNew: isNew, current) {
        let value = isNew ? newReader.value(of: current) : oldReader.value(of: current)
        put(sign, line(current, value, in: tree), level + 1)
      }
      if let child = shownSibling(tree.firstChild(of: node)) {
        node = child
        level += 1
        continue
      }
      put(sign, "};", level)
      while true {
        if node == top { return }
        if let sibling = shownSibling(tree.nextSibling(of: node)) {
          node = sibling
          break
        }
        guard let parent = tree.parent(of: node) else { return }
        node = parent
        level -= 1
        put(sign, "};", level)
      }
    }
  }

  // MARK: Properties

  private mutating func write(_ change: PropertyChange) {
    switch (change.kind, change.old, change.oldValue, change.new, change.newValue) {
    case (.added, _, _, let new?, let value?): put("+", line(new, value, in: comparison.new))
    case (.removed, let old?, let value?, _, _): put("-", line(old, value, in: comparison.old))
    case (.reordered, _, _, let new?, _):
      let name = comparison.new.names.printable(comparison.new.name(of: new))
      text += paint.hunk(" \t\(name) moved") + "\n"
    case (.changed, let old?, let oldValue?, let new?, let newValue?):
      let before = line(old, oldValue, in: comparison.old)
      let after = line(new, newValue, in: comparison.new)
      if max(before.count, after.count) <= Self.width || isEmptied(change) {
        put("-", line(old, oldValue, in: comparison.old, marking: change.edits.map(\.old)))
        put("+", line(new, newValue, in: comparison.new, marking: change.edits.map(\.new)))
      } else {
        writeEdits(change, old, oldValue, newValue)
      }
    default: break
    }
  }

  private func isEmptied(_ change: PropertyChange) -> Bool {
    change.oldValue?.groups.isEmpty ?? true || change.newValue?.groups.isEmpty ?? true
  }

  private static let width = 90

  /// Writes a long value: only the parts of it that were replaced.
  private mutating func writeEdits(
    _ change: PropertyChange, _ property: PropertyID, _ old: TypedValue, _ new: TypedValue
  ) {
    text += " \t" + comparison.old.names.printable(comparison.old.name(of: property)) + " =\n"
    var at = 0
    for edit in change.edits {
      skip(edit.old.lowerBound - at)
      for line in lines(old, edit.old, in: comparison.old) { put("-", line, 2) }
      for line in lines(new, edit.new, in: comparison.new) { put("+", line, 2) }
      at = edit.old.upperBound
    }
    skip(old.groups.count - at)
  }

  private mutating func skip(_ count: Int) {
    if count > 0 { text += " \t\t… \(count) unchanged …\n" }
  }

  /// Returns groups of a value on lines that are not too long.
  private func lines(_ value: TypedValue, _ groups: Range<Int>, in tree: DeviceTree) -> [String] {
    var notation = ValueNotation(tree)
    notation.showsPhandles = showsPhandles
    var lines: [String] = []
    var start = groups.lowerBound
    while start < groups.upperBound {
      var end = start + 1
      // Up to eight cells or bytes to a line; a string or a group of several elements has a line of its own.
      while end < groups.upperBound, end - start < 8, value.groups[end].count == 1,
        value.groups[start].count == 1, value.elements[value.groups[end].lowerBound].kind != .string,
        value.elements[value.groups[start].lowerBound].kind
          == value.elements[value.groups[end].lowerBound].kind
      {
        end += 1
      }
      lines.append(notation.text(value, groups: start..<end))
      start = end
    }
    return lines
  }

  private func line(
    _ property: PropertyID, _ value: TypedValue, in tree: DeviceTree, marking edits: [Range<Int>] = []
  ) -> String {
    var notation = ValueNotation(tree)
    notation.showsPhandles = showsPhandles
    let name = tree.names.printable(tree.name(of: property))
    if value.elements.isEmpty { return name + ";" }
    let pieces = notation.pieces(value)
    var text = ""
    for piece in pieces {
      let isMarked = piece.group.map { group in edits.contains { $0.contains(group) } } ?? false
      // A value with a single group is all new, so nothing needs to stand out.
      text += isMarked && value.groups.count > 1 ? paint.standOut(piece.text) : piece.text
    }
    return name + " = " + text + ";"
  }

  private mutating func put(_ sign: String, _ line: String, _ level: Int = 1) {
    text += paint.line(sign, sign + String(repeating: "\t", count: level) + line) + "\n"
  }
}

/// Terminal colours, or none.
struct Paint {
  let isColoured: Bool

  func bold(_ text: String) -> String { paint(text, "1", "0") }
  func hunk(_ text: String) -> String { paint(text, "36", "0") }
  func line(_ sign: String, _ text: String) -> String { paint(text, sign == "-" ? "31" : "32", "0") }
  /// Highlights text inside a line that already has a colour.
  func standOut(_ text: String) -> String { paint(text, "7", "27") }

  private func paint(_ text: String, _ on: String, _ off: String) -> String {
    isColoured ? "\u{1B}[\(on)m\(text)\u{1B}[\(off)m" : text
  }
}
