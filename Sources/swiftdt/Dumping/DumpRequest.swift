import DeviceTreeBlob
import SourceText

/// A request to `swiftdt dump`.
struct DumpRequest: Equatable, Sendable {
  var file: String
  /// Whether to search the file for blobs.
  var scans = false
  /// The index of the wanted blob among those found.
  var index: Int?
  /// Where to write blobs instead of showing them.
  var output: String?
  var isJSON = false
  /// Whether only errors are shown.
  var isQuiet = false

  /// What is wrong with the request regardless of the files' contents; nil if nothing is.
  var problem: String? {
    if isJSON, !scans || index != nil || output != nil {
      return "--json requires --scan, without --index or --output"
    }
    guard let output else { return nil }
    if scans, index == nil {
      return BatchNames.isNoFolder(output) ? "--scan --output needs a folder" : nil
    }
    let path = BatchNames.path(forOutput: output, of: file, kind: .merged)
    return OutputFile.problem(of: path, over: [file]) ?? OutputFile.problem(ofBlobTo: output)
  }

  func run() throws {
    let bytes = try InputFile.contents(of: file)
    guard scans || index != nil else { return try dump(bytes) }
    let scan = ImageScan(bytes)
    let compressed = scan.android?.compressed ?? 0
    guard !scan.found.isEmpty else {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "no-blob", "there is no device tree blob in this file", subject: file,
          notes: compressed > 0 ? [Diagnostic.Note(Self.text(ofCompressed: compressed))] : []))
    }
    if compressed > 0, !isQuiet {
      Console.show([
        Diagnostic(.warning, "compressed", Self.text(ofCompressed: compressed), subject: file)
      ])
    }
    guard let index else {
      if let output { return try extract(scan, to: output) }
      Console.say(isJSON ? try JSONText.text(scan.found.map(ScanJSON.init)) : list(scan))
      return
    }
    guard scan.found.indices.contains(index) else {
      let last = scan.found.count - 1
      throw CommandFailure.saying(
        Diagnostic(
          .error, "no-blob", "there is no blob \(index) in this file", subject: file,
          help: [Diagnostic.Note(last == 0 ? "there is only blob 0" : "there are blobs 0 to \(last)")]))
    }
    let blob = scan.bytes(of: scan.found[index])
    if let output { try write(blob, to: output) } else { try dump(blob) }
  }

  private static func text(ofCompressed count: Int) -> String {
    "\(count) of the image's blobs \(count == 1 ? "is" : "are") compressed, and not searched"
  }

  private func write(_ blob: [UInt8], to output: String) throws {
    try OutputFile.write(blob, to: OutputFile.path(for: output, of: file, kind: .merged))
  }

  private func dump(_ bytes: [UInt8]) throws {
    if let output {
      // Only the blob, without what follows it in the file.
      let header = try orFail(at: file, BlobHeader(bytes.span))
      return try write(Array(bytes[..<Int(header.totalSize)]), to: output)
    }
    var dump = BlobDump(bytes)
    dump.run()
    Console.say(dump.text.finish())
    guard !dump.faults.errors.isEmpty else { return }
    var diagnostics = dump.faults.diagnostics(for: file)
    if bytes.span.cell(at: 0) != BlobHeader.magic, BlobScan.magic(in: bytes) != nil {
      diagnostics[0].help = [
        Diagnostic.Note("the file may have blobs further on: use --scan")
      ]
    }
    Console.show(diagnostics)
    throw CommandFailure()
  }

  // MARK: Many blobs

  private func list(_ scan: ImageScan) -> String {
    let hasEntries = scan.found.contains { $0.entry != nil }
    let head = ["#", "offset", "bytes", "nodes"] + (hasEntries ? ["id", "revision"] : []) + ["what"]
    return Table(
      head,
      scan.found.enumerated().map { index, blob in
        let entry =
          hasEntries
          ? [
            blob.entry.map { PrintableText.hex($0.id) } ?? "-",
            blob.entry.map { PrintableText.hex($0.revision) } ?? "-",
          ] : []
        return [
          "\(index)", PrintableText.hex(blob.offset), "\(blob.size)",
          blob.nodes.map { "\($0)" } ?? "?",
        ] + entry + [what(blob)]
      }
    ).text
  }

  private func what(_ blob: ImageScan.Found) -> String {
    var parts: [String] = []
    if blob.isOverlay { parts.append("overlay") }
    if blob.isImage { parts.append("FIT image") }
    if let model = blob.model { parts.append(model) }
    if !blob.compatible.isEmpty { parts.append(blob.compatible.joined(separator: ", ")) }
    if let place = blob.place { parts.append("in \(place)") }
    if blob.nodes == nil { parts.append("broken") }
    return parts.joined(separator: "; ")
  }

  private func extract(_ scan: ImageScan, to folder: String) throws {
    let width = "\(scan.found.count - 1)".count
    let paths = scan.found.enumerated().map { index, blob in
      let number = "\(index)"
      let name = String(repeating: "0", count: width - number.count) + number
      return BatchNames.path(of: "\(name).\(blob.isOverlay ? "dtbo" : "dtb")", in: folder)
    }
    if let index = paths.firstIndex(where: { BatchNames.isInput($0, among: [file]) }) {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "file-write", "blob \(index) would overwrite it", subject: file,
          help: [Diagnostic.Note("choose another folder with -o")]))
    }
    // Thousands of blobs may share most of their bytes; in a real image, few are in others.
    let size = scan.found.reduce(0) { $0 + $1.size }
    if size > scan.mostExtracted {
      throw CommandFailure.saying(
        Diagnostic(
          .error, "overlapping-blobs",
          "its \(scan.found.count) blobs overlap and come to \(size) bytes, more than 8 times the file",
          subject: file, help: [Diagnostic.Note("extract the ones you need with --index")]))
    }
    for (blob, path) in zip(scan.found, paths) {
      try OutputFile.write(scan.bytes(of: blob), to: path, makingFolders: true)
    }
  }
}

/// A blob in an image, as JSON.
struct ScanJSON: Encodable {
  let offset: Int
  let size: Int
  let version: UInt32
  let nodes: Int?
  let model: String?
  let compatible: [String]
  let overlay: Bool
  let fit: Bool
  let place: String?
  let id: UInt32?
  let revision: UInt32?

  init(_ blob: ImageScan.Found) {
    offset = blob.offset
    size = blob.size
    version = blob.version
    nodes = blob.nodes
    model = blob.model
    compatible = blob.compatible
    overlay = blob.isOverlay
    fit = blob.isImage
    place = blob.place
    id = blob.entry?.id
    revision = blob.entry?.revision
  }
}

extension DumpRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [
      .toggle("--scan", "-s"), .value("-n", "--index"), .value("-o", "--output"), .toggle("--json"),
      .toggle("-q", "--quiet"),
    ]
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    guard flags.operands.count == 1 else { throw NotQuick() }
    self.init(
      file: flags.operands[0], scans: flags.has("--scan"), output: flags.last("-o"),
      isJSON: flags.has("--json"), isQuiet: flags.has("-q"))
    guard flags.read("-n", into: &index, { NumberText.value($0, as: UInt32.self).map { Int($0) } }) else {
      throw NotQuick()
    }
  }
}
