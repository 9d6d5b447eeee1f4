import CPlatform
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading whole files.
public enum FileReading {
  /// The largest file that is read (4 GiB less what locations need): larger ones are refused
  /// before memory is taken for them.
  static let largest = Int(UInt32.max) - 2

  /// All bytes of a file, which may be a pipe; `-` is standard input.
  public static func contents(of path: String) throws(FileError) -> [UInt8] {
    if path == "-" { return try readAll(.standardInput, path) }
    let file = try open(path)
    defer { try? file.close() }
    return try readAll(file, path)
  }

  /// At most `count` bytes of a file, from `offset` on. No more than these are read: of a device there is no
  /// end, and of an image a part may be all that is wanted.
  public static func contents(
    of path: String, from offset: UInt64, count: UInt64
  ) throws(FileError) -> [UInt8] {
    if path == "-" { return try read(.standardInput, path, from: offset, count: count) }
    let file = try open(path)
    defer { try? file.close() }
    return try read(file, path, from: offset, count: count)
  }

  /// Appends all bytes of a file to what was read before, straight from the system. The memory that the text
  /// has is `prepared` up to there, which goes further by some pages at a time: to stop at each takes longer.
  ///
  /// Returns the file's number on its device; 0 of what is no regular file.
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
      // With room for one byte more, a short read is the end.
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

  /// All bytes of a regular file, with memory taken for `factor` times as many, since that much will be made
  /// of them; nil if anything about it is unusual, and then whoever asks reads it again, and says what.
  @unsafe
  public static func plainContents(of path: UnsafePointer<CChar>, roomFor factor: Int) -> [UInt8]? {
    // It is asked about before it is opened: who opens a pipe and closes it ends whoever writes to it.
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

  // Of what is larger, the memory comes in large pages.
  private static var largestPrepared: Int { LargePages.smallest / 4 }

  /// Whether there is something at `path` that can be opened and is no directory.
  public static func isReadable(_ path: String) -> Bool {
    guard let info = try? unsafe Stat(path), info.type != .directory else { return false }
    return unsafe access(path, R_OK) == 0
  }

  /// Whether this process may write to the file at `path`, if there is one.
  public static func isWritable(_ path: String) -> Bool {
    guard (try? unsafe Stat(path)) != nil else { return true }
    return unsafe access(path, W_OK) == 0
  }

  /// Whether the file at `path` is marked as one that nobody is to write to.
  public static func isReadOnly(_ path: String) -> Bool {
    guard let permissions = try? unsafe Stat(path).permissions else { return false }
    return permissions.rawValue & 0o222 == 0
  }

  /// Whether `path` is a folder.
  public static func isFolder(_ path: String) -> Bool { number(ofFolder: path) != nil }

  /// The device that a folder lies on and its number there, by which it is one and the same under all its names; nil if
  /// `path` is no folder.
  public static func number(ofFolder path: String) -> (device: UInt64, file: UInt64)? {
    guard let info = info(path), info.st_mode & S_IFMT == S_IFDIR else { return nil }
    return number(info)
  }

  /// The device that a regular file lies on and its number there; nil if `path` is none.
  public static func number(ofFile path: String) -> (device: UInt64, file: UInt64)? {
    guard let info = info(path), info.st_mode & S_IFMT == S_IFREG else { return nil }
    return number(info)
  }

  /// The device that a regular file lies on and its number there; nil if `path` is none.
  @unsafe
  public static func number(ofFileAt path: UnsafePointer<CChar>) -> (device: UInt64, file: UInt64)? {
    var info = stat()
    guard unsafe statFile(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    return number(info)
  }

  private static func number(_ info: stat) -> (device: UInt64, file: UInt64) {
    (UInt64(truncatingIfNeeded: info.st_dev), UInt64(truncatingIfNeeded: info.st_ino))
  }

  /// How many bytes a regular file has; nil if there is none at `path`.
  public static func size(of path: String) -> Int? {
    guard let info = info(path), info.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(info.st_size)
  }

  /// Whether what is at `path` is neither a file that stays as it is until somebody changes it nor a folder: a pipe, a
  /// device.
  public static func isSpecial(_ path: String) -> Bool {
    guard let kind = info(path).map({ $0.st_mode & S_IFMT }) else { return false }
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// Whether what is at `path` cannot be read to its end and then written anew: a pipe, a terminal, `/dev/full`.
  public static func isStream(_ path: String) -> Bool {
    guard let kind = info(path).map({ $0.st_mode & S_IFMT }) else { return false }
    return kind != S_IFREG && kind != S_IFDIR && kind != S_IFBLK
  }

  /// Whether a path is a symbolic link.
  public static func isLink(_ path: String) -> Bool {
    var info = stat()
    return unsafe lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
  }

  /// Whether two paths lead to one and the same file or folder.
  public static func areSame(_ a: String, _ b: String) -> Bool {
    guard let a = info(a), let b = info(b) else { return false }
    return number(a) == number(b)
  }

  /// Whether two paths lead to one regular file, or will once there is one. What is no regular file can take what is
  /// written to it twice.
  public static func leadToOneFile(_ a: String, _ b: String) -> Bool {
    // What is written there twice is gone twice.
    if a == b { return a != "/dev/null" }
    switch (info(a), info(b)) {
    case (nil, nil): return place(ofPath: a) == place(ofPath: b)
    case (let a?, let b?): return a.st_mode & S_IFMT == S_IFREG && number(a) == number(b)
    default: return false
    }
  }

  /// Where what is written to a path is put, by links that lead there: two paths with one such place have one result. A
  /// file that has several names has several places, and each of them can be given to another file.
  public static func place(ofPath path: String) -> String {
    let (folder, name) = parts(of: FileReplacement.end(ofLink: path))
    return info(folder).map { "\($0.st_dev):\($0.st_ino)/\(name)" } ?? path
  }

  private static func parts(of path: String) -> (folder: String, name: Substring) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
    return (String(path[...slash]), path[path.index(after: slash)...])
  }

  /// What the system knows of what is at `path`. It gets the path as it is: `FilePath` would first look for doubled
  /// slashes, and an error that is thrown has the runtime look for its type.
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

  /// All bytes of an open file, of which the first were read already. A test changes it in `meanwhile`, after
  /// its size was asked for.
  static func readAll(
    _ file: FileDescriptor, _ path: String, begun: [UInt8] = [], meanwhile: () -> Void = {}
  ) throws(FileError) -> [UInt8] {
    // A regular file is read in one go: with room for one byte more, a short read is its end.
    var size: Int?
    if let info = try? file.stat(), info.type == .regular { size = Int(info.size) }
    if let size, size > largest { throw .tooLarge(path) }
    meanwhile()
    var bytes = begun
    // A small file's array takes no page for itself: there may be thousands.
    var capacity = size.map { max($0 + 1, 64) } ?? 1 << 12
    while true {
      let chunk = try read(file, path, capacity, expecting: bytes.isEmpty ? size ?? 0 : 0)
      if bytes.isEmpty { bytes = chunk } else { bytes.append(contentsOf: chunk) }
      if bytes.count > largest { throw .tooLarge(path) }
      if bytes.count == size { return bytes }
      if chunk.isEmpty {
        // Some of the system's own files tell no size, or another one; but it does not change.
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
    let limit = Int(min(count, UInt64(largest) + 1))
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let chunk = try read(
        file, path, min(limit - bytes.count, max(bytes.count, 1 << 16), 1 << 24), expecting: 0)
      if chunk.isEmpty { break }
      bytes.append(contentsOf: chunk)
    }
    if bytes.count > largest { throw .tooLarge(path) }
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
