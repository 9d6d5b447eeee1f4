import DeviceTree
import DeviceTreeBlob
import SourceText

extension OverlayError {
  /// A problem with a base or an overlay as such that likely explains why something was not found; the advice
  /// for it differs from that for a single wrong label.
  enum LikelyCause: Equatable, Sendable {
    /// The base is a FIT image, which has device trees in it.
    case baseIsImage
    /// The base is an overlay.
    case baseIsOverlay
    /// The base is a source in which no node has a label.
    case baseHasNoLabels
    /// By the root `compatible` properties, the overlay is for other boards.
    case otherBoard(overlay: [String], base: [String])
    /// Overlays that were applied before added nodes, but export no labels.
    case unlabelled(by: [String])
    /// The base's source deletes the node that had the label.
    case deleted(at: Origin)
    /// There is no such label, but an alias of the base, for a node that may have this label.
    case alias(String, label: String?)
    /// There is no such label, but a node of this path, which has none.
    case unlabelledNode(path: String)

    /// Whether the base is unusable as such, so that looking for something in it is pointless.
    var isAboutBase: Bool { self == .baseIsImage || self == .baseIsOverlay || self == .baseHasNoLabels }

    /// What to do about it; nil if that is up to the reader.
    var advice: Diagnostic.Note? {
      switch self {
      case .baseIsImage:
        return .init(.searchFITImage)
      case .baseIsOverlay:
        return .init("the base is itself an overlay, not a board's device tree")
      case .baseHasNoLabels:
        return .init(.labelNodes)
      case .otherBoard(let overlay, let base):
        return .init(
          "is it for another board? Its root 'compatible' is \(Self.list(overlay)), the base's \(Self.list(base))"
        )
      case .unlabelled(let earlier):
        return .init(.exportMissingLabel(overlays: earlier))
      case .deleted:
        return nil
      case .alias(let name, let label?):
        return .init("'\(name)' is an alias of the base, not a label; the label of its node is '\(label)'")
      case .alias(let name, label: nil):
        return .init("'\(name)' is an alias of the base, not a label: use target-path = \"\(name)\"")
      case .unlabelledNode(let path):
        return .init("the base's \(path) has no label: use '&{\(path)}', or target-path = \"\(path)\"")
      }
    }

    /// A fact that explains it.
    var note: Diagnostic.Note? {
      guard case .deleted(let origin) = self else { return nil }
      return .init(
        "the node with this label is deleted here", at: SourceSpan(start: origin.location, count: 0))
    }

    private static func list(_ compatible: [String]) -> String {
      compatible.map { "'\($0)'" }.joined(separator: ", ")
    }
  }
}

extension OverlayTarget {
  /// Returns an error about something missing from the base with its likely cause, if `namesNearest` is set.
  func explained(_ error: OverlayError, _ input: OverlayInput) -> OverlayError {
    guard namesNearest else { return error }
    var error = error
    switch error.kind {
    case .noSymbols: error.likelyCause = causeInRoots(input) ?? (isBaseSource ? .baseHasNoLabels : nil)
    case .unknownTargetPath: error.likelyCause = causeInRoots(input)
    case .unknownLabel:
      error.likelyCause =
        causeInRoots(input) ?? deletion(of: error.label) ?? namesake(of: error) ?? unlabelled
    default: break
    }
    return error
  }

  /// Whether the base was compiled from a source, with all of its labels.
  private var isBaseSource: Bool { blob.tree.extent(of: .root).start != .none }

  private func causeInRoots(_ input: OverlayInput) -> OverlayError.LikelyCause? {
    let tree = blob.tree
    if tree.isFITImage { return .baseIsImage }
    if OverlayFragments.areFound(in: tree) { return .baseIsOverlay }
    let compatible = RootCompatible.strings(of: input.tree)
    if case .disjoint(let overlay, let base) = RootCompatible.compare(
      overlay: compatible, base: RootCompatible.strings(of: tree))
    {
      return .otherBoard(overlay: overlay, base: base)
    }
    return nil
  }

  /// The alias of the base, or the node below its root, that has the name of a missing label.
  private func namesake(of error: OverlayError) -> OverlayError.LikelyCause? {
    let tree = blob.tree
    guard let name = error.label, let symbol = tree.names.find(name) else { return nil }
    let isTarget = error.property == "target"
    if let alias = tree.node(atPath: "/aliases").flatMap({ tree.property(of: $0, named: symbol) }),
      let path = String(validating: tree.string(of: alias), as: UTF8.self), tree.node(atPath: path) != nil
    {
      let label = label(of: path)
      return label == nil && !isTarget ? nil : .alias(name, label: label)
    }
    guard isTarget, tree.node(atPath: "/" + name) != nil, label(of: "/" + name) == nil else { return nil }
    return .unlabelledNode(path: "/" + name)
  }

  /// Returns a label that the base exports for the node at a path.
  private func label(of path: String) -> String? {
    let tree = blob.tree
    var next = tree.node(atPath: "/__symbols__").flatMap { tree.firstProperty(of: $0) }
    while let property = next {
      if tree.string(of: property).elementsEqual(path.utf8) {
        return tree.names.string(tree.name(of: property))
      }
      next = tree.nextProperty(after: property)
    }
    return nil
  }

  private func deletion(of label: String?) -> OverlayError.LikelyCause? {
    let place = label.flatMap { blob.tree.names.find($0) }.flatMap { blob.tree.deletion(ofNodeLabelled: $0) }?
      .place
    return place.flatMap { $0 == .none ? nil : .deleted(at: $0) }
  }

  /// The overlays applied that added nodes but, being blobs, may have been compiled without the labels in their
  /// sources, so that one of them may have the missing one.
  private var unlabelled: OverlayError.LikelyCause? {
    let unlabelled = applied.filter { overlay in
      guard let node = overlay.nodes.first, !overlay.exportsLabels else { return false }
      // A source would export all of its labels.
      return blob.tree.extent(of: NodeID(rawValue: UInt32(truncatingIfNeeded: node))).start == .none
    }
    return unlabelled.isEmpty ? nil : .unlabelled(by: unlabelled.map(\.name))
  }
}
