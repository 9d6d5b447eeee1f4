import SourceText

/// What `swiftdt check-boot` is asked to do.
struct BootCheckRequest: CommandRequest, Equatable {
  var folder: String
  /// The value of U-Boot's `fdtfile`: the blob in an `FDTDIR`.
  var fdtFile: String?
  /// How the trees are checked, and where reports go.
  var checks = BlobCheckRequest(inputs: [])

  var problem: String? { folder == "-" ? "a folder is needed, not standard input" : checks.reportProblem }

  func run() throws {
    var request = self
    let expected = try request.checks.readExpectations()
    var check = BootFolderCheck(request, expected)
    do throws(FileError) {
      try check.run()
    } catch {
      throw CommandFailure.saying(diagnostic(of: error))
    }
    try request.checks.finish(check.reports, on: check.files)
  }

  /// Returns the error as a diagnostic that says what to give instead of a file.
  private func diagnostic(of error: FileError) -> Diagnostic {
    var diagnostic = error.diagnostic
    guard error.path == folder, FileReading.isReadable(folder) else { return diagnostic }
    diagnostic.help = [.init("give the root folder of the boot partition, where that is mounted")]
    if MisplacedFile.isNamedAsInput(folder) {
      diagnostic.help.append(.init("a single tree is checked with `swiftdt check \(Shell.file(folder))`"))
    }
    return diagnostic
  }
}
