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
  /// Writes `bytes` beside `path` and renames the result over it; `-` is standard output.
  ///
  /// A path that is a symbolic link keeps being one: its target is replaced. What is no regular
  /// file (`/dev/null`, a pipe) is written to as it is. On failure the file that was there is as it
  /// was and nothing is left beside it.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    do {
      if path == "-" {
        try FileDescriptor.standardOutput.writeAll(bytes)
        return
      }
      if let existing = try? Stat(FilePath(path)), existing.type != .regular {
        try writeInPlace(bytes, path)
      } else {
        try writeBeside(bytes, resolved(path))
      }
    } catch let error as Errno {
      throw FileError(.write, path, error)
    } catch {
      throw FileError(.write, path, .ioError)
    }
  }

  private static func writeInPlace(_ bytes: [UInt8], _ path: String) throws {
    let file = try FileDescriptor.open(FilePath(path), .writeOnly, options: [.closeOnExec])
    defer { try? file.close() }
    try file.writeAll(bytes)
  }

  private static func writeBeside(_ bytes: [UInt8], _ path: String) throws {
    let beside = "\(path).\(getpid()).partial"
    // The permissions are those of any new file, or those of the file that is replaced.
    let old = try? Stat(FilePath(path)).permissions
    let file = try FileDescriptor.open(
      FilePath(beside), .writeOnly, options: [.create, .truncate, .closeOnExec],
      permissions: old ?? [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    do {
      do {
        try file.writeAll(bytes)
      } catch {
        try? file.close()
        throw error
      }
      try file.close()
      if unsafe rename(beside, path) != 0 { throw Errno(rawValue: errno) }
    } catch {
      _ = unsafe unlink(beside)
      throw error
    }
  }

  /// The path at the end of a chain of symbolic links, or the path itself.
  private static func resolved(_ path: String) -> String {
    guard let info = try? Stat(FilePath(path), followTargetSymlink: false), info.type == .symbolicLink,
      let real = unsafe realpath(path, nil)
    else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
