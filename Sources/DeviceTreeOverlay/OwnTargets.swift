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

  /// Returns the path that the target has once the fragment that adds it is merged; nil if no earlier
  /// fragment adds it.
  func path(
    of fragment: OverlayInput.Fragment, _ input: OverlayInput,
    fragmentsBefore earlier: [OverlayExplanation.Fragment]
  ) -> String? {
    let tree = input.tree
    guard let property = tree.property(of: fragment.node, named: "target"),
      let node = tree.cell(of: tree.value(of: property), at: 0).flatMap({ owners[$0] })
    else { return nil }
    var content = node
    while let parent = tree.parent(of: content), let above = tree.parent(of: parent), above != .root {
      content = parent
    }
    guard let number = tree.parent(of: content).flatMap({ input.fragmentNumber(at: $0) }),
      input.fragments[number].content == content, number < earlier.count,
      let top = earlier[number].path
    else { return nil }
    let way = tree.path(of: node).utf8.dropFirst(tree.path(of: content).utf8.count)
    return way.isEmpty ? top : (top == "/" ? "" : top) + String(decoding: way, as: UTF8.self)
  }
}
