import DeviceTreeBlob
import SourceText

/// Writing the result: the base, copied from one change to the next.
extension InPlaceMerge {
  /// The blob that `fdtoverlay` would write.
  public func encode() -> [UInt8] {
    let structureOffset = 40 + base.reservations.count
    let structureSize = base.structure.count + growth
    let stringsOffset = structureOffset + structureSize
    let size = stringsOffset + names.count
    // The writer checks that what it writes lies inside.
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { room, count in
      var output = unsafe BlobWriter(UnsafeMutableBufferPointer(rebasing: room[..<size]))
      write(
        to: &output,
        [
          BlobHeader.magic, UInt32(truncatingIfNeeded: size), UInt32(truncatingIfNeeded: structureOffset),
          UInt32(truncatingIfNeeded: stringsOffset), 40, 17, cell(at: 24), cell(at: 28),
          UInt32(truncatingIfNeeded: names.count), UInt32(truncatingIfNeeded: structureSize),
        ])
      count = output.count
    }
  }

  private func write(to output: inout BlobWriter, _ header: [UInt32]) {
    let source = bytes.span
    for field in header { output.writeCell(field) }
    output.write(source.extracting(base.reservations))
    var position = base.structure.lowerBound
    for node in 0..<base.count {
      let record = base[node]
      if record.madeProperties | record.firstAdded | record.replacedProperties == 0 { continue }
      if record.madeProperties != 0 {
        output.write(source.extracting(position..<Int(record.content)))
        position = Int(record.content)
        appendMade(of: record, to: &output)
      }
      if record.replacedProperties != 0 {
        appendReplaced(of: record, from: &position, to: &output)
      }
      if record.firstAdded != 0 {
        output.write(source.extracting(position..<Int(record.subnodes)))
        position = Int(record.subnodes)
        appendAdded(below: node, to: &output)
      }
    }
    output.write(source.extracting(position..<base.structure.upperBound))
    names.write(to: &output, from: source)
  }

  private func appendMade(of node: PlacedNode, to output: inout BlobWriter) {
    var next = node.madeProperties
    while next != 0 {
      let property = base.records[Int(next) - 1]
      output.writeCell(3)
      output.writeCell(property.length)
      output.writeCell(property.nameOffset)
      appendValue(of: property, to: &output)
      next = property.next
    }
  }

  private func appendReplaced(
    of node: PlacedNode, from position: inout Int, to output: inout BlobWriter
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
      output.write(bytes.span.extracting(position..<place + 4))
      output.writeCell(property.length)
      output.writeCell(cell(at: place + 8))
      appendValue(of: property, to: &output)
      position = placeBehind(place)
    }
  }

  private func appendValue(of property: PlacedProperty, to output: inout BlobWriter) {
    let start = Int(property.value)
    output.write(bytes.span.extracting(start..<start + Int(property.length)))
    var filling = property.filling
    for _ in Int(property.length)..<aligned(Int(property.length)) {
      output.writeByte(UInt8(truncatingIfNeeded: filling))
      filling >>= 8
    }
  }

  /// Appends the nodes that were added to one of the blob, with everything below them.
  private func appendAdded(below top: Int, to output: inout BlobWriter) {
    var node = Int(base[top].firstAdded)
    while true {
      let record = base[node]
      output.writeCell(1)
      output.write(bytes.span.extracting(base.name(of: node)))
      for _ in Int(record.nameLength)..<aligned(Int(record.nameLength) + 1) { output.writeByte(UInt8(0)) }
      appendMade(of: record, to: &output)
      if record.firstAdded != 0 {
        node = Int(record.firstAdded)
        continue
      }
      output.writeCell(2)
      while base[node].nextAdded == 0 {
        node = Int(base[node].parent)
        if node == top { return }
        output.writeCell(2)
      }
      node = Int(base[node].nextAdded)
    }
  }
}
