import DeviceTree
import SourceText

extension NodeSelection {
  /// Returns what a path pattern that matches nothing may have meant: the first of its names that does not
  /// exist below the ones before it is replaced by the nearest. A name with a wildcard is compared up to
  /// that.
  func nearestPattern(to pattern: String, orProperty: Bool) -> [String] {
    guard pattern.hasPrefix("/") else { return [] }
    let parts = pattern.split(separator: "/")
    var parents = [NodeID.root]
    for (index, part) in parts.enumerated() {
      // After `**`, anything can be anywhere.
      if part.contains("**") { return [] }
      let glob = GlobPattern(String(part))
      let children = parents.flatMap { tree.children(of: $0) }
      let found = children.filter { glob.matches(tree.names.array(tree.name(of: $0))) }
      if !found.isEmpty {
        parents = found
        continue
      }
      let word = part.prefix { !["*", "?", "[", "@"].contains($0) }
      let rest = part[word.endIndex...]
      var names = children.map { tree.names.string(tree.name(of: $0)) }
      if orProperty, index == parts.count - 1 {
        names += parents.flatMap { tree.properties(of: $0) }.map { tree.names.string(tree.name(of: $0)) }
      }
      if !rest.isEmpty { names = names.map { String($0.prefix { $0 != "@" }) } }
      guard let nearest = NearestText.nearest(to: String(word), among: names), nearest != word else {
        return []
      }
      let meant = parts[..<index] + [Substring(nearest + rest)] + parts[(index + 1)...]
      return ["did you mean '/\(meant.joined(separator: "/"))'?"]
    }
    return []
  }
}
