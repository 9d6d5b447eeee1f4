public import SourceText

/// Which header of the bindings defines a name: for advice where a macro is not defined.
///
/// Headers are looked through once, when an error asks, and no more than a kernel's tree has.
struct BindingHeaders: Sendable {
  private static let mostFiles = 4000
  private static let mostBytes = 50 << 20

  private let folders: [String]
  private var headers: [[UInt8]: String] = [:]

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
          note(text.span, as: path)
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

  /// The header that defines a name.
  func header(defining name: [UInt8]) -> String? { headers[name] }

  /// Notes the names after each `#define` of a header.
  private mutating func note(_ text: Span<UInt8>, as header: String) {
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
        if headers[name] == nil { headers[name] = header }
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
  /// The header of the bindings, as `#include` would name it, that defines a name and can be found.
  public mutating func header(defining name: Symbol) -> String? {
    if bindings?.covers(options.bracketFolders) != true {
      bindings = BindingHeaders(options.bracketFolders)
    }
    return bindings?.header(defining: names.array(name))
  }
}
