/// Finding blobs in larger files: boot images, images of overlays, partitions.
public enum BlobScan {
  /// Where the magic of a blob stands, in bytes from the file's start: at any byte, since images are
  /// packed as they please.
  public static func magics(in file: [UInt8]) -> [Int] {
    var found: [Int] = []
    let span = file.span
    var index = 0
    while index &+ 4 <= span.count {
      // The last byte tells how far the next one may lie.
      switch span[index &+ 3] {
      case 0xED:
        if span[index] == 0xD0, span[index &+ 1] == 0x0D, span[index &+ 2] == 0xFE { found.append(index) }
        index &+= 4
      case 0xFE: index &+= 1
      case 0x0D: index &+= 2
      case 0xD0: index &+= 3
      default: index &+= 4
      }
    }
    return found
  }
}
