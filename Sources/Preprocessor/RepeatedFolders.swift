import SourceText

/// Folders that are given more than once, by one name or by several.
extension PreprocessorOptions {
  /// Leaves out folders that are searched anyway, as gcc does: `#include_next` would find their files again, and a
  /// folder of the system is one also if it is given with `-I`, which would have it searched earlier.
  ///
  /// Folders that do not exist stay: what is not found is told with all that were searched.
  public mutating func dropRepeatedFolders() {
    // One folder cannot be there twice, and to ask the system takes time.
    if quoteFolders.count + includeFolders.count + systemFolders.count + laterFolders.count < 2 { return }
    var system: [UInt64] = []
    systemFolders.removeAll { Self.isKnown($0, &system) }
    laterFolders.removeAll { Self.isKnown($0, &system) }
    var include = system
    includeFolders.removeAll { Self.isKnown($0, &include) }
    // Where the two meet in one folder, it is searched once: the last as it is given, and the first that there is.
    let last = quoteFolders.popLast()
    var quote = system
    quoteFolders.removeAll { Self.isKnown($0, &quote) }
    if let last, !Self.isKnown(last, &quote) {
      let first = includeFolders.first { FileReading.isFolder($0) }
      var met: [UInt64] = []
      _ = Self.isKnown(last, &met)
      if !(first.map { Self.isKnown($0, &met) } ?? false) { quoteFolders.append(last) }
    }
    implicitFolders.removeAll { Self.isKnown($0, &include) }
  }

  /// Whether a folder is among those that are known, which are pairs of a device and a file's number; if not, it is
  /// now.
  private static func isKnown(_ folder: String, _ known: inout [UInt64]) -> Bool {
    guard let (device, number) = FileReading.number(ofFolder: folder) else { return false }
    for index in stride(from: 0, to: known.count, by: 2) {
      if known[index] == device, known[index + 1] == number { return true }
    }
    known.append(device)
    known.append(number)
    return false
  }
}
