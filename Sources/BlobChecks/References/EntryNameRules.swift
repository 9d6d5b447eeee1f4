import SourceText

extension BlobExamination {
  /// Checks that each name of a list's entries has an entry.
  func checkNames(_ kind: PropertyKind, of list: TreeIndex.Property, _ entries: Int) {
    let node = Int(list.node)
    guard let names = tree.property(kind, of: node) else { return }
    var count = 0
    var first: Range<Int>?
    for name in tree.strings(names) {
      if count == entries { first = name }
      count += 1
    }
    guard let first else { return }
    report(
      .namesCount, node, names,
      "'\(name(names))' has \(count) \(count == 1 ? "name" : "names"), but '\(name(list))' has \(entries) \(entries == 1 ? "entry" : "entries")",
      notes: ["'\(tree.text(first))' has no entry"])
  }

  private static let mostStates = 256

  /// Checks that the pin state of a `pinctrl-N` has a name. That of a disabled node may be added when it is
  /// enabled, and that of an overlay may be in the base.
  func checkStateName(of property: TreeIndex.Property) {
    let node = Int(property.node)
    guard tree.nodes[node].isEnabled, property.count > 0 else { return }
    let name = tree.name(of: property)
    var number = 0
    for place in name.lowerBound + "pinctrl-".utf8.count..<name.upperBound {
      number = number * 10 + Int(tree.bytes[place] - 0x30)
      // No device has as many, and each takes a pass over the names up to its own.
      if number > Self.mostStates { return }
    }
    let names = tree.property(.pinctrlNames, of: node)
    if names == nil, tree.isOverlay { return }
    var count = 0
    if let names {
      for _ in tree.strings(names) {
        count += 1
        if count > number { return }
      }
    }
    report(
      .pinctrlNames, node, property,
      names == nil
        ? "'\(self.name(property))' has no name, since there is no 'pinctrl-names'"
        : "'\(self.name(property))' has no name: 'pinctrl-names' has \(count)",
      notes: ["Linux never sets up its pins"],
      help: number == 0 ? ["pinctrl-names = \"default\";"] : [])
  }
}

extension PropertyKind {
  /// The property that names the entries of a list of references, one by one; nil if there is none.
  var entryNames: PropertyKind? {
    switch self {
    case .clocks: .clockNames
    case .resets: .resetNames
    case .dmas: .dmaNames
    case .phys: .phyNames
    case .powerDomains: .powerDomainNames
    case .mboxes: .mboxNames
    case .hwlocks: .hwlockNames
    case .pwms: .pwmNames
    case .ioChannels: .ioChannelNames
    case .thermalSensors: .thermalSensorNames
    case .nvmemCells: .nvmemCellNames
    case .muxControls: .muxControlNames
    default: nil
    }
  }
}
