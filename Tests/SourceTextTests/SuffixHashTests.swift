import SourceText
import TestSupport
import Testing

@Suite struct SuffixHashTests {
  private static let names = namesOfOneSuffixHash(10)

  @Test func endsInOnePass() {
    let name = Array("interrupt-parent".utf8)
    var hash = SuffixHash()
    var secret = SecretSuffixHash()
    for start in name.indices.reversed() {
      hash.extend(by: name[start])
      secret.extend(by: name[start])
      let end = Array(name[start...])
      var whole = SecretSuffixHash()
      whole.extend(by: end.span)
      #expect(hash.value == SuffixHash(of: end.span).value)
      #expect(secret.value == whole.value)
    }
  }

  @Test func chosenNames() {
    #expect(Set(Self.names.map { SuffixHash(of: $0.span).value }).count == 1)
    let hashes = Self.names.map { name in
      var hash = SecretSuffixHash()
      hash.extend(by: name.span)
      return hash.value
    }
    // Of a thousand, two may collide by chance.
    #expect(Set(hashes).count > Self.names.count - 8)
    #expect(Set(hashes.map { $0 & 0xFF }).count > 200)
  }

  /// Thue-Morse words: modulo a power of two, their polynomial hashes are equal, whatever the factor.
  @Test func regularTexts() {
    var (one, other): ([UInt8], [UInt8]) = ([0x61], [0x62])
    for _ in 0..<11 { (one, other) = (one + other, other + one) }
    var hashes = (SecretSuffixHash(), SecretSuffixHash())
    hashes.0.extend(by: one.span)
    hashes.1.extend(by: other.span)
    #expect(hashes.0.value != hashes.1.value)
  }
}
