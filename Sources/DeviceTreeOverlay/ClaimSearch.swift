import DeviceTree
import DeviceTreeBindings
import DeviceTreeBlob
import SourceText

/// Finds enabled devices that ask for the same GPIO line or pins, of different overlays or of an overlay and
/// the base.
struct ClaimSearch {
  /// The clashes found, in the order of what is claimed.
  private(set) var clashes: [OverlayConflicts.Clash] = []

  private typealias Place = OverlayIntent.Place

  private let intents: [OverlayIntent?]
  private let end: DeviceTree
  /// By overlay, the nodes that it enables.
  private let enabled: [Set<String>]
  /// The overlays that a claim is due to, as far as it was looked up.
  private var known: [DeviceClaim: [Int]] = [:]

  /// The number of users of one line or pin that are all compared with each other; further ones are compared
  /// with the first only.
  private static let mostUsers = 16

  /// Two claims on the same thing; `first` is nil for the base.
  private struct Pair: Hashable {
    let first: Int?
    let second: Int
    let claims: [DeviceClaim]
  }

  /// Compares what is enabled in `base`, and in `end`, the base with all overlays that apply.
  init(_ intents: [OverlayIntent?], on base: OverlayTarget, end: OverlayTarget) {
    self.intents = intents
    self.end = end.blob.tree
    enabled = intents.map { intent in
      Set(
        intent?.places.filter { place in
          place == .status(of: place.path) && NodeStatus.isOkay(intent?.values[place]?.bytes[...] ?? [])
        }.map(\.path) ?? [])
    }
    // Without overlays that ask for something or enable what does, there is no need to look at the tree.
    let places = intents.lazy.compactMap { $0?.places }.joined()
    if places.contains(where: { place in
      place.property == "status" || place.property.hasSuffix("gpio") || place.property.hasSuffix("gpios")
    }) {
      compareLines(GPIOClaims(of: end), GPIOClaims(of: base))
    }
    if places.contains(where: { $0.property == "status" || $0.property.hasPrefix("pinctrl-") }) {
      comparePins(PinClaims(of: end), PinClaims(of: base))
    }
  }

  private mutating func compareLines(_ found: GPIOClaims, _ base: GPIOClaims) {
    for line in found.lines {
      for pair in pairs(found.claims[line] ?? [], base.claims[line] ?? []) {
        let (mine, other) = uses(pair)
        add(
          pair,
          .gpioLine(controller: end.path(of: line.controller), line: line.cells, first: mine, second: other))
      }
    }
  }

  private mutating func comparePins(_ found: PinClaims, _ base: PinClaims) {
    var order: [Pair] = []
    var shared: [Pair: [PinClaims.Pin]] = [:]
    for pin in found.pins {
      for pair in pairs(found.claims[pin] ?? [], base.claims[pin] ?? [])
      where !found.mayShare(pair.claims[0].node, pair.claims[1].node) {
        if shared[pair] == nil { order.append(pair) }
        shared[pair, default: []].append(pin)
      }
    }
    for pair in order {
      let (mine, other) = uses(pair)
      let all = shared[pair] ?? []
      var covered: Set<PinClaims.Pin> = []
      for case .node(let node) in all {
        covered.formUnion(found.pins(of: node))
        add(pair, .pins([], of: end.path(of: node), first: mine, second: other))
      }
      var controllers: [NodeID] = []
      var names: [NodeID: [String]] = [:]
      for pin in all where !covered.contains(pin) {
        guard let controller = pin.controller else { continue }
        if names[controller] == nil { controllers.append(controller) }
        names[controller, default: []].append(pin.text)
      }
      for controller in controllers {
        add(pair, .pins(names[controller] ?? [], of: end.path(of: controller), first: mine, second: other))
      }
    }
  }

  /// Returns the pairs of claims on one thing that are due to different overlays, or one to the base;
  /// `base` are those that the base has by itself.
  private mutating func pairs(_ claims: [DeviceClaim], _ base: [DeviceClaim]) -> [Pair] {
    var pairs: [Pair] = []
    let base = Set(base)
    if claims.count < 2 || claims.allSatisfy(base.contains) { return [] }
    let users = claims.map { base.contains($0) ? nil : overlays(of: $0) }
    for second in claims.indices {
      for first in 0..<(second < Self.mostUsers ? second : 1) where claims[first].node != claims[second].node
      {
        let both = [claims[first], claims[second]]
        switch (users[first], users[second]) {
        case (nil, nil): continue
        case (nil, let mine?):
          if let last = mine.last { pairs.append(Pair(first: nil, second: last, claims: both)) }
        case (let mine?, nil):
          if let last = mine.last { pairs.append(Pair(first: nil, second: last, claims: both.reversed())) }
        case (let a?, let b?):
          guard let i = a.last, let j = b.last, !a.contains(where: b.contains) else { continue }
          pairs.append(
            i < j
              ? Pair(first: i, second: j, claims: both) : Pair(first: j, second: i, claims: both.reversed()))
        }
      }
    }
    return pairs
  }

  /// Returns the overlays that a claim is due to: they write the property, or enable its node or one above.
  private mutating func overlays(of claim: DeviceClaim) -> [Int] {
    if let known = known[claim] { return known }
    let path = end.path(of: claim.node)
    let property = Place(path: path, property: end.names.string(claim.property))
    // The node and those above it.
    let ends = path.utf8.indices.dropFirst().filter { path.utf8[$0] == 0x2F } + [path.endIndex]
    let paths = ends.map { String(path[..<$0]) }
    let overlays = intents.indices.filter { index in
      intents[index]?.values[property] != nil || paths.contains(where: enabled[index].contains)
    }
    known[claim] = overlays
    return overlays
  }

  private func uses(_ pair: Pair) -> (OverlayConflicts.DeviceUse, OverlayConflicts.DeviceUse) {
    let uses = pair.claims.map {
      OverlayConflicts.DeviceUse(path: end.path(of: $0.node), property: end.names.string($0.property))
    }
    return (uses[0], uses[1])
  }

  private mutating func add(_ pair: Pair, _ subject: OverlayConflicts.Subject) {
    clashes.append(.init(first: pair.first, second: pair.second, subject: subject))
  }
}

extension PinClaims.Pin {
  /// The node of its controller; nil for a whole pin control node.
  fileprivate var controller: NodeID? {
    switch self {
    case .node: nil
    case .name(_, let controller), .number(_, let controller): controller
    }
  }

  /// Its name or numbers.
  fileprivate var text: String {
    switch self {
    case .node: ""
    case .name(let name, _): name
    case .number(let numbers, _): numbers.map(String.init).joined(separator: " ")
    }
  }
}
