import BlobChecks
import SourceText

/// The plainest command line of `check`, one blob and no flag, without what flags and many inputs need: the
/// Swift runtime takes longer to make their types than the checks take.
enum PlainCheck {
  /// Does what is asked for; nil if that is more than this, or the file is anything but a blob.
  static func run(_ words: CommandWords) -> ExitStatus? {
    guard words.count == 3, words.holds("check", at: 1), !words.isFlag(at: 2),
      // The tables that the checks make take twice as much as the blob.
      let bytes = unsafe FileReading.plainContents(of: words[2], roomFor: 3),
      bytes.count >= 2, bytes[0] == 0xD0, bytes[1] == 0x0D
    else { return nil }
    let outcome = BlobCheckRun.examine(bytes, isMapWanted: false)
    let path = unsafe String(cString: words[2])
    var text: [UInt8] = []
    text.reserveCapacity(1 << 10)
    let renderer = DiagnosticRenderer(files: SourceFiles(), colour: Console.isColoured)
    CheckText.write(outcome.findings, of: path, isQuiet: false, renderer, to: &text)
    CheckText.writeSummary(path, outcome.findings, outcome.profiles, to: &text)
    Console.complain(text)
    return outcome.hasErrors ? .failure : .success
  }
}
