import SourceText
import SystemPackage

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
    /// An absolute link, at this path, to something that is not in the folder: not even its first part is.
    case outside(at: String, target: String)
    /// This process may not look into a folder on the way.
    case unreadable(FileError)
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
    // The last absolute link, and how many parts of the path follow what it points to.
    var absolute: (place: Place, rest: Int)?
    while let part = rest.popLast() {
      if let link = absolute, rest.count < link.rest { absolute = nil }
      if part == "." { continue }
      if part == ".." {
        // The parent of the root is the root.
        _ = done.popLast()
        continue
      }
      let here = ([path[...]] + done + [part]).joined(separator: "/")
      let found: FileKind?
      do throws(FileError) {
        found = try Self.lookUp(here, in: ([path[...]] + done).joined(separator: "/"))
      } catch {
        return .unreadable(error)
      }
      guard let kind = found else {
        if let absolute, done.isEmpty { return absolute.place }
        return .missing(in: done.joined(separator: "/"), name: String(part))
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
        absolute = (.outside(at: (done + [part]).joined(separator: "/"), target: target), rest.count)
        done = []
      }
      rest += target.split(separator: "/").reversed()
    }
    let whole = ([path[...]] + done).joined(separator: "/")
    return FileReading.isFolder(whole) ? .folder(whole) : .file(whole)
  }

  /// Returns the kind of a file, without following links, or throws an error about the folder if this process
  /// may not look into it.
  private static func lookUp(_ path: String, in folder: String) throws(FileError) -> FileKind? {
    do throws(FileError) {
      let kind = try FileKind(of: path, followingLinks: false)
      // Boot loaders do not know pipes and devices, and opening a pipe would wait for a writer.
      return kind == .special ? nil : kind
    } catch {
      if error.code == .permissionDenied { throw FileError(.read, folder, error.code) }
      return nil
    }
  }

  private static func target(of link: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink(link, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Throws the reason if nothing can be looked up in the folder.
  func check() throws(FileError) {
    var info = stat()
    if unsafe lstat(path + "/.", &info) != 0 { throw FileError(.read, path, Errno(rawValue: errno)) }
  }

  /// What is in a folder.
  struct Contents {
    /// The paths of all files and folders inside, sorted.
    var paths: [String] = []
    /// Those of the links among them.
    var links: [String] = []
    /// The folders that this process may not read.
    var unreadable: [FileError] = []
  }

  /// Lists everything inside. Links are not followed; what `fsck` puts aside, which only root may see, is left
  /// out.
  func list() -> Contents {
    var found = Contents()
    var walk = FolderWalk(of: path, followingLinks: false) { name, folder in
      folder == 0 && name == "lost+found"
    }
    while true {
      do throws(FolderWalk.Failure) {
        guard let entry = try walk.next() else { break }
        found.paths.append(entry.path)
        if entry.kind == .link { found.links.append(entry.path) }
      } catch {
        // Worded as where a path leads through such a folder.
        if case .folder(let error) = error {
          found.unreadable.append(FileError(.read, error.path, error.code))
        }
      }
    }
    found.paths.sort()
    return found
  }
}
