import BlobChecks

extension BlobCheckRequest {
  /// The request of a plain command line; nil if it takes more to read it.
  init?(quick arguments: ArraySlice<String>) {
    let own: [QuickFlags.Flag] = [
      .value("-P", "--profile"), .value("--expect"), .value("-W", "--warn", isJoined: true),
      .value("-E", "--error", isJoined: true), .toggle("--warnings-as-errors"), .value("--headroom"),
      .value("--max-size"), .value("--at"), .value("--map"), .value("--format"), .value("-o", "--output"),
      .value("-j", "--jobs", isJoined: true), .toggle("-q", "--quiet"),
    ]
    guard let flags = QuickFlags(arguments, own + QuickFlags.reading) else { return nil }
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
    if let text = flags.last("--headroom") {
      guard let count = ByteCount(argument: text) else { return nil }
      settings.headroom = count.value
    }
    if let text = flags.last("--max-size") {
      guard let count = ByteCount(argument: text) else { return nil }
      settings.largestSize = count.value
    }
    if let text = flags.last("--at") {
      guard let address = Address(argument: text) else { return nil }
      settings.address = address.value
    }
    if let text = flags.last("--format") {
      guard let format = ReportFormat(rawValue: text) else { return nil }
      self.format = format
    }
    if let text = flags.last("-j") {
      guard let number = Int(text) else { return nil }
      jobs = number
    }
    expectations = flags.last("--expect")
    map = flags.last("--map")
    output = flags.last("-o")
    quiet = flags.has("-q")
    reading = flags.reading
    if problem != nil { return nil }
  }
}
