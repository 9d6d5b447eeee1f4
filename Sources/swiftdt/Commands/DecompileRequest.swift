import DeviceTree
import DeviceTreeBlob
import DeviceTreeSource
import SourceText

/// What `swiftdt decompile` is asked to do.
struct DecompileRequest: Equatable, Sendable {
  /// Blobs, and folders of blobs.
  var blobs: [String]
  var output: String?
  var jobs: Int?
  var quiet = false

  /// What is wrong with the request, whatever is in the files.
  var problem: String? {
    if let jobs, jobs < 1 { return "--jobs must be at least 1" }
    guard let blob = blobs.first else { return "no blob given" }
    for path in [output ?? "-", BatchNames.path(forOutput: output, of: blob, kind: .source)] {
      if let problem = OutputFile.problem(of: path, over: blobs, "a blob") { return problem }
    }
    if blobs.count == 1 {
      return BatchInputs.isFolder(blob)
        ? BatchNames.problem(ofFolder: output, "a folder of blobs needs an output folder") : nil
    }
    return BatchNames.problem(of: blobs, in: output, .source)
  }

  func run() throws {
    guard blobs.count > 1 || BatchInputs.isFolder(blobs[0]), let output else {
      return try decompile(blobs[0], to: nil)
    }
    var folders: FolderFailures?
    let blobs = BatchInputs.files(blobs, .blobs, isQuiet: quiet, failures: &folders)
    if folders != nil, self.blobs.count == 1 { throw CommandFailure() }
    let paths = try BatchOutputs(in: output, for: blobs, .source).paths
    let failures = FailureList()
    ParallelMap.forEach(
      count: blobs.count, threads: jobs ?? ParallelMap.processorCount, state: { () }
    ) { [folders] index, _ in
      if folders?.failure(of: blobs[index]) != nil { return failures.add(index) }
      do {
        try OutputFile.makeFolders(for: paths[index])
        try decompile(blobs[index], to: paths[index])
      } catch {
        failures.add(index)
      }
    }
    try failures.tell(of: blobs, "blobs")
  }

  /// Returns the warning about a `name` property that is not its node's name, and about others like it.
  private static func warning(
    about property: PropertyID, of tree: DeviceTree, and others: Int, in blob: String
  ) -> Diagnostic {
    let path = tree.printablePath(of: tree.owner(of: property))
    return Diagnostic(
      .warning, "name_properties", "property 'name' of \(path) is not the node's name", subject: blob,
      notes: (others == 0 ? [] : [.init("the same is true of \(others) more")])
        + [.init("dtc refuses such a tree without -f, and the text does not compile")])
  }

  /// Decompiles a blob to a file or, if `path` is nil, to where the request says.
  private func decompile(_ blob: String, to path: String?) throws {
    let path = try path ?? OutputFile.path(for: output, of: blob, kind: .source)
    do {
      let decoded = try BlobDecoder.decode(
        try FileReading.contents(of: blob), tolerating: .lateProperties)
      let trailing = TrailingBytes(after: decoded)
      var tree = decoded.tree
      let misnamed = tree.dropRedundantNames()
      tree.isPlugin = ReferenceRestoration.isPlugin(tree)
      let warnings = ReferenceRestoration.restore(in: &tree)
      if !quiet {
        if let trailing { Console.show([trailing.omission(from: blob)]) }
        if let first = misnamed.first {
          Console.show([Self.warning(about: first, of: tree, and: misnamed.count - 1, in: blob)])
        }
        Console.show(warnings.map { Diagnostic(.warning, "not-restored", $0, subject: blob) })
      }
      try FileReplacement.write(to: path) { SourceWriter.write(tree, to: &$0) }
    } catch let error as BlobError {
      var diagnostic = error.diagnostic(for: blob)
      if RecipePlan.isRecipe(blob) { diagnostic.help = [Diagnostic.Note(RecipePlan.buildFirst(blob))] }
      throw CommandFailure.saying(diagnostic)
    } catch let error as FileError {
      throw CommandFailure.saying(error.diagnostic)
    }
  }
}

extension DecompileRequest: PlainRequest {
  static var plainFlags: [QuickFlags.Flag] {
    [.value("-o", "--output"), .value("-j", "--jobs", isJoined: true), .toggle("-q", "--quiet")]
  }

  init(_ flags: QuickFlags) throws(NotQuick) {
    self.init(blobs: flags.operands, output: flags.last("-o"), quiet: flags.has("-q"))
    guard flags.read("-j", into: &jobs, { Int($0) }) else { throw NotQuick() }
  }
}
