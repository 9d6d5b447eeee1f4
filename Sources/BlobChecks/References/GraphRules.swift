import SourceText

extension BlobExamination {
  /// Checks that endpoints come in pairs: the target of an endpoint's `remote-endpoint` refers back to it.
  func checkEndpoints() {
    guard wants(.endpointPair) else { return }
    for index in tree.facts.references.indices {
      let property = tree.properties[Int(tree.facts.references[index])]
      guard tree.kind(of: property) == .remoteEndpoint else { continue }
      let node = Int(property.node)
      guard let phandle = tree.cell(.remoteEndpoint, of: node), let remote = tree.owner(of: phandle)
      else { continue }
      guard let back = tree.cell(.remoteEndpoint, of: remote) else {
        report(
          .endpointPair, node, property,
          "'remote-endpoint' leads to \(tree.path(of: remote)), which has no 'remote-endpoint' of its own")
        continue
      }
      if let own = tree.owner(of: back), own != node {
        report(
          .endpointPair, node, property,
          "'remote-endpoint' leads to \(tree.path(of: remote)), whose own leads to \(tree.path(of: own))")
      }
    }
  }
}
