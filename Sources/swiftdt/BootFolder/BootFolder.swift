import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that will be a partition's root, with paths resolved as a boot loader resolves them there.
///
/// Links are followed by hand, one part of the path at a time: the system would follow an absolute link to
/// this machine's files, while for U-Boot such a link starts at the partition's root.
struct BootFolder {
  /// Its path, without a trailing slash.
  let path: String

  init(_ path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  /// Where a path leads.
  enum Place: Equatable {
    /// A file, with its path on this machine.
    case file(String)
    case folder(String)
    /// There is nothing of that name: the folder that was searched, and the name.
    case missing(in: String, name: String)
    /// An absolute link, at this path, to something that is not in the folder.
    case outside(at: String, target: String)
    /// There are more links than U-Boot follows, or they form a circle.
    case tooManyLinks(at: String)
  }

  /// The number of links that U-Boot follows on one path.
  static let mostLinks = 7

  /// Returns where a path leads, which is absolute or relative to a folder inside.
  func place(_ text: String, from folder: String) -> Place {
    var done: [Substring] = text.hasPrefix("/") ? [] : folder.split(separator: "/")
    var rest = Array(text.split(separator: "/").reversed())
    var links = 0
    var absolute: Place?
    while let part = rest.popLast() {
      if part == "." { continue }
      if part == ".." {
        // The parent of the root is the root.
        _ = done.popLast()
        continue
      }
      let here = ([path[...]] + done + [part]).joined(separator: "/")
      guard let kind = Self.kind(of: here) else {
        return absolute ?? .missing(in: done.joined(separator: "/"), name: String(part))
      }
      guard kind == .link else {
        done.append(part)
        if kind == .file, !rest.isEmpty {
          return .missing(in: done.joined(separator: "/"), name: String(rest[rest.count - 1]))
        }
        continue
      }
      links += 1
      if links > Self.mostLinks { return .tooManyLinks(at: (done + [part]).joined(separator: "/")) }
      guard let target = Self.target(of: here) else {
        return .missing(in: done.joined(separator: "/"), name: String(part))
      }
      if target.hasPrefix("/") {
        absolute = .outside(at: (done + [part]).joined(separator: "/"), target: target)
        done = []
      }
      rest += target.split(separator: "/").reversed()
    }
    let whole = ([path[...]] + done).joined(separator: "/")
    return FileReading.isFolder(whole) ? .folder(whole) : .file(whole)
  }

  /// The kind of a file, without following links.
  enum Kind {
    case file, folder, link
  }

  static func kind(of path: String) -> Kind? {
    var info = stat()
    guard unsafe lstat(path, &info) == 0 else { return nil }
    switch info.st_mode & S_IFMT {
    case S_IFLNK: return .link
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    // Boot loaders do not know pipes and devices, and opening a pipe would wait for a writer.
    default: return nil
    }
  }

  private static func target(of link: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink(link, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The paths of all files and folders inside, sorted. Links are not followed; a folder that
  /// cannot be read counts as empty.
  var contents: [String] {
    var found: [String] = []
    var pending = [""]
    while let folder = pending.popLast() {
      for name in FolderListing.names(in: path + "/" + folder) ?? [] {
        let inside = folder.isEmpty ? name : folder + "/" + name
        found.append(inside)
        if Self.kind(of: path + "/" + inside) == .folder { pending.append(inside) }
      }
    }
    return found.sorted()
  }
}
