import BlobChecks
import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText

/// FDTOVERLAYS: applies overlays to an entry's tree.
extension BootFolderCheck {
  /// What happens if libfdt fails to apply an overlay: it overwrites the tree's magic number.
  private static let lostTree = "the tree is then corrupted for U-Boot, and the entry does not boot"

  /// Returns the size that U-Boot gives a tree of this many used bytes before it applies an overlay, whatever
  /// headroom the tree had (fdt_shrink_to_minimum): 8 KiB and five reservations more, rounded up to a page.
  private static func totalSize(before used: Int) -> Int { (used + 5 * 16 + 8192 + 4095) & ~4095 }

  /// The tree of an entry: its bytes and name, and the overlays that U-Boot has applied.
  typealias FinalTree = (bytes: [UInt8], path: String, overlays: [String])

  /// A tree and the text of an FDTOVERLAYS, which other entries may have, too.
  struct OverlayList: Hashable {
    let path: String
    let overlays: String
  }

  /// What such a list led to.
  struct Merge {
    /// The merged tree; nil if an overlay fails.
    let result: FinalTree?
    let findings: [BlobFinding]
    /// The overlays that exist.
    let files: [String]
  }

  /// Returns the tree with an entry's overlays applied by libfdt's rules, as in U-Boot; nil if one fails.
  mutating func applied(
    _ overlays: ExtlinuxConfiguration.Value?, to bytes: [UInt8], _ path: String
  ) -> FinalTree? {
    guard let overlays else { return (bytes, path, []) }
    // Generations of a system name the same files again and again.
    let list = OverlayList(path: path, overlays: overlays.text)
    if let known = merges[list] {
      found.add(known.findings, again: overlays.line)
      files += known.files
      return known.result
    }
    let (findings, count) = (found.report.findings.count, files.count)
    let result = merge(overlays, into: bytes, path)
    merges[list] = Merge(
      result: result, findings: Array(found.report.findings[findings...]), files: Array(files[count...]))
    return result
  }

  private mutating func merge(
    _ overlays: ExtlinuxConfiguration.Value, into bytes: [UInt8], _ path: String
  ) -> FinalTree? {
    guard let base = try? BlobDecoder.decode(bytes) else { return (bytes, path, []) }
    guard let given = read(overlays) else { return nil }
    if given.isEmpty { return (bytes, path, []) }
    let names = given.map { String($0.name.split(separator: "/").last ?? "") }
    var name = path
    do throws(BlobError) {
      var target = OverlayTarget(base)
      var merged = try target.encode().bytes
      var total = bytes.count
      for (index, overlay) in given.enumerated() {
        total = Self.totalSize(before: merged.count)
        guard apply(overlay, to: &target, before: given[(index + 1)...], overlays.line, base: path) else {
          return nil
        }
        name += " + " + names[index]
        let before = merged.count
        merged = try target.encode().bytes
        if merged.count > total {
          found.add(
            .bootFile,
            "overlay '\(overlay.name)' adds \(merged.count - before) bytes, but U-Boot makes room for \(total - before)",
            line: overlays.line, notes: ["FDT_ERR_NOSPACE in libfdt", Self.lostTree],
            help: ["split it, or apply it when the tree is built"])
          return nil
        }
      }
      let options = BlobOptions(padding: max(0, total - merged.count))
      return (try BlobEncoder.encode(try BlobDecoder.decode(merged).tree, options).bytes, name, names)
    } catch {
      found.add(.bootFile, "the tree of '\(name)': \(error.message)", line: overlays.line)
      return nil
    }
  }

  /// An overlay that has been read.
  private typealias Overlay = (name: String, tree: DeviceTree)

  /// Reads the overlays that U-Boot applies; nil if one of them is so broken that the tree is lost.
  private mutating func read(_ overlays: ExtlinuxConfiguration.Value) -> [Overlay]? {
    var given: [Overlay] = []
    var isLost = false
    for word in overlays.text.split(separator: " ") {
      // U-Boot skips an overlay that does not exist.
      let isList = word.contains { $0 == "," || $0 == "\t" || $0 == ";" }
      guard
        let file = check(
          file: .init(text: String(word), line: overlays.line), "FDTOVERLAYS",
          help: isList ? ["U-Boot separates overlays only by spaces"] : nil)
      else { continue }
      var bytes: [UInt8] = []
      do {
        bytes = try FileReading.contents(of: file)
        let decoded = try BlobDecoder.decode(bytes, tolerating: [.reservations, .lateProperties])
        if let fault = decoded.reservationFault {
          if case .blockOutside = fault.kind { throw fault }
          add(
            ExplanationFindings.unreadReservations(fault, of: file), about: file, as: .bootOverlay,
            overlays.line, notes: [])
        }
        given.append((file, decoded.tree))
      } catch let error as BlobError {
        // It only looks at the header (fdt_check_header).
        let isSkipped = if case .blockOutside = error.kind { true } else { (try? FlatBlob(bytes)) == nil }
        if !isSkipped { isLost = true }
        found.add(
          .bootFile, "overlay '\(file)' cannot be read: \(error.message)", line: overlays.line,
          notes: ["\(error.libfdtName) in libfdt", isSkipped ? "U-Boot skips it" : Self.lostTree],
          help: error.help.map { [$0.remedy?.words ?? $0.message] } ?? [])
      } catch let error as FileError {
        found.add(.bootFile, error.diagnostic.message, line: overlays.line)
      } catch {
        found.add(.bootFile, "\(error)", line: overlays.line)
      }
    }
    return isLost ? nil : given
  }

  /// Applies an overlay, and reports what `overlay explain` says about it; returns false if it fails.
  private mutating func apply(
    _ overlay: Overlay, to target: inout OverlayTarget, before later: ArraySlice<Overlay>, _ line: Int,
    base: String
  ) -> Bool {
    let isFirst = target.applied.isEmpty
    let areSwapped = isFirst && OverlayFragments.areSwapped(target.tree, overlay.tree)
    let explanation = target.explain(overlay.tree, named: overlay.name)
    if let error = explanation.error {
      add(error.explained(by: later).diagnostic, as: .bootFile, line, notes: [Self.lostTree])
      return false
    }
    if areSwapped {
      add(
        ExplanationFindings.swapped(overlay.name, base: base), about: overlay.name, as: .bootFile, line,
        notes: [])
      return false
    }
    for var finding in ExplanationFindings.findings(explanation) {
      let isForOthers = finding.identifier == "overlay-not-compatible"
      if isForOthers { finding.help = [] }
      add(
        finding, about: overlay.name, as: .bootOverlay, line,
        notes: isForOthers ? ["U-Boot applies it nevertheless"] : [])
    }
    return true
  }

  /// Adds a finding that other commands show as a diagnostic.
  private mutating func add(
    _ diagnostic: Diagnostic, about overlay: String? = nil, as check: BlobCheckID, _ line: Int,
    notes: [String]
  ) {
    let limit: FindingSeverity =
      switch diagnostic.severity {
      case .error: .error
      case .warning: .warning
      default: .note
      }
    found.add(
      check, (overlay.map { "'\($0)': " } ?? "") + diagnostic.message, line: line,
      notes: diagnostic.notes.map(\.message) + notes, help: diagnostic.worded.help.map(\.message),
      atMost: limit)
  }

  /// Returns the findings about a tree that U-Boot has applied overlays to. Its headroom is what U-Boot leaves,
  /// which no padding of a file changes, so it only matters if a limit was set.
  func withHeadroomOfOverlays(_ findings: [BlobFinding]) -> [BlobFinding] {
    findings.compactMap { finding in
      guard finding.check == BlobCheckID.headroom.rawValue else { return finding }
      if request.checks.settings.headroom == nil { return nil }
      var finding = finding
      finding.notes.append("U-Boot leaves this much, whatever headroom the blob has")
      finding.help = ["apply the overlays when the tree is built"]
      return finding
    }
  }
}
