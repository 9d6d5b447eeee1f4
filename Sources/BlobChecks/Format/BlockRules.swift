import DeviceTree
import DeviceTreeBlob

extension BlobExamination {
  /// Looks at the format: blocks, names, reservations.
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
        help: ["`dtc -I dtb -O dtb` makes version 17 of it"])
    }
    let start = Int(header.reservationsOffset)
    let blocks = [
      Block(name: "memory reservation block", range: start..<start + (reservations.count + 1) * 16),
      Block(
        name: "structure block",
        range: view.structure
          .lowerBound..<(header.structureSize == nil
          ? tree.facts.structureEnd : max(tree.facts.structureEnd, view.structure.upperBound))),
      Block(name: "strings block", range: view.strings),
    ]
    checkAlignment(blocks[0], 8)
    checkAlignment(blocks[1], 4)
    var ordered = blocks.filter { !$0.range.isEmpty }
    // Nearly always they are in order, and sorting them takes the runtime longer than looking.
    var isOrdered = true
    for index in ordered.indices.dropFirst()
    where ordered[index].range.lowerBound < ordered[index - 1].range.lowerBound {
      isOrdered = false
    }
    if !isOrdered {
      ordered.sort { $0.range.lowerBound < $1.range.lowerBound }
      report(
        .blockOrder, nil,
        "the blocks are in the order \(ordered.map(\.name).joined(separator: ", "))")
    }
    checkGaps(ordered)
  }

  private func checkAlignment(_ block: Block, _ alignment: Int) {
    guard block.range.lowerBound % alignment != 0 else { return }
    report(
      .blockAlignment, nil,
      "the \(block.name) begins at byte \(block.range.lowerBound), no multiple of \(alignment)")
  }

  private func checkGaps(_ blocks: [Block]) {
    let headerSize: Int
    switch view.header.version {
    case ...1: headerSize = 28
    case 2: headerSize = 32
    case 3...16: headerSize = 36
    default: headerSize = 40
    }
    var before = Block(name: "header", range: 0..<headerSize)
    for block in blocks {
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
    if let size = view.header.structureSize {
      let rest = view.structure.lowerBound + Int(size) - tree.facts.structureEnd
      if rest > 0 {
        report(
          .unusedBytes, nil, "\(rest) bytes behind the end tag of the structure block are unused",
          offset: tree.facts.structureEnd)
      }
    }
    let excess = view.bytes.count - Int(view.header.totalSize)
    if excess > 0 {
      report(
        .trailingBytes, nil,
        "the file has \(excess) bytes behind the \(view.header.totalSize) of the blob",
        help: ["headroom must be in the header's size, too: `swiftdt build` with 'pad', or `dtc -p`"])
    }
  }

  private func checkStrings() {
    guard let last = view.strings.last else { return }
    if view.bytes[last] != 0 {
      report(.stringsUnterminated, nil, "the last name in the strings block does not end")
      return
    }
    guard wants(.unusedStrings) else { return }
    // A name may be the tail of a longer one, so it is the ends that are used or not.
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
          "the reservation of \(hex(entry.size)) bytes at \(hex(entry.address)) does not fit into 64 bits")
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

/// A number for people: `0x7f800000`.
func hex(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }

/// A range of addresses for people, its last address included.
func span(_ start: UInt64, _ last: UInt64) -> String { hex(start) + "-" + hex(last) }
