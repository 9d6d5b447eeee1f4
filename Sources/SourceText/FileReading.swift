import CPlatform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading files completely, and finding out about them.
public enum FileReading {
  /// The largest file that is read (4 GiB less what locations need): larger ones are refused before memory is
  /// allocated for them.
  static let largest = Int(UInt32.max) - 2

  /// The most that is read of a file: a device such as `/dev/zero` has no end.
  private static func mostBytes(of kind: FileType?) -> Int {
    kind == .characterSpecial ? 1 << 27 : largest
  }

  /// Returns all bytes of a file, which may be a pipe; `-` is standard input.
  public static func contents(of path: String) throws(FileError) -> [UInt8] {
    if path == "-" { return try readAll(.standardInput, path) }
    let file = try open(path)
    defer { try? file.close() }
    return try readAll(file, path)
  }

  /// Returns at most `count` bytes of a file, from `offset` on. No more than these are read: a device may
  /// have no end, and only a part of an image may be wanted.
  public static func contents(
    of path: String, from offset: UInt64, count: UInt64
  ) throws(FileError) -> [UInt8] {
    if path == "-" { return try read(.standardInput, path, from: offset, count: count) }
    let file = try open(path)
    defer { try? file.close() }
    return try read(file, path, from: offset, count: count)
  }

  /// Appends all bytes of a file to `text`, reading straight into its memory. `prepared` is how far that
  /// memory has been populated; it advances by several pages at a time, since faulting in each page takes
  /// longer.
  ///
  /// Returns the file's inode number, or 0 if it is not a regular file.
  static func append(
    _ path: String, to text: inout [UInt8], prepared: inout Int
  ) throws(FileError) -> UInt64 {
    if path == "-" {
      text.append(contentsOf: try readAll(.standardInput, path))
      return 0
    }
    let file = try open(path)
    defer { try? file.close() }
    guard let info = try? file.stat(), info.type == .regular, info.size <= largest - text.count else {
      text.append(contentsOf: try readAll(file, path))
      return 0
    }
    let number = UInt64(truncatingIfNeeded: info.rawValue.st_ino)
    let size = Int(info.size)
    let start = text.count
    do {
      // With room for one more byte, a short read marks the end.
      if start + size + 1 > text.capacity {
        text.reserveCapacity(max(start + size + 1, text.capacity * 2))
        prepared = 0
      }
      let capacity = text.capacity
      try text.append(addingCapacity: size + 1) { output in
        try unsafe output.withUnsafeMutableBufferPointer { buffer, count in
          if start + size > prepared, let memory = buffer.baseAddress {
            let known = max(prepared - start, 0)
            let wanted = min(size + 1 << 15, capacity - start)
            unsafe LargePages.askForAll(memory + known, wanted - known)
            prepared = start + wanted
          }
          count = try unsafe file.read(
            into: UnsafeMutableRawBufferPointer(buffer.extracting(..<(size + 1))))
        }
      }
    } catch {
      throw FileError(.read, path, error as? Errno ?? .ioError)
    }
    if text.count - start == size { return number }
    let begun = Array(text[start...])
    text.removeLast(begun.count)
    text.append(contentsOf: try readAll(file, path, begun: begun))
    return number
  }

  /// Returns all bytes of a regular file, after preparing memory for `factor` times as many, since that much
  /// will be made of them. Nil if anything about the file is unusual: the caller then reads it again by other
  /// means, which report what is wrong.
  @unsafe
  public static func plainContents(of path: UnsafePointer<CChar>, roomFor factor: Int) -> [UInt8]? {
    // `stat` comes before `open`: opening and closing a pipe could end the process that writes to it.
    var info = stat()
    guard unsafe statFile(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_size > 0,
      info.st_size < largestPrepared
    else { return nil }
    let file = unsafe openFile(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { return nil }
    defer { closeFile(file) }
    let size = Int(info.st_size)
    platform_prepare_heap(size * factor)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      count = unsafe max(0, readBytes(file, buffer.baseAddress, size + 1))
    }
    return bytes.count == size ? bytes : nil
  }

  // Larger files get their memory in large pages.
  private static var largestPrepared: Int { LargePages.smallest / 4 }

  /// Whether there is something at `path` that can be opened for reading and is not a directory.
  public static func isReadable(_ path: String) -> Bool {
    guard let info = try? unsafe Stat(path), info.type != .directory else { return false }
    return unsafe access(path, R_OK) == 0
  }

  /// Whether this process may write to the file at `path`, if there is one.
  public static func isWritable(_ path: String) -> Bool {
    guard (try? unsafe Stat(path)) != nil else { return true }
    return unsafe access(path, W_OK) == 0
  }

  /// Whether the permissions of the file at `path` let nobody write to it.
  public static func isReadOnly(_ path: String) -> Bool {
    guard let permissions = try? unsafe Stat(path).permissions else { return false }
    return permissions.rawValue & 0o222 == 0
  }

  /// Whether `path` is a folder.
  public static func isFolder(_ path: String) -> Bool { number(ofFolder: path) != nil }

  /// The device and inode number of a folder, which are the same under all of its names; nil if `path` is not
  /// a folder.
  public static func number(ofFolder path: String) -> (device: UInt64, file: UInt64)? {
    guard let info = info(path), info.st_mode & S_IFMT == S_IFDIR else { return nil }
    return number(info)
  }

  /// The device and inode number of a regular file; nil if there is none at `path`.
  public static func number(ofFile path: String) -> (device: UInt64, file: UInt64)? {
    guard let info = info(path), info.st_mode & S_IFMT == S_IFREG else { return nil }
    return number(info)
  }

  /// The device and inode number of a regular file; nil if there is none at `path`.
  @unsafe
  public static func number(ofFileAt path: UnsafePointer<CChar>) -> (device: UInt64, file: UInt64)? {
    var info = stat()
    guard unsafe statFile(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    return number(info)
  }

  private static func number(_ info: stat) -> (device: UInt64, file: UInt64) {
    (UInt64(truncatingIfNeeded: info.st_dev), UInt64(truncatingIfNeeded: info.st_ino))
  }

  /// The size in bytes of a regular file; nil if there is none at `path`.
  public static func size(of path: String) -> Int? {
    guard let info = info(path), info.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(info.st_size)
  }

  /// Whether there is something at `path` that is neither a regular file nor a folder: a pipe, a device.
  public static func isSpecial(_ path: String) -> Bool {
    guard let kind = info(path).map({ $0.st_mode & S_IFMT }) else { return false }
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// Whether what is at `path` cannot be read to its end and then rewritten: a pipe, a terminal, `/dev/full`.
  public static func isStream(_ path: String) -> Bool {
    guard let kind = info(path).map({ $0.st_mode & S_IFMT }) else { return false }
    return kind != S_IFREG && kind != S_IFDIR && kind != S_IFBLK
  }

  /// Whether a path is a symbolic link.
  public static func isLink(_ path: String) -> Bool {
    var info = stat()
    return unsafe lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
  }

  /// Whether two paths lead to the same file or folder.
  public static func areSame(_ a: String, _ b: String) -> Bool {
    guard let a = info(a), let b = info(b) else { return false }
    return number(a) == number(b)
  }

  /// Whether two paths lead to one regular file, or will once it exists. Other kinds of files can take two
  /// outputs, but the same path twice counts for any of them, except `/dev/null`.
  public static func leadToOneFile(_ a: String, _ b: String) -> Bool {
    // Nothing is lost if two outputs are discarded.
    if a == b { return a != "/dev/null" }
    switch (info(a), info(b)) {
    case (nil, nil): return place(ofPath: a) == place(ofPath: b)
    case (let a?, let b?): return a.st_mode & S_IFMT == S_IFREG && number(a) == number(b)
    default: return false
    }
  }

  /// Returns where output written to a path ends up, following links: two paths with the same place have one
  /// result. A file that has several names has several places, and each of them can be given to another file.
  public static func place(ofPath path: String) -> String {
    let (folder, name) = parts(of: FileReplacement.end(ofLink: path))
    return info(folder).map { "\($0.st_dev):\($0.st_ino)/\(name)" } ?? path
  }

  private static func parts(of path: String) -> (folder: String, name: Substring) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
    return (String(path[...slash]), path[path.index(after: slash)...])
  }

  /// The `stat` of `path`, which is passed on as it is: `FilePath` would first look for doubled slashes, and
  /// to throw an error, the runtime has to look up its type.
  private static func info(_ path: String) -> stat? {
    var info = stat()
    return unsafe path.withCString { unsafe statFile($0, &info) } == 0 ? info : nil
  }

  private static func open(_ path: String) throws(FileError) -> FileDescriptor {
    do {
      return try unsafe FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
    } catch {
      throw FileError(.read, path, error as? Errno ?? .ioError)
    }
  }

  /// Returns all bytes of an open file, the first of which (`begun`) were read before. Tests change the file
  /// in `meanwhile`, after its size has been obtained.
  static func readAll(
    _ file: FileDescriptor, _ path: String, begun: [UInt8] = [], meanwhile: () -> Void = {}
  ) throws(FileError) -> [UInt8] {
    // A regular file is read in one call: with room for one more byte, a short read marks its end.
    var size: Int?
    let info = try? file.stat()
    if let info, info.type == .regular { size = Int(info.size) }
    let limit = mostBytes(of: info?.type)
    if let size, size > largest { throw .tooLarge(path) }
    meanwhile()
    var bytes = begun
    // A small file's array does not take up a page: there may be thousands.
    var capacity = size.map { max($0 + 1, 64) } ?? 1 << 12
    while true {
      let chunk = try read(file, path, capacity, expecting: bytes.isEmpty ? size ?? 0 : 0)
      if bytes.isEmpty { bytes = chunk } else { bytes.append(contentsOf: chunk) }
      if bytes.count > limit { throw .tooLarge(path) }
      if bytes.count == size { return bytes }
      if chunk.isEmpty {
        // Some of the system's own files report a size of 0 or a wrong one, but it does not change.
        if let size, let now = try? file.stat().size, Int(now) != size { throw .changed(path) }
        return bytes
      }
      capacity = min(max(capacity, bytes.count, 1 << 16), 1 << 24)
    }
  }

  private static func read(
    _ file: FileDescriptor, _ path: String, from offset: UInt64, count: UInt64
  ) throws(FileError) -> [UInt8] {
    if offset > 0 {
      guard let offset = Int64(exactly: offset) else { throw FileError(.read, path, .invalidArgument) }
      do {
        try file.seek(offset: offset, from: .start)
      } catch {
        throw FileError(.read, path, error as? Errno ?? .ioError)
      }
    }
    let most = mostBytes(of: (try? file.stat())?.type)
    let limit = Int(min(count, UInt64(most) + 1))
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let chunk = try read(
        file, path, min(limit - bytes.count, max(bytes.count, 1 << 16), 1 << 24), expecting: 0)
      if chunk.isEmpty { break }
      bytes.append(contentsOf: chunk)
    }
    if bytes.count > most { throw .tooLarge(path) }
    return bytes
  }

  private static func read(
    _ file: FileDescriptor, _ path: String, _ capacity: Int, expecting expected: Int
  ) throws(FileError) -> [UInt8] {
    do {
      return try unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        if let start = buffer.baseAddress { unsafe LargePages.askForAll(start, min(expected, capacity)) }
        count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
    } catch {
      throw FileError(.read, path, error as? Errno ?? .ioError)
    }
  }
}
