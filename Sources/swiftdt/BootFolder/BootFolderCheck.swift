import BlobChecks
import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText
import SystemPackage

/// The checks over a boot folder: its configuration, the files that it names, and the trees among them.
struct BootFolderCheck {
  private let folder: BootFolder
  private let request: BootCheckRequest
  private let reader: CheckReader
  /// On what is in the folder, then on the configuration, if there is one, and on the trees that
  /// entries name, each once.
  var reports: [CheckReport] {
    var configuration = found.report
    configuration.findings = found.report.findings.enumerated().sorted { a, b in
      (a.element.place?.line ?? 0, a.offset) < (b.element.place?.line ?? 0, b.offset)
    }.map(\.element)
    return [around, configuration].filter { $0.path != folder.path || !$0.findings.isEmpty } + trees
  }

  /// What was found in the folder before there was a configuration.
  private var around: CheckReport
  private var found: BootFindings
  private var trees: [CheckReport] = []
  private var checked: [String: [UInt8]] = [:]
  /// The folder of the configuration, which relative paths begin at.
  private var base = ""

  init(_ request: BootCheckRequest, _ expectations: Expectations?) {
    self.request = request
    folder = BootFolder(request.folder)
    var checks = request.checks
    if checks.settings.profiles.isEmpty { checks.settings.profiles = [.final, .uboot] }
    reader = CheckReader(checks, expectations)
    found = BootFindings(request.checks.settings, path: folder.path, checks.settings.profiles)
    around = found.report
  }

  /// Where extlinux.conf is looked for, in U-Boot's order (boot_prefixes).
  private static let places = ["extlinux/extlinux.conf", "boot/extlinux/extlinux.conf"]

  mutating func run() throws(FileError) {
    guard FileReading.isFolder(folder.path) else {
      let isThere = FileReading.isReadable(folder.path)
      throw FileError(.read, folder.path, isThere ? .notDirectory : .noSuchFileOrDirectory)
    }
    checkPatchFiles()
    var file: String?
    for place in Self.places where file == nil {
      if case .file(let path) = folder.place("/" + place, from: "") {
        file = path
        base = place.split(separator: "/").dropLast().joined(separator: "/")
      }
    }
    guard let file else {
      found.add(
        .bootConfiguration, "there is no extlinux/extlinux.conf, nor is there one in boot",
        help: ["U-Boot looks for it in these two places of the partition"])
      return
    }
    around = found.report
    found = BootFindings(request.checks.settings, path: file, around.profiles)
    let configuration = ExtlinuxConfiguration(try FileReading.contents(of: file))
    check(configuration)
    for entry in configuration.entries { check(entry) }
  }

  // MARK: Files that patch the tree

  private mutating func checkPatchFiles() {
    for path in folder.contents {
      let name = path.split(separator: "/").last ?? ""
      let reason: String
      if name == "uEnv.txt" {
        reason = "the vendor's boot script reads it, and applies the overlays that it lists"
      } else if name.hasSuffix(".dtb.overlay.env") {
        reason = "the vendor's boot script reads it beside the blob, and applies the overlays that it lists"
      } else if name.hasSuffix(".dtb.overlays") {
        reason = "the vendor's boot script takes overlays from it"
      } else {
        continue
      }
      found.add(
        .bootPatchFile, "'\(path)' makes the boot loader patch the tree again",
        notes: [reason], help: ["remove it: the tree that is installed is complete"])
    }
  }

  // MARK: The configuration

  private mutating func check(_ configuration: ExtlinuxConfiguration) {
    for (fault, line) in configuration.faults { found.add(fault, line) }
    for include in configuration.includes {
      check(file: include, "INCLUDE")
      found.add(
        .bootKeyword, "what '\(include.text)' includes is not looked at", line: include.line,
        atMost: .note)
    }
    if configuration.entries.isEmpty, configuration.includes.isEmpty {
      found.add(.bootConfiguration, "there is no LABEL, so there is nothing to boot")
    }
    if let name = configuration.defaultName, !configuration.entries.isEmpty,
      !configuration.entries.contains(where: { $0.name.text == name.text })
    {
      found.add(
        .bootConfiguration, "DEFAULT is '\(name.text)', which no LABEL is", line: name.line,
        notes: ["U-Boot then tries all entries in their order"])
    }
  }

  // MARK: Entries

  private mutating func check(_ entry: ExtlinuxConfiguration.Entry) {
    if entry.isLocal { return }
    if let kernel = entry.kernel {
      // A configuration of a FIT image follows a #.
      let file = String(kernel.text.prefix { $0 != "#" })
      check(file: .init(text: file, line: kernel.line), "LINUX")
    } else {
      found.add(.bootConfiguration, "the entry '\(entry.name.text)' has no LINUX", line: entry.name.line)
    }
    if let initrd = entry.initrd { check(file: initrd, "INITRD") }
    guard let path = tree(of: entry), let bytes = read(path, entry) else { return }
    let final = applied(entry.fdtOverlays, to: bytes, path)
    if let final { check(final.bytes, final.path) }
    if let append = entry.append, let bytes = final?.bytes { found.addFaults(ofConsoleIn: append, bytes) }
  }

  /// Whether a file is there; its path here.
  @discardableResult
  private mutating func check(
    file: ExtlinuxConfiguration.Value, _ keyword: String
  ) -> String? {
    if file.text.utf8.count + base.utf8.count >= 512 {
      found.add(
        .bootFile, "\(keyword) is longer than the 512 bytes that U-Boot has for a path", line: file.line)
      return nil
    }
    switch folder.place(file.text, from: base) {
    case .file(let path): return path
    case .folder:
      found.add(.bootFile, "\(keyword) is '\(file.text)', which is a folder", line: file.line)
    case .missing(let parent, let name):
      let names = FolderListing.names(in: folder.path + "/" + parent)?.sorted() ?? []
      found.add(
        .bootFile, "\(keyword) is '\(file.text)', but there is no '\(name)' in /\(parent)", line: file.line,
        help: NearestText.nearest(to: name, among: names).map { ["did you mean '\($0)'?"] } ?? [])
    case .outside(let place, let target):
      found.add(
        .bootLink, "\(keyword) is '\(file.text)', which leaves the folder: '\(place)' leads to '\(target)'",
        line: file.line, notes: ["the boot loader sees this partition only"],
        help: ["copy the file instead (`cp -L`)"])
    case .circle(let place):
      found.add(
        .bootLink, "\(keyword) is '\(file.text)', where links lead in a circle at '\(place)'", line: file.line
      )
    }
    return nil
  }

  // MARK: Trees

  /// The path of an entry's tree, if it has one that is there.
  private mutating func tree(of entry: ExtlinuxConfiguration.Entry) -> String? {
    if let fdt = entry.fdt { return check(file: fdt, "FDT") }
    guard let value = entry.fdtFolder else {
      found.add(
        .bootTree, "the entry '\(entry.name.text)' has neither FDT nor FDTDIR", line: entry.name.line,
        notes: ["the kernel gets U-Boot's own tree, or none"])
      return nil
    }
    if let name = request.fdtFile {
      let slash = value.text.hasSuffix("/") ? "" : "/"
      return check(file: .init(text: value.text + slash + name, line: value.line), "FDTDIR")
    }
    guard case .folder(let path) = folder.place(value.text, from: base) else {
      if check(file: value, "FDTDIR") != nil {
        found.add(.bootFile, "FDTDIR is '\(value.text)', which is no folder", line: value.line)
      }
      return nil
    }
    let blobs = BootFolder(path).contents.filter { $0.hasSuffix(".dtb") }
    if blobs.count == 1 { return path + "/" + blobs[0] }
    found.add(
      .bootTree, "FDTDIR has \(blobs.count) blobs, and U-Boot's 'fdtfile' says which one it takes",
      line: value.line,
      help: blobs.isEmpty ? [] : ["--fdtfile NAME checks it: for example \(blobs[0])"],
      atMost: blobs.isEmpty ? .error : .note)
    return nil
  }

  private mutating func read(_ path: String, _ entry: ExtlinuxConfiguration.Entry) -> [UInt8]? {
    do throws(FileError) {
      return try FileReading.contents(of: path)
    } catch {
      found.add(.bootFile, error.diagnostic.message, line: entry.name.line)
      return nil
    }
  }

  private mutating func check(_ bytes: [UInt8], _ path: String) {
    guard checked[path] == nil else { return }
    checked[path] = bytes
    var tree = CheckReport(path: path)
    reader.examine(bytes, &tree)
    trees.append(tree)
  }

  /// The tree with the overlays of an entry, which U-Boot applies with libfdt's rules.
  private mutating func applied(
    _ overlays: ExtlinuxConfiguration.Value?, to bytes: [UInt8], _ path: String
  ) -> (bytes: [UInt8], path: String)? {
    guard let overlays else { return (bytes, path) }
    var name = path
    guard let base = try? BlobDecoder.decode(bytes) else { return (bytes, path) }
    do {
      var target = OverlayTarget(base)
      for word in overlays.text.split(separator: " ") {
        guard let file = check(file: .init(text: String(word), line: overlays.line), "FDTOVERLAYS") else {
          return nil
        }
        let overlay = try BlobDecoder.decode(try FileReading.contents(of: file)).tree
        try target.apply(overlay, named: file)
        name += " + \(word.split(separator: "/").last ?? word)"
      }
      var merged = try target.encode().bytes
      // U-Boot adds room before each overlay; what the base had stays.
      let room = max(0, bytes.count - merged.count)
      merged = try BlobEncoder.encode(try BlobDecoder.decode(merged).tree, BlobOptions(padding: room)).bytes
      return (merged, name)
    } catch let error as OverlayError {
      found.add(
        .bootFile, error.diagnostic.message, line: overlays.line, notes: ["\(error.libfdtName) in libfdt"])
    } catch let error as BlobError {
      found.add(.bootFile, "an overlay cannot be read: \(error.message)", line: overlays.line)
    } catch let error as FileError {
      found.add(.bootFile, error.diagnostic.message, line: overlays.line)
    } catch {
      found.add(.bootFile, "\(error)", line: overlays.line)
    }
    return nil
  }
}
