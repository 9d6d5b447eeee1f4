import SourceText

/// The make rule of `dtc -d`, and what it and the output may not be written over.
extension DTC {
  /// Refuses to write over what the source includes, which dtc would do. Its own text may be replaced: there is a user
  /// who has that laid out anew. Nor is a file lost that keeps the name by which it was read.
  func refuse(_ output: String, _ what: String, over files: SourceFiles) throws(DropInExit) {
    let isTaken = { FileReading.place(ofPath: $0) == FileReading.place(ofPath: output) }
    guard let input = OverwrittenInput(output, files, where: isTaken) else { return }
    throw .fatal("\(what) file \(output) is \(input.role) and would be overwritten")
  }

  /// dtc writes it while it reads, so there is one also where the input is bad, if not to the line's end.
  func writeDepfile(_ dependencies: [String], isWhole: Bool) throws(DropInExit) {
    guard let path = options.depfile else { return }
    func escaped(_ path: String) -> String {
      path.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "\\ ")
    }
    var text = escaped(options.output) + ":"
    for dependency in dependencies { text += " " + escaped(dependency) }
    if isWhole { text += "\n" }
    do throws(FileError) {
      // To dtc, "-" is a name like any other here: standard output is the blob's.
      try FileReplacement.write(Array(text.utf8), to: path == "-" ? "./-" : path)
    } catch {
      throw .fatal("Couldn't open dependency file \(path): \(error.code)")
    }
  }
}
