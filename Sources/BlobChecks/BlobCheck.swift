/// A check as a value: what it is called, how bad what it finds is for whom, and what there is to know
/// about it.
///
/// The table's parts are data that the compiler lays out: nothing of them is made when the program runs.
public struct BlobCheck: Sendable {
  /// What a check looks at, which is the folder that it lies in.
  public enum Topic: String, Sendable, CaseIterable {
    case format, references, memory, bootLoader = "boot-loader"
    case bootFolder = "boot-folder"
    case source
    case expectations
  }

  /// What it is called.
  public let id: BlobCheckID
  /// What it looks at.
  public let topic: Topic
  /// What is wrong where it finds something, in a few words.
  public let title: String
  /// One paragraph: what is looked at, why it matters, what to do.
  public let documentation: String
  /// By profile; those that are not listed have `usual`.
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

  /// How bad its findings are for a blob of this purpose.
  public func severity(_ profile: Profile) -> FindingSeverity { severities[profile] ?? usual }

  /// All checks, in the order in which they run; the index is the identifier's number.
  public static let table: [BlobCheck] =
    formatChecks + referenceChecks + memoryChecks + bootLoaderChecks
    + bootFolderChecks
    + sourceChecks
    + expectationChecks

  /// The check with an identifier.
  public static func of(_ id: BlobCheckID) -> BlobCheck { table[id.index] }

  /// Shows all checks to somebody, in the table's order; the table need not be put together for that.
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
