/// Recipes as nearly all are written.
///
/// Foundation's decoder has the runtime find out about so many types that it takes longer over a recipe than
/// the compiler over a small board. So recipes in which all is right and usual are read from the values of
/// `JSON5Reader`, and anything else is left to the decoder, which says what is wrong.
extension Recipe {
  /// The recipe of a text; nil if the decoder is to look at it.
  init?(plain text: [UInt8]) {
    guard Self.isPlain(text), let value = try? JSON5Reader.read(text), let members = value.plainMembers
    else { return nil }
    self.init(source: "", output: "")
    var hasSource = false
    for member in members {
      let value = member.value
      switch member.key {
      case "variables": guard setVariables(value) else { return nil }
      case "source":
        guard case .string(let path) = value.kind else { return nil }
        source = path
        hasSource = true
      case "include":
        guard let folders = value.plainStrings else { return nil }
        include = folders
      case "define": guard setDefinitions(value) else { return nil }
      case "overlays": guard setOverlays(value) else { return nil }
      case "pad":
        guard let number = value.plainInteger, Self.isSize(number) else { return nil }
        pad = number
      case "size":
        guard let number = value.plainInteger, Self.isSize(number) else { return nil }
        size = number
      case "align":
        guard let number = value.plainInteger, Self.isSize(number), Self.isAlignment(number) else {
          return nil
        }
        align = number
      case "output":
        guard case .string(let path) = value.kind else { return nil }
        output = path
      default: return nil
      }
    }
    // No output is as wrong as an empty one.
    guard hasSource, Self.isOutput(output) else { return nil }
  }

  /// Whether a text has nothing that the two readers might take differently: escapes, line ends of other
  /// systems, bytes that are no ASCII.
  private static func isPlain(_ text: [UInt8]) -> Bool {
    for byte in text where !(0x20...0x7E ~= byte && byte != 0x5C || byte == 0x0A || byte == 0x09) {
      return false
    }
    return true
  }

  private mutating func setVariables(_ value: JSON5Value) -> Bool {
    guard let members = value.plainMembers else { return false }
    for member in members {
      guard case .string(let text) = member.value.kind else { return false }
      variables.append(RecipeVariable(name: member.key, value: text))
    }
    return true
  }

  private mutating func setDefinitions(_ value: JSON5Value) -> Bool {
    if let list = value.plainStrings {
      define = list
      return true
    }
    guard let members = value.plainMembers else { return false }
    for member in members.sorted(by: { $0.key < $1.key }) {
      switch member.value.kind {
      case .bool(let isDefined): if isDefined { define.append(member.key) }
      case .string(let text): define.append(member.key + "=" + text)
      default:
        guard let number = member.value.plainInteger else { return false }
        define.append(member.key + "=" + String(number))
      }
    }
    return true
  }

  private mutating func setOverlays(_ value: JSON5Value) -> Bool {
    if let names = value.plainStrings {
      overlays = [OverlayGroup(names: names)]
    } else if case .list(let groups) = value.kind {
      for group in groups {
        guard let group = OverlayGroup(plain: group) else { return false }
        overlays.append(group)
      }
    } else {
      guard let group = OverlayGroup(plain: value) else { return false }
      overlays = [group]
    }
    return true
  }
}

extension Recipe.OverlayGroup {
  fileprivate init?(plain value: JSON5Value) {
    guard let members = value.plainMembers else { return nil }
    for member in members {
      switch member.key {
      case "folder":
        guard case .string(let path) = member.value.kind else { return nil }
        folder = path
      case "names":
        guard let list = member.value.plainStrings else { return nil }
        names = list
      default: return nil
      }
    }
    if folder == nil, names == nil { return nil }
  }
}

extension JSON5Value {
  /// The members of an object that has a few, each with another key.
  fileprivate var plainMembers: [Member]? {
    guard case .object(let members) = kind, members.count <= 64 else { return nil }
    for (index, member) in members.enumerated() {
      // One without quotes cannot begin with a digit, and whether this one has quotes is not known here.
      guard let first = member.key.utf8.first, !(0x30...0x39 ~= first) else { return nil }
      for other in members[..<index] where other.key == member.key { return nil }
    }
    return members
  }

  /// A list of nothing but strings.
  fileprivate var plainStrings: [String]? {
    guard case .list(let values) = kind else { return nil }
    var strings: [String] = []
    strings.reserveCapacity(values.count)
    for value in values {
      guard case .string(let text) = value.kind else { return nil }
      strings.append(text)
    }
    return strings
  }

  /// A whole number without a sign, as JSON5 writes them.
  fileprivate var plainInteger: Int? {
    guard case .number(let text) = kind, let first = text.utf8.first, 0x30...0x39 ~= first else { return nil }
    // Other languages take a number that begins with a zero for an octal one; it is none of JSON5.
    if first == 0x30, text.utf8.count > 1, !text.hasPrefix("0x") { return nil }
    return integer.flatMap { Int(exactly: $0) }
  }
}
