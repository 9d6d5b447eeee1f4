import SourceText

/// Folders that are given more than once, under one name or several.
extension PreprocessorOptions {
  /// Removes folders that are searched anyway, as gcc does: `#include_next` would find their files again,
  /// and a system folder remains one if it is also given with `-I`, which would have it searched earlier.
  ///
  /// Folders that do not exist stay: when a file is not found, all folders that were searched are listed.
  public mutating func dropRepeatedFolders() {
    // A single folder cannot be repeated, and asking the system takes time.
    if quoteFolders.count + includeFolders.count + systemFolders.count + laterFolders.count < 2 { return }
    var system: [UInt64] = []
    systemFolders.removeAll { Self.isKnown($0, &system) }
    laterFolders.removeAll { Self.isKnown($0, &system) }
    var include = system
    includeFolders.removeAll { Self.isKnown($0, &include) }
    // If the two chains meet in one folder, the last as given and the first that exists, it is searched once.
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

  /// Whether a folder is among the known ones, which are pairs of device and inode number; if not, it is
  /// added.
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
