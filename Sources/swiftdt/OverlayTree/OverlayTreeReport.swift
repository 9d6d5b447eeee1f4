/// The outcome of each overlay on each blob.
struct OverlayTreeReport {
  /// The outcome of an overlay on one blob.
  enum Outcome: Equatable {
    case applied
    /// Nothing or only a part was applied: these fragments have no `__overlay__`.
    case passedOver([String], hasOthers: Bool)
    /// Its filter does not match the blob's path.
    case filtered(String)
    /// Its filter is a part of the blob's path, which NixOS takes for a match.
    case filteredAsPattern(String)
    /// The root `compatible` of the overlay and of the blob have no string in common.
    case incompatible(overlay: [String], base: [String])
    /// The overlay has no root `compatible`.
    case withoutCompatible
    case failed(String)
    /// An earlier overlay, the one with this name, failed.
    case notTried(after: String)
  }

  /// A row of the table: a blob, an overlay and the outcome.
  struct Row: Equatable {
    let blob: String
    let overlay: String
    let outcome: Outcome
  }

  /// The names of the overlays.
  let overlays: [String]
  private(set) var rows: [Row] = []

  init(overlays: [String]) { self.overlays = overlays }

  mutating func add(_ blob: String, _ overlay: Int, _ outcome: Outcome) {
    rows.append(Row(blob: blob, overlay: overlays[overlay], outcome: outcome))
    switch outcome {
    case .applied, .passedOver(_, hasOthers: true): used.insert(overlay)
    case .failed, .notTried: stopped.insert(overlay)
    case .passedOver, .filtered, .filteredAsPattern, .incompatible, .withoutCompatible: break
    }
  }

  private var used: Set<Int> = []
  /// The overlays that may or may not be of use: they failed, or were not tried after a failure.
  private var stopped: Set<Int> = []

  /// The overlays that applied nowhere, unless a failure is the reason.
  var unused: [String] {
    overlays.indices.filter { !used.contains($0) && !stopped.contains($0) }.map { overlays[$0] }
  }

  /// Whether an overlay failed on a blob.
  var hasFailed: Bool { !stopped.isEmpty }

  /// The table as text, ending in a newline.
  var text: String {
    Table(["blob", "overlay", "result"], rows.map { [$0.blob, $0.overlay, Self.text($0.outcome)] }).text
  }

  /// The maximum number of fragments named on a line.
  private static let mostNamed = 4

  private static func text(_ outcome: Outcome) -> String {
    func list(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }
    return switch outcome {
    case .applied: "applied"
    case .passedOver([], hasOthers: _): "nothing applied: it has no fragments"
    case .passedOver(let fragments, let hasOthers):
      (hasOthers ? "applied, but not " : "nothing applied: not ")
        + fragments.prefix(Self.mostNamed).joined(separator: ", ")
        + (fragments.count > Self.mostNamed ? ", …" : "")
        + (fragments.count == 1 ? ", which has no '__overlay__'" : ", which have no '__overlay__'")
    case .filtered(let filter): "skipped: its filter '\(filter)' does not match"
    case .filteredAsPattern(let filter):
      "skipped: its filter '\(filter)' is only a part of the path (\(Advice.substringFilters))"
    case .incompatible(let overlay, let base):
      "skipped: it is for \(list(overlay)), the blob is \(list(base))"
    case .withoutCompatible: "skipped: it has no root 'compatible' (\(Advice.withoutCompatible))"
    case .failed(let message): "failed: \(message)"
    case .notTried(let other): "not tried: '\(other)' failed"
    }
  }
}
