import BlobChecks

/// What is wrong with a kernel's command line: a console that the tree does not have, and its length.
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
        line: append.line, notes: ["without it, Linux numbers serial ports as it finds them"],
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
          "the console \(console.device) is at \(own) baud, but 'stdout-path' in the tree says \(speed)",
          line: append.line, atMost: .warning)
      }
    }
  }

  /// Whether a command line fits into U-Boot's buffer (CONFIG_SYS_CBSIZE): 512 bytes on few boards, 1024 on
  /// most, 2048 on some, and into that of Linux on arm64, which is 2048.
  mutating func addFaults(ofLengthOf append: ExtlinuxConfiguration.Value) {
    let count = append.text.utf8.count
    let severity: FindingSeverity
    switch count {
    case ..<512: return
    case ..<1024: severity = .note
    case ..<2048: severity = .warning
    default: severity = .error
    }
    add(
      .bootConfiguration, "APPEND has \(count) bytes", line: append.line,
      notes: [
        "U-Boot skips an entry whose command line does not fit in its CONFIG_SYS_CBSIZE, usually 1024; Linux on arm64 takes 2047"
      ], atMost: severity)
  }
}
