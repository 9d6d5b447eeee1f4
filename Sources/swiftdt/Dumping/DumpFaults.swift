import DeviceTreeBlob
import SourceText

/// The faults of a dumped blob, each reported once: a mere consequence of an earlier fault is left out.
struct DumpFaults {
  /// The faults, in the order in which they were found.
  private(set) var errors: [BlobError] = []
  /// The number of properties whose names cannot be read.
  private var unreadableNames = 0
  private let headerFault: BlobError?
  /// Whether the file has less of a block than the header says; the fault of the header already covers that.
  private let cut: (reservations: Bool, structure: Bool, strings: Bool)

  /// Starts with the fault of the header, if any, and with which blocks are cut off because of it.
  init(ofHeader file: Span<UInt8>, cutsReservations: Bool, structure: Bool, strings: Bool) {
    do throws(BlobError) {
      _ = try BlobHeader(file)
      headerFault = nil
      cut = (false, false, false)
    } catch {
      headerFault = error
      errors = [error]
      cut = (cutsReservations, structure, strings)
    }
  }

  /// Adds a fault of a block, unless it follows from an earlier one.
  mutating func add(_ error: BlobError) {
    switch error.kind {
    case .nameOutside, .propertyNameUnterminated:
      // Usually the strings block has lost its end, and all names in it with that.
      unreadableNames += 1
      if cut.strings || unreadableNames > 1 { return }
    case .structureTruncated, .nodeNameUnterminated, .valueOutside: if cut.structure { return }
    case .reservationsUnterminated: if cut.reservations { return }
    default: break
    }
    switch headerFault?.kind {
    // In another version, anything may be laid out differently.
    case .badVersion: return
    case .blockOutside(.structure, let offset, _, _) where error.offset == offset: return
    default: errors.append(error)
    }
  }

  /// Returns the faults as diagnostics for the file at `path`.
  func diagnostics(for path: String) -> [Diagnostic] {
    errors.map { error in
      var diagnostic = error.diagnostic(for: path)
      let further = unreadableNames - 1
      switch error.kind {
      case .nameOutside where further > 0, .propertyNameUnterminated where further > 0:
        let names = further == 1 ? "the name of 1 more property" : "the names of \(further) more properties"
        diagnostic.notes.append(Diagnostic.Note("\(names) cannot be read either"))
      default: break
      }
      return diagnostic
    }
  }
}
