import SourceText

/// dtc's guesses at the format of a file for which the command line does not give one.
enum FormatGuess {
  /// Returns the format by the suffix of a name; nil if that is not known.
  static func ofName(_ name: String) -> String? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[dot...].lowercased() {
    case ".dts": return "dts"
    case ".yaml": return "yaml"
    case ".dtb", ".dtbo": return "dtb"
    default: return nil
    }
  }

  /// Returns the format by what is at a path: a folder, or a file that begins like a blob.
  static func ofInput(_ path: String) -> String {
    if path == "-" { return "dts" }
    if FileReading.isFolder(path) { return "fs" }
    // What comes through a pipe can be read only once.
    guard FileReading.size(of: path) != nil,
      let start = try? FileReading.contents(of: path, from: 0, count: 4), start.count == 4
    else { return "dts" }
    if start == [0xD0, 0x0D, 0xFE, 0xED] { return "dtb" }
    return ofName(path) ?? "dts"
  }
}
