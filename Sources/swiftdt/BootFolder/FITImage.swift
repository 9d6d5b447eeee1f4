import BlobChecks
import DeviceTreeBlob
import SourceText

/// A FIT image, as far as extlinux.conf refers to it.
struct FITImage {
  /// The names of its configurations, in order.
  let configurations: [String]

  /// Reads an image; nil if the file is none.
  init?(_ bytes: [UInt8]) {
    guard let blob = try? FlatBlob(bytes), Self.node("/images", in: blob) != nil else { return nil }
    // A board's tree, which could have any node, has a `compatible`.
    if (try? blob.value(of: Array("compatible".utf8).span, in: FlatBlob.root)) != nil { return nil }
    guard let node = Self.node("/configurations", in: blob) else {
      if (try? blob.value(of: Array("description".utf8).span, in: FlatBlob.root)) == nil { return nil }
      configurations = []
      return
    }
    configurations = Self.children(of: node, in: blob).compactMap { node in
      blob.name(of: node).map { PrintableText.name(blob.bytes[$0]) }
    }
  }

  /// Returns the nodes in a node, as far as the structure can be read.
  private static func children(of node: Int, in blob: FlatBlob) -> [Int] {
    var found: [Int] = []
    var (depth, offset) = (0, node)
    while true {
      let start = offset
      switch try? blob.tag(at: &offset) {
      case .beginNode:
        if depth == 1 { found.append(start) }
        depth += 1
      case .endNode:
        depth -= 1
        if depth == 0 { return found }
      case .property, .nop: break
      case .end, nil: return found
      }
    }
  }

  private static func node(_ path: String, in blob: FlatBlob) -> Int? {
    try? blob.node(atPath: Array(path.utf8).span)
  }
}

/// Entries whose kernel is in a FIT image.
extension BootFolderCheck {
  /// Checks an entry's kernel, and the configuration that it names. Returns the FIT image that it is, if it
  /// is one.
  mutating func checkKernel(of entry: ExtlinuxConfiguration.Entry) -> FITImage? {
    guard let kernel = entry.kernel else {
      found.add(.bootConfiguration, "the entry '\(entry.name.text)' has no LINUX", line: entry.name.line)
      return nil
    }
    guard let path = check(file: .init(text: kernel.file, line: kernel.line), "LINUX") else { return nil }
    // Other kernels are not read as a whole.
    guard let start = try? FileReading.contents(of: path, from: 0, count: 4),
      start == [0xD0, 0x0D, 0xFE, 0xED],
      let image = (try? FileReading.contents(of: path)).flatMap(FITImage.init)
    else {
      if kernel.configuration != nil {
        found.add(
          .bootFile, "LINUX names a configuration, but '\(kernel.file)' is not a FIT image",
          line: kernel.line,
          atMost: .warning)
      }
      return nil
    }
    for name in kernel.configuration?.split(separator: "#").map(String.init) ?? []
    where !image.configurations.contains(name) {
      let names = image.configurations
      found.add(
        .bootFile, "LINUX names the configuration '\(name)', which '\(kernel.file)' does not have",
        line: kernel.line,
        help: NearestText.question(about: name, among: names).map { [$0] }
          ?? (names.isEmpty ? [] : ["it has " + names.map { "'\($0)'" }.joined(separator: ", ")]))
    }
    return image
  }

  /// Says what U-Boot makes of an FDT that is written exactly as LINUX: the tree of the FIT image there.
  mutating func checkTree(
    in image: FITImage?, of entry: ExtlinuxConfiguration.Entry, _ fdt: ExtlinuxConfiguration.Value
  ) {
    let since = "U-Boot does so since 2023.01; an older one loads a file of this name"
    if image == nil {
      // A kernel that is missing has been reported.
      guard let kernel = entry.kernel, case .file = folder.place(kernel.file, from: base) else { return }
      found.add(
        .bootFile, "FDT is written as LINUX, but '\(kernel.file)' is not a FIT image with a tree in it",
        line: fdt.line, notes: [since])
      return
    }
    found.add(
      .bootTree, "FDT is written as LINUX, so the tree is the FIT image's, which is not checked",
      line: fdt.line,
      notes: [since], atMost: .note)
    addIdleOverlays(of: entry)
  }

  /// Returns what to do about a file that is written almost as LINUX, but not as U-Boot compares it; nil if it
  /// is another file.
  func imageHelp(
    _ value: ExtlinuxConfiguration.Value, _ entry: ExtlinuxConfiguration.Entry
  ) -> [String]? {
    guard let kernel = entry.kernel, kernel.configuration != nil || value.configuration != nil,
      value.file == kernel.file
    else { return nil }
    return [
      "write it exactly as LINUX, '\(kernel.text)': then it is the FIT image's own, since U-Boot 2023.01"
    ]
  }

  /// Adds a finding if an entry without a tree of its own has overlays.
  mutating func addIdleOverlays(of entry: ExtlinuxConfiguration.Entry) {
    guard let overlays = entry.fdtOverlays else { return }
    found.add(
      .bootOverlay, "FDTOVERLAYS has no effect: U-Boot applies it only to a blob that FDT or FDTDIR names",
      line: overlays.line)
  }
}
