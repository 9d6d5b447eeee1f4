import SourceText

extension BlobExamination {
  /// Checks phandles, and everything that refers to one.
  func checkReferences() {
    checkPhandles()
    for index in tree.facts.references.indices {
      let number = tree.facts.references[index]
      let property = tree.properties[Int(number)]
      let kind = tree.kind(of: property)
      if let rule = ReferenceRule.of(kind) {
        checkReference(property, kind, rule, stated.cells(of: number))
      } else if kind == .interrupts {
        checkInterrupts(property)
      } else if kind == .interruptMap {
        checkInterruptMap(property, stated.cells(of: number))
      }
    }
    checkEndpoints()
    checkAliases()
    checkStdout()
    checkSymbols()
    checkFixups()
  }

  // MARK: Phandles

  private func checkPhandles() {
    for index in tree.facts.phandles.indices {
      let property = tree.properties[Int(tree.facts.phandles[index])]
      let kind = tree.kind(of: property)
      let node = Int(property.node)
      let name = kind == .phandle ? "phandle" : "linux,phandle"
      guard property.count == 4, let phandle = tree.cell(property, 0) else {
        report(
          .phandleValue, node, property,
          "'\(name)' has \(SizeText.counted(property.count, "byte")), expected 4")
        continue
      }
      if phandle == 0 || phandle == .max {
        report(
          .phandleValue, node, property,
          "'\(name)' is \(PrintableText.hex(phandle)), which is not a valid phandle")
      } else if let owner = tree.owner(of: phandle), owner != node {
        report(
          .phandleDuplicate, node, property,
          "'\(name)' is \(PrintableText.hex(phandle)), which \(tree.path(of: owner)) already has",
          help: ["every reference to it leads to the first of them"])
      } else if kind == .linuxPhandle, let other = tree.cell(.phandle, of: node), other != phandle {
        report(
          .phandleValue, node, property,
          "'linux,phandle' is \(PrintableText.hex(phandle)) but 'phandle' is \(PrintableText.hex(other))")
      }
    }
  }

  // MARK: References with arguments

  private func checkReference(
    _ property: TreeIndex.Property, _ kind: PropertyKind, _ rule: ReferenceRule,
    _ stated: StatedReferences.Cells
  ) {
    let node = Int(property.node)
    // A hog's `gpios` has no phandle: it refers to its parent.
    if kind == .anyGPIO, tree.has(.gpioHog, node) { return }
    // In `__symbols__` and similar nodes, names are labels.
    if tree.nodes[node].isBookkeeping { return }
    guard property.count % 4 == 0 else {
      report(
        .referenceSize, node, property,
        "'\(name(property))' has \(SizeText.counted(property.count, "byte")), not a multiple of 4")
      return
    }
    let count = Int(property.count) / 4
    if kind == .interruptParent, count == 0 {
      // An old way of saying that interrupts end here, which Linux ignores.
      report(.referenceSize, node, property, "'interrupt-parent' is empty", atMost: .note)
      return
    }
    if case .single = rule.arguments, count != 1 {
      report(
        .referenceSize, node, property,
        "'\(name(property))' has \(SizeText.counted(count, "cell")), expected one phandle")
      return
    }
    if kind == .anyPinctrl { checkStateName(of: property) }
    var number = 0
    var entries = 0
    while number < count {
      guard let next = checkEntry(property, number, count, rule, stated) else { return }
      number = next
      entries += 1
    }
    if let names = kind.entryNames { checkNames(names, of: property, entries) }
  }

  /// Checks the entry that begins at a cell. Returns the index of the next one, or nil if that is unknown.
  private func checkEntry(
    _ property: TreeIndex.Property, _ number: Int, _ count: Int, _ rule: ReferenceRule,
    _ stated: StatedReferences.Cells
  ) -> Int? {
    let (place, fixed) = rule.arguments.shape(from: number)
    guard place < count, let phandle = tree.cell(property, place) else {
      report(
        .referenceCells, Int(property.node), property,
        "'\(name(property))' ends in the middle of an entry")
      return nil
    }
    if phandle == 0, rule.arguments.allowEmptyEntries { return number + 1 }
    guard let provider = provider(phandle, property, place),
      let wanted = fixed ?? argumentCount(of: provider, rule, property, place)
    else { return nil }
    let next = place + 1 + wanted
    let end = endOfEntry(from: place + 1, to: next, property, rule, stated) ?? count
    let misfit = Misfit(
      provider: provider, rule: rule.arguments, place: place, isFirst: number == 0, wanted: wanted,
      given: end - place - 1 - (end < count ? place - number : 0))
    guard next <= end, checkRest(next..<end, misfit, property, stated) else {
      report(misfit, of: property)
      return nil
    }
    if rule.needsEnabled, tree.nodes[Int(property.node)].isEnabled, !tree.nodes[provider].isEnabled {
      report(
        .referenceDisabled, Int(property.node), property,
        "'\(name(property))' refers to \(tree.path(of: provider)), which is disabled")
    }
    return next
  }

  /// Returns how many cells a provider takes after its phandle, which is cell `place` of the property; nil,
  /// perhaps with a finding, if that is unknown.
  private func argumentCount(
    of provider: Int, _ rule: ReferenceRule, _ property: TreeIndex.Property, _ place: Int
  ) -> Int? {
    guard case .cells(let kind, let isOptional) = rule.arguments else { return 0 }
    if let cells = tree.cell(kind, of: provider) { return Int(cells) }
    let hasCount = tree.has(kind, provider)
    if !hasCount, tree.mayBeMerged(provider) { return nil }
    if isOptional { return 0 }
    let cells = kind.rawValue
    report(
      .referenceCells, Int(property.node), property,
      hasCount
        ? "'\(name(property))' refers to \(tree.path(of: provider)), whose '\(cells)' is not one cell"
        : "'\(name(property))' refers to \(tree.path(of: provider)), which has no '\(cells)'",
      offset: Int(property.start) + place * 4)
    return nil
  }

  /// Returns where the arguments from `start` end that should reach to `next`: where the source says which cells
  /// are references, an entry ends before the next one. Nil is the end of the value.
  private func endOfEntry(
    from start: Int, to next: Int, _ property: TreeIndex.Property, _ rule: ReferenceRule,
    _ stated: StatedReferences.Cells
  ) -> Int? {
    var end = stated.first(from: start)
    guard case .cells(let kind, _) = rule.arguments else { return end }
    // What is no provider is an argument: `mboxes` may have a child of the provider.
    while let place = end, place < next, let other = tree.cell(property, place).flatMap(tree.owner),
      !tree.has(kind, other)
    {
      end = stated.first(from: place + 1)
    }
    return end
  }

  /// Checks what is left of an entry after the cells that its provider takes; returns whether it can be
  /// entries whose references are not written as such.
  private func checkRest(
    _ rest: Range<Int>, _ misfit: Misfit, _ property: TreeIndex.Property, _ stated: StatedReferences.Cells
  ) -> Bool {
    guard let next = rest.first, stated.contains(misfit.place), case .cells(let kind, _) = misfit.rule,
      let cell = tree.cell(property, next), cell != 0
    else { return true }
    guard let other = tree.owner(of: cell), let cells = tree.cell(kind, of: other),
      next + 1 + Int(cells) <= rest.upperBound
    else { return false }
    report(
      misfit, of: property, atMost: .warning,
      notes: [
        "\(PrintableText.hex(cell)) (cell \(next)) is the phandle of \(tree.path(of: other)), but not written as a reference"
      ])
    return true
  }

  /// Returns the node that a phandle in a property leads to; nil, with a finding, if it leads nowhere.
  func provider(_ phandle: UInt32, _ property: TreeIndex.Property, _ number: Int) -> Int? {
    let node = Int(property.node)
    let offset = Int(property.start) + number * 4
    if phandle == .max {
      if !tree.isOverlay {
        report(
          .referencePlaceholder, node, property,
          "'\(name(property))' has 0xffffffff where a phandle belongs", offset: offset)
      }
      return nil
    }
    if let owner = tree.owner(of: phandle) { return owner }
    // A node that the overlay does not have may be in its base.
    if tree.isOverlay { return nil }
    report(
      .referenceUnresolved, node, property,
      "'\(name(property))' refers to phandle \(PrintableText.hex(phandle)) (cell \(number)), which no node has",
      offset: offset)
    return nil
  }

  // MARK: Helpers

  func name(_ property: TreeIndex.Property) -> String { tree.text(tree.name(of: property)) }
}
