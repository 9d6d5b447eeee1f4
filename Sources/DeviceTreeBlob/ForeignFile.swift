import SourceText

/// What a file that is not a blob seems to be, judging by its first cell and, for kernels, what marks their headers.
package enum ForeignFile {
  /// Returns what to do about a file, if it is a compressed one or an image, which is no text; nil if it is not.
  package static func help(onImage bytes: some Sequence<UInt8>) -> Diagnostic.Note? {
    let start = Array(bytes.prefix(4096))
    guard start.contains(where: { $0 < 0x09 }), let magic = start.span.cell(at: 0) else { return nil }
    return image(magic, isKernel: isKernel(start.span))
  }

  /// Whether a file begins as a kernel does: arm64's and RISC-V's `Image`, or Arm's `zImage` in either byte order.
  static func isKernel(_ file: Span<UInt8>) -> Bool {
    let mark = file.cell(at: 0x38)
    if mark == 0x4152_4D64 || mark == 0x5253_4305 { return true }
    let zImage = file.cell(at: 0x24)
    return zImage == 0x1828_6F01 || zImage == 0x016F_2818
  }

  private static func image(_ magic: UInt32, isKernel: Bool) -> Diagnostic.Note? {
    if let kind = compressions.first(where: { magic >> $0.shift == $0.magic }) {
      return .init("it is compressed (\(kind.name)); unpack it first")
    }
    // A kernel may begin like a program; text may have anything where a kernel has its mark.
    if isKernel, !isText(magic) { return .init(.searchImage("a kernel image")) }
    if let kind = images.first(where: { magic >> $0.shift == $0.magic }) {
      return .init(.searchImage(kind.name))
    }
    return nil
  }

  /// Returns what to do about it; nil if it could be anything.
  static func help(_ magic: UInt32, isKernel: Bool) -> Diagnostic.Note? {
    if let help = image(magic, isKernel: isKernel) { return help }
    if magic == BlobHeader.magic.byteSwapped {
      return .init("its cells are little-endian; something has byte-swapped them")
    }
    if let text = texts.first(where: { $0.magic == magic | $0.letterCase }) { return .init(text.help) }
    if isText(magic) { return .init(.compileSource) }
    return nil
  }

  private typealias Kind = (magic: UInt32, shift: UInt32, name: String)

  private static let compressions: [Kind] = [
    (0x1F8B, 16, "gzip"), (0xFD37_7A58, 0, "xz"), (0x28B5_2FFD, 0, "zstd"), (0x425A68, 8, "bzip2"),
    (0x0422_4D18, 0, "lz4"), (0x0221_4C18, 0, "lz4"), (0x894C_5A4F, 0, "lzo"), (0x504B_0304, 0, "zip"),
  ]

  private static let images: [Kind] = [
    (0x2705_1956, 0, "a U-Boot legacy image (mkimage)"), (0xD7B7_AB1E, 0, "an Android DTBO image"),
    (0x414E_4452, 0, "an Android boot image"), (0x564E_4452, 0, "an Android vendor boot image"),
    (0x414D_4C5F, 0, "an Amlogic multi-DTB image"),
    (0x5143_4454, 0, "a Qualcomm multi-DTB image"), (0x7F45_4C46, 0, "an ELF file"),
    (0x4D5A, 16, "a kernel or another program"),
  ]

  /// What a failed download or checkout leaves under a blob's name; `letterCase` has the bits that
  /// make letters lower-case.
  private static let texts: [(magic: UInt32, letterCase: UInt32, help: String)] = [
    (0x3C21_646F, 0x2020, "it is an HTML page, perhaps an error page instead of the download"),
    (0x3C68_746D, 0x20_2020, "it is an HTML page, perhaps an error page instead of the download"),
    (0x3430_343A, 0, "it is a server's \"404 Not Found\" response"),
    (0x7665_7273, 0, "it may be a Git LFS pointer; `git lfs pull` fetches the file itself"),
  ]

  /// Whether all four bytes are printable or white space and do not begin another known kind of file.
  static func isText(_ magic: UInt32) -> Bool {
    if (compressions + images).contains(where: { magic >> $0.shift == $0.magic }) { return false }
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      let byte = magic >> shift & 0xFF
      guard 0x20..<0x7F ~= byte || 0x09...0x0D ~= byte else { return false }
    }
    return true
  }
}
