import SourceText

/// Whose header a file is, decided anew for each of its inclusions: it is the system's if it was found in a folder of
/// the system's, or if a header of the system's includes it. gcc says so in its line markers, and `-MM` leaves it out.
enum HeaderOwner: UInt8, Sendable {
  case user
  /// It says so itself: `#pragma GCC system_header`.
  case system
  /// It was found in a folder of the system's, whose headers gcc takes for C.
  case systemFolder

  /// What line markers have behind what else they say.
  var flags: StaticString {
    switch self {
    case .user: ""
    case .system: " 3"
    case .systemFolder: " 3 4"
    }
  }

  /// Who owns what a header of this owner includes from a folder of that one.
  func including(_ folder: HeaderOwner) -> HeaderOwner { rawValue < folder.rawValue ? folder : self }
}

/// The files that were gone into, as gcc tells them apart: by the name and the folder that led to them. What is
/// reached by two spellings is two files to it, in make rules and for include guards.
struct EnteredFiles: Sendable {
  /// The names that were asked for, and the folders of files that ask for others beside them.
  private var names = SymbolTable(minimumCapacity: 32)
  /// By a file's name: what it led to first (`place(of:folder:)`); then the further ones with their names.
  private var places = PlainArray<Int32>()
  private var furtherPlaces = PlainArray<UInt64>()
  /// By such a folder's name: the owner of the first file that asked, + 1.
  private var folderOwners = PlainArray<UInt8>()
  /// What make rules list, in order, and which of it is the system's.
  private var paths: [String] = []
  private var areSystem = PlainArray<Bool>()

  mutating func removeAll() {
    if names.count > 1 { names = SymbolTable(minimumCapacity: 32) }
    places.removeAll()
    furtherPlaces.removeAll()
    folderOwners.removeAll()
    paths.removeAll()
    areSystem.removeAll()
  }

  /// Notes that a file is gone into by a name that was found in a folder of the search; false if that was so before.
  mutating func note(_ file: FileID, in folder: Int?, by name: String) -> Bool {
    let name = names.intern(name)
    let place = Self.place(of: file, folder: folder)
    if places.count <= name.index { places.resize(to: name.index + 1, 0) }
    if places[name.index] == 0 {
      places[name.index] = place
      return true
    }
    let both = UInt64(UInt32(bitPattern: place)) << 32 | UInt64(name.rawValue)
    if places[name.index] == place || furtherPlaces.contains(both) { return false }
    furtherPlaces.append(both)
    return true
  }

  /// Whether that was noted.
  func has(_ file: FileID, in folder: Int?, by name: String) -> Bool {
    guard let name = names.find(name), name.index < places.count else { return false }
    let place = Self.place(of: file, folder: folder)
    return places[name.index] == place
      || furtherPlaces.contains(UInt64(UInt32(bitPattern: place)) << 32 | UInt64(name.rawValue))
  }

  /// Lists a file that is gone into for the first time.
  mutating func list(_ path: String, _ owner: HeaderOwner) {
    paths.append(path)
    areSystem.append(owner != .user)
  }

  /// The paths of those that are listed.
  func listed(withoutSystem: Bool) -> [String] {
    withoutSystem ? paths.indices.filter { !areSystem[$0] }.map { paths[$0] } : paths
  }

  /// The owner of what lies in a folder, which a file of this owner wants to look into because it lies there itself:
  /// for gcc it is once and for all the owner of the first such file.
  @discardableResult
  mutating func owner(ofFolder folder: String, of including: HeaderOwner) -> HeaderOwner {
    let folder = names.intern(folder)
    if folderOwners.count <= folder.index { folderOwners.resize(to: folder.index + 1, 0) }
    if folderOwners[folder.index] == 0 { folderOwners[folder.index] = including.rawValue + 1 }
    return HeaderOwner(rawValue: folderOwners[folder.index] - 1) ?? .user
  }

  /// A number that is not 0 for what a name leads to: the folder of the search, or the file that it is with another
  /// folder or none before it.
  private static func place(of file: FileID, folder: Int?) -> Int32 {
    if let folder, folder >= 0 { return Int32(truncatingIfNeeded: folder) + 1 }
    return -1 - Int32(truncatingIfNeeded: file.index)
  }
}

extension Preprocessor {
  /// Who owns what is included from a folder of the search.
  func owner(inFolder folder: Int?) -> HeaderOwner {
    let including = inputs.last?.owner ?? .user
    guard let folder, folder >= 0, options.isSystemFolder(folder) else { return including }
    return including.including(.systemFolder)
  }

  /// What gcc's make rules list, once the text was printed: the source and what it included, a file that goes by two
  /// names twice.
  public func ruleDependencies(withoutSystemHeaders: Bool) -> [String] {
    dependencies.prefix(1) + search.entered.listed(withoutSystem: withoutSystemHeaders)
  }
}
