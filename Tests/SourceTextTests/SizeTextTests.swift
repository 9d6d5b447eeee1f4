import SourceText
import Testing

@Suite struct SizeTextTests {
  @Test(
    arguments: [
      (0, "0 bytes", "0 B"), (1023, "1023 bytes", "1023 B"), (1 << 10, "1 KiB", "1 KiB"),
      (4097, "4097 bytes", "4097 B"), (6 << 20, "6 MiB", "6 MiB"),
      (3 << 20 | 1, "3145729 bytes", "3+ MiB"), (5 << 30, "5 GiB", "5 GiB"),
      (3 << 40, "3 TiB", "3 TiB"), (.max, "18446744073709551615 bytes", "17592186044415+ MiB"),
    ] as [(UInt64, String, String)])
  func units(_ size: UInt64, _ text: String, _ short: String) {
    #expect(SizeText.text(size) == text)
    #expect(SizeText.short(size) == short)
  }
}
