import SourceText
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the commands speak to people.
enum Console {
  /// Whether diagnostics are coloured: on a terminal that can, unless `NO_COLOR` is set.
  static var isColoured: Bool { isatty(2) == 1 && allowsColour }

  /// Whether what goes to standard output is coloured: by the same rule.
  static var outputIsColoured: Bool { outputIsTerminal && allowsColour }

  private static var allowsColour: Bool { !isDumb && environment("NO_COLOR").map(\.isEmpty) ?? true }

  /// Whether the terminal knows no sequences of control (Emacs, some consoles of build servers).
  private static var isDumb: Bool { environment("TERM") == "dumb" }

  /// Whether what is written to standard output goes to a terminal.
  static var outputIsTerminal: Bool { isatty(1) == 1 }

  /// Whether what is said to people goes to a terminal.
  static var errorsAreTerminal: Bool { isatty(2) == 1 }

  /// What the system said when something could not be written to standard output; 0 if all was written.
  private static let lost = Mutex<Int32>(0)

  /// Says so if what was to be read on standard output is not there, and tells whether that is the case.
  static func complainOfLostOutput() -> Bool {
    let code = lost.withLock { $0 }
    if code == 0 { return false }
    complain("swiftdt: error: cannot write to standard output: \(unsafe String(cString: strerror(code)))\n")
    return true
  }

  /// Whether a status line stands on the terminal.
  private static let hasStatus = Mutex(false)

  /// Writes a line that stays only until something else is written, on a terminal that can; an empty one goes.
  static func showStatus(_ text: String) {
    guard !isDumb else { return }
    hasStatus.withLock { isShown in
      if isShown { write("\r\u{1B}[K", to: 2) }
      // A longer line would wrap, and then only its last part goes.
      write(String(text.prefix(columns - 2)), to: 2)
      isShown = !text.isEmpty
    }
  }

  /// How many characters a line of the terminal has.
  private static var columns: Int {
    var size = winsize()
    guard unsafe ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 2 else { return 80 }
    return Int(size.ws_col)
  }

  /// An environment variable's value.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Writes to standard error; what cannot be written there is lost.
  static func complain(_ text: String) { complain(Array(text.utf8)) }

  /// Writes to standard output; that something could not be written there, `complainOfLostOutput` says.
  static func say(_ text: String) { write(text, to: 1) }

  /// Writes bytes to standard error; what cannot be written there is lost.
  static func complain(_ bytes: [UInt8]) {
    hasStatus.withLock { isShown in
      if isShown { write("\r\u{1B}[K", to: 2) }
      isShown = false
      unsafe bytes.withUnsafeBytes { unsafe write($0, to: 2) }
    }
  }

  /// Writes bytes to standard output, in the same way.
  static func say(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe write($0, to: 1) } }

  // A text is written from where it lies: an array of it takes a short command longer than all else.
  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { unsafe write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  private static func write(_ whole: UnsafeRawBufferPointer, to descriptor: Int32) {
    var bytes = unsafe whole
    while unsafe !bytes.isEmpty {
      let count = unsafe writeBytes(descriptor, bytes.baseAddress, bytes.count)
      if count < 0 {
        let code = errno
        if code == EINTR { continue }
        if descriptor == 1 { lost.withLock { $0 = code } }
        return
      }
      unsafe bytes = UnsafeRawBufferPointer(rebasing: bytes[count...])
    }
  }

  /// A diagnostic as it would be shown.
  static func text(of diagnostic: Diagnostic, in files: SourceFiles = SourceFiles()) -> String {
    DiagnosticRenderer(files: files, colour: isColoured).render(diagnostic)
  }

  /// Shows diagnostics that point into sources.
  static func show(_ diagnostics: [Diagnostic], in files: SourceFiles = SourceFiles()) {
    guard !diagnostics.isEmpty else { return }
    complain(DiagnosticRenderer(files: files, colour: isColoured).render(diagnostics))
  }
}
