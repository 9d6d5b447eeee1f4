import SourceText

/// A change of one property of a blob in the current format, made in a single copy of it.
///
/// It leaves the bytes that `EditedBlob` would, followed by as much headroom as there was. Before anything is
/// changed, the complete blob is gone through once, as strictly as in decoding it. Whatever is wrong or
/// unusual, such as NOP tags or two nodes of one name, takes an `EditedBlob`.
public struct PropertyEdit {
  private let file: [UInt8]
  private let name: [UInt8]
  private let reservations: Range<Int>
  private let structure: Range<Int>
  private let strings: Range<Int>
  /// Where the node's properties begin.
  private let content: Int
  /// The present value's place in the file.
  private let old: Range<Int>?

  /// Finds a property of the node with this path, or its place; nil if that takes a tree.
  public init?(_ file: [UInt8], path: [ArraySlice<UInt8>], property name: [UInt8]) {
    guard let view = try? BlobView(file), let size = view.header.structureSize, view.header.version == 17,
      view.header.totalSize == UInt32(truncatingIfNeeded: file.count),
      let entries = try? view.reservations()
    else { return nil }
    self.file = file
    self.name = name
    let start = Int(view.header.reservationsOffset)
    reservations = start..<start + (entries.count + 1) * 16
    structure = view.structure
    strings = view.strings
    guard start >= 40, structure.lowerBound >= reservations.upperBound, structure.count == Int(size),
      strings.lowerBound >= structure.upperBound, strings.isEmpty || file[strings.upperBound - 1] == 0
    else { return nil }
    var search = Search(path: path, name: name)
    guard search.run(file.span, structure, strings) else { return nil }
    // Decoding takes names only up to a limit, which overlapping ones can exceed.
    let limit = strings.count * 64 + 65536
    let nameCount = min(search.propertyCount, strings.count)
    guard nameCount * Self.longestString(in: file.span.extracting(strings)) <= limit else { return nil }
    content = search.content
    old = search.value
  }

  /// The present value; nil if there is none.
  public var value: ArraySlice<UInt8>? { old.map { file[$0] } }

  private static func longestString(in block: Span<UInt8>) -> Int {
    var longest = 0
    var start = 0
    while start < block.count {
      let end = block.firstNUL(from: start)
      longest = max(longest, end - start)
      start = end + 1
    }
    return longest
  }

  /// Returns the blob with another value of the property; nil if it would be too large.
  public func setting(_ value: [UInt8]) -> [UInt8]? {
    let place = old?.lowerBound ?? content
    let removed = old.map { aligned($0.count, to: 4) } ?? 0
    let nameOffset = old == nil ? nameOffset() : nil
    let addedName = old == nil && nameOffset == nil ? name + [0] : []
    let padded = aligned(value.count, to: 4)
    let structureSize = structure.count - removed + (old == nil ? 12 : 0) + padded
    let structureOffset = 40 + reservations.count
    let stringsOffset = structureOffset + structureSize
    let stringsSize = strings.count + addedName.count
    let headroom = file.count - strings.upperBound
    let size = stringsOffset + stringsSize + headroom
    guard size <= Int(Int32.max) else { return nil }
    let span = file.span
    var blob = ByteWriter()
    // With the room that the writer takes in advance.
    blob.reserve(size + 1 << 17)
    blob.append(span.extracting(0..<40))
    for (field, number) in [
      (1, size), (2, structureOffset), (3, stringsOffset), (4, 40), (8, stringsSize), (9, structureSize),
    ] { blob.put(UInt32(truncatingIfNeeded: number), at: field * 4) }
    blob.append(span.extracting(reservations))
    blob.append(span.extracting(structure.lowerBound..<place))
    if old == nil {
      blob.append(cell: BlobTag.property)
      blob.append(cell: 0)
      blob.append(cell: UInt32(truncatingIfNeeded: nameOffset ?? strings.count))
    }
    blob.put(UInt32(truncatingIfNeeded: value.count), at: blob.count - 8)
    blob.append(value.span)
    // libfdt leaves there what was in this place before, perhaps a part of the name that it has just added.
    let start = place + (old == nil ? 12 : 0)
    for at in start + value.count..<start + padded {
      let index = at - strings.upperBound
      let isName = addedName.indices.contains(index)
      blob.append(isName ? addedName[index] : at < file.count ? file[at] : 0)
    }
    blob.append(span.extracting(place + removed..<structure.upperBound))
    blob.append(span.extracting(strings))
    blob.append(addedName.span)
    blob.append(0, times: headroom)
    return blob.finish()
  }

  /// Returns the first place in the strings block where the name is, perhaps as the end of another one.
  private func nameOffset() -> Int? {
    let block = file.span.extracting(strings)
    var start = 0
    while start < block.count {
      let end = block.firstNUL(from: start)
      if end - start >= name.count, block.extracting(end - name.count..<end).hasSameBytes(as: name.span) {
        return end - name.count
      }
      start = end + 1
    }
    return nil
  }

  /// The search for the property.
  private struct Search {
    let path: [ArraySlice<UInt8>]
    let name: [UInt8]
    /// How many nodes are open.
    var depth = 0
    /// How many of them, after the root, are those of the path.
    var matched = 0
    /// How many nodes of the path were found.
    var found = 0
    var content = 0
    var value: Range<Int>?
    var propertyCount = 0

    init(path: [ArraySlice<UInt8>], name: [UInt8]) {
      self.path = path
      self.name = name
    }

    /// Goes through the structure block. Returns whether it is as it should be and the node was found.
    mutating func run(_ file: Span<UInt8>, _ structure: Range<Int>, _ strings: Range<Int>) -> Bool {
      let block = file.extracting(0..<structure.upperBound)
      let first = structure.lowerBound
      var at = first
      var isAfterNode = false
      while let tag = block.cell(at: at) {
        switch tag {
        case BlobTag.beginNode:
          let end = block.firstNUL(from: at &+ 4)
          let isRoot = depth == 0
          guard end < block.count, isRoot ? !isAfterNode : enter(block.extracting(at &+ 4..<end)) else {
            return false
          }
          depth &+= 1
          isAfterNode = false
          at = first &+ aligned(end &+ 1 &- first, to: 4)
          if isIn { content = at }
        case BlobTag.endNode:
          guard depth > 0 else { return false }
          depth &-= 1
          // The innermost node of the path may be this one.
          if matched == depth, depth > 0 { matched &-= 1 }
          isAfterNode = true
          at &+= 4
        case BlobTag.property:
          guard let length = block.cell(at: at &+ 4), let nameOffset = block.cell(at: at &+ 8),
            Int(length) <= block.count &- at &- 12, Int(nameOffset) < strings.count, depth > 0, !isAfterNode
          else { return false }
          let start = at &+ 12
          propertyCount &+= 1
          if isIn, Int(nameOffset) + name.count < strings.count,
            file.hasString(name.span, at: strings.lowerBound &+ Int(nameOffset))
          {
            if value != nil { return false }
            value = start..<start &+ Int(length)
          }
          at = first &+ aligned(start &+ Int(length) &- first, to: 4)
        case BlobTag.end: return depth == 0 && isAfterNode && found == path.count
        default: return false
        }
      }
      return false
    }

    /// Whether the innermost open node is the wanted one.
    private var isIn: Bool { depth == path.count &+ 1 && matched == path.count }

    /// Notes a node below the root that begins; returns false if it is the second that the path leads to.
    private mutating func enter(_ node: Span<UInt8>) -> Bool {
      let level = depth &- 1
      guard matched == level, level < path.count else { return true }
      let wanted = path[level]
      guard node.hasSameBytes(as: wanted.span) else { return true }
      if found > level { return false }
      matched &+= 1
      found = matched
      return true
    }
  }
}
