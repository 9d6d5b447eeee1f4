import SourceText

/// Writes the result: the base, copied from one change to the next.
extension InPlaceMerge {
  private var structureOffset: Int { 40 + base.reservations.count }
  private var structureSize: Int { base.structure.count + growth }

  /// Returns the blob that `fdtoverlay` would write.
  public func encode() -> [UInt8] {
    let size = structureOffset + structureSize + names.block.count
    // The writer checks that what it writes fits.
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { room, count in
      var output = unsafe BlobWriter(UnsafeMutableBufferPointer(rebasing: room[..<size]))
      encode(to: &output)
      count = output.count
    }
  }

  /// Writes the blob that `fdtoverlay` would write.
  public func encode(to output: inout FileWriter) { encode(to: &output, ()) }

  private func encode(to output: inout some BlobSink & ~Copyable, _: Void = ()) {
    let stringsOffset = structureOffset + structureSize
    output.writeCell(0xD00D_FEED)
    output.writeCell(UInt32(truncatingIfNeeded: stringsOffset + names.block.count))
    output.writeCell(UInt32(truncatingIfNeeded: structureOffset))
    output.writeCell(UInt32(truncatingIfNeeded: stringsOffset))
    output.writeCell(40)
    output.writeCell(17)
    output.writeCell(bytes.cell(at: 24))
    output.writeCell(bytes.cell(at: 28))
    output.writeCell(UInt32(truncatingIfNeeded: names.block.count))
    output.writeCell(UInt32(truncatingIfNeeded: structureSize))
    output.write(base.reservations, of: bytes)
    var position = base.structure.lowerBound
    var places = UniqueArray<UInt32>()
    for node in 0..<base.count where base[node].changes != 0 {
      let changes = base.changes(of: node)
      let content = base[node].content
      if changes.madeProperties != 0 {
        output.write(position..<content, of: bytes)
        position = content
        appendMade(changes, to: &output)
      }
      if changes.replacedProperties != 0 {
        appendReplaced(changes, from: &position, to: &output)
      }
      if changes.firstAdded != 0 {
        let subnodes = Int(base[node].contentEnd)
        output.write(position..<subnodes, of: bytes)
        position = subnodes
        appendAdded(below: node, to: &output, &places)
      }
    }
    output.write(position..<base.structure.upperBound, of: bytes)
    names.block.write(to: &output, from: bytes)
  }

  private func appendMade(_ changes: PlacedChanges, to output: inout some BlobSink & ~Copyable) {
    var next = changes.madeProperties
    while next != 0 {
      let property = base.records[Int(next) - 1]
      let image = Int(property.image)
      output.write(image..<base.placeBehind(image, in: bytes), of: bytes)
      next = property.next
    }
  }

  /// Appends the properties that a node was copied with, in reverse order.
  private func appendCopied(
    _ properties: Range<Int>, to output: inout some BlobSink & ~Copyable, _ places: inout UniqueArray<UInt32>
  ) {
    places.removeAll()
    var place = properties.lowerBound
    while place < properties.upperBound {
      places.append(UInt32(truncatingIfNeeded: place))
      place = base.placeBehind(place, in: bytes)
    }
    var end = place
    var index = places.count
    while index > 0 {
      index &-= 1
      let start = Int(places[index])
      output.write(start..<end, of: bytes)
      end = start
    }
  }

  private func appendReplaced(
    _ changes: PlacedChanges, from position: inout Int, to output: inout some BlobSink & ~Copyable
  ) {
    var replaced = PlacedOrder()
    var next = changes.replacedProperties
    while next != 0 {
      let record = base.records[Int(next) - 1]
      replaced.append(record.place, next - 1)
      next = record.next
    }
    replaced.sort()
    for index in 0..<replaced.count {
      let property = base.records[Int(replaced[index])]
      let place = Int(property.place)
      let image = Int(property.image)
      output.write(position..<place, of: bytes)
      output.write(image..<base.placeBehind(image, in: bytes), of: bytes)
      position = base.placeBehind(place, in: bytes)
    }
  }

  /// Appends the nodes that were added to a node of the blob, with everything below them.
  private func appendAdded(
    below top: Int, to output: inout some BlobSink & ~Copyable, _ places: inout UniqueArray<UInt32>
  ) {
    var node = Int(base.changes(of: top).firstAdded)
    while true {
      let record = base[node]
      output.write(Int(record.name) &- 4..<record.content, of: bytes)
      appendCopied(record.properties, to: &output, &places)
      if record.changes != 0 {
        let changes = base.changes(of: node)
        appendMade(changes, to: &output)
        if changes.firstAdded != 0 {
          node = Int(changes.firstAdded)
          continue
        }
      }
      output.writeCell(2)
      while base[node].following == 0 {
        node = Int(base[node].parent)
        if node == top { return }
        output.writeCell(2)
      }
      node = Int(base[node].following)
    }
  }
}
