import BlobChecks
import Testing

@testable import swiftdt

@Suite struct KernelConsoleTests {
  @Test(
    arguments: [
      ("115200n8", "115200"), ("9600", "9600"), ("", nil), ("n8", nil), ("٣n8", nil), ("9600٣", "9600"),
    ] as [(String, String?)])
  func speeds(_ options: String, _ speed: String?) {
    #expect(SerialConsole.speed(in: options) == speed)
    #expect(
      KernelConsole.all(in: "quiet console=ttyS3,\(options) root=/dev/x") == [
        KernelConsole(device: "ttyS3", speed: speed)
      ])
  }

  @Test func devices() {
    let consoles = KernelConsole.all(in: "console=tty0\tconsole=ttyAML1 console= console=,9600")
    #expect(
      consoles == [
        KernelConsole(device: "tty0", speed: nil), KernelConsole(device: "ttyAML1", speed: nil),
        KernelConsole(device: "", speed: nil), KernelConsole(device: "", speed: "9600"),
      ])
    #expect(consoles.map(\.serialNumber) == [nil, 1, nil, nil])
  }
}
