import DeviceTree
import DeviceTreeBlob

/// One run of the checks over one blob, which is read where it lies.
public enum BlobCheckRun {
  /// What was found, in the order of the table, and what the blob was taken to be.
  public struct Outcome: Sendable {
    /// What was found.
    public var findings: [BlobFinding]
    /// What the blob was taken to be for.
    public var profiles: [Profile]
    /// Whether it is an overlay, whatever it was taken to be for.
    public var isOverlay = false
    /// What is accepted and was not found; what another blob of the run has counts as well. Nothing if the blob
    /// could not be read: nobody knows.
    public var unused: [AllowedFinding] = []

    /// What the blob says of memory; nothing if nobody asked for it.
    public var map = AddressMap()

    /// Whether there is an error among the findings.
    public var hasErrors: Bool { findings.contains { $0.severity == .error } }
  }

  /// The checks that run over a blob that can be read, in the order of the table.
  public static func checks(
    _ settings: CheckSettings, _ profiles: [Profile], isOverlay: Bool, hasExpectations: Bool
  ) -> [BlobCheckID] {
    BlobCheck.table.filter { check in
      let isAskedFor =
        switch check.id {
        case .loadAddress: settings.address != nil
        case .expectation, .expectedPath: hasExpectations
        case .allowedUnused: !settings.allowed.isEmpty
        default: check.topic != .bootFolder && check.topic != .source
        }
      return isAskedFor && (!isOverlay || check.id.looksAtOverlays)
        && settings.severity(of: check, profiles) != .off
    }.map(\.id)
  }

  /// Checks the blob at the start of a file.
  ///
  /// What cannot be read as a tree has one finding, `unreadable`; whatever else is wrong with it, the
  /// other checks would only guess.
  public static func examine(
    _ bytes: [UInt8], _ settings: CheckSettings = CheckSettings(), _ expectations: Expectations? = nil,
    isMapWanted: Bool = true
  ) -> Outcome {
    do throws(BlobError) {
      let view = try BlobView(bytes)
      let reservations = try view.reservations()
      let tree = try TreeWalk.index(view)
      let profiles =
        settings.profiles.isEmpty ? [tree.isOverlay ? .overlay : .final] : settings.profiles
      let examination = BlobExamination(view, tree, settings, profiles)
      examination.checkFormat(reservations)
      examination.checkReferences()
      let layout = examination.checkMemory(reservations)
      examination.checkBootLoader()
      examination.checkLoadAddress(layout)
      if let expectations { examination.checkExpectations(expectations) }
      var outcome = Outcome(findings: examination.finished(), profiles: profiles)
      outcome.isOverlay = tree.isOverlay
      if !settings.allowed.isEmpty { outcome.unused = examination.unused() }
      if isMapWanted { outcome.map = AddressMap(layout, tree) }
      return outcome
    } catch {
      var finding = BlobFinding(BlobCheckID.unreadable.rawValue, .error, error.message)
      finding.notes = ["\(error.libfdtName) in libfdt"]
      finding.help = error.help.map { [$0] } ?? []
      finding.offset = error.offset
      let profiles: [Profile] = settings.profiles.isEmpty ? [.final] : settings.profiles
      return Outcome(findings: [finding], profiles: profiles)
    }
  }
}
