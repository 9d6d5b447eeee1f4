import DeviceTreeOverlay
import SourceText

/// A merge as builds do it a thousand times: of blobs in files, in place, into a file.
///
/// It reads only the plainest command lines, opens the files by the words of the command line, and says
/// nothing. On anything else it gives up before it has written, and the command starts over in the general
/// way, which knows every rule and every message.
struct PlainMerge {
  private let words: CommandWords
  private var base = 0
  private var output = 0
  private var overlays = 0..<0

  /// `swiftdt overlay apply -b BASE -o OUT OVERLAY…`
  static func apply(_ words: CommandWords) -> Bool {
    guard let merge = PlainMerge(words, from: 3, base: ("-b", "--base")),
      !words.haveRepetition(in: merge.overlays), !merge.replacesOverlay
    else { return false }
    return merge.run()
  }

  /// `fdtoverlay -i BASE -o OUT OVERLAY…`
  static func fdtoverlay(_ words: CommandWords) -> Bool {
    PlainMerge(words, from: 1, base: ("-i", "--input"))?.run() ?? false
  }

  private init?(_ words: CommandWords, from first: Int, base: (StaticString, StaticString)) {
    self.words = words
    var index = first
    while index < words.count, words.isFlag(at: index) {
      // A word that begins with a dash is not a file: `-` is standard input.
      guard !words.isFlag(at: index + 1) else { return nil }
      if self.base == 0, words.holds(base.0, at: index) || words.holds(base.1, at: index) {
        self.base = index + 1
      } else if self.output == 0, words.holds("-o", at: index) || words.holds("--output", at: index) {
        self.output = index + 1
      } else {
        return nil
      }
      index += 2
    }
    overlays = index..<words.count
    guard self.base != 0, self.output != 0, !overlays.isEmpty else { return nil }
    for index in overlays where words.isFlag(at: index) { return nil }
  }

  /// Whether the result would be written over an overlay, which only fdtoverlay allows.
  private var replacesOverlay: Bool {
    guard let there = unsafe FileReading.number(ofFileAt: words[output]) else { return false }
    for index in overlays {
      if let overlay = unsafe FileReading.number(ofFileAt: words[index]), overlay == there { return true }
    }
    return false
  }

  /// Exits once the result is written; otherwise returns false.
  private func run() -> Bool {
    // Commands that edit the base wait from before it is read until after it is written.
    let lock = unsafe FileLock(at: words[base], replacedAt: words[output])
    guard var merge = unsafe InPlaceMerge(baseAt: words[base]) else { return false }
    for index in overlays {
      guard unsafe merge.apply(fileAt: words[index]) else { return false }
    }
    guard unsafe FileReplacement.replace(words[output], { merge.encode(to: &$0) }) == 0 else { return false }
    lock.end()
    // Exiting frees everything at once, instead of piece by piece.
    exitProcess(0)
  }
}
