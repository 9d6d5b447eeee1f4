import ArgumentParser
import Preprocessor
import SourceText

/// `swiftdt preprocess`: `gcc -E` for device tree sources.
struct PreprocessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preprocess",
    abstract: "Preprocess a source as gcc -E would.",
    discussion: """
      Prints what `gcc -E -nostdinc -undef -D__DTS__ -x assembler-with-cpp` would.
      """)

  @Argument(help: ArgumentHelp("The source; - is standard input.", valueName: "source"))
  var source: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Where the text goes; - is standard output.", valueName: "file"))
  var output = "-"

  @Flag(name: .customShort("P"), help: "Leave line markers out.")
  var withoutLineMarkers = false

  @OptionGroup(title: "Preprocessing") var reading: SourceFlags

  func run() throws {
    let folders = KernelTree.includePrefixes(for: source).map { [$0] } ?? []
    var preprocessor = Preprocessor(options: reading.reading.preprocessing(searching: folders))
    do throws(FileError) {
      let text = try preprocessor.text(of: source, lineMarkers: !withoutLineMarkers)
      Console.show(preprocessor.diagnostics, in: preprocessor.files)
      if !preprocessor.hasErrors {
        try FileReplacement.write(text, to: output)
        return
      }
    } catch {
      Console.show([error.diagnostic])
    }
    throw CommandFailure()
  }
}
