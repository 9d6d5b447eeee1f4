import DeviceTree
import DeviceTreeBlob
import SourceText

#if CrossCheck
  import CLibFDT
#endif

/// Does the same merge with libfdt, the reference implementation, and compares the results.
///
/// The libfdt is the one that the system has. Versions before 1.7 have two known bugs, which are recognized
/// and named rather than reported as failures.
struct CrossCheck {
  private let base: [UInt8]
  private var overlays: [Overlay] = []

  private struct Overlay {
    let name: String
    let blob: [UInt8]
    /// Our tree before the overlay was applied.
    let target: DeviceTree
  }

  init(base: [UInt8]) { self.base = base }

  mutating func add(overlay: [UInt8], named name: String, to target: DeviceTree) {
    overlays.append(Overlay(name: name, blob: overlay, target: target))
  }

  /// The outcome of a comparison.
  struct Verdict {
    /// Whether libfdt's result differs for a reason other than a known bug of libfdt.
    var isFailure = false
    /// What to report; nil if the results are the same.
    var diagnostic: Diagnostic?
  }

  /// Compares our result with libfdt's and shows what differs. Throws unless they are the same or a known bug
  /// of libfdt explains the difference.
  func compare(_ ours: [UInt8]) throws {
    let verdict = try verdict(on: ours)
    Console.show(verdict.diagnostic.map { [$0] } ?? [])
    if verdict.isFailure { throw CommandFailure() }
  }

  /// Compares our result with libfdt's, without showing what differs.
  func verdict(on ours: [UInt8]) throws -> Verdict {
    switch try merge() {
    case .failed(let overlay, let error):
      guard let overlay else { return failure("libfdt rejects the base (\(error)), but swiftdt accepted it") }
      if error == "FDT_ERR_NOTFOUND", let label = Self.labelOnContent(of: overlay.blob) {
        return Verdict(diagnostic: Self.refusedLabel(label, in: overlay.name))
      }
      return failure("libfdt rejects overlay '\(overlay.name)' (\(error)), but swiftdt applied it")
    case .merged(let theirs): return theirs == ours ? Verdict() : try verdict(on: ours, theirs)
    }
  }

  /// Returns a label of an overlay whose path is that of a fragment's `__overlay__` itself; libfdt before
  /// 1.7 fails to resolve such labels.
  private static func labelOnContent(of blob: [UInt8]) -> String? {
    guard let tree = try? BlobDecoder.decode(blob).tree, let symbols = tree.node(atPath: "/__symbols__")
    else { return nil }
    for label in tree.properties(of: symbols) {
      let path = tree.string(of: label).split(separator: 0x2F)
      if path.count == 2, path[1].elementsEqual("__overlay__".utf8) {
        return tree.names.string(tree.name(of: label))
      }
    }
    return nil
  }

  private static func refusedLabel(_ label: String, in overlay: String) -> Diagnostic {
    Diagnostic(
      .note, "cross-check-known-fault",
      "libfdt rejects overlay '\(overlay)' because of its label '\(label)' on __overlay__, as all versions before 1.7 do",
      subject: "cross-check", notes: [.init("there is nothing to compare with")])
  }

  /// Checks that libfdt rejects the overlay that was added last, as we have, and leaves it out of what follows;
  /// throws if it does not.
  mutating func rejectLast() throws {
    guard let overlay = overlays.last else { return }
    if case .merged = try merge() {
      complain("libfdt applies overlay '\(overlay.name)', but swiftdt rejected it", notes: [])
      throw CommandFailure(isFinal: true)
    }
    overlays.removeLast()
  }

  private func verdict(on ours: [UInt8], _ theirs: [UInt8]) throws -> Verdict {
    guard let own = try? BlobDecoder.decode(ours), let other = try? BlobDecoder.decode(theirs) else {
      return failure("one of the two results cannot be read back")
    }
    let comparison = TreeComparison(own.tree, other.tree)
    if let difference = comparison.firstDifference(taking: [:]) {
      let overwritten = comparison.overwrittenPhandles(of: overlays.map(\.target))
      if !overwritten.isEmpty, comparison.firstDifference(taking: overwritten) == nil {
        return Verdict(diagnostic: knownFault(overwritten, comparison))
      }
      return failure("libfdt's result differs at \(difference)")
    }
    let place = zip(ours, theirs).enumerated().first { $1.0 != $1.1 }?.offset
    return failure(
      "libfdt's result is the same tree, but its bytes differ from byte \(place ?? min(ours.count, theirs.count)) onwards"
    )
  }

  /// The known bug of libfdt before 1.7: it overwrites the phandle of a node of the base, which an earlier
  /// overlay may have added, with the overlay's, and leaves the references to it dangling.
  private func knownFault(_ overwritten: [UInt32: UInt32], _ comparison: TreeComparison) -> Diagnostic {
    let nodes = comparison.nodes(withTheirPhandles: Set(overwritten.keys))
    return Diagnostic(
      .note, "cross-check-known-fault",
      "libfdt's result differs only by a known bug before 1.7: it overwrote the phandle\(nodes.count == 1 ? "" : "s") of \(nodes.joined(separator: ", "))",
      subject: "cross-check",
      notes: [
        .init(
          "the base's references to \(nodes.count == 1 ? "it" : "them") dangle in libfdt's result; swiftdt keeps the base's phandles, as libfdt 1.7 and later do"
        )
      ])
  }

  private func failure(_ message: String, notes: [String] = []) -> Verdict {
    Verdict(
      isFailure: true,
      diagnostic: Diagnostic(
        .error, "cross-check", message, subject: "cross-check",
        notes: notes.map { Diagnostic.Note($0) }))
  }

  private func complain(_ message: String, notes: [String]) {
    Console.show([failure(message, notes: notes).diagnostic].compactMap { $0 })
  }

  private enum Outcome {
    case merged([UInt8])
    /// On this overlay; on the base or the result if nil.
    case failed(Overlay?, error: String)
  }

  #if CrossCheck
    private func merge() throws -> Outcome {
      var room = base.count + overlays.reduce(1 << 16) { $0 + $1.blob.count * 2 }
      while true {
        var buffer = [UInt8](repeating: 0, count: room)
        let outcome = apply(in: &buffer)
        if case .failed(_, "FDT_ERR_NOSPACE") = outcome, room < 1 << 30 {
          room *= 2
          continue
        }
        return outcome
      }
    }

    private func apply(in buffer: inout [UInt8]) -> Outcome {
      unsafe buffer.withUnsafeMutableBytes { room in
        let opened = unsafe base.withUnsafeBytes {
          unsafe fdt_open_into($0.baseAddress, room.baseAddress, Int32(room.count))
        }
        if opened != 0 { return .failed(nil, error: Self.name(opened)) }
        for overlay in overlays {
          var copy = overlay.blob
          let applied = unsafe copy.withUnsafeMutableBytes {
            unsafe fdt_overlay_apply(room.baseAddress, $0.baseAddress)
          }
          if applied != 0 { return .failed(overlay, error: Self.name(applied)) }
        }
        let packed = unsafe fdt_pack(room.baseAddress)
        if packed != 0 { return .failed(nil, error: Self.name(packed)) }
        // The total size is the second cell of the header.
        let size = unsafe room[4..<8].reduce(0) { $0 << 8 | Int($1) }
        return unsafe .merged(Array(room[..<min(size, room.count)]))
      }
    }

    private static func name(_ error: Int32) -> String {
      unsafe String(cString: fdt_strerror(error))
    }
  #else
    private func merge() throws -> Outcome {
      complain(
        "this swiftdt was built without libfdt", notes: ["build it with the package trait CrossCheck"])
      throw CommandFailure()
    }
  #endif
}
