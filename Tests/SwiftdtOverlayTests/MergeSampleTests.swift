import DeviceTreeBlob
import DeviceTreeOverlay
import TestSupport
import Testing

@testable import swiftdt

/// Sixty subsets of each board's overlays in random orders, merged in place, as trees and by libfdt.
@Suite struct MergeSampleTests {
  @Test(arguments: RealBoard.all)
  func subsetsAndOrders(of board: RealBoard) throws {
    var random = SeededGenerator(seed: 9)
    let base = try BlobDecoder.decode(board.base)
    for _ in 0..<60 {
      let count = Int.random(in: 1...board.overlays.count, using: &random)
      let chosen = board.overlays.shuffled(using: &random).prefix(count)
      var target = OverlayTarget(base)
      var check = CrossCheck(base: board.base)
      for (name, blob) in chosen {
        check.add(overlay: blob, named: name, to: target.tree)
        try target.apply(BlobDecoder.decode(blob).tree, named: name)
      }
      let merged = try target.encode().bytes
      let names = chosen.map { $0.name }.joined(separator: " ")
      #expect(InPlaceMerge.merged(board.base, chosen.map { $0.blob }) == merged, "\(names)")
      let verdict = try check.verdict(on: merged)
      #expect(!verdict.isFailure, "\(names): \(verdict.diagnostic?.message ?? "")")
    }
  }
}
