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

  /// A tree and the text of an FDTOVERLAYS, which other entries may have, too.
  struct OverlayList: Hashable {
    let path: String
    let overlays: String
  }

  /// What such a list led to.
  struct Merge {
    /// The merged tree; nil if an overlay fails.
    let result: (bytes: [UInt8], path: String)?
    let findings: [BlobFinding]
    /// The overlays that exist.
    let files: [String]
  }

  /// Returns the tree with an entry's overlays applied by libfdt's rules, as in U-Boot; nil if one fails.
  mutating func applied(
    _ overlays: ExtlinuxConfiguration.Value?, to bytes: [UInt8], _ path: String
  ) -> (bytes: [UInt8], path: String)? {
    guard let overlays else { return (bytes, path) }
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
  ) -> (bytes: [UInt8], path: String)? {
    var name = path
    var overlay = ""
    guard let base = try? BlobDecoder.decode(bytes) else { return (bytes, path) }
    do {
      var target = OverlayTarget(base)
      var merged = try target.encode().bytes
      let used = merged.count
      var total = bytes.count
      for word in overlays.text.split(separator: " ") {
        // U-Boot skips an overlay that does not exist.
        guard let file = check(file: .init(text: String(word), line: overlays.line), "FDTOVERLAYS") else {
          continue
        }
        overlay = file
        total = Self.totalSize(before: merged.count)
        try target.apply(try BlobDecoder.decode(try FileReading.contents(of: file)).tree, named: file)
        reportPassedOver(target.applied.last, file, line: overlays.line)
        name += " + \(word.split(separator: "/").last ?? word)"
        let before = merged.count
        merged = try target.encode().bytes
        if merged.count > total {
          found.add(
            .bootFile,
            "overlay '\(file)' adds \(merged.count - before) bytes, but U-Boot makes room for \(total - before)",
            line: overlays.line, notes: ["FDT_ERR_NOSPACE in libfdt", Self.lostTree],
            help: ["split it, or apply it when the tree is built"])
          return nil
        }
      }
      // U-Boot makes room for what it still writes; what is checked is the file's own headroom.
      let room = max(0, total - merged.count, bytes.count - used)
      merged = try BlobEncoder.encode(try BlobDecoder.decode(merged).tree, BlobOptions(padding: room)).bytes
      return (merged, name)
    } catch let error as OverlayError {
      found.add(
        .bootFile, error.diagnostic.message, line: overlays.line,
        notes: ["\(error.libfdtName) in libfdt", Self.lostTree])
    } catch let error as BlobError {
      found.add(.bootFile, "overlay '\(overlay)' cannot be read: \(error.message)", line: overlays.line)
    } catch let error as FileError {
      found.add(.bootFile, error.diagnostic.message, line: overlays.line)
    } catch {
      found.add(.bootFile, "\(error)", line: overlays.line)
    }
    return nil
  }

  /// Reports what U-Boot silently passes over in an overlay, which it then does not apply.
  private mutating func reportPassedOver(
    _ overlay: OverlayTarget.AppliedOverlay?, _ file: String, line: Int
  ) {
    guard let overlay else { return }
    for finding in ExplanationFindings.passedOver(
      file, hasFragments: !overlay.lacksFragments, overlay.passedOver, lacksPlugin: false)
    {
      found.add(
        .bootFile, "overlay '\(file)': \(finding.message)", line: line, help: finding.help.map(\.message),
        atMost: finding.severity == .note ? .note : .warning)
    }
  }
}
