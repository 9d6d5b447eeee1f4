import SourceText

/// A reference that is followed by another number of cells than its provider requires.
struct Misfit {
  let provider: Int
  let rule: ReferenceRule.Arguments
  /// The number of the reference's cell.
  let place: Int
  /// Whether it is in the first entry of its list.
  let isFirst: Bool
  let wanted: Int
  let given: Int
}

/// What misfits have in common: if the provider's number of cells has changed, it is the cause of all of them.
struct MisfitCause: Hashable {
  let provider: Int
  /// The property of the provider that gives the number of cells.
  let kind: PropertyKind

  /// The properties that do not fit.
  struct Users {
    /// The number of them.
    var count = 0
    /// The number of the first one's finding; nil if it is not kept.
    var finding: Int?
    /// The number of cells that all of them give; nil if they differ.
    var given: Int?
  }
}

/// All misfits by cause: made for the first one, since a dictionary's type takes as long as a small blob.
final class Misfits {
  var users: [MisfitCause: MisfitCause.Users] = [:]
}

extension BlobExamination {
  func report(
    _ misfit: Misfit, of property: TreeIndex.Property, atMost limit: FindingSeverity = .error,
    notes: @autoclosure () -> [String] = []
  ) {
    let finding = report(
      .referenceCells, Int(property.node), property,
      "'\(name(property))' has \(SizeText.counted(misfit.given, "cell")) after its reference to "
        + tree.path(of: misfit.provider) + (misfit.isFirst ? "" : " (cell \(misfit.place))")
        + ", which requires \(misfit.wanted)",
      notes: notes(), offset: Int(property.start) + misfit.place * 4, atMost: limit)
    guard case .cells(let kind, _) = misfit.rule else { return }
    let cause = MisfitCause(provider: misfit.provider, kind: kind)
    let misfits = misfits ?? Misfits()
    self.misfits = misfits
    var users = misfits.users[cause] ?? MisfitCause.Users(given: misfit.given)
    users.count += 1
    if users.finding == nil { users.finding = finding }
    if users.given != misfit.given { users.given = nil }
    misfits.users[cause] = users
  }

  /// Adds to the first finding of each cause that there are others.
  func explain(_ misfits: Misfits, in findings: inout [BlobFinding]) {
    for (cause, users) in misfits.users where users.count > 1 {
      guard let finding = users.finding, let cells = tree.cell(cause.kind, of: cause.provider) else {
        continue
      }
      let name = cause.kind.rawValue
      let path = tree.path(of: cause.provider)
      let given = users.given.map { SizeText.counted($0, "cell") } ?? "other numbers of cells"
      findings[finding].notes.append(
        "'\(name)' of \(path) is \(cells), but \(users.count) properties give \(given)")
      findings[finding].cause = BlobFinding.Place(path: path, property: name)
    }
  }
}
