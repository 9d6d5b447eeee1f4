import DeviceTreeBlob
import SourceText

extension BlobExamination {
  /// Checks that the blob can be loaded at `settings.address`.
  func checkLoadAddress(_ layout: borrowing BoardMemory) {
    guard let address = settings.address else { return }
    let size = UInt64(view.header.totalSize)
    if address % 8 != 0 {
      report(.loadAddress, nil, "the load address \(PrintableText.hex(address)) is not a multiple of 8")
    }
    guard let blob = AddressRange(start: address, size: size) else {
      report(
        .loadAddress, nil, "the blob does not fit into the address space at \(PrintableText.hex(address))")
      return
    }
    if !layout.memory.isEmpty, !layout.covers(blob) {
      report(.loadAddress, nil, "the blob at \(text(blob)) is not within memory")
    }
    for index in layout.reserved.indices {
      let area = layout.reserved[index]
      guard area.range.overlaps(blob) else { continue }
      let what = area.node.map { "\(tree.path(of: $0)), which is reserved" } ?? "a memory reservation"
      report(
        .loadAddress, nil, "the blob at \(text(blob)) overlaps \(text(area.range)) of \(what)",
        atMost: area.node == nil ? .warning : .error)
    }
  }
}
