import SourceText

/// An `#include` that led to a file, kept for the next source of a batch that comes to it.
struct KnownInclude: Sendable, BitwiseCopyable {
  /// The places of its `#` and of the file's name in the text, and where that continues on the next line.
  let start: UInt32
  let nameStart: UInt32
  let next: UInt32
  let file: FileID
  /// The number of the folder in which it was found; see `Input.folder`.
  let folder: Int32
}

/// The `#include`s that were met in files, kept as long as the folders of the search stay the same.
struct KnownIncludes: Sendable {
  /// By file, in the order in which they were met.
  private var includes: [PlainArray<KnownInclude>] = []
  private var folders: [String] = []
  /// The number of times that an include was carried out again.
  fileprivate(set) var uses = 0

  /// Forgets everything if the folders of the search have changed.
  mutating func restart(_ folders: [String]) {
    guard folders != self.folders else { return }
    self.folders = folders
    includes.removeAll()
  }

  /// The known `#include` whose `#` is at `start` in a file's text.
  func find(_ start: Int, in file: FileID) -> KnownInclude? {
    guard file.index < includes.count else { return nil }
    // There are few in a file.
    for include in includes[file.index] where include.start == start { return include }
    return nil
  }

  mutating func note(_ include: KnownInclude, in file: FileID) {
    while includes.count <= file.index { includes.append(PlainArray()) }
    includes[file.index].append(include)
  }
}

extension Preprocessor {
  /// Whether what is learned from a file's lines is kept for the next source.
  private var keepsDirectives: Bool {
    sourceCount > 1 && !notesDefinitions && !hasPoison && !hasLayout && !options.listsInclusions
  }

  /// Keeps what the `#include` on the innermost file's line led to.
  mutating func noteInclude(of file: FileID, folder: Int?, named token: Token) {
    guard keepsDirectives, contexts.isEmpty, let folder,
      // Otherwise, another header may be hidden, which has to be reported for each source.
      options.shadowedHeaders == nil || folder < 0 || folder + 1 >= search.folders.count
    else { return }
    let input = inputs[inputs.count - 1]
    // Each source has to be warned of a NUL in the file.
    if facts[original(of: input.file).index].hasKnownNUL { return }
    let hash = store[input.lineStart]
    guard hash.kind == .hash, token.location.index > hash.location.index, token.location.index < input.next,
      knownIncludes.find(hash.location.index, in: input.file) == nil
    else { return }
    knownIncludes.note(
      KnownInclude(
        start: UInt32(truncatingIfNeeded: hash.location.index),
        nameStart: UInt32(truncatingIfNeeded: token.location.index),
        next: UInt32(truncatingIfNeeded: input.next), file: file, folder: Int32(truncatingIfNeeded: folder)),
      in: input.file)
  }

  /// Carries out the `#include` that comes next in the innermost file if it is known; returns whether it was.
  mutating func includeKnown() -> Bool {
    guard keepsDirectives, search.onceFiles.isEmpty else { return false }
    let last = inputs.count - 1
    guard let include = knownIncludes.find(inputs[last].next, in: inputs[last].file),
      inputs.count < options.includeDepth, hasRoomForInclusion
    else { return false }
    inputs[last].next = Int(include.next)
    inputs[last].nextFlags = .atLineStart
    inputs[last].lineCount += 1
    if inputs[last].guardState != .inside { inputs[last].guardState = .none }
    noteDependency(files.file(include.file).path, include.file)
    knownIncludes.uses += 1
    let known = facts(of: include.file)
    let isGuarded = known?.guardName.map { macro(named: $0) != nil } == true
    if known?.wasLeft != true || !isGuarded {
      let location = SourceLocation(Int(include.nameStart))
      // The guard's macro need not be one that the file itself defines.
      if !isGuarded, defineAll(of: include.file) {
        search.noteInclusion(of: include.file, from: location)
        facts[include.file.index].wasLeft = true
      } else {
        let folder = Int(include.folder)
        enter(include.file, from: location, folder: folder, owner: owner(inFolder: folder))
      }
    }
    return true
  }

  /// Carries out all definitions of a file that contains nothing else, if all of them are known and new;
  /// returns whether it did.
  private mutating func defineAll(of file: FileID) -> Bool {
    guard facts(of: file)?.hasOnlyDefinitions == true, file.index < definitions.count else { return false }
    let known = definitions[file.index]
    prepareToDefine()
    for index in known.indices where macroIndex[known[index].name.index] != 0 { return false }
    return define(known, from: 0, isWhole: true) == known.count
  }
}
