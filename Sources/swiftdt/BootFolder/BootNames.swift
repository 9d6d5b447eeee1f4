import BlobChecks
import SourceText

/// Names in `extlinux.conf` that lead nowhere: of entries and of files.
extension BootFolderCheck {
  /// Checks the names of entries, and what refers to them.
  mutating func checkLabels(of configuration: ExtlinuxConfiguration) {
    let names = configuration.entries.map(\.name)
    var known: Set<String> = []
    for name in names where !known.insert(name.text).inserted {
      found.add(
        .bootConfiguration, "'\(name.text)' is already the LABEL of an entry", line: name.line,
        notes: ["as DEFAULT, it means the last one"], atMost: .warning)
    }
    for (keyword, name, otherwise) in [
      ("DEFAULT", configuration.defaultName, "U-Boot then tries all entries in order"),
      ("FALLBACK", configuration.fallbackName, "U-Boot then boots the default again"),
    ] {
      guard let name, !names.isEmpty, !known.contains(name.text) else { continue }
      found.add(
        .bootConfiguration, "\(keyword) is '\(name.text)', but there is no such LABEL", line: name.line,
        notes: [otherwise], help: Self.help(onLabel: name.text, among: names.map(\.text)), atMost: .warning)
    }
  }

  private static func help(onLabel name: String, among labels: [String]) -> [String] {
    func trimmed(_ text: String) -> Substring {
      var text = text[...]
      while text.last == " " || text.last == "\t" { text.removeLast() }
      return text
    }
    if labels.contains(where: { trimmed($0) == trimmed(name) }) {
      return ["U-Boot takes blanks at the end of a line as part of the name: remove them"]
    }
    if let comment = name.firstIndex(of: "#"), labels.contains(String(trimmed(String(name[..<comment])))) {
      return [noComment]
    }
    return NearestText.question(about: name, among: labels).map { [$0] } ?? []
  }

  private static let noComment =
    "everything up to the end of the line is the name: there are no comments after it"

  /// Returns what to do about a file that is not in a folder; `text` is its path as it was given.
  func help(onMissing name: String, in parent: String, _ text: String) -> [String] {
    if let first = text.first, first == "\"" || first == "'" {
      return ["U-Boot takes quotes as part of the name"]
    }
    if parent.isEmpty, name == "boot" {
      return ["if /boot is not a partition of its own, check the folder above it"]
    }
    if parent.isEmpty, name == "nix" {
      return ["the loader cannot see the Nix store: copy the file to this partition"]
    }
    let names = FolderListing.names(in: folder.path + "/" + parent)?.filter { $0 != name }.sorted() ?? []
    let start = name.prefix { $0 != " " && $0 != "\t" }
    if start.count < name.count, names.contains(String(start)) { return [Self.noComment] }
    let elsewhere = places(of: text)
    if !elsewhere.isEmpty { return ["there is " + elsewhere.map { "'/\($0)'" }.joined(separator: ", ")] }
    return NearestText.question(about: name, among: names).map { [$0] } ?? []
  }

  /// The maximum number of other places of a file that are named.
  private static let mostPlaces = 3

  /// Returns the paths of the files that have the name of a missing one; empty if there are too many. Those in
  /// a Nix store were built for something else.
  private func places(of text: String) -> [String] {
    guard let name = text.split(separator: "/").last else { return [] }
    let found = contents.paths.filter { path in
      !path.hasPrefix("nix/store/") && path.hasSuffix(name)
        && (path.count == name.count || path.hasSuffix("/" + name))
        && (try? FileKind(of: folder.path + "/" + path, followingLinks: false)) == .file
    }
    return found.count > Self.mostPlaces ? [] : found
  }
}
