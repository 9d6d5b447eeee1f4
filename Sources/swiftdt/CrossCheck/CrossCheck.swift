import DeviceTree
import DeviceTreeBlob
import SourceText

#if CrossCheck
  import CLibFDT
#endif

/// The same merge by libfdt, the reference implementation, for comparison.
///
/// Which libfdt that is depends on the system: before 1.7 it has a known fault, which is recognized
/// and named rather than taken for a fault of ours.
struct CrossCheck {
  private let base: [UInt8]
  private var overlays: [(name: String, blob: [UInt8])] = []

  init(base: [UInt8]) { self.base = base }

  mutating func add(overlay: [UInt8], named name: String) { overlays.append((name, overlay)) }

  /// Forgets the overlay that was added last, since it is left out.
  mutating func removeLast() { overlays.removeLast() }

  /// Compares our result with libfdt's; throws after saying what differs.
  func compare(_ ours: [UInt8], base: DeviceTree) throws {
    switch try merge() {
    case .failed(let name, let error):
      complain(
        "libfdt refuses overlay '\(name)' (\(error)), which was applied",
        notes: ["libfdt before 1.7 cannot take a label on __overlay__ itself: is there one?"])
      throw CommandFailure()
    case .merged(let theirs):
      if theirs == ours { return }
      try compareTrees(ours, theirs, base)
    }
  }

  /// After our failure: throws if libfdt does not fail as well.
  func compareFailure(of name: String) throws {
    guard case .merged = try merge() else { return }
    complain("libfdt applies overlay '\(name)', which was refused", notes: [])
    throw CommandFailure(isFinal: true)
  }

  private func compareTrees(_ ours: [UInt8], _ theirs: [UInt8], _ base: DeviceTree) throws {
    guard let own = try? BlobDecoder.decode(ours), let other = try? BlobDecoder.decode(theirs) else {
      complain("one of the two results cannot be read back", notes: [])
      throw CommandFailure()
    }
    let comparison = TreeComparison(own.tree, other.tree)
    if let difference = comparison.firstDifference(taking: [:]) {
      let overwritten = comparison.overwrittenPhandles(of: base)
      if !overwritten.isEmpty, comparison.firstDifference(taking: overwritten) == nil {
        Console.show([knownFault(overwritten, comparison)])
        return
      }
      complain("libfdt's result differs at \(difference)", notes: [])
    } else {
      let place = zip(ours, theirs).enumerated().first { $1.0 != $1.1 }?.offset
      complain(
        "libfdt's result is the same tree in other bytes, from byte \(place ?? min(ours.count, theirs.count)) on",
        notes: [])
    }
    throw CommandFailure()
  }

  /// libfdt before 1.7 gives a node of the base the overlay's phandle and leaves the base's own
  /// references to it dangling.
  private func knownFault(_ overwritten: [UInt32: UInt32], _ comparison: TreeComparison) -> Diagnostic {
    let nodes = comparison.nodes(withTheirPhandles: Set(overwritten.keys))
    return Diagnostic(
      .note, "cross-check-known-fault",
      "libfdt's result differs only by its known fault before 1.7: it overwrote the phandle\(nodes.count == 1 ? "" : "s") of \(nodes.joined(separator: ", "))",
      subject: "cross-check",
      notes: [
        .init(
          "the base's references to \(nodes.count == 1 ? "it" : "them") dangle in libfdt's result; ours keeps the base's phandles, as libfdt 1.7 and later do"
        )
      ])
  }

  private func complain(_ message: String, notes: [String]) {
    Console.show([
      Diagnostic(
        .error, "cross-check", message, subject: "cross-check",
        notes: notes.map { Diagnostic.Note($0) })
    ])
  }

  private enum Outcome {
    case merged([UInt8])
    case failed(overlay: String, error: String)
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
        if opened != 0 { return .failed(overlay: "the base", error: Self.name(opened)) }
        for overlay in overlays {
          var copy = overlay.blob
          let applied = unsafe copy.withUnsafeMutableBytes {
            unsafe fdt_overlay_apply(room.baseAddress, $0.baseAddress)
          }
          if applied != 0 { return .failed(overlay: overlay.name, error: Self.name(applied)) }
        }
        let packed = unsafe fdt_pack(room.baseAddress)
        if packed != 0 { return .failed(overlay: "the result", error: Self.name(packed)) }
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
