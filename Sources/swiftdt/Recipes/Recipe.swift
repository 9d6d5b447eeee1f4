import FoundationEssentials

/// What `swiftdt build` is to make: a small JSON5 file.
///
///     {
///       variables: { TREE: "../vendor" },  // defaults of ${TREE}
///       source: "${TREE}/board.dts",
///       include: ["${TREE}/include"],
///       define: { DEBUG: 1 },
///       overlays: { folder: "overlays", names: ["uart_c", "spi0"] },
///       pad: 0x20000,                      // headroom for the boot loader
///       output: "amlogic/board.dtb",
///     }
///
/// Paths are relative to the recipe.
struct Recipe: Equatable {
  /// Names for `${NAME}` in the other strings, with what they stand for if nobody says otherwise.
  var variables: [RecipeVariable] = []
  /// The base: a source or a blob.
  var source: String
  /// Folders to search for included files.
  var include: [String] = []
  /// Macros: `name` or `name=value`.
  var define: [String] = []
  /// The overlays, group after group.
  var overlays: [OverlayGroup] = []
  var pad: Int?
  var size: Int?
  var align: Int?
  /// Where the blob goes, below the output folder.
  var output: String

  /// Overlays of one folder.
  struct OverlayGroup: Equatable {
    /// The folder; the recipe's own if there is none.
    var folder: String?
    /// Their names, with or without suffix, in order; nil is all of the folder, ordered by their
    /// bytes.
    var names: [String]?
  }
}

/// A name for `${NAME}`, and what it stands for.
struct RecipeVariable: Equatable {
  let name: String
  let value: String
}

extension Recipe {
  /// Reads a recipe's text.
  static func parse(_ text: [UInt8]) throws(RecipeError) -> Recipe {
    if let recipe = Recipe(plain: text) { return recipe }
    do {
      return try JSON5Text.decode(Recipe.self, from: text)
    } catch let error as RecipeError {
      throw error
    } catch {
      throw RecipeError(place: "", message: "\(error)")
    }
  }
}

extension Recipe {
  /// All that may have a `${NAME}` in it.
  var texts: [String] {
    [source, output] + include + define
      + overlays.flatMap { ($0.folder.map { [$0] } ?? []) + ($0.names ?? []) }
  }
}

extension Recipe: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case variables, source, include, define, overlays, pad, size, align, output
  }

  init(from decoder: any Decoder) throws {
    try AnyKey.rejectUnknown(in: decoder, known: Key.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: Key.self)
    variables =
      try values.decodeIfPresent([String: String].self, forKey: .variables)?
      .map { RecipeVariable(name: $0.key, value: $0.value) } ?? []
    source = try values.decode(String.self, forKey: .source)
    include = try values.decodeIfPresent([String].self, forKey: .include) ?? []
    define = try values.decodeIfPresent(Definitions.self, forKey: .define)?.list ?? []
    overlays = try values.decodeIfPresent(OverlayGroups.self, forKey: .overlays)?.groups ?? []
    pad = try Self.size(values, .pad)
    size = try Self.size(values, .size)
    align = try Self.size(values, .align)
    if let align, !Self.isAlignment(align) {
      throw RecipeError(place: "align", message: "must be a power of two, not \(align)")
    }
    output = try values.decode(String.self, forKey: .output)
    try Self.checkOutput(output)
  }

  /// Whether a number is one of bytes.
  static func isSize(_ value: Int) -> Bool { value >= 0 && value <= Int(Int32.max) }

  /// Whether a size can be made a multiple of a number.
  static func isAlignment(_ value: Int) -> Bool { value >= 1 && value & (value - 1) == 0 }

  /// Whether a path is that of a file below the output folder.
  static func isOutput(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.isEmpty && !path.hasPrefix("/") && !parts.contains("..") && parts.last != ""
  }

  /// Refuses what is no path of a file below the output folder.
  static func checkOutput(_ path: String) throws(RecipeError) {
    if isOutput(path) { return }
    throw RecipeError(
      place: "output", message: "must be a file's path below the output folder, not '\(path)'")
  }

  private static func size(_ values: KeyedDecodingContainer<Key>, _ key: Key) throws -> Int? {
    guard let value = try values.decodeIfPresent(Int.self, forKey: key) else { return nil }
    guard Self.isSize(value) else {
      throw RecipeError(
        place: key.rawValue, message: "must be a number of bytes from 0 to 2 GiB, not \(value)")
    }
    return value
  }

  /// `["A", "B=1"]` or `{ A: true, B: 1, C: "x" }`.
  private struct Definitions: Decodable {
    var list: [String] = []

    init(from decoder: any Decoder) throws {
      if let list = try? decoder.singleValueContainer().decode([String].self) {
        self.list = list
        return
      }
      let values = try decoder.container(keyedBy: AnyKey.self)
      for key in values.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
        if let flag = try? values.decode(Bool.self, forKey: key) {
          if flag { list.append(key.stringValue) }
        } else if let number = try? values.decode(Int.self, forKey: key) {
          list.append("\(key.stringValue)=\(number)")
        } else {
          list.append("\(key.stringValue)=\(try values.decode(String.self, forKey: key))")
        }
      }
    }
  }

  /// `["a.dts", …]`, `{ folder: …, names: […] }`, or a list of such groups.
  private struct OverlayGroups: Decodable {
    var groups: [OverlayGroup] = []

    init(from decoder: any Decoder) throws {
      if let names = try? decoder.singleValueContainer().decode([String].self) {
        groups = [OverlayGroup(names: names)]
      } else if var list = try? decoder.unkeyedContainer() {
        while !list.isAtEnd {
          let place = RecipeError.place(list.codingPath) + "[\(list.currentIndex)]"
          if (try? list.decode(String.self)) != nil {
            throw RecipeError(
              place: place, message: "must be a group { … }: a list is of files or of groups")
          }
          groups.append(try list.decode(OverlayGroup.self))
        }
      } else {
        groups = [try decoder.singleValueContainer().decode(OverlayGroup.self)]
      }
    }
  }
}

extension Recipe.OverlayGroup: Decodable {
  private enum Key: String, CodingKey, CaseIterable { case folder, names }

  init(from decoder: any Decoder) throws {
    try AnyKey.rejectUnknown(in: decoder, known: Key.allCases.map(\.rawValue))
    let values = try decoder.container(keyedBy: Key.self)
    folder = try values.decodeIfPresent(String.self, forKey: .folder)
    names = try values.decodeIfPresent([String].self, forKey: .names)
    if folder == nil, names == nil {
      throw RecipeError(
        place: RecipeError.place(decoder.codingPath), message: "needs 'folder' or 'names'")
    }
  }
}

/// A key of any name, to see those that nobody asked for.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init?(stringValue: String) { self.stringValue = stringValue }

  init?(intValue: Int) { nil }

  static func rejectUnknown(in decoder: any Decoder, known: [String]) throws {
    let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
    guard let unknown = keys.first(where: { !known.contains($0) }) else { return }
    throw RecipeError(
      place: RecipeError.place(decoder.codingPath), message: "unknown key '\(unknown)'", word: unknown,
      help: NearestText.nearest(to: unknown, among: known).map { "did you mean '\($0)'?" }
        ?? "there are \(known.joined(separator: ", "))")
  }
}
