import BlobChecks
import DeviceTree
import DeviceTreeBlob
import SourceText

/// A FIT image, as far as extlinux.conf refers to it.
struct FITImage {
  /// The names of its configurations, in order.
  let configurations: [String]

  /// Reads an image; nil if the file is none.
  init?(_ bytes: [UInt8]) {
    guard let blob = try? FlatBlob(bytes), blob.isFITImage else { return nil }
    var names: [String] = []
    if let node = blob.child(of: blob.rootNode, named: "configurations") {
      blob.forEachChild(of: node) { child in
        if let name = blob.name(of: child) { names.append(PrintableText.name(blob.bytes[name])) }
      }
    }
    configurations = names
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
    guard isBlob(path), let image = (try? FileReading.contents(of: path)).flatMap(FITImage.init)
    else {
      if isBlob(path) {
        found.add(
          .bootFile, "LINUX is '\(kernel.file)', which is a device tree blob, not a kernel", line: kernel.line
        )
      } else if kernel.configuration != nil {
        found.add(
          .bootFile, "LINUX names a configuration, but '\(kernel.file)' is not a FIT image",
          line: kernel.line,
          atMost: .warning)
      }
      return nil
    }
    let names = image.configurations
    let known = Set(names)
    for name in kernel.configuration?.split(separator: "#").map(String.init) ?? []
    where !known.contains(name) {
      let help = advice { _ in
        NearestText.question(about: name, among: names).map { [$0] }
          ?? (names.isEmpty ? [] : ["it has " + names.map { "'\($0)'" }.joined(separator: ", ")])
      }
      found.add(
        .bootFile, "LINUX names the configuration '\(name)', which '\(kernel.file)' does not have",
        line: kernel.line, help: help)
    }
    return image
  }

  /// Whether a file begins as a blob does.
  private func isBlob(_ path: String) -> Bool {
    (try? FileReading.contents(of: path, from: 0, count: 4)) == [0xD0, 0x0D, 0xFE, 0xED]
  }

  private static let since = "U-Boot does so since 2023.01; an older one loads a file of this name"

  /// Checks an entry's initial RAM disk, which is that of the FIT image there if it is written exactly as LINUX.
  mutating func checkRAMDisk(
    _ initrd: ExtlinuxConfiguration.Value, of entry: ExtlinuxConfiguration.Entry, in image: FITImage?
  ) {
    let keyword = entry.initrdIsAppended ? "initrd= in APPEND" : "INITRD"
    var kernel: String?
    if let value = entry.kernel, case .file(let path) = folder.place(value.file, from: base) { kernel = path }
    if entry.isKernel(initrd) {
      // A kernel that is missing has been reported.
      guard image == nil, kernel != nil, let file = entry.kernel?.file else { return }
      found.add(
        .bootFile, "\(keyword) is written as LINUX, but '\(file)' is not a FIT image with a RAM disk in it",
        line: initrd.line,
        notes: ["since 2023.01, U-Boot takes it from the image; an older one loads a file of this name"])
      return
    }
    guard let path = check(file: initrd, keyword, help: imageHelp(initrd, entry)) else { return }
    if isBlob(path) {
      let isImage = (try? FileReading.contents(of: path)).flatMap(FITImage.init) != nil
      found.add(
        .bootFile,
        "\(keyword) is '\(initrd.text)', which is a \(isImage ? "FIT image" : "device tree blob"), not a RAM disk",
        line: initrd.line, help: imageHelp(initrd, entry) ?? [])
    } else if path == kernel {
      found.add(
        .bootFile, "\(keyword) is '\(initrd.text)', which is the kernel, not a RAM disk", line: initrd.line)
    }
  }

  /// Says what U-Boot makes of an FDT that is written exactly as LINUX: the tree of the FIT image there.
  mutating func checkTree(
    in image: FITImage?, of entry: ExtlinuxConfiguration.Entry, _ fdt: ExtlinuxConfiguration.Value
  ) {
    if image == nil {
      // A kernel that is missing has been reported.
      guard let kernel = entry.kernel, case .file = folder.place(kernel.file, from: base) else { return }
      found.add(
        .bootFile, "FDT is written as LINUX, but '\(kernel.file)' is not a FIT image with a tree in it",
        line: fdt.line, notes: [Self.since])
      return
    }
    found.add(
      .bootTree, "FDT is written as LINUX, so the tree is the FIT image's, which is not checked",
      line: fdt.line,
      notes: [Self.since], atMost: .note)
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
