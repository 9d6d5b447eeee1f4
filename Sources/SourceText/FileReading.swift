import SystemPackage

/// Reading whole files.
public enum FileReading {
  /// The largest file that is read (4 GiB less what locations need): larger ones are refused
  /// before memory is taken for them.
  public static let largest = Int(UInt32.max) - 2

  /// All bytes of a file, which may be a pipe; `-` is standard input.
  public static func contents(of path: String) throws(FileError) -> [UInt8] {
    do {
      if path == "-" { return try readAll(.standardInput, path) }
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
      defer { try? file.close() }
      return try readAll(file, path)
    } catch let error as FileError {
      throw error
    } catch let error as Errno {
      throw FileError(.read, path, error)
    } catch {
      throw FileError(.read, path, .ioError)
    }
  }

  /// Whether there is something at `path` that can be opened and is no directory.
  public static func isReadable(_ path: String) -> Bool {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
    else { return false }
    defer { try? file.close() }
    return (try? Stat(FilePath(path)))?.type != .directory
  }

  /// Whether `path` is a folder.
  public static func isFolder(_ path: String) -> Bool {
    (try? Stat(FilePath(path)))?.type == .directory
  }

  private static func readAll(_ file: FileDescriptor, _ path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var capacity = 1 << 16
    while true {
      let chunk = try unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      if chunk.isEmpty { return bytes }
      if bytes.isEmpty { bytes = chunk } else { bytes.append(contentsOf: chunk) }
      if bytes.count > largest { throw FileError(.read, path, .fileTooLarge) }
      capacity = min(max(capacity, bytes.count), 1 << 24)
    }
  }
}
