public import SourceText

/// Which header of the bindings defines a name: for advice where a macro is not defined.
///
/// Headers are looked through once, when an error asks, and no more than a kernel's tree has.
struct BindingHeaders: Sendable {
  private static let mostFiles = 4000
  private static let mostBytes = 50 << 20

  private let folders: [String]
  private var headers: [String] = []
  /// By name: the headers that define it.
  private var defining: [[UInt8]: [Int]] = [:]

  /// The headers in `dt-bindings` below these folders, the first folder's first.
  init(_ folders: [String]) {
    self.folders = folders
    var files = 0
    var bytes = 0
    for folder in folders {
      var pending = ["dt-bindings"]
      while let path = pending.popLast(), files < Self.mostFiles, bytes < Self.mostBytes {
        let place = IncludeSearch.join(folder, path)
        if path.hasSuffix(".h") {
          guard let text = try? FileReading.contents(of: place) else { continue }
          files += 1
          bytes += text.count
          note(text.span, as: headers.count)
          headers.append(path)
        } else if let names = FolderListing.names(in: place) {
          // The last is the next one to be looked at. Links may lead in a circle.
          guard path.utf8.count < 256 else { continue }
          pending += names.sorted(by: >).map { path + "/" + $0 }
        }
      }
    }
  }

  /// Whether these are the headers of these folders.
  func covers(_ folders: [String]) -> Bool { self.folders == folders }

  /// The headers that define a name. Clocks of many systems go by the same names, and the wrong header
  /// would give the wrong numbers, so only those are told whose names begin most like one of the files
  /// that are read: `rk3399-cru.h` for a source with `rk3399.dtsi`.
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

  /// Notes the names after each `#define` of a header.
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

  /// Where the name begins that is defined by the directive at `start`.
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
  /// The headers of the bindings, as `#include` would name them, that define a name, can be found and
  /// suit the source best: mostly one.
  public mutating func headers(defining name: Symbol) -> [String] {
    if bindings?.covers(options.bracketFolders) != true {
      bindings = BindingHeaders(options.bracketFolders)
    }
    return bindings?.headers(defining: names.array(name), for: dependencies) ?? []
  }
}
