import BlobChecks
import SourceText
import SystemPackage

/// Checks a boot folder: its configuration, the files that it names, and the trees among them.
struct BootFolderCheck {
  let folder: BootFolder
  let request: BootCheckRequest
  private let reader: CheckReader
  /// The reports on the folder, then on the configuration, if there is one, and on the
  /// trees that entries name, each once.
  var reports: [CheckReport] {
    var configuration = found.report
    let findings = found.report.findings.enumerated().sorted { a, b in
      (a.element.place?.line ?? 0, a.offset) < (b.element.place?.line ?? 0, b.offset)
    }
    configuration.findings = BootFindings.once(findings.map(\.element))
    return [around, configuration].map(accepted).filter { $0.path != folder.path || !$0.findings.isEmpty }
      + trees
  }

  /// What was found in the folder itself. Until there is a configuration, `found` has that.
  private var around: CheckReport
  var found: BootFindings
  private var trees: [CheckReport] = []
  /// The contents that were checked, by the trees' names: overlays in different
  /// folders can have the same name.
  private var checked: [String: [[UInt8]]] = [:]
  /// All that is in the folder.
  var contents = BootFolder.Contents()
  /// The configuration, the files that it names and that exist, and those that make boot loaders patch the tree.
  var files: [String] = []
  /// How many findings got advice that takes a search among names.
  private var advised = 0
  /// The merges so far.
  var merges: [OverlayList: Merge] = [:]
  /// The folder of the configuration, which relative paths refer to.
  private(set) var base = ""

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
    try look()
    let findings = around.findings + found.report.findings
    for allowed in allowed where !findings.contains(where: allowed.covers) {
      if let unused = allowed.unused(request.checks.settings, found.report.profiles) { found.add(unused) }
    }
  }

  /// The accepted findings that are about boot folders; `reader` knows those about trees.
  private var allowed: [AllowedFinding] {
    request.checks.settings.allowed.filter(\.isAboutBootFolder)
  }

  /// Returns a report without the accepted findings.
  private func accepted(_ report: CheckReport) -> CheckReport {
    var report = report
    report.findings.removeAll { finding in allowed.contains { $0.covers(finding) } }
    return report
  }

  private mutating func look() throws(FileError) {
    try folder.check()
    var file: String?
    for place in Self.places where file == nil {
      switch folder.place("/" + place, from: "") {
      case .file(let path):
        file = path
        files.append(path)
        base = place.split(separator: "/").dropLast().joined(separator: "/")
      case .unreadable(let error): throw error
      default: break
      }
    }
    var configuration: ExtlinuxConfiguration?
    if let file { configuration = ExtlinuxConfiguration(try FileReading.contents(of: file)) }
    checkPatchFiles(configuration)
    guard let file, let configuration else {
      found.add(
        .bootConfiguration, "there is no extlinux/extlinux.conf, neither here nor in boot",
        help: ["U-Boot looks for it in these two places on the partition"])
      return
    }
    around = found.report
    found = BootFindings(request.checks.settings, path: file, around.profiles)
    check(configuration)
    for entry in configuration.entries { check(entry) }
  }

  // MARK: The configuration

  private mutating func check(_ configuration: ExtlinuxConfiguration) {
    for (fault, line) in configuration.faults { found.add(fault, line) }
    for include in configuration.includes {
      check(file: include, "INCLUDE")
      found.add(
        .bootKeyword, "'\(include.text)' is included, but not checked", line: include.line,
        atMost: .note)
    }
    if configuration.entries.isEmpty, configuration.includes.isEmpty {
      found.add(.bootConfiguration, "there is no LABEL, so there is nothing to boot")
    }
    checkLabels(of: configuration)
  }

  // MARK: Entries

  private mutating func check(_ entry: ExtlinuxConfiguration.Entry) {
    if entry.isLocal { return }
    let image = checkKernel(of: entry)
    if let initrd = entry.initrd { checkRAMDisk(initrd, of: entry, in: image) }
    if let append = entry.append { found.addFaults(ofLengthOf: append) }
    guard let path = tree(of: entry, image), let bytes = read(path, entry) else { return }
    if let fdt = entry.fdt, FITImage(bytes) != nil {
      found.add(
        .bootTree, "FDT is '\(fdt.text)', which is a FIT image, not a tree", line: fdt.line,
        help: imageHelp(fdt, entry) ?? [], atMost: .warning)
      return
    }
    guard let final = applied(entry.fdtOverlays, to: bytes, path) else { return }
    check(final, of: path)
    if let append = entry.append { found.addFaults(ofConsoleIn: append, final.bytes) }
  }

  /// Checks that a file exists. Returns its path on this machine; nil if it does not.
  @discardableResult
  mutating func check(
    file: ExtlinuxConfiguration.Value, _ keyword: String, notes: [String] = [], help: [String]? = nil
  ) -> String? {
    // U-Boot puts the folder of the configuration before a relative path, as in /extlinux/.
    let before = file.text.hasPrefix("/") ? 0 : base.utf8.count + 2
    if file.text.utf8.count + before > 512 {
      found.add(
        .bootFile, "\(keyword) is longer than the 512 bytes that U-Boot allows for a path", line: file.line)
      return nil
    }
    switch folder.place(file.text, from: base) {
    case .file(let path):
      files.append(path)
      return path
    case .folder:
      found.add(.bootFile, "\(keyword) is '\(file.text)', which is a folder", line: file.line, notes: notes)
    case .missing(let parent, let name):
      let hints = help ?? advice { $0.help(onMissing: name, in: parent, file.text) }
      found.add(
        .bootFile, "\(keyword) is '\(file.text)', but there is no '\(name)' in /\(parent)", line: file.line,
        notes: notes, help: hints)
    case .unreadable(let error):
      found.add(
        .bootFile, "\(keyword) is '\(file.text)': \(error.diagnostic.message)", line: file.line)
    case .outside(let place, let target):
      found.add(
        .bootLink, "\(keyword) is '\(file.text)', which leaves the folder: '\(place)' points to '\(target)'",
        line: file.line, notes: ["the boot loader only sees this partition"] + notes,
        help: ["copy the file instead (`cp -L`)"])
    case .tooManyLinks(let place):
      found.add(
        .bootLink,
        "\(keyword) is '\(file.text)', where '\(place)' is one link more than the \(BootFolder.mostLinks) that U-Boot follows",
        line: file.line, notes: notes)
    }
    return nil
  }

  /// Returns advice that takes a search among names, for the first findings: of many, all have one cause.
  mutating func advice(_ search: (Self) -> [String]) -> [String] {
    advised += 1
    return advised <= 20 ? search(self) : []
  }

  // MARK: Trees

  /// What happens if a blob in an FDTDIR is missing.
  private static let ownTree = "U-Boot continues with its own tree, or skips the entry"

  /// Returns the path of an entry's tree, if it has one that exists; `image` is the FIT image that is its
  /// LINUX, if it is one.
  private mutating func tree(of entry: ExtlinuxConfiguration.Entry, _ image: FITImage?) -> String? {
    if let fdt = entry.fdt {
      if let trees = entry.fdtFolder {
        found.add(
          .bootTree, "FDTDIR has no effect, since the entry has FDT", line: trees.line, atMost: .note)
      }
      if !entry.isKernel(fdt) { return check(file: fdt, "FDT", help: imageHelp(fdt, entry)) }
      checkTree(in: image, of: entry, fdt)
      return nil
    }
    guard let value = entry.fdtFolder else {
      let isFIT = image != nil || entry.kernel?.configuration != nil
      found.add(
        .bootTree, "the entry '\(entry.name.text)' has neither FDT nor FDTDIR", line: entry.name.line,
        notes: ["the kernel gets \(isFIT ? "the FIT image's tree, " : "")U-Boot's own tree, or none"],
        help: isFIT ? ["write FDT exactly as LINUX: then it is the FIT image's, since U-Boot 2023.01"] : [],
        atMost: isFIT ? .note : .warning)
      addIdleOverlays(of: entry)
      return nil
    }
    if let name = request.fdtFile { return check(blob: name, in: value) }
    guard case .folder(let path) = folder.place(value.text, from: base) else {
      if check(file: value, "FDTDIR", notes: [Self.ownTree]) != nil {
        found.add(
          .bootFile, "FDTDIR is '\(value.text)', which is not a folder", line: value.line,
          notes: [Self.ownTree])
      }
      return nil
    }
    let contents = BootFolder(path).list()
    guard contents.unreadable.isEmpty else {
      for error in contents.unreadable {
        found.add(
          .bootFile, "FDTDIR is '\(value.text)': \(error.diagnostic.message)", line: value.line,
          notes: ["which blob U-Boot loads is not known"],
          help: ["--fdtfile NAME checks the one that is loaded"])
      }
      return nil
    }
    let blobs = contents.paths.filter { $0.hasSuffix(".dtb") }
    if blobs.count == 1 {
      found.add(
        .bootTree, "the only blob in FDTDIR, '\(blobs[0])', is assumed to be the one that U-Boot loads",
        line: value.line,
        notes: ["U-Boot's 'fdtfile' says which one it loads; if that does not exist, \(Self.ownTree)"],
        help: ["--fdtfile NAME checks the one that is loaded"], atMost: .note)
      return check(blob: blobs[0], in: value)
    }
    found.add(
      .bootTree, "FDTDIR has \(blobs.count) blobs, and U-Boot's 'fdtfile' says which one it loads",
      line: value.line,
      notes: blobs.isEmpty
        ? [] : ["without it, U-Boot loads SOC-BOARD.dtb, after its variables 'soc' and 'board'"],
      help: blobs.isEmpty ? [] : ["--fdtfile NAME checks it: for example \(blobs[0])"],
      atMost: blobs.isEmpty ? .error : .note)
    return nil
  }

  /// Checks that a blob in an FDTDIR exists. Returns its path on this machine; nil if it does not.
  private mutating func check(blob name: String, in folder: ExtlinuxConfiguration.Value) -> String? {
    let slash = folder.text.hasSuffix("/") ? "" : "/"
    return check(
      file: .init(text: folder.text + slash + name, line: folder.line), "FDTDIR", notes: [Self.ownTree])
  }

  private mutating func read(_ path: String, _ entry: ExtlinuxConfiguration.Entry) -> [UInt8]? {
    do throws(FileError) {
      return try FileReading.contents(of: path)
    } catch {
      found.add(.bootFile, error.diagnostic.message, line: entry.name.line)
      return nil
    }
  }

  private mutating func check(_ final: FinalTree, of base: String) {
    guard !checked[final.path, default: []].contains(final.bytes) else { return }
    checked[final.path, default: []].append(final.bytes)
    var tree = CheckReport(path: final.path)
    reader.examine(final.bytes, &tree)
    if !final.overlays.isEmpty {
      tree.findings = withHeadroomOfOverlays(tree.findings)
      tree.file = base
      tree.overlays = final.overlays
    }
    trees.append(tree)
  }
}
