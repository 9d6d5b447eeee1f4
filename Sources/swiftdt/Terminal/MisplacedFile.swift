import SourceText

/// A file that comes after what was meant to be found in it: `swiftdt get /model board.dtb`.
enum MisplacedFile {
  /// Throws if what should be the command's file cannot be read and may be a node, but one of the operands that
  /// follow it is a blob or source by its name, and can be read.
  static func refuse(
    _ command: String, _ file: String, _ operands: [String]
  ) throws(CommandFailure) {
    // A file with a mistyped name may be followed by the name of a firmware file, as a value.
    guard mayBeNode(file), !FileReading.isReadable(file),
      let place = operands.firstIndex(where: { isNamedAsInput($0) && FileReading.isReadable($0) })
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

  /// Returns how to show the nodes that were given to `dump` beside a file; nil if that is not what is wrong with a
  /// command line.
  static func advice(on arguments: [String]) -> String? {
    let operands = arguments.dropFirst()
    guard arguments.first == "dump", operands.count > 1, !operands.contains(where: { $0.hasPrefix("-") }),
      let place = operands.firstIndex(where: { isNamedAsInput($0) && FileReading.isReadable($0) })
    else { return nil }
    var words = Array(operands)
    let file = words.remove(at: place - operands.startIndex)
    guard words.allSatisfy({ mayBeNode($0) && !FileReading.isReadable($0) }) else { return nil }
    return "a part of a tree is shown by `swiftdt get "
      + ([Shell.file(file)] + words.map(Shell.quoted)).joined(separator: " ") + "`"
  }

  /// Whether this is a path of a tree, a label or an alias, and not like the name of a blob or source.
  private static func mayBeNode(_ word: String) -> Bool { word != "-" && !isNamedAsInput(word) }

  /// Whether a word ends like the name of a blob, a source or a recipe.
  static func isNamedAsInput(_ word: String) -> Bool {
    [".dtb", ".dtbo", ".dts", ".dtso", ".json5", ".json"].contains { word.hasSuffix($0) }
  }
}
