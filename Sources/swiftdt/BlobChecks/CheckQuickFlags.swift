import BlobChecks

extension BlobCheckRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [
      .value("-P", "--profile"), .value("--expect"), .value("-W", "--warn", isJoined: true),
      .value("-E", "--error", isJoined: true), .toggle("--warnings-as-errors"), .value("--headroom"),
      .value("--max-size"), .value("--at"), .value("--map"), .value("--format"), .value("-o", "--output"),
      .value("-j", "--jobs", isJoined: true), .toggle("-q", "--quiet"),
    ] + QuickFlags.reading
  }

  init?(_ flags: QuickFlags) {
    self.init(inputs: flags.operands)
    for text in flags.all("-P") {
      guard let profile = Profile(rawValue: text) else { return nil }
      settings.profiles.append(profile)
    }
    for text in flags.all("-W") {
      guard let item = SwitchedCheck(text) else { return nil }
      set(item, asErrors: false)
    }
    for text in flags.all("-E") {
      guard let item = SwitchedCheck(text) else { return nil }
      set(item, asErrors: true)
    }
    if flags.has("--warnings-as-errors") { settings.warningsAreErrors = true }
    guard flags.read("--headroom", into: &settings.headroom, ByteCount.value),
      flags.read("--max-size", into: &settings.largestSize, ByteCount.value),
      flags.read("--at", into: &settings.address, { NumberText.value($0, as: UInt64.self) }),
      flags.read("-j", into: &jobs, { Int($0) })
    else { return nil }
    if let text = flags.last("--format") {
      guard let format = ReportFormat(rawValue: text) else { return nil }
      self.format = format
    }
    expectations = flags.last("--expect")
    map = flags.last("--map")
    output = flags.last("-o")
    quiet = flags.has("-q")
    reading = flags.reading
  }
}
