import DeviceTreeBlob
import Preprocessor

/// A recipe, the input of `swiftdt build`: a small JSON5 file.
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
/// Paths are relative to the recipe's folder.
struct Recipe: Equatable {
  /// The variables for `${NAME}` in the other strings, with their defaults.
  var variables: [RecipeVariable] = []
  /// The base, a source or a blob.
  var source: String
  /// The folders to search for included files.
  var include: [String] = []
  /// Macro definitions: `name` or `name=value`.
  var define: [String] = []
  /// The groups of overlays, in order.
  var overlays: [OverlayGroup] = []
  var pad: Int?
  var size: Int?
  var align: Int?
  /// Whether `/__symbols__` stays in the result.
  var symbols = true
  /// The path of the blob below the output folder.
  var output: String

  /// Overlays in one folder.
  struct OverlayGroup: Equatable {
    /// The folder; nil is the recipe's own.
    var folder: String?
    /// The names, with or without suffix, in order; nil is all overlays in the folder that are not hidden, in
    /// byte order of their names, and without the blobs of the sources there.
    var names: [String]?
  }
}

/// A variable for `${NAME}`, and its default.
struct RecipeVariable: Equatable {
  let name: String
  let value: String
}

extension Recipe {
  /// All strings that may contain `${NAME}`.
  var texts: [String] {
    [source, output] + include + define
      + overlays.flatMap { ($0.folder.map { [$0] } ?? []) + ($0.names ?? []) }
  }
}

// MARK: - Reading

extension Recipe {
  private static let keys = [
    "variables", "source", "include", "define", "overlays", "pad", "size", "align", "symbols",
    "output",
  ]

  /// Parses the text of a recipe.
  static func parse(_ text: [UInt8]) throws(RecipeError) -> Recipe {
    try RecipeError.reading(text) { value throws(JSON5Fault) in try Recipe(value) }
  }

  private init(_ recipe: JSON5Value) throws(JSON5Fault) {
    self.init(source: "", output: "")
    for member in try recipe.members() {
      let value = member.value
      switch member.key {
      case "source": source = try value.string()
      case "output":
        output = try value.string()
        if !Self.isOutput(output) { throw value.fault(Self.outputProblem(output)) }
      case _ where !Self.keys.contains(member.key): throw member.unknown(among: Self.keys)
      // All other keys are optional, and programs may write an absent value as null.
      case _ where value.kind == .null: continue
      case "variables":
        for variable in try value.members() {
          variables.append(RecipeVariable(name: variable.key, value: try variable.value.string()))
        }
      case "include": include = try value.strings()
      case "define": define = try Self.definitions(value)
      case "overlays": overlays = try OverlayGroup.groups(value)
      case "pad": pad = try Self.size(value)
      case "size": size = try Self.size(value)
      case "symbols":
        symbols = try value.bool()
      default:
        let number = try Self.size(value)
        guard BlobOptions.isAlignment(number) else {
          throw value.fault("must be a power of two, not \(number)")
        }
        align = number
      }
    }
    for key in ["source", "output"] { _ = try recipe.required(key) }
  }

  private static func size(_ value: JSON5Value) throws(JSON5Fault) -> Int {
    guard case .number(let text) = value.kind else { throw value.fault("must be a whole number") }
    guard let number = value.wholeNumber, BlobOptions.isSize(number) else {
      throw value.fault("must be a number of bytes below 2 GiB, not \(text)")
    }
    return number
  }

  /// Whether `path` is that of a file below the output folder.
  private static func isOutput(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.isEmpty && !path.hasPrefix("/") && !parts.contains("..") && parts.last != ""
  }

  private static func outputProblem(_ path: String) -> String {
    "must be a file's path inside the output folder, not '\(path)'"
  }

  /// Throws unless `path` is that of a file below the output folder.
  static func checkOutput(_ path: String) throws(RecipeError) {
    if !isOutput(path) { throw RecipeError(place: "output", message: outputProblem(path)) }
  }

  /// Whether text is a macro's name, with or without parameters and, as after `-D`, a definition. What a variable may
  /// become is not looked at.
  private static func isMacro(_ text: String) -> Bool {
    let name = text.utf8.prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: "=") }
    return text.contains("${")
      || (name.first.map(CharacterClass.isIdentifierStart) ?? false)
        && name.allSatisfy(CharacterClass.isIdentifierPart)
  }

  /// Reads macro definitions: `["A", "B=1"]` or `{ A: true, B: 1, C: "x" }`.
  private static func definitions(_ value: JSON5Value) throws(JSON5Fault) -> [String] {
    if case .list = value.kind { return try value.strings() }
    var list: [String] = []
    for member in try value.members().sorted(by: { $0.key < $1.key }) {
      guard isMacro(member.key) else {
        throw JSON5Fault(member.keyRange, "'\(member.key)' cannot be the name of a macro")
      }
      switch member.value.kind {
      case .bool(let isDefined): if isDefined { list.append(member.key) }
      case .string(let text): list.append(member.key + "=" + text)
      default:
        guard let number = member.value.wholeNumber else {
          throw member.value.fault("must be true, false, a whole number or a string")
        }
        list.append(member.key + "=" + String(number))
      }
    }
    return list
  }
}

extension Recipe.OverlayGroup {
  /// Reads `["a.dts", …]`, `{ folder: …, names: […] }`, or a list of such groups.
  fileprivate static func groups(_ value: JSON5Value) throws(JSON5Fault) -> [Self] {
    if case .object = value.kind { return [try Self(value)] }
    guard case .list(let list) = value.kind else {
      throw value.fault("must be a list of files or an object { … }")
    }
    let isOfFiles = list.allSatisfy { if case .string = $0.kind { true } else { false } }
    if isOfFiles { return [Self(names: try value.strings())] }
    var groups: [Self] = []
    for group in list {
      if case .string = group.kind {
        throw group.fault("must be a group { … }: a list is either of files or of groups")
      }
      groups.append(try Self(group))
    }
    return groups
  }

  private init(_ value: JSON5Value) throws(JSON5Fault) {
    for member in try value.members() {
      switch member.key {
      case "folder": folder = try value.member(member.key)?.string()
      case "names": names = try value.member(member.key)?.strings()
      default: throw member.unknown(among: ["folder", "names"])
      }
    }
    if folder == nil, names == nil { throw value.fault("needs 'folder' or 'names'") }
  }
}
