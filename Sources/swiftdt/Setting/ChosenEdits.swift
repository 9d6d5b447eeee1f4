import DeviceTree
import DeviceTreeBlob
import SourceText

/// What boot loaders put into `/chosen`.
struct ChosenEdits: Equatable, Sendable {
  /// The kernel's command line.
  var bootargs: String?
  /// Where the initial RAM disk lies: `START-END`, `START+SIZE`, `FILE@START`, or `none`.
  var initrd: String?

  var isEmpty: Bool { self == ChosenEdits() }

  /// The file whose size is the initial RAM disk's.
  var initrdFile: String? {
    guard let initrd, let at = initrd.lastIndex(of: "@") else { return nil }
    return String(initrd[..<at])
  }

  /// The first address of the RAM disk and the one behind it.
  struct Range: Equatable {
    let start: UInt64
    let end: UInt64
  }

  /// The range that is meant; `size` tells a file's.
  static func range(_ text: String, size: (String) throws(FileError) -> Int) throws(Refusal) -> Range {
    func number(_ text: Substring) throws(Refusal) -> UInt64 {
      guard let number = ValueWords.number(String(text), isHexadecimal: false), !number.isNegative else {
        throw Refusal(message: "'\(text)' is not an address", help: Self.forms)
      }
      return number.magnitude
    }
    func range(_ start: UInt64, _ size: UInt64) throws(Refusal) -> Range {
      let (end, overflow) = start.addingReportingOverflow(size)
      guard size > 0 else { throw Refusal(message: "the initrd range '\(text)' is empty") }
      guard !overflow else {
        throw Refusal(message: "the initrd range '\(text)' ends beyond the 64-bit address space")
      }
      return Range(start: start, end: end)
    }
    if let at = text.lastIndex(of: "@") {
      let start = try number(text[text.index(after: at)...])
      let count: Int
      do throws(FileError) {
        count = try size(String(text[..<at]))
      } catch {
        throw Refusal([error.diagnostic])
      }
      return try range(start, UInt64(count))
    }
    if let plus = text.firstIndex(of: "+") {
      return try range(try number(text[..<plus]), try number(text[text.index(after: plus)...]))
    }
    guard let dash = text.firstIndex(of: "-") else {
      throw Refusal(message: "'\(text)' is not an initrd range", help: forms)
    }
    let (start, end) = (try number(text[..<dash]), try number(text[text.index(after: dash)...]))
    guard end > start else { throw Refusal(message: "the initrd range '\(text)' is empty") }
    return Range(start: start, end: end)
  }

  private static let forms = ["use START-END, START+SIZE, FILE@START or none"]
}

extension TreeEditor {
  /// Writes what is wanted into `/chosen`, which is made if it is missing.
  mutating func apply(_ chosen: ChosenEdits) throws(Refusal) {
    if chosen.isEmpty { return }
    let node = blob.tree.node(atPath: "/chosen") ?? makeChosen()
    if let text = chosen.bootargs { try put(Array(text.utf8) + [0], "bootargs", of: node) }
    guard let initrd = chosen.initrd else { return }
    let names = ["linux,initrd-start", "linux,initrd-end"]
    if initrd == "none" {
      for name in names {
        if let property = blob.tree.property(of: node, named: name) { deleteProperty(property) }
      }
      return
    }
    let range = try ChosenEdits.range(initrd) { (path) throws(FileError) in
      // Only what is no regular file has to be read to be measured.
      if let size = FileReading.size(of: path), size > 0 { return size }
      return try FileReading.contents(of: path).count
    }
    // As wide as the root's addresses are, which is what U-Boot writes and Linux reads.
    let cells = blob.tree.property(of: .root, named: "#address-cells")
      .flatMap { blob.tree.cell(of: blob.tree.value(of: $0), at: 0) }
    let isWide = cells != 1 || range.end > UInt64(UInt32.max)
    // What is new goes in front of what there is.
    for (name, address) in zip(names, [range.start, range.end]).reversed() {
      let shifts = isWide ? [56, 48, 40, 32, 24, 16, 8, 0] : [24, 16, 8, 0]
      try put(shifts.map { UInt8(truncatingIfNeeded: address >> UInt64($0)) }, name, of: node)
    }
  }
}
