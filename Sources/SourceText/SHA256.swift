/// SHA-256 (FIPS 180-4): the only digest that is needed, so there is no library of digests.
///
/// It shows whether a file is still the one that it was.
public enum SHA256 {
  /// Returns the digest of some bytes in lower-case hexadecimal.
  public static func hexadecimal(of message: [UInt8]) -> String {
    var state: [UInt32] = [
      0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
      0x5BE0_CD19,
    ]
    // The message, a 1 bit, zeros, and its length in bits fill complete blocks.
    var padded = message
    padded.append(0x80)
    while padded.count % 64 != 56 { padded.append(0) }
    let bits = UInt64(message.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    var schedule = [UInt32](repeating: 0, count: 64)
    for start in stride(from: 0, to: padded.count, by: 64) {
      compress(padded, start, &schedule, &state)
    }
    return state.map { PrintableText.hexDigits($0, atLeast: 8) }.joined()
  }

  private static func compress(
    _ bytes: [UInt8], _ start: Int, _ schedule: inout [UInt32], _ state: inout [UInt32]
  ) {
    for i in 0..<16 {
      let place = start + i * 4
      schedule[i] =
        UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16 | UInt32(bytes[place + 2]) << 8
        | UInt32(bytes[place + 3])
    }
    for i in 16..<64 {
      let a = schedule[i - 15]
      let b = schedule[i - 2]
      let s0 = turn(a, 7) ^ turn(a, 18) ^ a >> 3
      let s1 = turn(b, 17) ^ turn(b, 19) ^ b >> 10
      schedule[i] = schedule[i - 16] &+ s0 &+ schedule[i - 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for i in 0..<64 {
      let s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
      let first = h &+ s1 &+ (e & f ^ ~e & g) &+ constants[i] &+ schedule[i]
      let s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
      let second = s0 &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] = state[i] &+ word }
  }

  private static func turn(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = {
    var constants: [UInt32] = []
    var candidate: UInt64 = 2
    while constants.count < 64 {
      if !(2..<candidate).contains(where: { $0 * $0 <= candidate && candidate % $0 == 0 }) {
        constants.append(fraction(ofCubeRootOf: candidate))
      }
      candidate += 1
    }
    return constants
  }()

  /// Finds by bisection the largest integer x with x³ ≤ prime · 2⁹⁶, whose low 32 bits are the fraction.
  private static func fraction(ofCubeRootOf prime: UInt64) -> UInt32 {
    var low: UInt64 = 0
    var high: UInt64 = 8 << 32
    while high - low > 1 {
      let middle = low + (high - low) / 2
      let square = middle.multipliedFullWidth(by: middle)
      // Compares the cube's 192 bits with the prime's, which begin at bit 96.
      let a = square.low.multipliedFullWidth(by: middle)
      let b = square.high.multipliedFullWidth(by: middle)
      let (word1, carry) = a.high.addingReportingOverflow(b.low)
      let word2 = b.high &+ (carry ? 1 : 0)
      let isAtMost = word2 < prime >> 32 || word2 == prime >> 32 && word1 < prime << 32
      if isAtMost { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }
}
