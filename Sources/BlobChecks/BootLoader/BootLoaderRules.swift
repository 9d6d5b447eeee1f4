import DeviceTree
import DeviceTreeBlob
import SourceText

extension BlobExamination {
  /// The headroom, in bytes, that U-Boot adds to a tree that it copies: CONFIG_SYS_FDT_PAD.
  static let usualHeadroom = 0x3000
  /// The size, in bytes, that Linux on arm64 maps for a blob: MAX_FDT_SIZE.
  static let usualLargestSize = 2 << 20

  /// Checks what the programs that run before the operating system need.
  func checkBootLoader() {
    checkSizes()
    guard !tree.isOverlay else { return }
    if tree.child(of: 0, called: "__symbols__") == nil {
      report(
        .symbolsMissing, nil, "there is no /__symbols__, so no overlay can be applied",
        remedy: .compileWithLabels)
    }
    checkRoot(.model)
    checkRoot(.compatible)
    if tree.child(of: 0, called: "chosen") == nil {
      report(.chosenMissing, nil, "there is no /chosen")
    } else if stdout == nil {
      report(.consoleMissing, nil, "/chosen has no 'stdout-path'")
    }
  }

  private func checkRoot(_ kind: PropertyKind) {
    if let property = tree.property(kind, of: 0), property.count >= 2 { return }
    report(.rootProperties, 0, "the root has no '\(kind.rawValue)'")
  }

  /// Checks headroom and size; those of a FIT image only if it was said what they must be.
  func checkSizes() {
    let total = Int(view.header.totalSize)
    let end = max(view.strings.upperBound, tree.facts.structureEnd, view.structure.upperBound)
    let left = max(0, total - end)
    let wanted = settings.headroom ?? Self.usualHeadroom
    if left < wanted, !tree.isFITImage || settings.hasLimit(of: .headroom) {
      report(
        .headroom, nil,
        "\(SizeText.counted(left, "byte")) \(left == 1 ? "is" : "are") left for edits in place, expected at least \(wanted)",
        remedy: .leaveHeadroom(wanted))
    }
    let largest = settings.largestSize ?? Self.usualLargestSize
    if total > largest, !tree.isFITImage || settings.hasLimit(of: .blobSize) {
      report(.blobSize, nil, "the blob has \(total) bytes, more than \(largest)")
    }
  }
}
