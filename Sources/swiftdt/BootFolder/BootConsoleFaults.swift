import BlobChecks

/// Whether the kernel's console is one that the tree has.
extension BootFindings {
  /// Adds what is wrong with the console that a command line names, as a tree has it.
  mutating func addFaults(ofConsoleIn append: ExtlinuxConfiguration.Value, _ bytes: [UInt8]) {
    let serial = KernelConsole.all(in: append.text).filter { $0.serialNumber != nil }
    guard let console = serial.last, let number = console.serialNumber else { return }
    let state = BlobCheckRun.serialConsole(number, in: bytes)
    switch state {
    case .unreadable: break
    case .noAlias:
      add(
        .bootConsole, "the console is \(console.device), but the tree has no alias serial\(number)",
        line: append.line, notes: ["without it, Linux numbers serial lines as it finds them"],
        atMost: .warning)
    case .disabled(let path):
      add(
        .bootConsole, "the console is \(console.device), but serial\(number), \(path), is disabled",
        line: append.line)
    case .enabled(let path, let stdout, let speed):
      if let stdout, stdout != path {
        add(
          .bootConsole,
          "the console is \(console.device), which is \(path), but 'stdout-path' in the tree is \(stdout)",
          line: append.line, atMost: .warning)
      } else if stdout != nil, let speed, let own = console.speed, own != speed {
        add(
          .bootConsole,
          "the console \(console.device) has \(own) baud, but 'stdout-path' in the tree says \(speed)",
          line: append.line, atMost: .warning)
      }
    }
  }
}
