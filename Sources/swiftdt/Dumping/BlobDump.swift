import DeviceTreeBlob
import SourceText

/// A dump of a blob, element by element with offsets, for people who study the format itself.
///
/// Nothing in the blob is trusted. Whatever can be read is shown, also after a fault if reading can continue;
/// the faults are collected and reported at the end.
struct BlobDump {
  private let bytes: [UInt8]
  /// The text so far.
  var text = ByteWriter()
  /// The faults found so far.
  private(set) var faults: DumpFaults

  private let totalSize: Int
  private let structure: Int
  private let strings: Int
  private let reservations: Int
  private let version: UInt32
  private var stringsEnd: Int
  private var structureEnd: Int
  /// By offset in the strings block: that of the NUL that ends the string there; -1 if there is none.
  private var ends: [Int32] = []
  /// The number of properties whose name is at each offset in the strings block.
  private var uses: [UInt32] = []

  /// The number of bytes up to which memory for the text of all of them is taken at once. A header can say
  /// that the blob is all of a large file.
  private static var mostExpected: Int { 4 << 20 }

  /// Creates a dump of the blob at the start of `file`.
  init(_ file: [UInt8]) {
    bytes = file
    let span = file.span
    func field(_ index: Int) -> UInt32 { span.cell(at: index * 4) ?? 0 }
    version = field(5)
    totalSize = Int(field(1))
    structure = Int(field(2))
    strings = Int(field(3))
    reservations = Int(field(4))
    let end = min(totalSize, file.count)
    structureEnd = version >= 17 ? min(end, structure + Int(field(9))) : end
    stringsEnd = version >= 3 ? min(end, strings + Int(field(8))) : end
    faults = DumpFaults(
      ofHeader: span, cutsReservations: max(reservations, totalSize) > file.count,
      // Without a size in the header, there is no telling whether the block is cut off.
      structure: version < 17 || structure + Int(field(9)) > end,
      strings: version < 3 || strings + Int(field(8)) > end)
  }

  /// Writes the complete dump to `text` and collects the faults.
  mutating func run() {
    dumpHeader()
    guard bytes.count >= 28, bytes.span.cell(at: 0) == BlobHeader.magic else { return }
    dumpReservations()
    if strings < stringsEnd {
      ends = Self.ends(ofStringsIn: bytes.span.extracting(strings..<stringsEnd))
      uses = [UInt32](repeating: 0, count: stringsEnd - strings)
    }
    text.reserve(min(min(totalSize, bytes.count), Self.mostExpected) * 4)
    dumpStructure()
    dumpStrings()
    if totalSize > stringsEnd, totalSize <= bytes.count, strings > structure {
      say("\nheadroom at \(PrintableText.hex(stringsEnd)), \(Self.bytes(totalSize - stringsEnd))\n")
    }
    if bytes.count > totalSize {
      say(
        "\nthe file continues at \(PrintableText.hex(totalSize)) for \(Self.bytes(bytes.count - totalSize))\n"
      )
    }
  }

  // MARK: The header

  private mutating func dumpHeader() {
    say("header\n")
    let names = [
      "magic", "total size", "structure block at", "strings block at", "reservations at", "version",
      "last compatible version", "boot CPU", "strings block size", "structure block size",
    ]
    let count = version >= 17 ? 10 : version >= 3 ? 9 : version == 2 ? 8 : 7
    for (index, name) in names.prefix(count).enumerated() {
      guard let cell = bytes.span.cell(at: index * 4) else { return }
      sayOffset(index * 4)
      say(name.padded(to: 24))
      say(index == 5 || index == 6 ? "\(cell)" : PrintableText.hex(cell))
      if index == 1 || index >= 8 { say(" (\(Self.bytes(Int(cell))))") }
      put("\n")
    }
  }

  private mutating func dumpReservations() {
    say("\nmemory reservations at \(PrintableText.hex(reservations))\n")
    var at = reservations
    let bytes = bytes
    let file = bytes.span.extracting(0..<min(totalSize, bytes.count))
    while let address = file.doubleCell(at: at), let size = file.doubleCell(at: at + 8) {
      sayOffset(at)
      say(size == 0 ? "end\n" : "\(PrintableText.hex(address)), \(size) bytes\n")
      if size == 0 { return }
      at += 16
    }
    faults.add(BlobError(.reservationsUnterminated, at: at))
  }

  // MARK: The structure block

  private mutating func dumpStructure() {
    say(
      "\nstructure block at \(PrintableText.hex(structure)), \(Self.bytes(max(0, structureEnd - structure)))\n"
    )
    var at = structure
    var depth = 0
    var isOver = false
    // A view of a copy, since the text being written is part of the same value.
    let bytes = bytes
    let block = bytes.span.extracting(0..<max(0, min(structureEnd, bytes.count)))
    while !isOver {
      guard let tag = block.cell(at: at) else {
        return stop(depth, BlobError(.structureTruncated, at: at))
      }
      let start = at
      at += 4
      switch tag {
      case BlobTag.beginNode:
        let end = block.firstNUL(from: at)
        guard end < block.count else {
          return stop(depth, BlobError(.nodeNameUnterminated, at: start))
        }
        putLine(start, depth, "node ")
        if end == at { put("/") } else { put(printable: block.extracting(at..<end)) }
        depth += 1
        at = finish(end + 1)
      case BlobTag.endNode:
        depth -= 1
        if depth < 0 { return stop(0, BlobError(.contentAfterRoot(tag: tag), at: start)) }
        putLine(start, depth, "end of node\n")
      case BlobTag.property:
        guard let next = dumpProperty(start, depth, block, bytes.span) else { return }
        at = next
      case BlobTag.nop: putLine(start, depth, "nop\n")
      case BlobTag.end:
        putLine(start, depth, "end\n")
        if depth > 0 { faults.add(BlobError(.endInsideNode(depth: depth), at: start)) }
        if version >= 17, at < structureEnd {
          say("        \(Self.bytes(structureEnd - at)) after the end\n")
        }
        isOver = true
      default: return stop(depth, BlobError(.badTag(tag), at: start))
      }
    }
  }

  /// Shows the bytes that cannot be interpreted; the dump of the structure block ends there.
  private mutating func stop(_ depth: Int, _ problem: BlobError) {
    let start = min(problem.offset, bytes.count)
    putLine(problem.offset, depth, "stops at")
    let shown = PrintableText.hexadecimal(bytes[start..<min(start + 16, bytes.count)], separator: " ")
    say(start == bytes.count ? " the end of the file\n" : " \(shown)\n")
    faults.add(problem)
  }

  /// Shows a property and returns the offset of the next element; nil if the dump cannot continue.
  private mutating func dumpProperty(
    _ start: Int, _ depth: Int, _ block: Span<UInt8>, _ file: Span<UInt8>
  ) -> Int? {
    guard let length = block.cell(at: start + 4), let nameOffset = block.cell(at: start + 8) else {
      stop(depth, BlobError(.structureTruncated, at: start))
      return nil
    }
    var value = start + 12
    if version < 16, length >= 8 { value = structure + (value - structure + 7) & ~7 }
    putLine(start, depth, "property ")
    if let name = name(at: nameOffset, for: start) { put(printable: file.extracting(name)) } else { put("?") }
    put(" (name +")
    put(hex: Int(nameOffset))
    put(")")
    guard value <= block.count, Int(length) <= block.count - value else {
      say(", \(Self.bytes(Int(length)))\n")
      faults.add(BlobError(.valueOutside(length: length), at: start))
      return nil
    }
    if Int(nameOffset) < uses.count { uses[Int(nameOffset)] += 1 }
    let end = value + Int(length)
    if length > 0 {
      put(" ")
      put(hex: value)
      put(": ")
      put(value: file.extracting(value..<end))
    }
    return finish(end)
  }

  private mutating func name(at offset: UInt32, for place: Int) -> Range<Int>? {
    let start = strings + Int(offset)
    guard start < stringsEnd else {
      faults.add(BlobError(.nameOutside(nameOffset: offset, size: max(0, stringsEnd - strings)), at: place))
      return nil
    }
    guard let end = end(ofStringAt: start) else {
      faults.add(BlobError(.propertyNameUnterminated(nameOffset: offset), at: place))
      return nil
    }
    return start..<end
  }

  /// Returns the offset of the NUL that ends the string at `start`; nil if there is none.
  ///
  /// It is looked up because many properties may share one long name.
  private func end(ofStringAt start: Int) -> Int? {
    let end = ends[start - strings]
    return end < 0 ? nil : strings + Int(end)
  }

  private static func ends(ofStringsIn block: Span<UInt8>) -> [Int32] {
    var ends = [Int32](repeating: -1, count: block.count)
    var end: Int32 = -1
    var all = ends.mutableSpan
    for offset in block.indices.reversed() {
      if block[offset] == 0 { end = Int32(truncatingIfNeeded: offset) }
      all[offset] = end
    }
    return ends
  }

  /// Ends a line, showing any nonzero bytes of the padding to a multiple of 4; returns the next offset.
  private mutating func finish(_ end: Int) -> Int {
    let next = structure + (end - structure + 3) & ~3
    guard next > end else {
      put("\n")
      return next
    }
    let filling = bytes[min(end, structureEnd)..<max(min(end, structureEnd), min(next, structureEnd))]
    if filling.contains(where: { $0 != 0 }) {
      say(" padded with \(PrintableText.hexadecimal(filling, separator: " "))")
    }
    put("\n")
    return next
  }

  // MARK: The strings block

  private mutating func dumpStrings() {
    let bytes = bytes
    say("\nstrings block at \(PrintableText.hex(strings)), \(Self.bytes(max(0, stringsEnd - strings)))\n")
    var at = strings
    while at < stringsEnd {
      guard let end = end(ofStringAt: at) else {
        sayOffset(at)
        say("+\(PrintableText.hex(at - strings)) \(Self.bytes(stringsEnd - at)) unterminated\n")
        return
      }
      sayOffset(at)
      putName(at, end, bytes.span)
      // The names that are suffixes of this string.
      var start = at + 1
      while start <= end {
        if uses[start - strings] > 0 {
          sayOffset(start)
          put("  ")
          putName(start, end, bytes.span)
        }
        start += 1
      }
      at = end + 1
    }
  }

  private mutating func putName(_ start: Int, _ end: Int, _ file: Span<UInt8>) {
    put("+")
    put(hex: start - strings)
    put(" ")
    put(printable: file.extracting(start..<end))
    switch uses[start - strings] {
    case 0: put(" (unused)\n")
    case 1: put(" (used once)\n")
    case let count:
      put(" (used ")
      text.append(decimal: Int(count))
      put(" times)\n")
    }
  }
}

extension String {
  /// Returns the string with trailing spaces up to at least `width` characters.
  func padded(to width: Int) -> String {
    count < width ? self + String(repeating: " ", count: width - count) : self
  }
}
