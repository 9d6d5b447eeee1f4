/// A check as a value: its name, the severity of its findings for each profile, and its documentation.
///
/// The parts of the table are data that the compiler lays out: none of it is made at run time.
public struct BlobCheck: Sendable {
  /// What a check looks at.
  public enum Topic: String, Sendable, CaseIterable {
    case format, references, memory, bootLoader = "boot-loader"
    case bootFolder = "boot-folder"
    case source
    case expectations
  }

  /// Its name.
  public let id: BlobCheckID
  /// What it looks at.
  public let topic: Topic
  /// What is wrong if it finds something, in a few words.
  public let title: String
  /// One paragraph: what it looks at, why it matters, what to do.
  public let documentation: String
  /// The severities by profile; profiles that are not listed have `usual`.
  let severities: ProfileSeverities
  let usual: FindingSeverity

  init(
    _ id: BlobCheckID, _ topic: Topic, _ usual: FindingSeverity,
    _ severities: ProfileSeverities = ProfileSeverities(), title: String, _ documentation: String
  ) {
    self.id = id
    self.topic = topic
    self.usual = usual
    self.severities = severities
    self.title = title
    self.documentation = documentation
  }

  /// Returns the severity of its findings for a blob of this purpose.
  public func severity(_ profile: Profile) -> FindingSeverity { severities[profile] ?? usual }

  /// All checks, in the order in which they run; the index is the identifier's number.
  public static let table: [BlobCheck] =
    formatChecks + referenceChecks + memoryChecks + bootLoaderChecks
    + bootFolderChecks
    + sourceChecks
    + expectationChecks

  /// Returns the check with an identifier.
  public static func of(_ id: BlobCheckID) -> BlobCheck { table[id.index] }

  /// Calls `body` with each check, in the table's order, without putting the table together.
  static func forEach(_ body: (BlobCheck) -> Void) {
    for check in formatChecks { body(check) }
    for check in referenceChecks { body(check) }
    for check in memoryChecks { body(check) }
    for check in bootLoaderChecks { body(check) }
    for check in bootFolderChecks { body(check) }
    for check in sourceChecks { body(check) }
    for check in expectationChecks { body(check) }
  }
}
