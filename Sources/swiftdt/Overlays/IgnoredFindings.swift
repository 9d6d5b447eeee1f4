import BlobChecks
import DeviceTree
import DeviceTreeOverlay
import SourceText

/// Diagnostics about what a merge ignores in an overlay, or carries out though it is hardly meant.
extension ExplanationFindings {
  /// Returns findings about what a merge ignores, or carries out though it is hardly meant: all commands that
  /// merge report it in the same words.
  static func ignored(
    _ path: String, hasFragments: Bool, _ nodes: [PassedOverNode],
    _ idleDeletions: [OverlayExplanation.Deletion], _ oddContent: [OddContent], lacksPlugin: Bool
  ) -> [Diagnostic] {
    passedOver(path, hasFragments: hasFragments, nodes, lacksPlugin: lacksPlugin)
      + deletions(idleDeletions, of: path) + odd(oddContent, of: path)
  }

  /// Returns the same findings for an overlay that has been applied.
  static func ignored(
    by applied: OverlayTarget.AppliedOverlay, of overlay: DeviceTree, lacksPlugin: Bool
  ) -> [Diagnostic] {
    ignored(
      applied.name, hasFragments: !applied.lacksFragments, applied.passedOver,
      OverlayExplanation.Deletion.idle(in: overlay), OddContent.all(in: overlay), lacksPlugin: lacksPlugin)
  }

  /// Returns the same findings for an overlay that has not been applied.
  static func ignored(_ overlay: DeviceTree, _ path: String, lacksPlugin: Bool) -> [Diagnostic] {
    ignored(
      path, hasFragments: OverlayFragments.areFound(in: overlay),
      OverlayFragments.passedOver(of: overlay), OverlayExplanation.Deletion.idle(in: overlay),
      OddContent.all(in: overlay), lacksPlugin: lacksPlugin)
  }

  /// Returns a finding for each deletion that an overlay cannot carry out.
  private static func deletions(_ deletions: [OverlayExplanation.Deletion], of path: String) -> [Diagnostic] {
    deletions.map { deletion in
      let keyword = deletion.isNode ? "/delete-node/" : "/delete-property/"
      return Diagnostic(
        .warning, "overlay-deletion-without-effect",
        "\(keyword) \(deletion.name) in \(deletion.path) has no effect: an overlay cannot delete what the base has",
        at: span(deletion.origin), subject: path,
        help: deletion.isNode ? [.init("set the node's status to \"disabled\"")] : [])
    }
  }

  /// Returns a finding for each thing in a fragment that can hardly be meant as it is written.
  private static func odd(_ contents: [OddContent], of path: String) -> [Diagnostic] {
    contents.map { content in
      let (identifier, message, help) =
        switch content.kind {
        case .nestedOverlay:
          (
            "overlay-nested-content",
            "'__overlay__' in \(content.path) becomes a node of the base by this name",
            "the changes go directly into '&label { … };', or into a fragment's one '__overlay__'"
          )
        case .status(let text):
          (
            "overlay-status-value", "'status' of \(content.path) is \"\(text)\", so the node is disabled",
            "\"okay\" enables it"
          )
        }
      return Diagnostic(
        .warning, identifier, message, at: span(content.origin), subject: path, help: [.init(help)])
    }
  }

  /// Returns the finding about an overlay source without `/plugin/`.
  static func withoutPlugin(_ path: String) -> Diagnostic {
    Diagnostic(
      .warning, "overlay-without-plugin", "the source has no /plugin/, so it is not compiled as an overlay",
      subject: path, help: [.init("begin it with '/dts-v1/; /plugin/;'")])
  }

  /// Returns findings about what is not merged: missing fragments, and fragments without `__overlay__`.
  private static func passedOver(
    _ path: String, hasFragments: Bool, _ nodes: [PassedOverNode], lacksPlugin: Bool
  ) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    let outside = nodes.filter { $0.kind == .outside }
    if !hasFragments {
      if lacksPlugin { findings.append(withoutPlugin(path)) }
      if outside.count == nodes.count { findings.append(withoutFragments(outside, path)) }
    }
    let dormant = nodes.filter { $0.kind == .dormant }
    if !dormant.isEmpty { findings.append(Self.dormant(dormant, of: path)) }
    findings += nodes.compactMap { node in
      guard case .fragment(let property, let likelyContent) = node.kind else { return nil }
      return withoutContent(node, property, likelyContent, of: path)
    }
    // Of a tree without any fragment, which may be a board, nothing is applied anyway.
    return findings + (hasFragments ? Self.outside(outside, of: path) : [])
  }

  /// Returns the warning about nodes that were meant for the base's root; empty if there are none.
  static func outside(_ nodes: [PassedOverNode], of path: String) -> [Diagnostic] {
    guard let first = nodes.first else { return [] }
    let isOne = nodes.count == 1
    let names = FragmentWords.list(nodes.map(\.name))
    return [
      Diagnostic(
        .warning, "node-outside-fragments",
        "\(names) \(isOne ? "is" : "are") in no fragment, so \(isOne ? "it is" : "they are") not applied",
        at: span(first.origin), subject: path,
        help: [.init(FragmentWords.howToApply(nodes.count))])
    ]
  }

  /// Returns a note about fragments that only the Raspberry Pi firmware applies; they are not a fault.
  private static func dormant(_ fragments: [PassedOverNode], of path: String) -> Diagnostic {
    let names = fragments.map(\.name).joined(separator: ", ")
    return Diagnostic(
      .note, "fragment-dormant",
      "\(names) \(fragments.count == 1 ? "is" : "are") \(FragmentWords.dormant)",
      at: span(fragments[0].origin), subject: path)
  }

  /// Returns the finding about what looks like a fragment but has no `__overlay__`.
  private static func withoutContent(
    _ fragment: PassedOverNode, _ property: String, _ likelyContent: String?, of path: String
  ) -> Diagnostic {
    Diagnostic(
      .warning, "fragment-without-content",
      "\(fragment.name) has \(FragmentWords.withoutContent(property))",
      at: span(fragment.origin), subject: path, help: [.init(FragmentWords.howToWriteContent(likelyContent))])
  }

  /// Returns the finding about an overlay that cannot change anything.
  private static func withoutFragments(_ nodes: [PassedOverNode], _ path: String) -> Diagnostic {
    Diagnostic(
      .warning, "overlay-without-fragments", FragmentWords.withoutFragments(nodes.map(\.name)), subject: path,
      // Every board has processors, and no overlay adds any.
      help: [
        .init(
          nodes.contains { $0.name == "cpus" }
            ? "it is a board's device tree: an overlay has only the changes to one"
            : FragmentWords.howToWriteFragments)
      ])
  }
}
