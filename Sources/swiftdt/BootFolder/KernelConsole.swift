import BlobChecks

/// A console on a kernel's command line.
struct KernelConsole: Equatable {
  /// `ttyS0`.
  let device: String
  /// `115200`; nil if none is given.
  let speed: String?

  /// The number at the end of the device, which is that of the alias `serialN`; nil for a device that is not
  /// a serial port, such as `tty0` or `netcon`.
  var serialNumber: Int? {
    let families = [
      "ttyS", "ttyAML", "ttyAMA", "ttymxc", "ttySC", "ttyPS", "ttyMSM", "ttySTM", "ttyO", "ttyLP", "ttySIF",
      "ttyMV",
    ]
    guard let family = families.filter({ device.hasPrefix($0) }).max(by: { $0.count < $1.count }) else {
      return nil
    }
    return Int(device.dropFirst(family.count))
  }

  /// Returns the consoles of a command line; the last one is `/dev/console`.
  static func all(in commandLine: String) -> [KernelConsole] {
    commandLine.split { $0 == " " || $0 == "\t" }.filter { $0.hasPrefix("console=") }.map { word in
      let parts = word.dropFirst("console=".count).split(
        separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
      return KernelConsole(
        device: parts.first.map(String.init) ?? "",
        speed: parts.dropFirst().first.flatMap { SerialConsole.speed(in: $0) })
    }
  }
}
