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
  /// A file that holds these bytes already only gets the time of now: of many blobs that are made again
  /// most are what they were, and to replace a file takes a file system ten times as long as to read it.
  ///
  /// A path that is a symbolic link keeps being one: its target is replaced. What is no regular
  /// file (`/dev/null`, a pipe) is written to as it is. On failure the file that was there is as it
  /// was and nothing is left beside it.
  ///
  /// With `isDurable` the new file is on the disk when this returns, so that losing power leaves
  /// either file whole, too.
  public static func write(
    _ bytes: [UInt8], to path: String, isDurable: Bool = false
  ) throws(FileError) {
    do {
      if path == "-" {
        try writeAll(bytes, to: .standardOutput)
        return
      }
      guard let existing = try? unsafe Stat(path, followTargetSymlink: false) else {
        return try writeBeside(bytes, path, permissions: nil, isDurable)
      }
      if existing.type == .regular {
        if existing.size == bytes.count, existing.linkCount == 1, !isDurable, renew(path, holding: bytes) {
          return
        }
        try writeBeside(bytes, path, permissions: existing.permissions, isDurable)
      } else if existing.type == .symbolicLink {
        try writeThroughLink(bytes, path, isDurable)
      } else {
        try writeInPlace(bytes, path)
      }
    } catch let error as Errno {
      throw FileError(.write, path, error)
    } catch {
      throw FileError(.write, path, .ioError)
    }
  }

  /// Gives a file that holds just these bytes the time of now; false if it does not, or cannot be told.
  private static func renew(_ path: String, holding bytes: [UInt8]) -> Bool {
    guard let file = try? unsafe FileDescriptor.open(path, .readOnly, options: [.closeOnExec]) else {
      return false
    }
    defer { try? file.close() }
    let holds = unsafe bytes.withUnsafeBytes { expected in
      unsafe withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 16) { part in
        var compared = 0
        while let count = try? unsafe file.read(into: part), count > 0 {
          guard count <= expected.count - compared, let start = expected.baseAddress,
            let own = part.baseAddress, unsafe memcmp(start + compared, own, count) == 0
          else { return false }
          compared += count
        }
        return compared == expected.count
      }
    }
    guard holds else { return false }
    return futimens(file.rawValue, nil) == 0
  }

  private static func writeThroughLink(
    _ bytes: [UInt8], _ path: String, _ isDurable: Bool
  ) throws {
    let target = try? unsafe Stat(path)
    if let target, target.type != .regular { return try writeInPlace(bytes, path) }
    try writeBeside(bytes, resolved(path), permissions: target?.permissions, isDurable)
  }

  private static func writeInPlace(_ bytes: [UInt8], _ path: String) throws {
    let file = try unsafe FileDescriptor.open(path, .writeOnly, options: [.closeOnExec])
    defer { try? file.close() }
    try writeAll(bytes, to: file)
  }

  /// The permissions are those of the file that is replaced, or else those of any new file.
  private static func writeBeside(
    _ bytes: [UInt8], _ path: String, permissions: FilePermissions?, _ isDurable: Bool
  ) throws {
    let beside = "\(path).\(getpid()).partial"
    let file = try unsafe FileDescriptor.open(
      beside, .writeOnly, options: [.create, .truncate, .closeOnExec],
      permissions: permissions ?? [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    do {
      do {
        // What is asked for when a file is made, the umask cuts down.
        if let permissions { _ = fchmod(file.rawValue, permissions.rawValue) }
        try writeAll(bytes, to: file)
        if isDurable, fsync(file.rawValue) != 0 { throw Errno(rawValue: errno) }
      } catch {
        try? file.close()
        throw error
      }
      try file.close()
      if unsafe rename(beside, path) != 0 { throw Errno(rawValue: errno) }
      if isDurable { syncFolder(of: path) }
    } catch {
      _ = unsafe unlink(beside)
      throw error
    }
  }

  /// Puts a new name on the disk; not all file systems can, and then there is nothing to be done.
  private static func syncFolder(of path: String) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard let file = try? unsafe FileDescriptor.open(folder, .readOnly, options: [.closeOnExec]) else {
      return
    }
    _ = fsync(file.rawValue)
    try? file.close()
  }

  // `FileDescriptor.writeAll` takes any sequence, and the Swift runtime much time to find out which.
  private static func writeAll(_ bytes: [UInt8], to file: FileDescriptor) throws {
    try unsafe bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        written += try unsafe file.write(UnsafeRawBufferPointer(rebasing: buffer[written...]))
      }
    }
  }

  /// The path at the end of a chain of symbolic links, or the path itself if it leads nowhere.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
