public import SourceText

/// Overlay errors in words.
extension OverlayError {
  /// The error as a diagnostic: what the overlay wants, which property says so, what libfdt calls the error,
  /// and what to do.
  public var diagnostic: Diagnostic {
    var notes: [Diagnostic.Note] = []
    if let place { notes.append(Diagnostic.Note("\(place) (\(libfdtName) in libfdt)")) }
    if notes.isEmpty { notes.append(Diagnostic.Note("\(libfdtName) in libfdt")) }
    if let note = likelyCause?.note { notes.append(note) }
    return Diagnostic(
      .error, identifier, "overlay '\(overlay)': \(sentence)",
      at: origin == .none ? nil : SourceSpan(start: origin.location, count: 0), notes: notes,
      help: advice)
  }

  /// Returns the error as a diagnostic that covers the complete reference at the error's location, if there
  /// is one.
  public func diagnostic(in files: SourceFiles) -> Diagnostic {
    var diagnostic = diagnostic
    if let start = diagnostic.span?.start { diagnostic.span = files.reference(at: start) }
    return diagnostic
  }

  /// The diagnostic's message, one line.
  public var message: String { diagnostic.message }

  private var identifier: String {
    switch kind {
    case .unknownLabel: "overlay-unknown-label"
    case .noSymbols: "overlay-base-without-symbols"
    case .danglingSymbol, .labelWithoutPhandle: "overlay-unusable-label"
    case .noTarget, .noPath, .badTarget, .unknownTarget, .unknownTargetPath: "overlay-bad-target"
    case .badSymbol, .symbolWithoutFragment: "overlay-bad-symbol"
    case .badPhandle, .phandlesExhausted: "overlay-bad-phandle"
    case .tooLarge: "overlay-too-large"
    case .oldBase: "overlay-old-base"
    default: "overlay-bad-fixup"
    }
  }

  /// The node and property that the error is about: `fragment@1: property 'target'`.
  private var place: String? {
    guard let node = fragmentNode ?? path else { return nil }
    guard let property else { return node }
    if let offset, offset != 0 { return "\(node): property '\(property)', byte \(offset)" }
    return "\(node): property '\(property)'"
  }

  /// The fragment's name, if the error is about the fragment itself.
  private var fragmentNode: String? {
    guard let fragment, path == nil || path == "/" + fragment else { return nil }
    return fragment
  }

  /// What refers to the label: the fragment that targets it, or the node that uses it.
  private var user: String {
    if property == "target", let fragmentNode { return "\(fragmentNode) targets" }
    return "\(path ?? "it") refers to"
  }

  private var labelled: String { "label '\(label ?? "")'" }

  private var sentence: String {
    let node = fragmentNode ?? path ?? "/"
    let property = "'\(self.property ?? "")'"
    switch kind {
    case .badPhandle(let length):
      return "\(node) has a \(property) of \(SizeText.counted(length, "byte")) instead of 4"
    case .phandlesExhausted(let phandle, let baseMaximum):
      let (own, most) = (PrintableText.hex(phandle), PrintableText.hex(baseMaximum))
      return "there is no phandle left for \(node): it has \(own), the base's go up to \(most)"
    case .badLocalFixup(let length):
      return "\(node) lists offsets for \(property) in \(length) bytes, which is not a multiple of 4"
    case .localFixupWithoutNode: return "\(node) refers to a node that does not exist"
    case .localFixupWithoutProperty:
      return "__local_fixups__ lists a property \(property) of \(node) that does not exist"
    case .localFixupOutside(let length), .fixupOutside(let length):
      return
        "\(node) should have a reference at byte \(offset ?? 0) of \(property), which has \(SizeText.counted(length, "byte"))"
    case .noSymbols: return "\(user) \(labelled), but the base exports no labels"
    case .unknownLabel: return "\(user) \(labelled), which the base does not export"
    case .danglingSymbol(let path, isBadPath: _, let exporter):
      let exporter = exporter.map { "'\($0)'" } ?? "the base"
      return "\(user) \(labelled), which \(exporter) exports as '\(path)', which does not exist"
    case .labelWithoutPhandle(let path, exporter: nil):
      return "\(user) \(labelled), but the base's \(path) has no phandle"
    case .labelWithoutPhandle(let path, let exporter?):
      return "\(user) \(labelled), which '\(exporter)' exports as \(path), which has no phandle"
    case .badFixup(let text): return "'\(text)' is not a valid fixup for \(labelled)"
    case .fixupWithoutNode where path == nil: return "a fixup for \(labelled) has no path"
    case .fixupWithoutNode: return "\(node) should refer to \(labelled), but does not exist"
    case .fixupWithoutProperty:
      return "\(node) should refer to \(labelled) in \(property), which does not exist"
    case .noTarget: return "\(node) has no target"
    case .noPath: return "\(node) has a 'target-path' of cells, not a path"
    case .badTarget(4): return "\(node) targets 0xffffffff, an unresolved reference"
    case .badTarget(let length):
      return "\(node) has a \(property) of \(SizeText.counted(length, "byte")) instead of 4"
    case .unknownTarget(let phandle, isOwn: false):
      return "\(node) targets phandle \(PrintableText.hex(phandle)), which no node of the base has"
    case .unknownTarget(let phandle, isOwn: true):
      let target = label.map { "label '\($0)'" } ?? "phandle \(PrintableText.hex(phandle))"
      return "\(node) targets \(target) of the overlay itself, whose node no earlier fragment adds"
    case .unknownTargetPath(let path, isBadPath: false, nearest: _):
      return "\(node) targets '\(path)', which the base does not have"
    case .unknownTargetPath(let path, isBadPath: true, nearest: _):
      return "\(node) targets '\(path)', which is not a path and does not begin with an alias of the base"
    case .badSymbol: return "\(labelled) has no path"
    case .symbolWithoutFragment(let path): return "\(labelled) is at '\(path)', which is in no fragment"
    case .tooLarge: return "the result would be too large"
    case .oldBase(let version):
      return "the base has version \(version); overlays are merged only into versions 16 and 17"
    }
  }

  private var advice: [Diagnostic.Note] {
    if let laterExporter {
      return [.init("'\(laterExporter)', which is given later, exports it: give it before '\(overlay)'")]
    }
    guard let likelyCause else { return usualAdvice }
    // A mistyped label is more likely than a blob without labels.
    let advice = likelyCause.advice.map { [$0] } ?? []
    if case .unlabelled = likelyCause { return usualAdvice + advice }
    return advice + (likelyCause.isAboutBase ? [] : usualAdvice)
  }

  private var usualAdvice: [Diagnostic.Note] {
    if let remedy { return [.init(remedy)] }
    return usualWords.map { .init($0) }
  }

  private var remedy: Remedy? {
    switch kind {
    case .noSymbols: .exportLabels
    case .labelWithoutPhandle(_, let exporter): .givePhandles(overlay: exporter)
    case .oldBase: .convertBase
    default: nil
    }
  }

  private var usualWords: [String] {
    switch kind {
    case .unknownLabel(let nearest) where !nearest.isEmpty:
      ["nearest labels: " + nearest.map { "'\($0)'" }.joined(separator: ", ")]
    case .unknownTargetPath(_, isBadPath: _, nearest: let nearest?): ["did you mean '\(nearest)'?"]
    case .badTarget(let length) where length != 4:
      ["'target' is one reference: target = <&label>; use 'target-path' for a path"]
    case .unknownTargetPath(let path, isBadPath: true, nearest: _) where path.hasPrefix("&"):
      ["use 'target' for a label: target = <\(path)>"]
    case .noPath: ["use 'target' for a label: target = <&label>"]
    case .noTarget(let likely?): ["did you mean '\(likely.meant)' instead of '\(likely.written)'?"]
    case .noTarget: ["give the fragment a 'target' or a 'target-path'"]
    default: []
    }
  }
}
