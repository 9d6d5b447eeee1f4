import DeviceTreeBlob

/// A blob's header as dtc reads it: the offsets that it looks at, in its order. It asks for less than libfdt does,
/// so blocks may overlap each other and the header, and goes by the sizes only of versions that have them.
struct DTCBlobHeader {
  /// The end of what dtc reads.
  let totalSize: Int
  let version: UInt32
  let bootCPU: UInt32
  let reservations: Int
  /// Where the structure block begins; whatever its size is, dtc reads to the end of the blob.
  let structure: Int
  let strings: Range<Int>

  /// Checks the header of a blob; throws dtc's message about it.
  init(_ blob: [UInt8]) throws(DropInExit) {
    let totalSize = try Self.readSize(of: blob)
    // What lies beyond a blob that is shorter than its header is not initialized in dtc.
    let file = blob.span.extracting(0..<totalSize)
    func field(_ index: Int) -> Int { file.cell(at: index * 4).map { Int($0) } ?? 0 }
    structure = field(2)
    reservations = field(4)
    version = UInt32(truncatingIfNeeded: field(5))
    // Versions without this field have it in dtc's eyes.
    bootCPU = UInt32(truncatingIfNeeded: field(7))
    let start = field(3)
    if reservations >= totalSize { throw .fatal("Mem Reserve structure offset exceeds total size") }
    if structure >= totalSize { throw .fatal("DT structure offset exceeds total size") }
    if start > totalSize { throw .fatal("String table offset exceeds total size") }
    let end = version >= 3 ? start + field(8) : totalSize
    if end > totalSize { throw .fatal("String table extends past total size") }
    if version >= 17, structure + field(9) > totalSize {
      throw .fatal("Structure block extends past total size")
    }
    strings = start..<end
    self.totalSize = totalSize
  }

  private static func readSize(of blob: [UInt8]) throws(DropInExit) -> Int {
    guard let magic = blob.span.cell(at: 0) else { throw .fatal("EOF reading DT blob magic number") }
    if magic != 0xD00D_FEED { throw .fatal("Blob has incorrect magic number") }
    guard let size = blob.span.cell(at: 4) else { throw .fatal("EOF reading DT blob size") }
    if size < 28 { throw .fatal("DT blob size (\(size)) is too small") }
    // dtc counts what it still has to read as an `int`, and asks the system for a negative number of bytes.
    if size >= 0x8000_0008 { throw .fatal("Error reading DT blob: Bad address") }
    if Int(size) > blob.count {
      throw .fatal("EOF before reading \(Int32(bitPattern: size)) bytes of DT blob")
    }
    return Int(size)
  }
}
