import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the commands speak to people.
enum Console {
  /// Whether diagnostics are coloured: on a terminal, unless `NO_COLOR` is set.
  static var isColoured: Bool {
    isatty(2) == 1 && environment("NO_COLOR").map(\.isEmpty) ?? true
  }

  /// Whether what is written to standard output goes to a terminal.
  static var outputIsTerminal: Bool { isatty(1) == 1 }

  /// An environment variable's value.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Writes to standard error; what cannot be written there is lost.
  static func complain(_ text: String) { write(text, to: 2) }

  /// Writes to standard output; what cannot be written there is lost.
  static func say(_ text: String) { write(text, to: 1) }

  /// Writes bytes to standard error; what cannot be written there is lost.
  static func complain(_ bytes: [UInt8]) { write(bytes[...], to: 2) }

  private static func write(_ text: String, to descriptor: Int32) {
    write(Array(text.utf8)[...], to: descriptor)
  }

  private static func write(_ whole: ArraySlice<UInt8>, to descriptor: Int32) {
    var bytes = whole
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe writeBytes(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Shows diagnostics that point into sources.
  static func show(_ diagnostics: [Diagnostic], in files: SourceFiles = SourceFiles()) {
    guard !diagnostics.isEmpty else { return }
    complain(DiagnosticRenderer(files: files, colour: isColoured).render(diagnostics))
  }
}

/// `write(2)`, whose name `Console.write` hides.
private func writeBytes(
  _ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int
) -> Int {
  unsafe write(descriptor, bytes, count)
}
