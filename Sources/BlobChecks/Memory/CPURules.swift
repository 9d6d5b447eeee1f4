import SourceText

extension BlobExamination {
  /// Checks that no two CPUs have the same number, including disabled ones: Linux on Arm counts all CPUs that
  /// have not failed.
  func checkCPUs() {
    guard let cpus = tree.child(of: 0, called: "cpus"), tree.nodes[cpus].hasAddressCells,
      wants(.cpuReg)
    else { return }
    let cells = Int(tree.nodes[cpus].addressCells)
    guard 1...2 ~= cells else { return }
    var owners = NumberTable()
    for node in tree.children(of: cpus) {
      if let status = tree.property(.status, of: node),
        tree.bytes[tree.string(status)].starts(with: "fail".utf8)
      {
        continue
      }
      guard let type = tree.property(.deviceType, of: node),
        tree.isString(type, "cpu"), let reg = tree.property(.reg, of: node), Int(reg.count) == cells * 4
      else { continue }
      let number = tree.integer(reg, 0, cells: cells)
      if let other = owners[number] {
        report(
          .cpuReg, node, reg,
          "'reg' is \(PrintableText.hex(number)), which \(tree.path(of: other)) already has")
      } else {
        owners.insert(node, for: number)
      }
    }
  }
}
