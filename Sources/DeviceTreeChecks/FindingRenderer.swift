public import DeviceTree
public import SourceText

/// Renders findings in dtc's words, byte for byte.
public struct FindingRenderer: Sendable {
  private var positions: PositionLookup?
  private let outputName: [UInt8]

  /// Creates a renderer for trees whose extents lie in `files`, written to `outputName` (dtc's `-o`),
  /// which takes the place of a missing position.
  public init(files: SourceFiles? = nil, outputName: String = "-") {
    positions = files.map { PositionLookup($0) }
    self.outputName = Array((outputName == "-" ? "<stdout>" : outputName).utf8)
  }

  /// Appends a finding's lines.
  public mutating func append(
    _ finding: Finding, of tree: DeviceTree, to output: inout [UInt8]
  ) {
    let own = finding.property.flatMap { self.place(tree.extent(of: $0)) }
    var further: [Extent] = []
    var place = own ?? finding.node.flatMap { self.place(tree.extent(of: $0)) }
    if own == nil, let node = finding.node {
      further = tree.furtherExtents(of: node)
      // A plugin's root may have been written only after dtc had made it.
      while place == nil, !further.isEmpty { place = self.place(further.removeFirst()) }
    }
    output.append(contentsOf: place ?? outputName)
    output.append(contentsOf: (finding.isError ? ": ERROR (" : ": Warning (").utf8)
    output.append(contentsOf: finding.check.name.utf8)
    output.append(contentsOf: "): ".utf8)
    if let node = finding.node {
      output.append(contentsOf: tree.joinedPathBytes(of: node))
      if let property = finding.property {
        output.append(0x3A)
        tree.names.append(tree.name(of: property), to: &output)
      }
      output.append(contentsOf: ": ".utf8)
    }
    output.append(contentsOf: finding.message)
    output.append(0x0A)
    guard finding.property == nil else { return }
    for extent in further {
      guard let place = self.place(extent) else { continue }
      output.append(contentsOf: "  also defined at ".utf8)
      output.append(contentsOf: place)
      output.append(0x0A)
    }
  }

  private mutating func place(_ extent: Extent) -> [UInt8]? {
    // The end is the semicolon itself, which is part of dtc's position.
    guard extent.end != .none else { return nil }
    return positions?.dtcPosition(from: extent.start.location, to: extent.end.advanced(by: 1))
      .map { Array($0.utf8) }
  }
}
