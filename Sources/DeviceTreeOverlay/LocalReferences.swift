import DeviceTree
import DeviceTreeBlob
import SourceText

/// The overlay's own phandles, and its references to its own nodes.
extension OverlayTarget {
  /// Adds the base's largest phandle to each phandle of the overlay.
  mutating func shiftPhandles(of input: inout OverlayInput) throws(OverlayError) {
    let delta = phandles.maximum
    let names = PhandleNames.known(in: input.tree.names)
    if names.isEmpty { return }
    input.phandleShift = delta
    var next: NodeID? = .root
    while let node = next {
      for name in names {
        guard let property = input.tree.property(of: node, named: name) else { continue }
        let value = input.tree.value(of: property)
        guard value.count == 4, let phandle = input.tree.cell(of: value, at: 0) else {
          throw input.error(.badPhandle(length: value.count), at: node, name)
        }
        let (shifted, overflow) = phandle.addingReportingOverflow(delta)
        guard !overflow, shifted != .max else {
          throw input.error(
            .phandlesExhausted(phandle: phandle, baseMaximum: delta), at: node, name)
        }
        input.tree.setCell(shifted, of: value, at: 0)
      }
      next = input.tree.nodeAfter(node)
    }
  }

  /// Adds the same number to the references to these phandles: `/__local_fixups__` mirrors the overlay's
  /// nodes, and each of its properties lists the offsets of the references in the property of the same name.
  mutating func shiftLocalReferences(of input: inout OverlayInput) throws(OverlayError) {
    guard let fixups = input.node(named: BookkeepingNames.localFixups) else { return }
    let delta = phandles.maximum
    input.counterparts[fixups.index] = .root
    var next: NodeID? = fixups
    while let fixup = next {
      if fixup != fixups, let parent = input.tree.parent(of: fixup),
        let above = input.counterparts[parent.index]
      {
        let name = input.tree.name(of: fixup)
        guard let node = input.children.child(of: above, named: name, in: &input.tree) else {
          throw input.error(.localFixupWithoutNode, at: fixup)
        }
        input.counterparts[fixup.index] = node
      }
      if let node = input.counterparts[fixup.index] {
        try shiftReferences(of: node, listedIn: fixup, by: delta, &input)
      }
      next = input.tree.nodeAfter(fixup, within: fixups)
    }
  }

  private func shiftReferences(
    of node: NodeID, listedIn fixup: NodeID, by delta: UInt32, _ input: inout OverlayInput
  ) throws(OverlayError) {
    var next = input.tree.firstProperty(of: fixup)
    while let list = next {
      let name = input.tree.name(of: list)
      let offsets = input.tree.value(of: list)
      guard offsets.count % 4 == 0 else {
        throw input.error(.badLocalFixup(length: offsets.count), at: fixup, name)
      }
      guard let property = input.tree.property(of: node, named: name) else {
        throw input.error(.localFixupWithoutProperty, at: node, name)
      }
      let value = input.tree.value(of: property)
      var index = 0
      while let offset = input.tree.cell(of: offsets, at: index) {
        guard let cell = input.tree.cell(of: value, at: Int(offset)) else {
          throw input.error(.localFixupOutside(length: value.count), at: node, name, offset: offset)
        }
        input.tree.setCell(cell &+ delta, of: value, at: Int(offset))
        input.localReferences.append(.init(value: value, offset: Int(offset)))
        index += 4
      }
      next = input.tree.nextProperty(after: list)
    }
  }

  /// Keeps the base's phandle where a fragment merges a node with a phandle into one that has a phandle as
  /// well: the overlay's properties and references take it over. (So does libfdt since 1.7; before, the
  /// overlay's phandle replaced the base's, and the base's references led nowhere.)
  ///
  /// Looks at the base as it is before the merge, as libfdt does; a target that only an earlier fragment will
  /// add has no phandle to lose.
  mutating func keepPhandles(against input: inout OverlayInput) throws(OverlayError) {
    var references: LocalReferenceIndex?
    for fragment in input.fragments {
      let top: NodeID
      do throws(OverlayError) {
        top = try target(of: fragment, in: &input).node
      } catch {
        if error.libfdtName == "FDT_ERR_NOTFOUND" { continue }
        throw error
      }
      input.counterparts[fragment.content.index] = top
      var next: NodeID? = fragment.content
      while let node = next {
        if node != fragment.content, let parent = input.tree.parent(of: node),
          let above = input.counterparts[parent.index]
        {
          let name = input.baseSymbol(input.tree.name(of: node), in: &blob.tree.names)
          guard let met = children.child(of: above, named: name, in: &blob.tree) else {
            next = input.tree.nodeAfterSubtree(of: node, within: fragment.content)
            continue
          }
          input.counterparts[node.index] = met
        }
        if let met = input.counterparts[node.index] {
          keepPhandle(of: met, against: node, &input, &references)
        }
        next = input.tree.nodeAfter(node, within: fragment.content)
      }
    }
  }

  private func keepPhandle(
    of node: NodeID, against other: NodeID, _ input: inout OverlayInput,
    _ references: inout LocalReferenceIndex?
  ) {
    let kept = blob.tree.phandle(of: node)
    guard kept != 0 else { return }
    let given = input.phandle(of: other)
    guard given != 0 else { return }
    for name in PhandleNames.texts {
      guard let property = input.tree.property(of: other, named: name) else { continue }
      // It has four bytes, or its phandles would not have been shifted.
      input.tree.setCell(kept, of: input.tree.value(of: property), at: 0)
    }
    if references == nil { references = LocalReferenceIndex(input) }
    references?.replace(given, by: kept, in: &input)
  }
}

/// The overlay's references to its own nodes, by the phandle that they have, so that replacing a phandle need
/// not go through all of them.
private struct LocalReferenceIndex {
  private var indexes: [UInt32: [Int]] = [:]

  init(_ input: OverlayInput) {
    for index in input.localReferences.indices {
      let reference = input.localReferences[index]
      guard let cell = input.tree.cell(of: reference.value, at: reference.offset) else { continue }
      indexes[cell, default: []].append(index)
    }
  }

  mutating func replace(_ old: UInt32, by new: UInt32, in input: inout OverlayInput) {
    guard old != new, let moved = indexes.removeValue(forKey: old) else { return }
    for index in moved {
      let reference = input.localReferences[index]
      // Overlapping offsets in a list may have changed it in the meantime.
      if input.tree.cell(of: reference.value, at: reference.offset) == old {
        input.tree.setCell(new, of: reference.value, at: reference.offset)
      }
    }
    indexes[new, default: []].append(contentsOf: moved)
  }
}
