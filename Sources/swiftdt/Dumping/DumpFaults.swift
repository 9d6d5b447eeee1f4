import DeviceTreeBlob
import SourceText

/// What is wrong with a blob that is dumped, each fault once: what only follows from one that was told is left out.
struct DumpFaults {
  /// What is wrong, in the order in which it was met.
  private(set) var errors: [BlobError] = []
  /// Of how many properties the names cannot be read.
  private var unreadableNames = 0
  private let headerFault: BlobError?
  /// Whether there is less of a block than the header says, which is told of the header.
  private let cut: (reservations: Bool, structure: Bool, strings: Bool)

  /// The fault of a header, which may leave parts of the blocks out.
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

  /// Adds what is wrong with a block.
  mutating func add(_ error: BlobError) {
    switch error.kind {
    case .nameOutside, .propertyNameUnterminated:
      // Mostly it is the strings block that has lost its end, and all names with it.
      unreadableNames += 1
      if cut.strings || unreadableNames > 1 { return }
    case .structureTruncated, .nodeNameUnterminated, .valueOutside: if cut.structure { return }
    case .reservationsUnterminated: if cut.reservations { return }
    default: break
    }
    switch headerFault?.kind {
    // Of another version, anything may be elsewhere.
    case .badVersion: return
    case .blockOutside(.structure, let offset, _, _) where error.offset == offset: return
    default: errors.append(error)
    }
  }

  /// The errors as diagnostics on a blob's path.
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
