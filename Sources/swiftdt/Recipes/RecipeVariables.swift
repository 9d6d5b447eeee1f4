import SourceText

/// The variables of a recipe: where each `${NAME}` has its value from.
struct RecipeVariables {
  /// The command line's settings (`NAME=VALUE`), and the recipe's defaults.
  private let settings: [String]
  private let defaults: [RecipeVariable]
  /// The names of both, and by symbol: the number of its last setting, and of its first default, from 1; 0 if
  /// there is none. (For a dictionary, the runtime would first have to look up its types.)
  private var names = SymbolTable(minimumCapacity: 16)
  private var settingAt = PlainArray<UInt32>()
  private var defaultAt = PlainArray<UInt32>()

  init(settings: [String], defaults: [RecipeVariable]) {
    self.settings = settings
    self.defaults = defaults
    for (index, setting) in settings.enumerated() {
      settingAt[place(of: Self.name(in: setting))] = UInt32(index + 1)
    }
    for (index, variable) in defaults.enumerated() {
      let place = place(of: variable.name)
      if defaultAt[place] == 0 { defaultAt[place] = UInt32(index + 1) }
    }
  }

  /// Returns the index of a name in the arrays, which are made long enough for it.
  private mutating func place(of name: String) -> Int {
    let symbol = names.intern(name)
    settingAt.resize(to: names.count, 0)
    defaultAt.resize(to: names.count, 0)
    return symbol.index
  }

  /// Returns the name in a setting.
  private static func name(in setting: String) -> String {
    String(Substring(setting.utf8.prefix { $0 != 0x3D }))
  }

  /// Returns the value of `${NAME}`: from `--set`, else from the environment, else the recipe's default.
  func value(of name: String) -> String? {
    let symbol = names.find(name)
    if let symbol, symbol.index < settingAt.count, settingAt[symbol.index] > 0 {
      let setting = settings[Int(settingAt[symbol.index]) - 1].utf8
      return String(Substring(setting.dropFirst(name.utf8.count + 1)))
    }
    if let value = Console.environment(name) { return value }
    guard let symbol, symbol.index < defaultAt.count, defaultAt[symbol.index] > 0 else { return nil }
    return defaults[Int(defaultAt[symbol.index]) - 1].value
  }

  /// Throws if a setting's name is neither a variable of the recipe nor used in `texts`: a misspelled name
  /// would otherwise silently have no effect.
  func checkSettings(_ texts: [String]) throws(RecipeError) {
    if settings.isEmpty { return }
    var known = SymbolTable(minimumCapacity: 16)
    for variable in defaults { _ = known.intern(variable.name) }
    for text in texts { Self.addNames(in: text, to: &known) }
    for setting in settings {
      let name = Self.name(in: setting)
      if known.find(name) != nil { continue }
      // The first symbol is the empty string.
      let others = (1..<known.count).map { known.string(Symbol(rawValue: UInt32($0))) }
      let nearest = NearestText.question(about: name, among: others)
      throw RecipeError(
        place: "", message: "--set gives '${\(name)}' a value, but nothing refers to it",
        help: nearest
          ?? (others.isEmpty
            ? nil : "the variable\(others.count == 1 ? " is" : "s are") \(others.joined(separator: ", "))"))
    }
  }

  /// Adds the name of each `${NAME}` in a string.
  private static func addNames(in text: String, to names: inout SymbolTable) {
    var rest = text[...]
    while let mention = Mention(firstOf: rest), let name = mention.name {
      _ = names.intern(name)
      rest = rest[mention.end...]
    }
  }

  /// The first `${NAME}` in a string.
  struct Mention {
    let start: String.Index
    /// The name; nil if there is no closing brace.
    var name: String?
    /// The index after the closing brace.
    var end: String.Index

    init?(firstOf text: Substring) {
      // Searching bytes, not text, since the runtime would first look up types for the latter.
      let bytes = text.utf8
      var dollar = bytes.firstIndex(of: 0x24)
      while let place = dollar {
        let after = bytes.index(after: place)
        if after < bytes.endIndex, bytes[after] == 0x7B { break }
        dollar = bytes[after...].firstIndex(of: 0x24)
      }
      guard let dollar else { return nil }
      start = dollar
      end = bytes.endIndex
      guard let close = bytes[dollar...].firstIndex(of: 0x7D) else { return }
      name = String(text[bytes.index(dollar, offsetBy: 2)..<close])
      end = bytes.index(after: close)
    }
  }
}
