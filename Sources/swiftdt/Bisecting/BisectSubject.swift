import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import OverlayBisection
import SourceText

/// A plan with its files read, from which candidates are made.
struct BisectSubject {
  let plan: BisectPlan
  let merge: CandidateMerge
  /// The digests of the base and then of each overlay, which tell whether they have changed.
  let digests: [String]
  /// The sources that were read.
  let files: SourceFiles
  /// What a search cannot find about the overlays: parts that merges ignore, and
  /// overlays that not all tools apply.
  private let findings: [Diagnostic]

  /// Reads all files; throws after showing what is wrong with them.
  init(_ plan: BisectPlan, wantsDigests: Bool = false) throws(CommandFailure) {
    self.plan = plan
    do {
      var reader = TreeReader(plan.reading)
      // The digests are those of the bytes that the trees are made of, even if a file is replaced meanwhile.
      var digests: [String] = []
      let input = try CommandFailure.about(plan.base) {
        let file = try reader.open(plan.base)
        reader.hold(file, of: plan.base)
        let base = try reader.base(plan.base)
        if wantsDigests { digests.append(try Self.digest(of: plan.base, file, base.tree, reader)) }
        return base
      }
      var trees: [DeviceTree] = []
      var findings: [Diagnostic] = []
      for path in plan.overlays {
        let overlay = try CommandFailure.about(path) {
          let file = try reader.open(path)
          let overlay = try reader.overlayWithReferences(file, path)
          if wantsDigests { digests.append(try Self.digest(of: path, file, overlay.tree, reader)) }
          return overlay
        }
        findings += ExplanationFindings.ignored(overlay.tree, path, lacksPlugin: overlay.lacksPlugin)
        trees.append(overlay.tree)
      }
      let named = zip(plan.overlays, trees).map { (name: $0, tree: $1) }
      self.findings = plan.warnings + findings + ExplanationFindings.notCompatible(named, input.tree)
      self.digests = digests
      files = reader.files
      let target = try input.target(at: plan.base, isRelaid: !plan.sizes.isEmpty || !plan.keepsSymbols)
      // Otherwise the first overlay would be blamed for it.
      guard target.takesOverlays else {
        throw CommandFailure.saying(
          Diagnostic(
            .error, "overlay-old-base", "overlays are merged only into bases of versions 16 and 17",
            subject: plan.base, help: [.init(.convertBase)]))
      }
      let overlays = zip(plan.overlays, trees).map { CandidateMerge.Overlay(name: $0, tree: $1) }
      if let divided = plan.divided, let level = plan.strategy.level {
        merge = CandidateMerge(target, overlays, dividing: divided, level)
      } else {
        merge = CandidateMerge(target, overlays)
      }
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure.saying(.unexpected(error))
    }
    if merge.count == 0 {
      throw CommandFailure.saying(
        Diagnostic(.error, "bisect-no-parts", "overlay '\(words.divided ?? "")' has no \(words.plural)"))
    }
  }

  /// Shows these findings. Called once, when the search begins.
  func showFindings() {
    Console.show(findings.filter { !plan.reading.isQuiet || $0.severity == .error }, in: files)
  }

  /// Refuses to write candidates over a file that a source includes.
  func refuse(candidate path: String) throws(CommandFailure) {
    guard let input = OverwrittenInput(path, files) else { return }
    throw OutputFile.refusal("the candidate would overwrite '\(path)', which is \(input.role)")
  }

  /// Returns the SHA-256 of a blob's file, or of the blob that a source compiles to, so that a changed header
  /// counts and a changed comment does not.
  private static func digest(
    of path: String, _ file: TreeInput, _ tree: DeviceTree, _ reader: TreeReader
  ) throws -> String {
    if case .blob(let bytes) = file { return SHA256.hexadecimal(of: bytes) }
    return SHA256.hexadecimal(of: try reader.encode(tree, path))
  }

  /// Returns the error of an overlay, with a hint if what it lacks is exported by an overlay given later.
  func explained(_ error: OverlayError) -> OverlayError {
    let later = merge.overlays.drop { $0.name != error.overlay }.dropFirst()
    return error.explained(by: later.map { ($0.name, $0.tree) })
  }

  /// The words that describe sets.
  var words: BisectWords { BisectWords(merge) }

  /// A search without any answers.
  var bisection: Bisection { Bisection(plan.strategy.search, merge.dependencies) }

  /// Whether the parts of a set can be merged.
  func isMergeable(_ set: PartSet) -> Bool { (try? merge.merged(set)) != nil }

  /// Returns the blob of a set, with the size that the plan asks for; nil if it cannot be merged.
  func candidate(_ set: PartSet) throws(CommandFailure) -> [UInt8]? {
    guard let target = try? merge.merged(set) else { return nil }
    if plan.keepsSymbols { return try orFail(at: plan.base, target.encode(plan.sizes.options).bytes) }
    var tree = target.tree
    tree.deleteSymbols()
    return try orFail(at: plan.base, BlobEncoder.encode(tree, plan.sizes.options).bytes)
  }
}
