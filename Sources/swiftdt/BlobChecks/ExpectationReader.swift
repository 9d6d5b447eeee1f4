import BlobChecks
import DeviceTreeBlob
import DeviceTreeChecks

/// Converts a JSON5 value to expectations.
struct ExpectationReader {
  let path: String
  let text: [UInt8]
  private(set) var items: [Expectations.Item] = []
  private(set) var settings = CheckSettings()
  private(set) var dtc: DTCChecks?
  /// The last offset whose line was determined, with that line: the next one is usually after it.
  private var told = (offset: 0, line: 1, lineStart: 0)

  private typealias Fault = JSON5Fault

  init(path: String, text: [UInt8]) {
    self.path = path
    self.text = text
  }

  private static let keys = [
    "profile", "headroom", "maxSize", "checks", "allow", "model", "compatible", "enabled", "disabled",
    "present", "absent", "properties", "sha256",
  ]

  mutating func read(_ value: JSON5Value) throws(JSON5Fault) {
    for member in try value.members() {
      switch member.key {
      case "profile": settings.profiles = try profiles(member.value)
      case "headroom": settings.headroom = try bytes(member)
      case "maxSize": settings.largestSize = try bytes(member)
      case "checks": try readChecks(member.value)
      case "allow": try readAllowed(member.value)
      case "model": add("/", .property("model", .string(try member.value.string())), member.value)
      case "compatible":
        add(
          "/", .property("compatible", .containing(try member.value.oneOrMoreStrings().map(\.text))),
          member.value)
      case "enabled": try addAll(member, .enabled)
      case "disabled": try addAll(member, .disabled)
      case "present": try addAll(member, .present)
      case "absent": try addAll(member, .absent)
      case "properties": try readProperties(member.value)
      case "sha256": try readDigest(member.value)
      default: throw member.unknown(among: Self.keys)
      }
    }
  }

  // MARK: The run

  private func profiles(_ value: JSON5Value) throws(JSON5Fault) -> [Profile] {
    var profiles: [Profile] = []
    for (name, range) in try value.oneOrMoreStrings() {
      guard let profile = Profile(rawValue: name) else {
        throw Fault(
          range, "unknown profile '\(name)'",
          help: "the profiles are " + Profile.allCases.map(\.rawValue).joined(separator: ", "))
      }
      profiles.append(profile)
    }
    return profiles
  }

  private func bytes(_ member: JSON5Value.Member) throws(JSON5Fault) -> Int {
    guard let count = member.value.wholeNumber, BlobOptions.isSize(count) else {
      throw Fault(member.value.range, "'\(member.key)' must be a number of bytes below 2 GiB")
    }
    return count
  }

  private mutating func readChecks(_ value: JSON5Value) throws(JSON5Fault) {
    for member in try value.members() {
      try validate(check: member.key, member.keyRange, isKnown: DTCChecks.has(member.key))
      let name = try member.value.string()
      guard let severity = FindingSeverity(rawValue: name) else {
        throw Fault(
          member.value.range, "unknown severity '\(name)'",
          help: "the severities are off, note, warning, error")
      }
      if let check = BlobCheckID(rawValue: member.key) {
        settings.severities[check] = severity
      } else {
        var checks = dtc ?? DTCChecks()
        checks.set(member.key, severity)
        dtc = checks
      }
    }
  }

  private func validate(check name: String, _ range: Range<Int>, isKnown: Bool) throws(JSON5Fault) {
    if isKnown || BlobCheckID(rawValue: name) != nil { return }
    throw Fault(
      range, "unknown check '\(name)'",
      help: CheckNames.question(about: name) ?? "`swiftdt check --list` lists them all")
  }

  private mutating func readAllowed(_ value: JSON5Value) throws(JSON5Fault) {
    for entry in try value.list() {
      var allowed = AllowedFinding(origin: origin(entry))
      var hasCheck = false
      for member in try entry.members() {
        switch member.key {
        case "check":
          allowed.check = try member.value.string()
          try validate(
            check: allowed.check, member.value.range, isKnown: CheckID(name: allowed.check) != nil)
          hasCheck = true
        case "node": allowed.path = try member.value.string()
        case "property": allowed.property = try member.value.string()
        case "reason": _ = try member.value.string()
        default: throw member.unknown(among: ["check", "node", "property", "reason"])
        }
      }
      guard hasCheck else { throw Fault(entry.range, "an entry of 'allow' needs 'check'") }
      settings.allowed.append(allowed)
    }
  }

  // MARK: The board

  private mutating func add(_ subject: String, _ claim: Expectations.Claim, _ value: JSON5Value) {
    items.append(.init(subject, claim, origin: origin(value)))
  }

  private mutating func addAll(
    _ member: JSON5Value.Member, _ claim: Expectations.Claim
  ) throws(JSON5Fault) {
    for (name, range) in try member.value.oneOrMoreStrings() {
      try validate(name, range)
      items.append(.init(name, claim, origin: origin(range.lowerBound)))
    }
  }

  private func validate(_ subject: String, _ range: Range<Int>) throws(JSON5Fault) {
    if subject.isEmpty || subject == "&" {
      throw Fault(range, "name a node by its path, a label (&label) or an alias")
    }
  }

  private mutating func readProperties(_ value: JSON5Value) throws(JSON5Fault) {
    for node in try value.members() {
      try validate(node.key, node.keyRange)
      for member in try node.value.members() {
        add(node.key, .property(member.key, try expected(member.value)), member.value)
      }
    }
  }

  private func expected(_ value: JSON5Value) throws(JSON5Fault) -> Expectations.Value {
    switch value.kind {
    case .bool(let isThere): return isThere ? .present : .absent
    case .string(let text): return .string(text)
    case .number: return .cells([try cell(value)])
    case .list(let list):
      if case .string? = list.first?.kind { return .strings(try value.oneOrMoreStrings().map(\.text)) }
      var cells: [UInt32] = []
      for item in list { cells.append(try cell(item)) }
      return .cells(cells)
    case .object(let members):
      guard members.count == 1, let member = members.first else {
        throw Fault(value.range, "an expected value must have one key: contains, bytes or node")
      }
      switch member.key {
      case "contains": return .containing(try member.value.oneOrMoreStrings().map(\.text))
      case "bytes": return .bytes(try hexadecimal(member.value))
      case "node": return .reference(try member.value.string())
      default: throw member.unknown(among: ["contains", "bytes", "node"])
      }
    case .null:
      throw Fault(value.range, "null is not an expected value; use false for a property that must be absent")
    }
  }

  private func cell(_ value: JSON5Value) throws(JSON5Fault) -> UInt32 {
    guard let number = value.wholeNumber, let cell = UInt32(exactly: number) else {
      throw Fault(value.range, "a cell must be a whole number from 0 to 0xffffffff")
    }
    return cell
  }

  private func hexadecimal(_ value: JSON5Value) throws(JSON5Fault) -> [UInt8] {
    let digits = Array(try value.string().utf8.filter { $0 != 0x20 })
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[start..<min(start + 2, digits.count)], as: UTF8.self)
      guard pair.utf8.count == 2, !pair.hasPrefix("+"), let byte = UInt8(pair, radix: 16) else {
        throw Fault(value.range, "'bytes' must be pairs of hexadecimal digits")
      }
      bytes.append(byte)
    }
    return bytes
  }

  private mutating func readDigest(_ value: JSON5Value) throws(JSON5Fault) {
    let digest = try value.string()
    guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit) else {
      throw Fault(value.range, "'sha256' must be 64 hexadecimal digits")
    }
    add("", .digest(digest), value)
  }
}

extension ExpectationReader {
  // MARK: Places

  private mutating func origin(_ value: JSON5Value) -> String { origin(value.range.lowerBound) }

  private mutating func origin(_ offset: Int) -> String {
    if offset < told.offset { told = (0, 1, 0) }
    for place in told.offset..<offset where text[place] == 0x0A {
      told.line += 1
      told.lineStart = place + 1
    }
    told.offset = offset
    return "\(path):\(told.line):\(offset - told.lineStart + 1)"
  }
}
