import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText

/// Diagnostics about what is wrong or odd in an overlay.
enum ExplanationFindings {
  /// Returns the findings on one overlay, the worst first; `lacksPlugin` is known only for a source.
  static func findings(
    _ explanation: OverlayExplanation, lacksPlugin: Bool = false, in files: SourceFiles = SourceFiles()
  ) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    func warn(_ identifier: String, _ message: String, at origin: Origin = .none, help: String? = nil) {
      findings.append(
        Diagnostic(
          .warning, identifier, message,
          at: span(origin), subject: explanation.overlay,
          help: help.map { [Diagnostic.Note($0)] } ?? []))
    }
    if let error = explanation.error { findings.append(error.diagnostic(in: files)) }
    if lacksPlugin, !explanation.fragments.isEmpty { findings.append(withoutPlugin(explanation.overlay)) }
    if explanation.isIdle, !explanation.fragments.isEmpty {
      warn("overlay-without-effect", "the overlay changes nothing: the base already has everything it sets")
    } else if explanation.error == nil {
      for fragment in explanation.fragments where fragment.isIdle {
        warn("fragment-without-effect", "\(fragment.name) changes nothing", at: fragment.origin)
      }
    }
    findings += ignored(
      explanation.overlay, hasFragments: !explanation.fragments.isEmpty, explanation.passedOver,
      explanation.idleDeletions, explanation.oddContent, lacksPlugin: lacksPlugin)
    findings += misread(explanation)
    if case .disjoint = explanation.compatibility { findings += notCompatible([explanation.overlay]) }
    for label in explanation.exports {
      if label.isDangling {
        warn(
          "overlay-dangling-label",
          "label '\(label.name)' is exported as \(label.path), which does not exist",
          help: "an overlay that refers to it will not apply")
      } else if !label.hasPhandle {
        warn(
          "overlay-label-without-phandle",
          "label '\(label.name)' is exported as \(label.path), which has no phandle",
          help: "an overlay that refers to it will not apply")
      }
      findings += replacedLabels([label], of: explanation.overlay)
    }
    return findings
  }

  /// Returns a finding for each value that is a path where a reference is meant, or the reverse.
  private static func misread(_ explanation: OverlayExplanation) -> [Diagnostic] {
    let paths = Dictionary(
      explanation.needs.compactMap { need in
        if case .node(let path) = need.meaning { ("&" + need.name, path) } else { nil }
      }, uniquingKeysWith: { first, _ in first })
    return explanation.fragments.lazy.flatMap(\.writes).compactMap { write in
      let place = write.path + ":" + write.property
      let warning: (identifier: String, message: String, help: String)
      if write.path == "/aliases", let name = write.new.references.first?.name {
        warning = (
          "overlay-alias-reference", "\(place) is a reference, but an alias is a path",
          "\(write.property) = \"\(paths[name] ?? "/…")\""
        )
      } else if let text = textReference(write.new) {
        warning = (
          "overlay-text-reference", "\(place) has the text \"\(text)\", which is no reference",
          "a reference has no quotes: <\(text)>"
        )
      } else {
        return nil
      }
      return Diagnostic(
        .warning, warning.identifier, warning.message, at: span(write.origin), subject: explanation.overlay,
        help: [.init(warning.help)])
    }
  }

  /// Returns the first string of a value if it is a reference in a source.
  private static func textReference(_ value: OverlayExplanation.Value) -> String? {
    let bytes = value.bytes
    guard bytes.first == 0x26, bytes.last == 0, bytes.dropLast().last != 0, value.type ?? .string == .string
    else { return nil }
    let text = bytes.prefix { $0 != 0 }
    let isLabel = text.dropFirst().allSatisfy {
      0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || $0 == 0x5F
    }
    return text.count > 1 && isLabel ? String(decoding: text, as: UTF8.self) : nil
  }

  /// Returns a finding for each label of an overlay that used to mean another node.
  static func replacedLabels(
    _ labels: [OverlayExplanation.ExportedLabel], of path: String
  ) -> [Diagnostic] {
    labels.compactMap { label in
      label.replacedPath.map { replaced in
        Diagnostic(
          .warning, "overlay-replaces-label",
          "label '\(label.name)' used to mean \(replaced) and now means \(label.path)", subject: path)
      }
    }
  }

  /// Returns the error about a base and an overlay in each other's place.
  static func swapped(_ path: String, base: String) -> Diagnostic {
    Diagnostic(
      .error, "overlay-and-base-swapped",
      "there are no fragments, but the base '\(base)' has some: it is an overlay",
      subject: path, help: [.init("are the two swapped?")])
  }

  /// Returns a warning about each overlay that is in the list again.
  static func repeated(_ overlays: [String]) -> [Diagnostic] {
    // The first set of strings takes as long as reading several overlays.
    let sorted = overlays.sorted()
    guard zip(sorted, sorted.dropFirst()).contains(where: ==) else { return [] }
    var known: Set<String> = []
    return overlays.filter { !known.insert($0).inserted }.map {
      Diagnostic(.warning, "overlay-repeated", "the overlay is given twice", subject: $0)
    }
  }

  /// Returns the finding about an overlay's memory reservations that cannot be read, which libfdt does not try.
  static func unreadReservations(_ fault: BlobError, of path: String) -> Diagnostic {
    Diagnostic(
      .warning, "overlay-reservations", fault.message, subject: path,
      notes: [
        .init("libfdt applies the overlay all the same: it does not read an overlay's memory reservations")
      ])
  }

  /// Returns where something begins; nil if it is not from a source.
  static func span(_ place: Origin) -> SourceSpan? {
    place == .none ? nil : SourceSpan(start: place.location, count: 0)
  }

  /// Returns a finding about those overlays that NixOS would not apply to the base; empty if there are none.
  static func notCompatible(
    _ overlays: [(name: String, tree: DeviceTree)], _ base: DeviceTree
  ) -> [Diagnostic] {
    let base = RootCompatible.strings(of: base)
    var names: [String] = []
    for (name, tree) in overlays {
      let overlay = RootCompatible.strings(of: tree)
      if case .disjoint = RootCompatible.compare(overlay: overlay, base: base) { names.append(name) }
    }
    return notCompatible(names)
  }

  /// Returns a finding about overlays that NixOS would not apply to the base; empty if there are none.
  static func notCompatible(_ overlays: [String]) -> [Diagnostic] {
    if overlays.isEmpty { return [] }
    let isOne = overlays.count == 1
    let list = overlays.map { "'\($0)'" }.joined(separator: ", ")
    let whose = isOne ? "its root 'compatible'" : "the root 'compatible' of \(list)"
    return [
      Diagnostic(
        .warning, "overlay-not-compatible", "\(whose) has nothing in common with the base's",
        subject: isOne ? overlays[0] : nil,
        help: [.init("NixOS's hardware.deviceTree leaves \(isOne ? "it" : "them") out")])
    ]
  }
}
