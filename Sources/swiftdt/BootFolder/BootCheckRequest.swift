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
    try orFail(check.run())
    try request.checks.finish(check.reports, on: check.files)
  }
}
