public import DeviceTree
import DeviceTreeBlob
import SourceText

extension OverlayTarget {
  /// Applies an overlay if possible, and returns what it does, or why it does not apply.
  ///
  /// Several overlays are explained one after another, each on the result of those before it.
  public mutating func explain(
    _ overlay: consuming DeviceTree, named name: String
  ) -> OverlayExplanation {
    var explanation = OverlayExplanation(overlay: name)
    var input = OverlayInput(overlay, named: name)
    explanation.passedOver = input.passedOver
    explanation.compatibility = compatibility(of: input.tree)
    explanation.idleDeletions = OverlayExplanation.Deletion.idle(in: input.tree)
    explanation.oddContent = OddContent.all(in: input.tree)
    let needs = needs(of: &input)
    explanation.needs = needs.map(\.label)
    let meant = Dictionary(needs.map { ($0.name, $0.label) }) { first, _ in first }
    let labels = TargetLabels(input.tree)
    let own = OwnTargets(of: &input)
    for fragment in input.fragments {
      let label = labels.label(of: fragment.node, in: input.tree).flatMap { meant[$0] }
      var preview = preview(fragment, label, own, after: explanation.fragments, &input)
      preview.origin = input.origin(of: fragment.node)
      explanation.fragments.append(preview)
    }
    do throws(OverlayError) {
      try apply(input.tree, named: name)
      complete(&explanation)
    } catch {
      explanation.error = error
      if namesNearest {
        findKeptTargets(of: &explanation, own, &input)
        findMadeTargets(of: &explanation, own, &input)
        nameOwnTargets(of: &explanation, own, &input)
      }
    }
    return explanation
  }

  /// The number of labels missing from the base for which similar ones are suggested, and of targets whose labels
  /// are looked for: each takes a pass over all labels.
  private static var mostHelped: Int { 20 }

  /// Returns the labels that an overlay refers to, in its own order.
  private mutating func needs(
    of input: inout OverlayInput
  ) -> [(name: Symbol, label: OverlayExplanation.NeededLabel)] {
    guard let fixups = input.node(named: BookkeepingNames.fixups) else { return [] }
    var needs: [(name: Symbol, label: OverlayExplanation.NeededLabel)] = []
    let symbols = symbolsNode()
    var unknown = 0
    var next = input.tree.firstProperty(of: fixups)
    while let fixup = next {
      let name = input.tree.name(of: fixup)
      let label = OverlayExplanation.NeededLabel(
        name: input.tree.names.string(name),
        meaning: meaning(
          of: name, symbols, wantsNearest: namesNearest && unknown < Self.mostHelped, &input))
      if case .unknown = label.meaning { unknown += 1 }
      needs.append((name, label))
      next = input.tree.nextProperty(after: fixup)
    }
    return needs
  }

  private mutating func meaning(
    of label: Symbol, _ symbols: NodeID?, wantsNearest: Bool, _ input: inout OverlayInput
  ) -> OverlayExplanation.Meaning {
    let phandle: UInt32
    do throws(LabelFailure) {
      phandle = try self.phandle(labelled: label, symbols, wantsNearest: wantsNearest, &input)
    } catch {
      switch error.kind {
      case .noSymbols: return .baseWithoutSymbols
      case .unknownLabel(let nearest): return .unknown(nearest: nearest)
      case .danglingSymbol(let path, isBadPath: _, exporter: _): return .dangling(path: path)
      case .labelWithoutPhandle(let path, exporter: _): return .withoutPhandle(path: path)
      default: return .unknown(nearest: [])
      }
    }
    return phandles.node(phandle, in: blob.tree).map { .node(path: blob.tree.path(of: $0)) }
      ?? .unknown(nearest: [])
  }

  /// Returns what is known of a fragment before it is merged; `label` is the label that it targets, if any.
  private mutating func preview(
    _ fragment: OverlayInput.Fragment, _ label: OverlayExplanation.NeededLabel?,
    _ own: OwnTargets, after earlier: [OverlayExplanation.Fragment], _ input: inout OverlayInput
  ) -> OverlayExplanation.Fragment {
    let name = input.tree.names.string(input.tree.name(of: fragment.node))
    if let label {
      guard case .node(let path) = label.meaning else { return .init(name: name, target: .label(label.name)) }
      return .init(name: name, target: .label(label.name), path: path)
    }
    let path: String?
    if own.contains(fragment, &input) {
      path = own.node(targetedBy: fragment, &input).flatMap { own.path(of: $0, input, in: earlier) }
    } else {
      do throws(OverlayError) {
        path = blob.tree.path(of: try target(of: fragment, in: &input).node)
      } catch {
        path = nil
      }
    }
    if let property = input.tree.property(of: fragment.node, named: "target"),
      let phandle = input.tree.cell(of: input.tree.value(of: property), at: 0), phandle != 0
    {
      let shift = own.contains(fragment, &input) ? phandles.maximum : 0
      return .init(name: name, target: .phandle(phandle &+ shift), path: path)
    }
    guard let property = input.tree.property(of: fragment.node, named: "target-path") else {
      return .init(name: name, target: .none)
    }
    let text = PrintableText.unique(input.string(input.tree.value(of: property))[...])
    return .init(name: name, target: .path(text), path: path)
  }

  /// Notes which targets that were not found are nodes of the overlay itself: for these, no node of the base is
  /// missing.
  private func nameOwnTargets(
    of explanation: inout OverlayExplanation, _ own: OwnTargets, _ input: inout OverlayInput
  ) {
    var named = 0
    for (number, fragment) in input.fragments.enumerated() where number < explanation.fragments.count {
      guard explanation.fragments[number].path == nil, own.contains(fragment, &input) else { continue }
      explanation.fragments[number].lacksOwnTarget = true
      named += 1
      guard let property = input.tree.property(of: fragment.node, named: "target"),
        let phandle = input.tree.cell(of: input.tree.value(of: property), at: 0)
      else { continue }
      // As the overlay has it: no merge has given it another number.
      explanation.fragments[number].target = .phandle(phandle)
      if named > Self.mostHelped { continue }
      explanation.fragments[number].ownLabel = OwnTargets.label(ofPhandle: phandle, &input).map {
        input.tree.names.string($0)
      }
    }
  }

  /// Fills in what the overlay applied last did.
  private mutating func complete(_ explanation: inout OverlayExplanation) {
    guard let overlay = applied.last else { return }
    let tree = blob.tree
    let writes = ExplainedWrites(of: overlay, in: tree) { phandles.node($0, in: tree) }
    for (index, merged) in overlay.fragments.enumerated()
    where index < explanation.fragments.count {
      explanation.fragments[index].path = tree.path(of: merged.target)
      // A node of the overlay that was merged into one with a phandle has that phandle now.
      if case .phandle = explanation.fragments[index].target {
        explanation.fragments[index].target = .phandle(tree.phandle(of: merged.target))
      }
      explanation.fragments[index].addedNodes = (merged.firstNode..<merged.endOfNodes).map {
        tree.path(of: NodeID(rawValue: UInt32(truncatingIfNeeded: $0)))
      }
      explanation.fragments[index].writes = writes[merged.firstProperty..<merged.endOfProperties]
    }
    explanation.labels = labels(of: overlay, writes)
  }

  /// Returns the labels that the overlay applied last gave nodes.
  private mutating func labels(
    of overlay: AppliedOverlay, _ writes: ExplainedWrites
  ) -> [OverlayExplanation.ExportedLabel] {
    writes[overlay.labelRecords].map { write in
      let (path, node) = place(of: write.new)
      return .init(
        name: write.property, path: path, replacedPath: write.old.map { place(of: $0).path },
        isDangling: node == nil, hasPhandle: node.map { blob.tree.phandle(of: $0) != 0 } ?? false)
    }
  }

  /// Returns the labels of the overlay applied last that used to mean other nodes.
  public mutating func replacedLabels() -> [OverlayExplanation.ExportedLabel] {
    // Labels are merged last.
    guard let overlay = applied.last, !overlay.replacements.isEmpty,
      overlay.labelRecords.contains(
        overlay.replacements[overlay.replacements.count - 1].replacement.old.index)
    else { return [] }
    let tree = blob.tree
    let writes = ExplainedWrites(of: overlay, in: tree) { phandles.node($0, in: tree) }
    return labels(of: overlay, writes).filter { $0.replacedPath ?? $0.path != $0.path }
  }

  /// Returns the node that a label's value leads to, and its path. A merge writes `/soc/` for a label on
  /// `__overlay__`, and appends what lies below it to the `target-path` as written. A path that leads nowhere
  /// is returned unchanged.
  private mutating func place(of label: OverlayExplanation.Value) -> (path: String, node: NodeID?) {
    let text = Array(label.bytes.prefix { $0 != 0 })
    let node = try? children.node(atPath: text.span, in: &blob.tree)
    return (node.map { blob.tree.path(of: $0) } ?? String(decoding: text, as: UTF8.self), node)
  }

  /// Compares the root `compatible` properties as NixOS does.
  private func compatibility(of overlay: DeviceTree) -> OverlayExplanation.Compatibility {
    RootCompatible.compare(
      overlay: RootCompatible.strings(of: overlay), base: RootCompatible.strings(of: blob.tree))
  }
}
