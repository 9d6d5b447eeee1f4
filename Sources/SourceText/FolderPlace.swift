extension FileReading {
  /// Whether a path, of which the last parts need not exist, is that of a folder or leads into it, however the
  /// two are written.
  public static func isInside(_ path: String, _ folder: String) -> Bool {
    guard let wanted = number(ofFolder: folder) else { return false }
    var place = path
    while number(ofFolder: place) == nil {
      while place.utf8.last == 0x2F { place.removeLast() }
      guard let slash = place.utf8.lastIndex(of: 0x2F) else {
        place = "."
        break
      }
      place = String(place[...slash])
    }
    while let here = number(ofFolder: place) {
      if here == wanted { return true }
      place += "/.."
      // The root is in itself.
      if let above = number(ofFolder: place), above == here { return false }
    }
    return false
  }
}
