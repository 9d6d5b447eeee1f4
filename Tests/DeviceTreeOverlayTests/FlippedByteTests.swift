import DeviceTreeBlob
import DeviceTreeOverlay
import TestSupport
import Testing

/// An overlay with any byte changed is applied or refused.
@Suite struct FlippedByteTests {
  @Test func noFlippedByteCrashes() throws {
    var random = SeededGenerator(seed: 7)
    let blob = try BlobEncoder.encode(
      makeTree([
        ("/fragment@0", ["target": 0xFFFF_FFFF]),
        ("/fragment@0/__overlay__", ["status": "okay", "phandle": 1, "ref": [1, 2]]),
        ("/fragment@0/__overlay__/n@1", ["phandle": 2]),
        ("/f", ["target-path": "serial0"]), ("/f/__overlay__", ["linux,phandle": 3]),
        ("/__symbols__", ["n": "/fragment@0/__overlay__/n@1"]),
        ("/__fixups__", ["soc": "/fragment@0:target:0"]),
        ("/__local_fixups__/fragment@0/__overlay__", ["ref": [0, 4]]),
      ])
    ).bytes
    let base = try OverlayTarget(ApplyTests.base)
    let before = try base.encode().bytes
    var target = base
    var (applied, refused) = (0, 0)
    for position in blob.indices {
      for _ in 0..<16 {
        var bytes = blob
        bytes[position] = UInt8.random(in: 0...255, using: &random)
        guard let overlay = try? BlobDecoder.decode(bytes).tree else { continue }
        do throws(OverlayError) {
          var copy = target
          try copy.apply(overlay, named: "flipped")
          #expect(throws: Never.self) { try copy.encode() }
          applied += 1
        } catch {
          refused += 1
          // All failures are undone in the same target.
          #expect(throws: error) { try target.apply(overlay, named: "flipped") }
        }
      }
    }
    #expect(try target.encode().bytes == before)
    #expect(applied > blob.count * 4 && refused > blob.count * 3)
  }
}
