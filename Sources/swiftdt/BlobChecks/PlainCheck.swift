import BlobChecks
import SourceText

/// The plainest `check`, of one blob and without flags. It does without what flags and several inputs need:
/// the Swift runtime takes longer to create their types than the checks take.
enum PlainCheck {
  /// Runs the check; returns nil if the command line asks for more than this, or the file is not a blob.
  static func run(_ words: CommandWords) -> ExitStatus? {
    guard words.count == 3, words.holds("check", at: 1), !words.isFlag(at: 2),
      // The checks' tables take twice as much memory as the blob.
      let bytes = unsafe FileReading.plainContents(of: words[2], roomFor: 3),
      bytes.count >= 2, bytes[0] == 0xD0, bytes[1] == 0x0D
    else { return nil }
    var outcome = BlobCheckRun.examine(bytes, isMapWanted: false)
    for index in outcome.findings.indices { outcome.findings[index].putIntoWords() }
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
