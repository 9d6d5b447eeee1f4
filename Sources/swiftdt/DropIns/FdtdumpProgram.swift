import DeviceTreeBlob
import SourceText

/// `fdtdump`, for scripts that call it by that name: dtc 1.8.1's text and exit codes.
///
/// Where dtc's program would read beyond the end of the file, this one reports it and stops.
struct FdtdumpProgram: FdtProgram {
  private let tool: FdtTool
  private var isDetailed = false
  private var scans = false
  private var output: [UInt8] = []

  init(name: String) {
    tool = FdtTool(
      name: name, synopsis: "fdtdump [options] <file>",
      options: [
        .init("d", "debug", "Dump debug information while decoding the file"),
        .init("s", "scan", "Scan for an embedded fdt in file"),
      ])
  }

  mutating func run(_ arguments: [String]) -> Int32 {
    Console.complain(
      """

      **** fdtdump is a low-level debugging tool, not meant for general use.
      **** If you want to decompile a dtb, you probably want
      ****     dtc -I dtb -O dts <filename>


      """)
    do throws(DropInExit) {
      let operands = try read(arguments)
      guard operands.count == 1 else { throw tool.usage("missing input filename") }
      let path = operands[0]
      let file: [UInt8]
      do throws(DropInExit) {
        file = try FdtFile.read(path)
      } catch {
        throw .fatal("could not read: \(path)")
      }
      let start = try start(in: file, path)
      let problem = dump(file, from: start)
      Console.say(output)
      if let problem { throw .fatal(problem) }
      return 0
    } catch {
      return error.code
    }
  }

  private mutating func read(_ arguments: [String]) throws(DropInExit) -> [String] {
    var reader = tool.reader(of: arguments)
    while let (option, _) = try tool.next(&reader) {
      if option == "d" { isDetailed = true } else { scans = true }
    }
    return reader.operands
  }

  // MARK: Where the blob is

  private mutating func start(in file: [UInt8], _ path: String) throws(DropInExit) -> Int {
    // dtc's program reads into a buffer that it doubles when full, and takes the size of the buffer for that
    // of the file.
    var size = 1024
    while size <= file.count { size *= 2 }
    if !scans {
      guard Self.isHeader(file.span, at: 0, of: size) else {
        throw .fatal("\(path): header is not valid")
      }
      return 0
    }
    var next = BlobScan.magic(in: file)
    while let start = next {
      next = BlobScan.magic(in: file, from: start + 1)
      if Self.isHeader(file.span, at: start, of: size) {
        say("\(path): found fdt at offset \(Self.hex(start))\n")
        return start
      }
      if isDetailed { say("\(path): skipping fdt magic at offset \(Self.hex(start))\n") }
    }
    Console.say(output)
    throw .fatal("\(path): could not locate fdt magic")
  }

  /// Whether fdtdump accepts a header.
  private static func isHeader(_ file: Span<UInt8>, at start: Int, of size: Int) -> Bool {
    func field(_ index: Int) -> Int { Int(file.cell(at: start + index * 4) ?? 0) }
    let rest = size - start
    return rest >= 40 && field(0) == BlobHeader.magic && field(6) <= 17
      && field(1) < rest && field(2) < rest && field(3) < rest
  }

  /// Returns a number as C's `%#x` prints it.
  private static func hex(_ number: some FixedWidthInteger) -> String {
    number == 0 ? "0" : PrintableText.hex(number)
  }

  // MARK: The dump

  private mutating func dump(_ file: [UInt8], from start: Int) -> String? {
    let span = file.span
    func field(_ index: Int) -> UInt32 { span.cell(at: start + index * 4) ?? 0 }
    let version = field(5)
    say("/dts-v1/;\n")
    sayHex("magic:\t\t", field(0))
    say("// totalsize:\t\t0x")
    FdtText.append(field(1), radix: 16, to: &output)
    say(" (\(field(1)))\n")
    sayHex("off_dt_struct:\t", field(2))
    sayHex("off_dt_strings:\t", field(3))
    sayHex("off_mem_rsvmap:\t", field(4))
    say("// version:\t\t\(version)\n// last_comp_version:\t\(field(6))\n")
    if version >= 2 { sayHex("boot_cpuid_phys:\t", field(7)) }
    if version >= 3 { sayHex("size_dt_strings:\t", field(8)) }
    if version >= 17 { sayHex("size_dt_struct:\t", field(9)) }
    say("\n")
    var reservation = start + Int(field(4))
    while true {
      guard let address = span.doubleCell(at: reservation),
        let size = span.doubleCell(at: reservation + 8)
      else { return Self.overrun(reservation - start) }
      if address == 0, size == 0 { break }
      say("/memreserve/ \(Self.hex(address)) \(Self.hex(size));\n")
      reservation += 16
    }
    return dumpStructure(
      file, blob: start, structure: start + Int(field(2)), strings: start + Int(field(3)), version)
  }

  private static func overrun(_ offset: Int) -> String {
    "the blob runs over the end of the file at \(hex(offset))"
  }

  private mutating func dumpStructure(
    _ file: [UInt8], blob: Int, structure: Int, strings: Int, _ version: UInt32
  ) -> String? {
    let span = file.span
    var depth = 0
    // Positions are aligned relative to the file, not to the blob, as in dtc's program.
    var at = structure
    while true {
      // Indentation alone can amount to gigabytes.
      if output.count > 1 << 20 {
        Console.say(output)
        output.removeAll(keepingCapacity: true)
      }
      guard let tag = span.cell(at: at) else { return Self.overrun(at - blob) }
      if tag == BlobTag.end { return nil }
      let start = at - blob
      at += 4
      if isDetailed { say(tag: tag, at: start) }
      switch tag {
      case BlobTag.beginNode:
        let end = span.firstNUL(from: at)
        guard end < span.count else { return Self.overrun(start) }
        indent(depth)
        if end == at { put("/") } else { output.append(contentsOf: file[at..<end]) }
        put(" {\n")
        depth += 1
        at = (end + 4) & ~3
      case BlobTag.endNode:
        depth -= 1
        indent(depth)
        put("};\n")
      case BlobTag.nop:
        indent(depth)
        say("// [NOP]\n")
      case BlobTag.property:
        guard let length = span.cell(at: at), let nameOffset = span.cell(at: at + 4) else {
          return Self.overrun(start)
        }
        var value = at + 8
        if version < 16, length >= 8 { value = (value + 7) & ~7 }
        let name = strings + Int(nameOffset)
        let end = span.firstNUL(from: name)
        guard value + Int(length) <= file.count, end < span.count else { return Self.overrun(start) }
        say(
          property: file[name..<end], at: name - blob, file[value..<value + Int(length)], at: value - blob,
          depth)
        at = (value + Int(length) + 3) & ~3
      default:
        return "** Unknown tag \(PrintableText.hex(tag, digits: 8))"
      }
    }
  }

  private mutating func say(tag: UInt32, at place: Int) {
    put("// ")
    sayOffset(place)
    put("tag: 0x")
    FdtText.append(hex: tag, digits: 8, to: &output)
    say(" (\(Self.name(of: tag)))\n")
  }

  private mutating func say(
    property name: ArraySlice<UInt8>, at place: Int, _ value: ArraySlice<UInt8>, at start: Int,
    _ depth: Int
  ) {
    if isDetailed {
      put("// ")
      sayOffset(place)
      put("string: ")
      output.append(contentsOf: name)
      put("\n// ")
      sayOffset(start)
      put("value\n")
    }
    indent(depth)
    output.append(contentsOf: name)
    append(value)
    put(";\n")
  }

  /// Appends ` = …`, as strings, cells or bytes.
  private mutating func append(_ value: ArraySlice<UInt8>) {
    if value.isEmpty { return }
    if FdtText.isStrings(value) {
      put(" = \"")
      for byte in value.dropLast() {
        if byte == 0 { put("\", \"") } else { output.append(byte) }
      }
      put("\"")
    } else if value.count % 4 == 0 {
      put(" = <")
      var index = value.startIndex
      while index < value.endIndex {
        if index > value.startIndex { output.append(0x20) }
        put("0x")
        let cell = value[index..<index &+ 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        FdtText.append(hex: cell, digits: 8, to: &output)
        index += 4
      }
      put(">")
    } else {
      put(" = [")
      for (index, byte) in value.enumerated() {
        if index > 0 { output.append(0x20) }
        FdtText.append(hex: UInt32(byte), digits: 2, to: &output)
      }
      put("]")
    }
  }

  // MARK: Text

  private mutating func put(_ literal: StaticString) {
    literal.withUTF8Buffer { unsafe output.append(contentsOf: $0) }
  }

  private mutating func say(_ text: String) { output.append(contentsOf: text.utf8) }

  private mutating func sayHex(_ name: String, _ number: UInt32) {
    say("// \(name)0x")
    FdtText.append(number, radix: 16, to: &output)
    say("\n")
  }

  private mutating func sayOffset(_ offset: Int) {
    FdtText.append(hex: UInt32(truncatingIfNeeded: offset), digits: 4, to: &output)
    put(": ")
  }

  private mutating func indent(_ depth: Int) {
    // As in C, a negative width is used as a positive one.
    output.append(contentsOf: repeatElement(0x20, count: abs(depth) * 4))
  }

  private static func name(of tag: UInt32) -> String {
    switch tag {
    case BlobTag.beginNode: "FDT_BEGIN_NODE"
    case BlobTag.endNode: "FDT_END_NODE"
    case BlobTag.property: "FDT_PROP"
    case BlobTag.nop: "FDT_NOP"
    case BlobTag.end: "FDT_END"
    default: "FDT_???"
    }
  }
}
