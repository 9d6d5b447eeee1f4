import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writing whole files, so that a reader sees the old one or the new one and never a part.
public enum FileReplacement {
  /// Writes `bytes` beside `path` and puts the result in its place; `-` is standard output.
  ///
  /// A path that is a symbolic link keeps being one: its target is replaced, or made. What is no regular
  /// file (`/dev/null`, a pipe) or is open already (`/dev/stdout`, `/dev/fd/3`) is written to as it is.
  /// The new file belongs to whom the old one belonged, where the system allows that; an old one that has an access
  /// list or other attributes stays the file that it is. One that may not be written to is not replaced either. On
  /// failure the file that was there is as it was and nothing is left beside it.
  ///
  /// With `isDurable` the new file is on the disk when this returns, so that losing power leaves
  /// either file whole, too.
  public static func write(
    _ bytes: [UInt8], to path: String, isDurable: Bool = false
  ) throws(FileError) {
    try write(to: path, isDurable: isDurable) { $0.write(bytes.span) }
  }

  /// Writes the bytes that `body` hands over one after another beside `path` and puts the result in its place, by the
  /// same rules.
  public static func write(
    to path: String, isDurable: Bool = false, _ body: (inout FileWriter) -> Void
  ) throws(FileError) {
    let code = unsafe path.withCString { path in
      unsafe replace(path, isDurable: isDurable, body)
    }
    if code != 0 { throw FileError(.write, path, Errno(rawValue: code)) }
  }

  /// Writes beside `path` what `body` hands over while it is being made, and puts it in the place of what is there if
  /// `body` says that it is whole. Otherwise all stays as it was, and false is returned.
  ///
  /// Nil, and nothing done, if this takes another way, or cannot be: then it is to be made first.
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

  /// Writes the bytes that `body` hands over one after another beside `path` and puts the result in its place, by the
  /// rules of `write`. Returns 0, or the number of the system's error.
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

  // An error's number that no system has.
  private static var isNotWhole: Int32 { -1 }

  static func writeInPlace(
    _ path: UnsafePointer<CChar>, _ body: (inout FileWriter) -> Void
  ) -> Int32 {
    let file = unsafe openFile(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    if file < 0 { return errno }
    defer { close(file) }
    return write(to: file, body)
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

  /// Owner and permissions are those of the file that is replaced, or else those of any new file. What `body` says
  /// is whether it has written all.
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
