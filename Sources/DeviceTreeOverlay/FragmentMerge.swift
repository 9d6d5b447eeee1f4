import DeviceTree
import DeviceTreeBlob
import SourceText

/// Merges fragments into their targets.
extension OverlayTarget {
  /// The node that a fragment is merged into.
  struct Target {
    let node: NodeID
    /// The path in the fragment's `target-path`, if it has no phandle in `target`.
    let path: [UInt8]?
  }

  /// Returns the target of a fragment: the node with the phandle in `target`, or else the one at
  /// `target-path`.
  mutating func target(
    of fragment: OverlayInput.Fragment, in input: inout OverlayInput, wantsHelp: Bool = false
  ) throws(OverlayError) -> Target {
    if let property = input.tree.property(of: fragment.node, named: "target") {
      let value = input.tree.value(of: property)
      let name = input.tree.name(of: property)
      let cell = input.tree.cell(of: value, at: 0)
      guard value.count == 4, let phandle = cell, phandle != .max else {
        throw input.error(.badTarget(length: value.count), at: fragment.node, name)
      }
      if phandle != 0 {
        guard let node = phandles.node(phandle, in: blob.tree) else {
          // Before the merge this is normal and is not reported.
          guard wantsHelp else {
            throw input.error(.unknownTarget(phandle: phandle), at: fragment.node, name)
          }
          throw unknownTarget(phandle, property, of: fragment, &input)
        }
        return Target(node: node, path: nil)
      }
    }
    guard let property = input.tree.property(of: fragment.node, named: "target-path") else {
      let likely = namesNearest ? likelyTarget(of: fragment.node, in: input.tree) : nil
      throw input.error(.noTarget(likely: likely), at: fragment.node)
    }
    let value = input.tree.value(of: property)
    let path = input.string(value)
    do throws(ChildLookup.Failure) {
      return Target(node: try children.node(atPath: path.span, in: &blob.tree), path: path)
    } catch {
      if path.isEmpty, value.count > 1 {
        throw input.error(.noPath, at: fragment.node, input.tree.name(of: property))
      }
      let text = String(decoding: path, as: UTF8.self)
      // A path that no fragment can create is wrong even before the merge.
      let isFinal = wantsHelp || error == .badPath
      let nearest = isFinal && namesNearest ? nearestPath(to: text) : nil
      throw input.error(
        .unknownTargetPath(text, isBadPath: error == .badPath, nearest: nearest),
        at: fragment.node, input.tree.name(of: property))
    }
  }

  /// Returns a property that may have been meant as `target` or `target-path`.
  private func likelyTarget(of fragment: NodeID, in tree: DeviceTree) -> OverlayError.Misspelling? {
    for property in tree.properties(of: fragment) {
      let written = tree.names.string(tree.name(of: property))
      // One that is spelled right has no node: `target = <0>`.
      let meant = ["target", "target-path"].first { word in
        let (own, other) = (Array(written.lowercased().utf8), Array(word.utf8))
        return written != word && NearestNames.distance(own.span, other.span, atMost: 2) != nil
      }
      if let meant { return .init(written: written, meant: meant) }
    }
    return nil
  }

  /// Returns a path that may have been meant by one that leads nowhere; it may only lack its leading slash.
  private func nearestPath(to path: String) -> String? {
    if path.isEmpty { return nil }
    let whole = path.hasPrefix("/") ? path : "/" + path
    if whole != path, let node = blob.tree.node(atPath: whole) { return blob.tree.path(of: node) }
    return blob.tree.nearestPath(to: whole, names: blob.tree.names)
  }

  /// Returns the error for a phandle that no node has; one of the overlay's own is given as the overlay has it.
  private func unknownTarget(
    _ phandle: UInt32, _ property: PropertyID, of fragment: OverlayInput.Fragment, _ input: inout OverlayInput
  ) -> OverlayError {
    let isOwn = OwnTargets.contains(fragment, &input)
    return input.error(
      .unknownTarget(phandle: phandle &- (isOwn ? input.phandleShift : 0), isOwn: isOwn), at: fragment.node,
      input.tree.name(of: property),
      label: isOwn ? OwnTargets.label(ofPhandle: phandle, &input) : nil)
  }

  /// Merges all fragments in order; a target may be a node that an earlier fragment added.
  mutating func mergeFragments(of input: inout OverlayInput) throws(OverlayError) {
    let firstNew = blob.tree.nodeCapacity
    for fragment in input.fragments {
      let top = try target(of: fragment, in: &input, wantsHelp: true).node
      input.counterparts[fragment.content.index] = top
      var merged = MergedFragment(
        name: input.tree.names.string(input.tree.name(of: fragment.node)), target: top,
        firstNode: blob.tree.nodeCapacity, firstProperty: blob.tree.propertyCapacity,
        endOfNodes: 0, endOfProperties: 0)
      var next: NodeID? = fragment.content
      while let node = next {
        if node != fragment.content, let parent = input.tree.parent(of: node),
          let above = input.counterparts[parent.index]
        {
          input.counterparts[node.index] = findOrAdd(node, below: above, &input)
        }
        if let met = input.counterparts[node.index] {
          let isNew = met.index >= firstNew
          if keepsHistory { visit(met, isNew: isNew, from: node, of: input) }
          try mergeProperties(of: node, into: met, isNew: isNew, &input)
        }
        next = input.tree.nodeAfter(node, within: fragment.content)
      }
      merged.endOfNodes = blob.tree.nodeCapacity
      merged.endOfProperties = blob.tree.propertyCapacity
      mergedFragments.append(merged)
    }
  }

  /// Returns the child of a base's node that a node of the overlay is merged into, adding it if there is
  /// none.
  private mutating func findOrAdd(
    _ node: NodeID, below parent: NodeID, _ input: inout OverlayInput
  ) -> NodeID {
    let name = input.baseSymbol(input.tree.name(of: node), in: &blob.tree.names)
    if let child = children.child(of: parent, named: name, in: &blob.tree) { return child }
    let child = blob.addNode(named: name, to: parent)
    blob.tree.setExtent(input.tree.extent(of: node), of: child)
    children.noteFirst(child, in: &blob.tree)
    return child
  }

  private mutating func mergeProperties(
    of node: NodeID, into target: NodeID, isNew: Bool, _ input: inout OverlayInput
  ) throws(OverlayError) {
    var next = input.tree.firstProperty(of: node)
    while let property = next {
      let name = input.baseSymbol(input.tree.name(of: property), in: &blob.tree.names)
      let value = input.tree.value(of: property)
      guard let copy = copy(value, &input) else { throw input.error(.tooLarge, at: node) }
      try set(name, copy, of: target, input.tree.extent(of: property), input.error(.tooLarge, at: node))
      if keepsHistory { keepHistory(of: property, as: name, of: target, isNew: isNew, &input) }
      next = input.tree.nextProperty(after: property)
    }
  }

  /// Copies a value of the overlay into the base; nil if there is no room for it.
  mutating func copy(_ value: PropertyValue, _ input: inout OverlayInput) -> PropertyValue? {
    guard blob.tree.hasRoom(forBytes: value.count) else { return nil }
    let open = blob.tree.openValue()
    for marker in input.tree.markers(of: value) {
      var copy = marker
      copy.reference = input.baseSymbol(marker.reference, in: &blob.tree.names)
      blob.tree.appendMarker(copy)
    }
    blob.tree.appendBytes(input.tree.bytes(of: value))
    return blob.tree.close(open)
  }

  /// Sets a property of the base, and updates the node's phandle if the property is one.
  mutating func set(
    _ name: Symbol, _ value: PropertyValue, of node: NodeID, _ extent: Extent,
    _ tooLarge: @autoclosure () -> OverlayError
  ) throws(OverlayError) {
    let replaced = blob.tree.property(of: node, named: name)
    let property: PropertyID
    do throws(BlobError) {
      property = try blob.setProperty(name, value, of: node)
    } catch {
      throw tooLarge()
    }
    if replaced != nil, let old = blob.tree.superseded(by: property) {
      replacements.append(
        Replaced(replacement: .init(property: property, old: old), extent: blob.tree.extent(of: property)))
    }
    blob.tree.setExtent(extent, of: property)
    if phandleNames.contains(name) {
      let old = blob.tree.phandle(of: node)
      let new = cell(phandleNames.modern, of: node) ?? cell(phandleNames.legacy, of: node) ?? 0
      guard old != new else { return }
      blob.tree.setPhandle(new, of: node)
      phandles.change(of: node, from: old, to: new)
    }
  }

  private func cell(_ name: Symbol, of node: NodeID) -> UInt32? {
    blob.tree.property(of: node, named: name).flatMap { blob.tree.onlyCell(of: $0) }
  }
}
