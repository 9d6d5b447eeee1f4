import DeviceTree
import DeviceTreeBlob
import SourceText

/// Runs the checks over a blob, which is read in place.
public enum BlobCheckRun {
  /// The result of a run.
  public struct Outcome: Sendable {
    /// The findings, in the order of the table.
    public var findings: [BlobFinding]
    /// The purposes that the blob was checked for.
    public var profiles: [Profile]
    /// Whether it is an overlay, or was checked as one.
    public var isOverlay = false
    /// Whether it is a FIT image, of which only the format and limits that were set are checked.
    var isFITImage = false
    /// The entries of accepted findings that cover none of this blob; the run's other blobs may have some.
    /// Empty if the blob could not be read, since that says nothing about them.
    public var unused: [AllowedFinding] = []

    /// The memory that the blob describes; empty unless asked for.
    public var map = AddressMap()

    /// Whether there is an error among the findings.
    public var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// Returns the checks that ran over the blob, in the order of the table; `settings` are those of the run.
    public func checks(_ settings: CheckSettings, hasExpectations: Bool) -> [BlobCheckID] {
      if findings.first?.check == BlobCheckID.unreadable.rawValue { return [.unreadable] }
      return BlobCheck.table.filter { check in
        let isAskedFor =
          switch check.id {
          case .loadAddress: settings.address != nil
          case .expectation, .expectedPath: hasExpectations
          case .allowedUnused: !settings.allowed.isEmpty
          default: check.topic != .bootFolder && check.topic != .source
          }
        return isAskedFor && (!isOverlay || check.id.looksAtOverlays)
          && (!isFITImage || check.topic == .format || check.topic == .expectations
            || settings.hasLimit(of: check.id))
          && settings.severity(of: check, profiles) != .off
      }.map(\.id)
    }
  }

  /// Checks the blob at the start of a file.
  ///
  /// A blob that cannot be read as a tree has one finding, `unreadable`; anything the other checks said about
  /// it would be a guess.
  ///
  /// `stated` says which cells are references according to the source that the blob was compiled from.
  public static func examine(
    _ bytes: [UInt8], _ settings: CheckSettings = CheckSettings(), _ expectations: Expectations? = nil,
    stated: StatedReferences? = nil, isMapWanted: Bool = true
  ) -> Outcome {
    do throws(BlobError) {
      let view = try BlobView(bytes)
      let reservations = try view.reservations()
      let tree = try TreeWalk.index(view)
      let profiles =
        settings.profiles.isEmpty ? [tree.isOverlay ? .overlay : .final] : settings.profiles
      // Without fragments it does not look like one.
      if profiles == [.overlay] { tree.isOverlay = true }
      let examination = BlobExamination(view, tree, settings, profiles, stated ?? StatedReferences())
      if tree.isFITImage {
        examination.report(
          .fitImage, nil, "this is a FIT image, not a board's device tree: only its format is checked")
      }
      examination.checkFormat(reservations)
      var layout = BoardMemory()
      if tree.isFITImage {
        examination.checkSizes()
      } else {
        examination.checkReferences()
        layout = examination.checkMemory(reservations)
        examination.checkBootLoader()
      }
      examination.checkLoadAddress(layout)
      if let expectations { examination.checkExpectations(expectations) }
      var outcome = Outcome(findings: examination.finished(), profiles: profiles)
      outcome.isOverlay = tree.isOverlay
      outcome.isFITImage = tree.isFITImage
      if !settings.allowed.isEmpty { outcome.unused = examination.unused() }
      if isMapWanted { outcome.map = AddressMap(layout, tree) }
      return outcome
    } catch {
      var finding = BlobFinding(BlobCheckID.unreadable.rawValue, .error, error.message)
      finding.notes = [error.libfdtRemark]
      if let help = error.help {
        if let remedy = help.remedy { finding.remedy = remedy } else { finding.help = [help.message] }
      }
      finding.offset = error.offset
      let profiles: [Profile] = settings.profiles.isEmpty ? [.final] : settings.profiles
      return Outcome(findings: [finding], profiles: profiles)
    }
  }
}
