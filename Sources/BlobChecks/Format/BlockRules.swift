import DeviceTree
import DeviceTreeBlob
import SourceText

extension BlobExamination {
  /// Checks the format: blocks, names, reservations.
  func checkFormat(_ reservations: [MemoryReservation]) {
    checkBlocks(reservations)
    checkStrings()
    checkNames()
    checkReservations(reservations)
  }

  /// A part of the blob.
  private struct Block {
    let name: String
    let range: Range<Int>
  }

  private func checkBlocks(_ reservations: [MemoryReservation]) {
    let header = view.header
    if header.version < 16 {
      report(
        .oldVersion, nil, "the blob has version \(header.version), which kernels no longer read",
        remedy: .convertBlob)
    }
    let start = Int(header.reservationsOffset)
    let first = Block(
      name: "memory reservation block", range: start..<start + (reservations.count + 1) * 16)
    let second = Block(
      name: "structure block",
      range: view.structure
        .lowerBound..<(header.structureSize == nil
        ? tree.facts.structureEnd : max(tree.facts.structureEnd, view.structure.upperBound)))
    let third = Block(name: "strings block", range: view.strings)
    checkAlignment(first, 8)
    checkAlignment(second, 4)
    let bytes = view.bytes
    if bytes.span.cell(at: view.structure.lowerBound) == BlobTag.nop {
      report(
        .leadingNOP, nil, "a NOP tag precedes the root node", notes: ["FDT_ERR_BADOFFSET in libfdt"]
      )
    }
    var before = Block(name: "header", range: 0..<BlobHeader.size(version: header.version))
    // The three blocks are nearly always in order, and an array of them would cost the runtime more time than
    // the check.
    if !third.range.isEmpty, first.range.lowerBound <= second.range.lowerBound,
      second.range.lowerBound <= third.range.lowerBound, !second.range.isEmpty
    {
      checkGap(&before, first)
      checkGap(&before, second)
      checkGap(&before, third)
    } else {
      let blocks = [first, second, third].filter { !$0.range.isEmpty }
      let ordered = blocks.sorted { $0.range.lowerBound < $1.range.lowerBound }
      if zip(blocks, ordered).contains(where: { $0.range != $1.range }) {
        report(
          .blockOrder, nil,
          "the blocks are in the order \(ordered.map(\.name).joined(separator: ", "))")
      }
      for block in ordered { checkGap(&before, block) }
    }
    checkEnds()
  }

  private func checkAlignment(_ block: Block, _ alignment: Int) {
    guard block.range.lowerBound % alignment != 0 else { return }
    report(
      .blockAlignment, nil,
      "the \(block.name) begins at byte \(block.range.lowerBound), not a multiple of \(alignment)")
  }

  private func checkGap(_ before: inout Block, _ block: Block) {
    let gap = block.range.lowerBound - before.range.upperBound
    if gap < 0 {
      report(
        .blockOverlap, nil,
        "the \(block.name) begins at byte \(block.range.lowerBound), inside the \(before.name), which ends at byte \(before.range.upperBound)"
      )
    } else if gap >= 8 {
      report(
        .unusedBytes, nil, "\(gap) bytes between the \(before.name) and the \(block.name) are unused",
        offset: before.range.upperBound)
    }
    before = block
  }

  private func checkEnds() {
    if let size = view.header.structureSize {
      let rest = view.structure.lowerBound + Int(size) - tree.facts.structureEnd
      if rest > 0 {
        report(
          .unusedBytes, nil, "\(rest) bytes after the end tag of the structure block are unused",
          offset: tree.facts.structureEnd)
      }
    }
    let excess = view.bytes.count - Int(view.header.totalSize)
    if excess > 0 {
      let isExternalData = tree.hasExternalData
      report(
        .trailingBytes, nil,
        "the file has \(SizeText.counted(excess, "byte")) after the \(view.header.totalSize) of the blob",
        notes: isExternalData
          ? ["U-Boot loads the external data of a FIT image (mkimage -E) from there"] : [],
        remedy: isExternalData ? nil : .countHeadroom,
        atMost: isExternalData ? .note : .error)
    }
  }

  private func checkStrings() {
    guard let last = view.strings.last else { return }
    if view.bytes[last] != 0 {
      report(.stringsUnterminated, nil, "the last name in the strings block is not terminated")
      return
    }
    guard wants(.unusedStrings) else { return }
    // A name may be the tail of a longer one, so names are counted by their ends.
    let bytes = view.bytes
    let count = bytes.span.extracting(view.strings).countOfNULs - tree.facts.usedNames
    if count > 0 {
      report(
        .unusedStrings, nil,
        "\(count) \(count == 1 ? "name" : "names") in the strings block \(count == 1 ? "is" : "are") used by no property"
      )
    }
  }

  private func checkReservations(_ reservations: [MemoryReservation]) {
    var last: (start: UInt64, end: UInt64)?
    if reservations.isEmpty { return }
    let sorted = reservations.sorted { $0.address < $1.address }
    for entry in sorted {
      let (end, overflow) = entry.address.addingReportingOverflow(entry.size - 1)
      if overflow {
        report(
          .reservationRange, nil,
          "the reservation of \(PrintableText.hex(entry.size)) bytes at \(PrintableText.hex(entry.address)) does not fit into 64 bits"
        )
        continue
      }
      if let last, entry.address <= last.end {
        report(
          .reservationOverlap, nil,
          "the reservations \(span(last.start, last.end)) and \(span(entry.address, end)) overlap")
      }
      if last.map({ end > $0.end }) ?? true { last = (entry.address, end) }
    }
  }
}

/// Returns a range of addresses as text; the last address is included.
func span(_ start: UInt64, _ last: UInt64) -> String {
  PrintableText.hex(start) + "-" + PrintableText.hex(last)
}
