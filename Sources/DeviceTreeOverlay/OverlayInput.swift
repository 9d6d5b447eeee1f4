import DeviceTree
import SourceText

/// An overlay while it is applied: its tree, which is consumed, and what is known about it.
struct OverlayInput {
  var tree: DeviceTree
  var children = ChildLookup()
  let name: String
  /// The nodes below the root that have an `__overlay__`, in order.
  private(set) var fragments = PlainArray<Fragment>()
  /// The nodes below the root that are in no fragment though they seem meant for the base, in order.
  private(set) var passedOver: [PassedOverNode] = []
  /// By node: its index in `fragments` plus 1, or 0.
  private var fragmentAt = PlainArray<UInt32>()
  /// By node: the corresponding node while a subtree is compared with another one.
  var counterparts = PlainArray<NodeID?>()
  /// The cells of the overlay that refer to its own nodes, each given by its value and its offset there.
  var localReferences = PlainArray<LocalReference>()
  /// What has been added to each of its phandles.
  var phandleShift: UInt32 = 0
  /// By symbol of the overlay: the base's symbol for the same name plus 1, or 0.
  private var baseSymbols = PlainArray<UInt32>()

  /// A part of the overlay that goes to one place in the base.
  struct Fragment: BitwiseCopyable {
    let node: NodeID
    let content: NodeID
  }

  /// A cell that refers to a node of the overlay.
  struct LocalReference: BitwiseCopyable {
    let value: PropertyValue
    let offset: Int
  }

  init(_ tree: consuming DeviceTree, named name: String) {
    self.tree = tree
    self.name = name
    baseSymbols.resize(to: self.tree.names.count, 0)
    fragmentAt.resize(to: self.tree.nodeCapacity, 0)
    counterparts.resize(to: self.tree.nodeCapacity, nil)
    let overlay = self.tree.names.intern("__overlay__")
    var next = self.tree.firstChild(of: .root)
    while let node = next {
      if let content = children.child(of: node, named: overlay, in: &self.tree) {
        fragments.append(Fragment(node: node, content: content))
        fragmentAt[node.index] = UInt32(fragments.count)
      } else if let node = PassedOverNode(node, in: self.tree) {
        passedOver.append(node)
      }
      next = self.tree.nextSibling(of: node)
    }
  }

  /// Returns the base's symbol for a name of the overlay.
  mutating func baseSymbol(_ symbol: Symbol, in names: inout SymbolTable) -> Symbol {
    if symbol.index < baseSymbols.count, baseSymbols[symbol.index] != 0 {
      return Symbol(rawValue: baseSymbols[symbol.index] - 1)
    }
    let base = tree.names.withBytes(of: symbol) { names.intern($0) }
    if symbol.index < baseSymbols.count { baseSymbols[symbol.index] = base.rawValue + 1 }
    return base
  }

  /// Returns the fragment that a node below the root is, if it is one.
  func fragment(at node: NodeID) -> Fragment? {
    fragmentAt[node.index] == 0 ? nil : fragments[Int(fragmentAt[node.index]) - 1]
  }

  /// Returns the index in `fragments` of a node below the root, if it is a fragment.
  func fragmentNumber(at node: NodeID) -> Int? {
    fragmentAt[node.index] == 0 ? nil : Int(fragmentAt[node.index]) - 1
  }

  /// Returns a child of the root by its name.
  mutating func node(named name: String) -> NodeID? {
    let symbol = tree.names.intern(name)
    return children.child(of: .root, named: symbol, in: &tree)
  }

  /// Returns the phandle that libfdt's `fdt_get_phandle` finds for a node; 0 if there is none.
  func phandle(of node: NodeID) -> UInt32 {
    for name in PhandleNames.texts {
      if let phandle = tree.property(of: node, named: name).flatMap({ tree.onlyCell(of: $0) }) {
        return phandle
      }
    }
    return 0
  }

  /// Returns the bytes of a value up to its first NUL: the C string at its start.
  func string(_ value: PropertyValue) -> [UInt8] { Array(tree.bytes(of: value).prefix { $0 != 0 }) }

  /// Returns an error about a node of the overlay, and possibly one of its properties.
  func error(
    _ kind: OverlayError.Kind, at node: NodeID, _ property: Symbol? = nil, label: Symbol? = nil,
    offset: UInt32? = nil
  ) -> OverlayError {
    OverlayError(
      kind, overlay: name, path: tree.path(of: node), property: property.map { tree.names.string($0) },
      label: label.map { tree.names.string($0) }, offset: offset,
      origin: origin(of: node, property, label: label))
  }

  /// Returns where something was written: the reference to a label, or else the property, or the node, or the
  /// part of the node that is in the source.
  func origin(of node: NodeID, _ property: Symbol? = nil, label: Symbol? = nil) -> Origin {
    if let property = property.flatMap({ tree.property(of: node, named: $0) }) {
      for marker in tree.markers(of: tree.value(of: property)) where marker.reference == label {
        if marker.origin != .none { return marker.origin }
      }
      let own = tree.extent(of: property).place
      if own != .none { return own }
    }
    // Of a fragment written as `&label { … };`, only the content is in the source.
    var next: NodeID? = node
    while let node = next {
      let own = tree.extent(of: node).place
      if own != .none { return own }
      next = tree.firstChild(of: node)
    }
    return .none
  }

  /// Returns the same for a node, which may not exist, that a list of references names.
  func origin(ofPath path: String, _ property: String, label: Symbol) -> Origin {
    guard let node = tree.node(atPath: path) else { return .none }
    return origin(of: node, tree.names.find(property), label: label)
  }
}
