import DeviceTreeBlob
import SourceText

/// Writing the result: the base, copied from one change to the next.
extension InPlaceMerge {
  /// The blob that `fdtoverlay` would write.
  public func encode() -> [UInt8] {
    let structureOffset = 40 + base.reservations.count
    let structureSize = base.structure.count + growth
    let stringsOffset = structureOffset + structureSize
    var output: [UInt8] = []
    output.reserveCapacity(stringsOffset + names.count)
    let source = bytes.span
    for field in [
      BlobHeader.magic, UInt32(truncatingIfNeeded: stringsOffset + names.count),
      UInt32(truncatingIfNeeded: structureOffset), UInt32(truncatingIfNeeded: stringsOffset), 40, 17,
      cell(at: 24), cell(at: 28), UInt32(truncatingIfNeeded: names.count),
      UInt32(truncatingIfNeeded: structureSize),
    ] { append(field, to: &output) }
    output.append(source.extracting(base.reservations))
    var position = base.structure.lowerBound
    for node in 0..<base.count {
      let record = base[node]
      if record.madeProperties | record.firstAdded | record.replacedProperties == 0 { continue }
      if record.madeProperties != 0 {
        output.append(source.extracting(position..<Int(record.content)))
        position = Int(record.content)
        appendMade(of: record, to: &output)
      }
      if record.replacedProperties != 0 {
        appendReplaced(of: record, from: &position, to: &output)
      }
      if record.firstAdded != 0 {
        output.append(source.extracting(position..<Int(record.subnodes)))
        position = Int(record.subnodes)
        appendAdded(below: node, to: &output)
      }
    }
    output.append(source.extracting(position..<base.structure.upperBound))
    names.append(to: &output, from: source)
    return output
  }

  private func appendMade(of node: PlacedNode, to output: inout [UInt8]) {
    var next = node.madeProperties
    while next != 0 {
      let property = base.records[Int(next) - 1]
      append(3, to: &output)
      append(property.length, to: &output)
      append(property.nameOffset, to: &output)
      appendValue(of: property, to: &output)
      next = property.next
    }
  }

  private func appendReplaced(
    of node: PlacedNode, from position: inout Int, to output: inout [UInt8]
  ) {
    var properties: [PlacedProperty] = []
    var next = node.replacedProperties
    while next != 0 {
      properties.append(base.records[Int(next) - 1])
      next = base.records[Int(next) - 1].next
    }
    if properties.count > 1 { properties.sort { $0.place < $1.place } }
    for property in properties {
      let place = Int(property.place)
      output.append(bytes.span.extracting(position..<place + 4))
      append(property.length, to: &output)
      append(cell(at: place + 8), to: &output)
      appendValue(of: property, to: &output)
      position = placeBehind(place)
    }
  }

  private func appendValue(of property: PlacedProperty, to output: inout [UInt8]) {
    let start = Int(property.value)
    output.append(bytes.span.extracting(start..<start + Int(property.length)))
    var filling = property.filling
    for _ in Int(property.length)..<aligned(Int(property.length)) {
      output.append(UInt8(truncatingIfNeeded: filling))
      filling >>= 8
    }
  }

  /// Appends the nodes that were added to one of the blob, with everything below them.
  private func appendAdded(below top: Int, to output: inout [UInt8]) {
    var node = Int(base[top].firstAdded)
    while true {
      let record = base[node]
      append(1, to: &output)
      output.append(bytes.span.extracting(base.name(of: node)))
      for _ in Int(record.nameLength)..<aligned(Int(record.nameLength) + 1) { output.append(0) }
      appendMade(of: record, to: &output)
      if record.firstAdded != 0 {
        node = Int(record.firstAdded)
        continue
      }
      append(2, to: &output)
      while base[node].nextAdded == 0 {
        node = Int(base[node].parent)
        if node == top { return }
        append(2, to: &output)
      }
      node = Int(base[node].nextAdded)
    }
  }

  private func append(_ cell: UInt32, to output: inout [UInt8]) {
    output.append(UInt8(truncatingIfNeeded: cell >> 24))
    output.append(UInt8(truncatingIfNeeded: cell >> 16))
    output.append(UInt8(truncatingIfNeeded: cell >> 8))
    output.append(UInt8(truncatingIfNeeded: cell))
  }
}
