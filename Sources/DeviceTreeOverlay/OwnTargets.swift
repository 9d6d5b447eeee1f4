import DeviceTree
import SourceText

/// The fragments of an overlay that target the overlay's own nodes, before its phandles are shifted: until
/// then, an unrelated node of the base may have the phandle in `target`.
struct OwnTargets {
  private let lists: NodeID?
  /// The first node of the overlay that has a phandle, by phandle.
  private var owners: [UInt32: NodeID] = [:]

  init(of input: inout OverlayInput) {
    lists = input.node(named: BookkeepingNames.localFixups)
    guard lists != nil else { return }
    var next: NodeID? = .root
    while let node = next {
      let phandle = input.phandle(of: node)
      if phandle != 0, owners[phandle] == nil { owners[phandle] = node }
      next = input.tree.nodeAfter(node)
    }
  }

  /// Whether `__local_fixups__` says that a fragment's target is a node of the overlay.
  func contains(_ fragment: OverlayInput.Fragment, _ input: inout OverlayInput) -> Bool {
    Self.contains(fragment, lists, &input)
  }

  /// Whether the target of a fragment is a node of the overlay, without an `OwnTargets` for all fragments.
  static func contains(_ fragment: OverlayInput.Fragment, _ input: inout OverlayInput) -> Bool {
    contains(fragment, input.node(named: BookkeepingNames.localFixups), &input)
  }

  private static func contains(
    _ fragment: OverlayInput.Fragment, _ lists: NodeID?, _ input: inout OverlayInput
  ) -> Bool {
    guard let lists else { return false }
    let name = input.tree.name(of: fragment.node)
    return input.children.child(of: lists, named: name, in: &input.tree)
      .flatMap { input.tree.property(of: $0, named: "target") } != nil
  }

  /// Returns a label of the overlay's node with a phandle, since a label is clearer than a number that
  /// differs from the one in the file.
  static func label(ofPhandle phandle: UInt32, _ input: inout OverlayInput) -> Symbol? {
    guard let symbols = input.node(named: BookkeepingNames.symbols) else { return nil }
    var next = input.tree.firstProperty(of: symbols)
    while let symbol = next {
      let path = input.string(input.tree.value(of: symbol))
      if let node = input.tree.node(atPath: path.span), input.phandle(of: node) == phandle {
        return input.tree.name(of: symbol)
      }
      next = input.tree.nextProperty(after: symbol)
    }
    return nil
  }

  /// Returns the node of the overlay that a fragment targets, if it is one.
  func node(targetedBy fragment: OverlayInput.Fragment, _ input: inout OverlayInput) -> NodeID? {
    guard contains(fragment, &input), let property = input.tree.property(of: fragment.node, named: "target")
    else {
      return nil
    }
    return input.tree.cell(of: input.tree.value(of: property), at: 0).flatMap { owners[$0] }
  }

  /// Returns the number of the fragment that contains a node of the overlay.
  func fragmentNumber(of node: NodeID, _ input: OverlayInput) -> Int? {
    let content = content(around: node, input)
    guard let number = input.tree.parent(of: content).flatMap({ input.fragmentNumber(at: $0) }),
      input.fragments[number].content == content
    else { return nil }
    return number
  }

  /// Returns the path that a node of the overlay has once its fragment is merged; nil if it is in none, or
  /// the fragment's own target is not known.
  func path(
    of node: NodeID, _ input: OverlayInput, in fragments: [OverlayExplanation.Fragment]
  ) -> String? {
    guard let number = fragmentNumber(of: node, input), number < fragments.count,
      let top = fragments[number].path
    else { return nil }
    let length = input.tree.path(of: content(around: node, input)).utf8.count
    let way = input.tree.path(of: node).utf8.dropFirst(length)
    return way.isEmpty ? top : (top == "/" ? "" : top) + String(decoding: way, as: UTF8.self)
  }

  /// Returns the node two levels below the root that contains a node, or the node itself.
  private func content(around node: NodeID, _ input: OverlayInput) -> NodeID {
    var content = node
    while let parent = input.tree.parent(of: content), let above = input.tree.parent(of: parent),
      above != .root
    {
      content = parent
    }
    return content
  }
}
