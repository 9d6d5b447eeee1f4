import DeviceTree
import SourceText

/// The order of keys in JSON: that of the bytes of their text, each once.
enum KeyOrder {
  /// Returns different names in the order of their bytes.
  static func inOrder(_ names: [String]) -> [String] {
    let names = names.map { PrintableText.unique(PrintableText.bytes(ofName: $0)[...]) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names.indices.filter { $0 == 0 || names[$0] != names[$0 - 1] }.map { names[$0] }
  }

  /// Returns properties in the order of their names; of several with the same one, which a blob may have, the
  /// last.
  static func inOrder(_ list: [PropertyID], _ tree: DeviceTree) -> [PropertyID] {
    var names: [(text: [UInt8], number: Int)] = []
    var isPlain = true
    for (number, property) in list.enumerated() {
      let text = tree.names.array(tree.name(of: property))
      if isPlain { isPlain = text.allSatisfy { $0 < 0x80 } }
      names.append((text, number))
    }
    if !isPlain {
      // Different bytes may be the same text.
      var last: [String: PropertyID] = [:]
      for property in list { last[tree.names.string(tree.name(of: property))] = property }
      return last.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
    }
    names.sort {
      $0.text == $1.text ? $0.number < $1.number : $0.text.lexicographicallyPrecedes($1.text)
    }
    return names.indices.filter { $0 + 1 == names.count || names[$0].text != names[$0 + 1].text }
      .map { list[names[$0].number] }
  }
}
