/// Everything in a folder and in the folders below it, one entry after another: the entries of a folder in the
/// order in which the system lists them, then those of its last subfolder, and so on.
///
/// This is the only code that descends into folders, so that a circle of links, a folder that links lead to in
/// thousands of ways, or one that cannot be listed is noticed everywhere.
public struct FolderWalk {
  /// What an entry is.
  public enum Kind: Equatable, Sendable {
    /// A regular file, or a link to one.
    case file
    /// A folder whose entries will follow, with its number: that of the whole folder is 0.
    case folder(Int)
    /// A link, if links are not followed.
    case link
    /// A link to a folder that it is in, with the path from there to the link.
    case loop(cycle: String)
    /// A pipe, a socket or a device.
    case special
    /// It cannot be determined: mostly, a link leads nowhere.
    case unknown(FileError)
  }

  /// Something in a folder.
  public struct Entry: Equatable, Sendable {
    /// The path relative to the whole folder.
    public let path: String
    /// The last part of the path.
    public let name: String
    /// The number of the folder that it is in.
    public let folder: Int
    /// What it is.
    public let kind: Kind
  }

  /// Why there are no further entries, or not those of one folder.
  public enum Failure: Error, Equatable, Sendable {
    /// A folder cannot be listed. The next entry is that of another folder.
    case folder(FileError)
    /// Links lead to too many folders for which there is another path as well; here to one more.
    case tooManyPaths(String)

    /// The failure in words.
    public var diagnostic: Diagnostic {
      switch self {
      case .folder(let error): error.diagnostic
      case .tooManyPaths(let path):
        Diagnostic(
          .error, "folder-links",
          "links lead to folders that have other paths as well in more than 4,096 ways, as does '\(path)'")
      }
    }
  }

  /// How many paths may lead to folders that another path has led to: links in each of some nested folders to
  /// the same place would double the number at each level.
  static let mostRepeated = 4096

  private struct Number: Hashable {
    let device, file: UInt64
  }

  private struct Folder {
    /// The path relative to the whole folder; empty for that one.
    let path: String
    /// Known if links are followed; without links, there are no circles.
    let number: Number?
    /// The number of the folder that it is in.
    let parent: Int?
  }

  private let top: String
  private let followsLinks: Bool
  private let isLeftOut: (_ name: String, _ folder: Int) -> Bool
  private var folders: [Folder]
  private var pending = [0]
  private var known: Set<Number> = []
  private var repeated = 0
  private var current = 0
  /// The names in the current folder that have not been looked at, in reverse.
  private var names: [String] = []

  /// Begins with a folder. `isLeftOut` says which entries are passed over, by name and the number of the
  /// folder that they are in.
  public init(
    of folder: String, followingLinks: Bool,
    leavingOut isLeftOut: @escaping (String, Int) -> Bool = { _, _ in false }
  ) {
    top = folder
    followsLinks = followingLinks
    self.isLeftOut = isLeftOut
    let number = followingLinks ? Self.number(of: folder) : nil
    folders = [Folder(path: "", number: number, parent: nil)]
    if let number { known.insert(number) }
  }

  /// Returns the path of an entry as seen from where the whole folder's path is.
  public func place(of path: String) -> String {
    if path.isEmpty { return top.isEmpty ? "." : top }
    return top.isEmpty || top.hasSuffix("/") ? top + path : top + "/" + path
  }

  /// Returns the next entry; nil if there are no more.
  public mutating func next() throws(Failure) -> Entry? {
    while true {
      if let name = names.popLast() {
        if isLeftOut(name, current) { continue }
        let path = folders[current].path.isEmpty ? name : folders[current].path + "/" + name
        return Entry(path: path, name: name, folder: current, kind: try kind(of: path))
      }
      guard let folder = pending.popLast() else { return nil }
      current = folder
      do throws(FileError) {
        names = try FolderListing.entries(of: place(of: folders[folder].path))
      } catch {
        throw .folder(error)
      }
      names.reverse()
    }
  }

  private mutating func kind(of path: String) throws(Failure) -> Kind {
    let place = place(of: path)
    let kind: FileKind
    do throws(FileError) {
      kind = try FileKind(of: place, followingLinks: followsLinks)
    } catch {
      return .unknown(error)
    }
    switch kind {
    case .file: return .file
    case .link: return .link
    case .special: return .special
    case .folder:
      let number = followsLinks ? Self.number(of: place) : nil
      if let number {
        if let folder = open(number) {
          return .loop(cycle: String(path.dropFirst(folder.isEmpty ? 0 : folder.count + 1)))
        }
        if !known.insert(number).inserted { repeated += 1 }
        if repeated > Self.mostRepeated {
          names = []
          pending = []
          throw .tooManyPaths(place)
        }
      }
      pending.append(folders.count)
      folders.append(Folder(path: path, number: number, parent: current))
      return .folder(folders.count - 1)
    }
  }

  /// Returns the path of a folder if it is the current one or one of those around it.
  private func open(_ number: Number) -> String? {
    var next: Int? = current
    while let folder = next {
      if folders[folder].number == number { return folders[folder].path }
      next = folders[folder].parent
    }
    return nil
  }

  private static func number(of folder: String) -> Number? {
    FileReading.number(ofFolder: folder).map { Number(device: $0.device, file: $0.file) }
  }
}
