import DeviceTree
import SourceText

/// Compares two trees that should be the same, node by node in document order.
struct TreeComparison {
  private let ours: DeviceTree
  private let theirs: DeviceTree
  /// The corresponding nodes of both trees, up to the first place where the shapes differ.
  private let pairs: [(ours: NodeID, theirs: NodeID)]
  /// That place; nil if the shapes agree.
  private let shapeDifference: String?

  init(_ ours: DeviceTree, _ theirs: DeviceTree) {
    self.ours = ours
    self.theirs = theirs
    var pairs: [(ours: NodeID, theirs: NodeID)] = []
    var difference: String?
    var own: NodeID? = .root
    var other: NodeID? = .root
    while let a = own, let b = other {
      let same = ours.path(of: a) == theirs.path(of: b)
      guard same else { break }
      pairs.append((a, b))
      own = ours.nodeAfter(a)
      other = theirs.nodeAfter(b)
    }
    switch (own, other) {
    case (let a?, let b?): difference = "\(ours.path(of: a)), where it has \(theirs.path(of: b))"
    case (let a?, nil): difference = "\(ours.path(of: a)), which it lacks"
    case (nil, let b?): difference = "\(theirs.path(of: b)), which only it has"
    case (nil, nil): break
    }
    self.pairs = pairs
    shapeDifference = difference
  }

  /// Returns the first difference, as text that begins with the path of its node; nil if there is none.
  ///
  /// `phandles` maps phandles in their tree to the ones in ours that count as the same.
  func firstDifference(taking phandles: [UInt32: UInt32]) -> String? {
    for (a, b) in pairs {
      var own = ours.firstProperty(of: a)
      var other = theirs.firstProperty(of: b)
      while let x = own, let y = other {
        let name = ours.names.string(ours.name(of: x))
        let theirName = theirs.names.string(theirs.name(of: y))
        if name != theirName {
          return "\(ours.path(of: a)): property '\(name)', where it has '\(theirName)'"
        }
        if !isSame(ours.bytes(of: ours.value(of: x)), theirs.bytes(of: theirs.value(of: y)), phandles) {
          return "\(ours.path(of: a)): the value of '\(name)'"
        }
        own = ours.nextProperty(after: x)
        other = theirs.nextProperty(after: y)
      }
      if let x = own {
        return "\(ours.path(of: a)): property '\(ours.names.string(ours.name(of: x)))', which it lacks"
      }
      if let y = other {
        return "\(ours.path(of: a)): property '\(theirs.names.string(theirs.name(of: y)))', which only it has"
      }
    }
    return shapeDifference
  }

  private func isSame(
    _ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>, _ phandles: [UInt32: UInt32]
  ) -> Bool {
    guard a.count == b.count else { return false }
    if a == b { return true }
    guard !phandles.isEmpty, a.count % 4 == 0 else { return false }
    for offset in stride(from: 0, to: a.count, by: 4) {
      let own = cell(a, offset)
      let other = cell(b, offset)
      if own != other, phandles[other] != own { return false }
    }
    return true
  }

  private func cell(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> UInt32 {
    bytes[bytes.startIndex + offset..<bytes.startIndex + offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Maps phandles of theirs to ours, for nodes whose phandle is a different one in the two trees,
  /// and is ours in one of the bases.
  func overwrittenPhandles(of bases: [DeviceTree]) -> [UInt32: UInt32] {
    var overwritten: [UInt32: UInt32] = [:]
    for (a, b) in pairs {
      let own = ours.phandle(of: a)
      let other = theirs.phandle(of: b)
      guard own != other, other != 0 else { continue }
      let path = ours.path(of: a)
      let wasThere = bases.contains { base in base.node(atPath: path).map(base.phandle) == own }
      if wasThere { overwritten[other] = own }
    }
    return overwritten
  }

  /// Returns the paths of the nodes whose phandles in their tree are among these.
  func nodes(withTheirPhandles phandles: Set<UInt32>) -> [String] {
    pairs.filter { phandles.contains(theirs.phandle(of: $0.theirs)) }
      .map { ours.path(of: $0.ours) }
  }
}
