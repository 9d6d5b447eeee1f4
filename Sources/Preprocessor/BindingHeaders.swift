public import SourceText

/// Which binding header defines a name, for advice about macros that are not defined.
///
/// Headers are scanned once, when an error needs it, and no more of them than a kernel tree has.
struct BindingHeaders: Sendable {
  private static let mostFiles = 4000
  private static let mostBytes = 50 << 20

  private let folders: [String]
  private var headers: [String] = []
  /// By name: the headers that define it.
  private var defining: [[UInt8]: [Int]] = [:]

  /// Scans the headers in `dt-bindings` below these folders, those of the first folder first.
  init(_ folders: [String]) {
    self.folders = folders
    var files = 0
    var bytes = 0
    for folder in folders {
      let place = IncludeSearch.join(folder, "dt-bindings")
      for path in Self.headers(in: place) where files < Self.mostFiles && bytes < Self.mostBytes {
        guard let text = try? FileReading.contents(of: place + "/" + path) else { continue }
        files += 1
        bytes += text.count
        note(text.span, as: headers.count)
        headers.append("dt-bindings/" + path)
      }
    }
  }

  /// Returns the paths of the headers in a folder, sorted. A folder that cannot be listed may as well be empty:
  /// this is for advice.
  private static func headers(in folder: String) -> [String] {
    var walk = FolderWalk(of: folder, followingLinks: true)
    var paths: [String] = []
    while paths.count < mostFiles {
      do throws(FolderWalk.Failure) {
        guard let entry = try walk.next() else { break }
        if entry.kind == .file, entry.name.hasSuffix(".h") { paths.append(entry.path) }
      } catch {
        continue
      }
    }
    return paths.sorted()
  }

  /// Whether the headers were scanned in exactly these folders.
  func covers(_ folders: [String]) -> Bool { self.folders == folders }

  /// The headers that define a name. Clocks of many systems have the same names, and the wrong header
  /// would give the wrong numbers, so only those headers are returned whose names begin most like one of the
  /// files being read: `rk3399-cru.h` for a source with `rk3399.dtsi`.
  func headers(defining name: [UInt8], for files: [String]) -> [String] {
    let candidates = (defining[name] ?? []).map { headers[$0] }
    guard candidates.count > 1 else { return candidates }
    let names = Set(files.map(Self.lastPart))
    let likeness = candidates.map { candidate in
      let own = Self.lastPart(of: candidate)
      return names.map { zip($0.utf8, own.utf8).prefix { $0 == $1 }.count }.max() ?? 0
    }
    let best = likeness.max() ?? 0
    return zip(candidates, likeness).filter { $1 == best }.map(\.0)
  }

  private static func lastPart(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Records the name after each `#define` of a header.
  private mutating func note(_ text: Span<UInt8>, as header: Int) {
    var index = 0
    while index < text.count {
      index = Self.skipBlanks(text, index)
      if let start = Self.name(text, index) {
        var end = start
        var name: [UInt8] = []
        while end < text.count, CharacterClass.isIdentifierPart(text[end]) {
          name.append(text[end])
          end += 1
        }
        if defining[name]?.last != header { defining[name, default: []].append(header) }
        index = end
      }
      while index < text.count, text[index] != 0x0A { index += 1 }
      index += 1
    }
  }

  /// The index of the name that a directive at `start` defines; nil if it is not a `#define`.
  private static func name(_ text: Span<UInt8>, _ start: Int) -> Int? {
    guard start < text.count, text[start] == 0x23 else { return nil }
    var index = skipBlanks(text, start + 1)
    for byte in "define".utf8 {
      guard index < text.count, text[index] == byte else { return nil }
      index += 1
    }
    let name = skipBlanks(text, index)
    return name > index ? name : nil
  }

  private static func skipBlanks(_ text: Span<UInt8>, _ start: Int) -> Int {
    var index = start
    while index < text.count, text[index] == 0x20 || text[index] == 0x09 { index += 1 }
    return index
  }
}

extension Preprocessor {
  /// The binding headers, as `#include` would name them, that define a name, can be found and suit the
  /// source best: mostly one.
  public mutating func headers(defining name: Symbol) -> [String] {
    if bindings?.covers(options.bracketFolders) != true {
      bindings = BindingHeaders(options.bracketFolders)
    }
    return bindings?.headers(defining: names.array(name), for: dependencies) ?? []
  }
}
