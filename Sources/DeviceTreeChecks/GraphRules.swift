import DeviceTree
import SourceText

/// Graphs: ports and the endpoints that connect them.
enum GraphRules {
  /// Determines which nodes are ports and which contain ports.
  static func nodes(_ examination: inout Examination, _ node: NodeID) {
    guard examination.survey.facts[node.index].hasEndpoint else { return }
    guard let parent = examination.tree.parent(of: node) else {
      reportEndpointsOfRoot(&examination)
      return
    }
    examination.survey.set(.graphPort, node, in: examination.tree)
    if examination.bus(parent) == .none,
      examination.tree.name(of: parent) == examination.survey.known.ports || examination.has(.reg, node)
    {
      examination.survey.set(.graphPorts, parent, in: examination.tree)
    }
  }

  private static func reportEndpointsOfRoot(_ examination: inout Examination) {
    let tree = examination.tree
    var next = tree.firstChild(of: .root)
    while let child = next {
      if examination.survey.facts[child.index].base == .endpoint || examination.has(.remoteEndpoint, child) {
        examination.fail(
          .root, "root node contains endpoint node '", .name(tree.name(of: child)),
          "', potentially misplaced remote-endpoint property")
      }
      next = tree.nextSibling(of: child)
    }
  }

  static func port(_ examination: inout Examination, _ node: NodeID) {
    guard examination.bus(node) == .graphPort else { return }
    examineReg(node, &examination)
    if !examination.tree.isPlugin, examination.survey.facts[node.index].base != .port {
      examination.fail(node, "graph port node name should be 'port'")
    }
  }

  static func endpoint(_ examination: inout Examination, _ node: NodeID) {
    guard examination.isOn(.graphPort, node) else { return }
    examineReg(node, &examination)
    // An overlay's endpoints may belong to ports of its base.
    guard !examination.tree.isPlugin else { return }
    if examination.survey.facts[node.index].base != .endpoint {
      examination.fail(node, "graph endpoint node name should be 'endpoint'")
    }
    guard let other = remoteEndpoint(of: node, &examination) else { return }
    if remoteEndpoint(of: other, &examination) != node {
      examination.fail(
        node, "graph connection to node '", .path(other), "' is not bidirectional")
    }
  }

  private static func remoteEndpoint(of endpoint: NodeID, _ examination: inout Examination) -> NodeID? {
    guard let property = examination.property(.remoteEndpoint, of: endpoint),
      let phandle = examination.cell(.remoteEndpoint, of: endpoint),
      Examination.isPhandle(phandle)
    else { return nil }
    let remote = examination.survey.owners[phandle]
    if remote == nil { examination.fail(endpoint, property, "graph phandle is not valid") }
    return remote
  }

  private static func examineReg(_ node: NodeID, _ examination: inout Examination) {
    guard let reg = examination.value(.reg, of: node), let parent = examination.tree.parent(of: node)
    else { return }
    guard reg.count == 4 else {
      examination.fail(node, "graph node malformed 'reg' property")
      return
    }
    let address = UInt64(examination.cell(reg, 0))
    if !examination.unitAddress(of: node, is: address) {
      examination.fail(
        node, "graph node unit address error, expected \"", .hex(address), "\"")
    }
    // dtc names the node's own cell counts but means its parent's.
    let above = examination.survey.facts[parent.index]
    if above.isVague { return }
    if above.addressCells != 1 {
      examination.fail(
        node, examination.property(.addressCells, of: node), "graph node '#address-cells' is ",
        .number(Int(above.addressCells)), ", must be 1")
    }
    if above.sizeCells != 0 {
      examination.fail(
        node, examination.property(.sizeCells, of: node), "graph node '#size-cells' is ",
        .number(Int(above.sizeCells)), ", must be 0")
    }
  }
}
