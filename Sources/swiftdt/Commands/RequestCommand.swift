import ArgumentParser

/// What a command is asked to do, however its command line was parsed.
protocol CommandRequest {
  /// What is wrong with the request, whatever is in the files; nil if nothing is.
  var problem: String? { get }
  func run() throws
}

/// A request that a plain command line can make.
protocol PlainRequest: CommandRequest {
  /// The flags of such a line.
  static var plainFlags: [QuickFlags.Flag] { get }
  /// Creates the request of these flags, valid or not; throws if it takes ArgumentParser to read them.
  init(_ flags: QuickFlags) throws(NotQuick)
}

/// A command line that ArgumentParser has to read. It is thrown, since a request that may be nil is destroyed
/// by way of the runtime's types, and looking these up takes as long as reading thirty properties.
struct NotQuick: Error {}

extension PlainRequest {
  /// Creates the request of a plain command line; throws if it takes ArgumentParser to read it,
  /// or something is wrong with it.
  init(quick arguments: ArraySlice<String>) throws(NotQuick) {
    guard let flags = QuickFlags(arguments, Self.plainFlags) else { throw NotQuick() }
    try self.init(flags)
    if problem != nil { throw NotQuick() }
  }
}

/// A command that makes a request of what ArgumentParser has parsed.
protocol RequestCommand: ParsableCommand {
  associatedtype Request: CommandRequest
  /// What its flags and operands ask for.
  var request: Request { get throws }
}

extension RequestCommand {
  func validate() throws {
    if let problem = try request.problem { throw ValidationError(problem) }
  }

  func run() throws { try request.run() }
}
