import SourceText

/// A file that comes after what was meant to be found in it: `swiftdt get /model board.dtb`.
enum MisplacedFile {
  /// Throws if what should be the command's file cannot be read, but one of the operands that follow it can.
  static func refuse(
    _ command: String, _ file: String, _ operands: [String]
  ) throws(CommandFailure) {
    guard file != "-", !FileReading.isReadable(file),
      let place = operands.firstIndex(where: FileReading.isReadable)
    else { return }
    do throws(FileError) {
      _ = try FileReading.contents(of: file)
    } catch {
      var words = [file] + operands
      let meant = words.remove(at: place + 1)
      var diagnostic = error.diagnostic
      diagnostic.help = [
        .init(
          "the file comes first: swiftdt \(command) "
            + ([Shell.file(meant)] + words.map(Shell.quoted)).joined(separator: " "))
      ]
      throw CommandFailure.saying(diagnostic)
    }
  }
}
