import SourceText
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output and standard error, and the environment.
enum Console {
  /// Whether diagnostics are coloured: on a terminal that supports it, or anywhere if `CLICOLOR_FORCE` is set,
  /// but never if `NO_COLOR` is.
  static var isColoured: Bool { isColoured(errorsAreTerminal) }

  /// Whether standard output is coloured, by the same rule.
  static var outputIsColoured: Bool { isColoured(outputIsTerminal) }

  private static func isColoured(_ isTerminal: Bool) -> Bool {
    if let never = environment("NO_COLOR"), !never.isEmpty { return false }
    if let always = environment("CLICOLOR_FORCE"), !always.isEmpty, always != "0" { return true }
    return isTerminal && !isDumb
  }

  /// Whether the terminal supports no control sequences (Emacs, some consoles of build servers).
  private static var isDumb: Bool { environment("TERM") == "dumb" }

  /// Whether standard output is a terminal.
  static var outputIsTerminal: Bool { isatty(1) == 1 }

  /// Whether standard error is a terminal.
  static var errorsAreTerminal: Bool { isatty(2) == 1 }

  /// The `errno` of the last failed write to standard output; 0 if all writes succeeded.
  private static let lost = Mutex<Int32>(0)

  /// Reports that output was lost, if so; returns whether it was.
  static func complainOfLostOutput() -> Bool {
    let code = lost.withLock { $0 }
    if code == 0 { return false }
    complain("swiftdt: error: cannot write to standard output: \(unsafe String(cString: strerror(code)))\n")
    return true
  }

  /// Whether a status line is on the terminal.
  private static let hasStatus = Mutex(false)

  /// Shows a status line until something else is written, if the terminal supports it; empty text removes it.
  static func showStatus(_ text: String) {
    guard !isDumb else { return }
    hasStatus.withLock { isShown in
      if isShown { write("\r\u{1B}[K", to: 2) }
      // A longer line would wrap, and only its last row could be erased.
      write(String(text.prefix(columns - 2)), to: 2)
      isShown = !text.isEmpty
    }
  }

  /// The width of the terminal in characters.
  private static var columns: Int {
    var size = winsize()
    guard unsafe ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 2 else { return 80 }
    return Int(size.ws_col)
  }

  /// Returns an environment variable's value; nil if it is not set.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Writes to standard error; failures are ignored.
  static func complain(_ text: String) { complain(Array(text.utf8)) }

  /// Writes to standard output; `complainOfLostOutput` reports failures.
  static func say(_ text: String) { write(text, to: 1) }

  /// Writes bytes to standard error; failures are ignored. What is said about an input of a batch is kept until
  /// it is its turn (`OrderedMessages`).
  static func complain(_ bytes: [UInt8]) {
    if let speaker = OrderedMessages.Speaker.ofThisThread { return speaker.say(bytes) }
    complain(atOnce: bytes)
  }

  /// Writes bytes to standard error, whatever else is waiting; failures are ignored.
  static func complain(atOnce bytes: [UInt8]) {
    hasStatus.withLock { isShown in
      if isShown { write("\r\u{1B}[K", to: 2) }
      isShown = false
      unsafe bytes.withUnsafeBytes { unsafe write($0, to: 2) }
    }
  }

  /// Writes bytes to standard output; `complainOfLostOutput` reports failures.
  static func say(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe write($0, to: 1) } }

  // The string's own storage is written: in a short command, an array of it would take longer than the rest.
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

  /// Returns a diagnostic as `show` would write it.
  static func text(of diagnostic: Diagnostic, in files: SourceFiles = SourceFiles()) -> String {
    DiagnosticRenderer(files: files, colour: isColoured).render(diagnostic.worded)
  }

  /// Shows diagnostics, with the source lines in `files` that they point to.
  static func show(_ diagnostics: [Diagnostic], in files: SourceFiles = SourceFiles()) {
    guard !diagnostics.isEmpty else { return }
    complain(DiagnosticRenderer(files: files, colour: isColoured).render(diagnostics.map(\.worded)))
  }
}
