import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writing complete files, so that readers see either the old one or the new one, and never a part.
public enum FileReplacement {
  /// Writes `bytes` to a new file beside `path`, which then takes its place; `-` is standard output.
  ///
  /// A symbolic link at `path` is kept: its target is replaced or created. What is not a regular file
  /// (`/dev/null`, a pipe) or is open already (`/dev/stdout`, `/dev/fd/3`) is written to directly. The new
  /// file gets the owner of the old one where the system allows that; an old file that has an access list or
  /// other extended attributes is not replaced but overwritten. A file that may not be written to is not
  /// replaced either. On failure, the file that was there is unchanged, and nothing is left beside it.
  ///
  /// With `isDurable`, the new file is on disk when this returns, so that even a power failure leaves one of
  /// the two files complete.
  public static func write(
    _ bytes: [UInt8], to path: String, isDurable: Bool = false
  ) throws(FileError) {
    try write(to: path, isDurable: isDurable) { $0.write(bytes.span) }
  }

  /// Writes the bytes that `body` passes to the writer to a new file beside `path`, which then takes its
  /// place, by the same rules.
  public static func write(
    to path: String, isDurable: Bool = false, _ body: (inout FileWriter) -> Void
  ) throws(FileError) {
    let code = unsafe path.withCString { path in
      unsafe replace(path, isDurable: isDurable, body)
    }
    if code != 0 { throw FileError(.write, path, Errno(rawValue: code)) }
  }

  /// Writes what `body` produces to a new file beside `path`, which takes its place if `body` returns that it
  /// is complete. Otherwise everything stays as it was, and the result is false.
  ///
  /// Returns nil, having done nothing, if this is not how `path` is written, or if no file can be created
  /// beside it; the contents then have to be produced first.
  public static func write(
    to path: String, ifWhole body: (inout FileWriter) -> Bool
  ) throws(FileError) -> Bool? {
    if path == "-" { return nil }
    var isBegun = false
    let code: Int32? = unsafe path.withCString { path in
      var there = stat()
      let isThere = unsafe lstat(path, &there) == 0
      if isThere, there.st_mode & S_IFMT != S_IFREG { return nil }
      return unsafe writeBeside(
        path, replacing: isThere ? there : nil, false,
        whole: { writer in
          isBegun = true
          return body(&writer)
        })
    }
    guard let code, isBegun else { return nil }
    if code > 0 { throw FileError(.write, path, Errno(rawValue: code)) }
    return code == 0
  }

  /// Writes the bytes that `body` passes to the writer to a new file beside `path`, which then takes its
  /// place, by the rules of `write`. Returns 0 or the system's error number.
  @unsafe
  public static func replace(
    _ path: UnsafePointer<CChar>, isDurable: Bool = false, _ body: (inout FileWriter) -> Void
  ) -> Int32 {
    if unsafe strcmp(path, "-") == 0 { return write(to: 1, body) }
    var there = stat()
    guard unsafe lstat(path, &there) == 0 else {
      return unsafe writeBeside(path, replacing: nil, isDurable, body)
    }
    switch there.st_mode & S_IFMT {
    case S_IFREG: return unsafe writeBeside(path, replacing: there, isDurable, body)
    case S_IFLNK: return unsafe writeThroughLink(path, isDurable, body)
    default: return unsafe writeInPlace(path, body)
    }
  }

  // An error number that no system uses.
  private static var isNotWhole: Int32 { -1 }

  static func writeInPlace(
    _ path: UnsafePointer<CChar>, _ body: (inout FileWriter) -> Void
  ) -> Int32 {
    let file = unsafe openFile(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    if file < 0 { return errno }
    let code = write(to: file, body)
    // Some file systems report a full disk only now.
    let isClosed = closeFile(file) == 0
    return code == 0 && !isClosed ? errno : code
  }

  static func write(to file: Int32, _ body: (inout FileWriter) -> Void) -> Int32 {
    var writer = FileWriter(file)
    body(&writer)
    return writer.finish()
  }

  static func writeBeside(
    _ path: UnsafePointer<CChar>, replacing there: stat?, _ isDurable: Bool,
    _ body: (inout FileWriter) -> Void
  ) -> Int32 {
    unsafe writeBeside(
      path, replacing: there, isDurable,
      whole: { writer in
        body(&writer)
        return true
      })
  }

  /// Owner and permissions are those of the file that is replaced, or else those of any new file. `body`
  /// returns whether it has written everything.
  private static func writeBeside(
    _ path: UnsafePointer<CChar>, replacing there: stat?, _ isDurable: Bool,
    whole body: (inout FileWriter) -> Bool
  ) -> Int32 {
    unsafe NewFile.make(for: path, replacing: there) { new in
      var isWhole = false
      var code = write(to: new.descriptor) { isWhole = body(&$0) }
      if code == 0, !isWhole { code = isNotWhole }
      if code == 0, isDurable, fsync(new.descriptor) != 0 { code = errno }
      return code == 0 ? new.place(isDurable) : code
    }
  }
}
