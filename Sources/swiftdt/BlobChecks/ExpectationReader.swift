import BlobChecks
import DeviceTreeBlob
import DeviceTreeChecks
import SourceText

/// Converts a JSON5 value to expectations.
struct ExpectationReader {
  let path: String
  let text: [UInt8]
  private(set) var items: [Expectations.Item] = []
  private(set) var settings = CheckSettings()
  private(set) var dtc: DTCChecks?
  /// The last offset whose line was determined, with that line: the next one is usually after it.
  private var told = (offset: 0, line: 1, lineStart: 0)

  private typealias Fault = ExpectationFault

  init(path: String, text: [UInt8]) {
    self.path = path
    self.text = text
  }

  private static let keys = [
    "profile", "headroom", "maxSize", "checks", "allow", "model", "compatible", "enabled", "disabled",
    "present", "absent", "properties", "sha256",
  ]

  mutating func read(_ value: JSON5Value) throws(ExpectationFault) {
    for member in try members(value, "the file") {
      switch member.key {
      case "profile": settings.profiles = try profiles(member.value)
      case "headroom": settings.headroom = try bytes(member)
      case "maxSize": settings.largestSize = try bytes(member)
      case "checks": try readChecks(member.value)
      case "allow": try readAllowed(member.value)
      case "model": add("/", .property("model", .string(try string(member.value, "'model'"))), member.value)
      case "compatible":
        add(
          "/", .property("compatible", .containing(try strings(member.value, "'compatible'"))), member.value)
      case "enabled": try addAll(member, .enabled)
      case "disabled": try addAll(member, .disabled)
      case "present": try addAll(member, .present)
      case "absent": try addAll(member, .absent)
      case "properties": try readProperties(member.value)
      case "sha256": try readDigest(member.value)
      default: throw unknown(member, Self.keys)
      }
    }
  }

  // MARK: The run

  private func profiles(_ value: JSON5Value) throws(ExpectationFault) -> [Profile] {
    var profiles: [Profile] = []
    for (name, range) in try names(value, "'profile'") {
      guard let profile = Profile(rawValue: name) else {
        throw Fault(
          range, "unknown profile '\(name)'",
          help: "the profiles are " + Profile.allCases.map(\.rawValue).joined(separator: ", "))
      }
      profiles.append(profile)
    }
    return profiles
  }

  private func bytes(_ member: JSON5Value.Member) throws(ExpectationFault) -> Int {
    guard let count = member.value.integer, count <= UInt64(BlobOptions.largestSize) else {
      throw Fault(member.value.range, "'\(member.key)' must be a number of bytes below 2 GiB")
    }
    return Int(count)
  }

  private mutating func readChecks(_ value: JSON5Value) throws(ExpectationFault) {
    for member in try members(value, "'checks'") {
      try validate(check: member.key, member.keyRange, isKnown: DTCChecks.has(member.key))
      let name = try string(member.value, "a check's severity")
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

  private func validate(
    check name: String, _ range: Range<Int>, isKnown: Bool
  ) throws(ExpectationFault) {
    if isKnown || BlobCheckID(rawValue: name) != nil { return }
    throw Fault(
      range, "unknown check '\(name)'",
      help: CheckNames.question(about: name) ?? "`swiftdt check --list` lists them all")
  }

  private mutating func readAllowed(_ value: JSON5Value) throws(ExpectationFault) {
    guard case .list(let list) = value.kind else { throw type(value, "'allow'", "a list") }
    for entry in list {
      var allowed = AllowedFinding(origin: origin(entry))
      var hasCheck = false
      for member in try members(entry, "an entry of 'allow'") {
        switch member.key {
        case "check":
          allowed.check = try string(member.value, "'check'")
          try validate(
            check: allowed.check, member.value.range, isKnown: CheckID(name: allowed.check) != nil)
          hasCheck = true
        case "node": allowed.path = try string(member.value, "'node'")
        case "property": allowed.property = try string(member.value, "'property'")
        case "reason": _ = try string(member.value, "'reason'")
        default: throw unknown(member, ["check", "node", "property", "reason"])
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
  ) throws(ExpectationFault) {
    for (name, range) in try names(member.value, "'\(member.key)'") {
      try validate(name, range)
      items.append(.init(name, claim, origin: origin(range.lowerBound)))
    }
  }

  private func validate(_ subject: String, _ range: Range<Int>) throws(ExpectationFault) {
    if subject.isEmpty || subject == "&" {
      throw Fault(range, "name a node by its path, a label (&label) or an alias")
    }
  }

  private mutating func readProperties(_ value: JSON5Value) throws(ExpectationFault) {
    for node in try members(value, "'properties'") {
      try validate(node.key, node.keyRange)
      for member in try members(node.value, "the value of '\(node.key)'") {
        add(node.key, .property(member.key, try expected(member.value)), member.value)
      }
    }
  }

  private func expected(_ value: JSON5Value) throws(ExpectationFault) -> Expectations.Value {
    switch value.kind {
    case .bool(let isThere): return isThere ? .present : .absent
    case .string(let text): return .string(text)
    case .number: return .cells([try cell(value)])
    case .list(let list):
      if case .string? = list.first?.kind { return .strings(try strings(value, "the list")) }
      var cells: [UInt32] = []
      for item in list { cells.append(try cell(item)) }
      return .cells(cells)
    case .object(let members):
      guard members.count == 1, let member = members.first else {
        throw Fault(value.range, "an expected value must have one key: contains, bytes or node")
      }
      switch member.key {
      case "contains": return .containing(try strings(member.value, "'contains'"))
      case "bytes": return .bytes(try hexadecimal(member.value))
      case "node": return .reference(try string(member.value, "'node'"))
      default: throw unknown(member, ["contains", "bytes", "node"])
      }
    case .null:
      throw Fault(value.range, "null is not an expected value; use false for a property that must be absent")
    }
  }

  private func cell(_ value: JSON5Value) throws(ExpectationFault) -> UInt32 {
    guard let number = value.integer, let cell = UInt32(exactly: number) else {
      throw Fault(value.range, "a cell must be a whole number from 0 to 0xffffffff")
    }
    return cell
  }

  private func hexadecimal(_ value: JSON5Value) throws(ExpectationFault) -> [UInt8] {
    let digits = Array(try string(value, "'bytes'").utf8.filter { $0 != 0x20 })
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

  private mutating func readDigest(_ value: JSON5Value) throws(ExpectationFault) {
    let digest = try string(value, "'sha256'")
    guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit) else {
      throw Fault(value.range, "'sha256' must be 64 hexadecimal digits")
    }
    add("", .digest(digest), value)
  }
}

extension ExpectationReader {
  // MARK: Types

  private func type(_ value: JSON5Value, _ what: String, _ wanted: String) -> ExpectationFault {
    ExpectationFault(value.range, "\(what) must be \(wanted), not \(value.kindName)")
  }

  private func members(
    _ value: JSON5Value, _ what: String
  ) throws(ExpectationFault) -> [JSON5Value.Member] {
    guard case .object(let members) = value.kind else { throw type(value, what, "an object") }
    return members
  }

  private func string(_ value: JSON5Value, _ what: String) throws(ExpectationFault) -> String {
    guard case .string(let text) = value.kind else { throw type(value, what, "a string") }
    return text
  }

  /// Returns a string or those of a list, each with its range.
  private func names(
    _ value: JSON5Value, _ what: String
  ) throws(ExpectationFault) -> [(String, Range<Int>)] {
    if case .string(let text) = value.kind { return [(text, value.range)] }
    guard case .list(let list) = value.kind else { throw type(value, what, "a string or a list of strings") }
    var names: [(String, Range<Int>)] = []
    for item in list { names.append((try string(item, "an entry of \(what)"), item.range)) }
    return names
  }

  private func strings(_ value: JSON5Value, _ what: String) throws(ExpectationFault) -> [String] {
    try names(value, what).map(\.0)
  }

  private func unknown(_ member: JSON5Value.Member, _ known: [String]) -> ExpectationFault {
    ExpectationFault(
      member.keyRange, "unknown key '\(member.key)'",
      help: NearestText.question(about: member.key, among: known)
        ?? "the keys are " + known.joined(separator: ", "))
  }

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
