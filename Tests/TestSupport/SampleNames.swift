/// Names of lengths from 0 to 26, mostly of usual characters, some with bytes that are just beyond these.
public let namesOfAllLengths: [[UInt8]] = {
  var generator = SeededGenerator(seed: 11)
  let usual = Array("abyzABYZ0189,-._".utf8)
  let unusual: [UInt8] = [
    0, 1, 0x20, 0x23, 0x2A, 0x2B, 0x2F, 0x3A, 0x3F, 0x40, 0x5B, 0x60, 0x7B, 0x7F, 0x80, 0xFF,
  ]
  return (0..<20_000).map { number in
    (0..<number % 27).map { _ in
      Int.random(in: 0..<20, using: &generator) == 0
        ? unusual[Int.random(in: unusual.indices, using: &generator)]
        : usual[Int.random(in: usual.indices, using: &generator)]
    }
  }
}()
