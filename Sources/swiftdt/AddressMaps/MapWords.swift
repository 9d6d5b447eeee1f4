import BlobChecks

/// The captions of areas, in both kinds of map.
enum MapWords {
  static func describe(_ area: AddressMap.Area) -> String {
    var words = [area.name ?? "memory reservation"]
    if area.isUnmapped { words.append("no-map") }
    if area.isReusable { words.append("reusable") }
    if area.kind == .dynamic { words.append("(where Linux would put it)") }
    return words.joined(separator: " ")
  }
}
