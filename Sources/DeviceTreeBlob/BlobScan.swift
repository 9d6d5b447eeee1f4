/// Finds blobs inside larger files: boot images, overlay images, partitions.
public enum BlobScan {
  /// Returns the offset of the next magic of a blob at or after a byte of a file. It may be any
  /// offset, since images do not agree on an alignment.
  public static func magic(in file: [UInt8], from start: Int = 0) -> Int? {
    let span = file.span
    var index = start
    while index &+ 4 <= span.count {
      // The last byte determines how far to skip.
      switch span[index &+ 3] {
      case 0xED:
        if span[index] == 0xD0, span[index &+ 1] == 0x0D, span[index &+ 2] == 0xFE { return index }
        index &+= 4
      case 0xFE: index &+= 1
      case 0x0D: index &+= 2
      case 0xD0: index &+= 3
      default: index &+= 4
      }
    }
    return nil
  }
}
