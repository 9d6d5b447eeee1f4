import SourceText

/// The make rule of `dtc -d`, and the files that it and the output must not overwrite.
extension DTC {
  /// Throws if `output` would overwrite a file that the source includes, which dtc would do. The source
  /// itself may be overwritten, since some users reformat it in place, and so may another link to an included
  /// file, which keeps the name by which it was read.
  func refuse(_ output: String, _ what: String, over files: SourceFiles) throws(DropInExit) {
    let isTaken = { FileReading.place(ofPath: $0) == FileReading.place(ofPath: output) }
    guard let input = OverwrittenInput(output, files, where: isTaken) else { return }
    throw .fatal("\(what) file \(output) is \(input.role) and would be overwritten")
  }

  /// Writes the depfile. dtc writes it while it reads, so there is one, without the newline, even if the
  /// input is bad.
  func writeDepfile(_ dependencies: [String], isWhole: Bool) throws(DropInExit) {
    guard let path = options.depfile else { return }
    func escaped(_ path: String) -> String {
      path.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "\\ ")
    }
    var text = escaped(options.output) + ":"
    for dependency in dependencies { text += " " + escaped(dependency) }
    if isWhole { text += "\n" }
    do throws(FileError) {
      // As in dtc, "-" is an ordinary name here: standard output is for the blob.
      try FileReplacement.write(Array(text.utf8), to: path == "-" ? "./-" : path)
    } catch {
      throw .fatal("Couldn't open dependency file \(path): \(error.code)")
    }
  }
}
