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
  /// A name that led to a file.
  private struct Entry: BitwiseCopyable {
    /// What it led to (`place(of:folder:)`).
    let place: Int32
    /// The number of another one for this name; 0 if there is none.
    let next: UInt32
    /// Whether the file was read to its end by this name: before, nothing is known of its guard.
    var wasLeft = false
  }

  /// The names that were asked for, and the folders of files that ask for others beside them.
  private var names = SymbolTable(minimumCapacity: 32)
  /// An entry's number is its index + 1.
  private var entries = PlainArray<Entry>()
  /// By a name: its last entry's number.
  private var lastEntry = PlainArray<UInt32>()
  /// By such a folder's name: the owner of the first file that asked, + 1.
  private var folderOwners = PlainArray<UInt8>()
  /// What make rules list, in order, and which of it is the system's.
  private var paths: [String] = []
  private var areSystem = PlainArray<Bool>()

  mutating func removeAll() {
    if names.count > 1 { names = SymbolTable(minimumCapacity: 32) }
    entries.removeAll()
    lastEntry.removeAll()
    folderOwners.removeAll()
    paths.removeAll()
    areSystem.removeAll()
  }

  /// Notes that a file is gone into by a name that was found in a folder of the search; returns the entry's number.
  /// What is found by a search that began in a folder amid a chain, as after `#include_next`, goes by that one (`start`).
  mutating func note(
    _ file: FileID, in folder: Int?, by name: String, start: Int? = nil
  ) -> (entry: UInt32, isNew: Bool) {
    let name = names.intern(name)
    let place =
      start.map { Int32(truncatingIfNeeded: Self.mostFolders + $0) } ?? Self.place(of: file, folder: folder)
    if let known = entry(of: place, by: name) { return (known, false) }
    if lastEntry.count <= name.index { lastEntry.resize(to: name.index + 1, 0) }
    entries.append(Entry(place: place, next: lastEntry[name.index]))
    lastEntry[name.index] = UInt32(truncatingIfNeeded: entries.count)
    return (lastEntry[name.index], true)
  }

  /// The number of that entry, if it was noted.
  func entry(of file: FileID, in folder: Int?, by name: String) -> UInt32? {
    guard let name = names.find(name) else { return nil }
    return entry(of: Self.place(of: file, folder: folder), by: name)
  }

  private func entry(of place: Int32, by name: Symbol) -> UInt32? {
    var number = name.index < lastEntry.count ? lastEntry[name.index] : 0
    while number != 0 {
      let entry = entries[Int(number) - 1]
      if entry.place == place { return number }
      number = entry.next
    }
    return nil
  }

  /// Notes that a file was read to its end by the name of an entry, if it has one.
  mutating func leave(_ entry: UInt32) {
    if entry != 0 { entries[Int(entry) - 1].wasLeft = true }
  }

  /// Whether that was so.
  func wasLeft(_ entry: UInt32) -> Bool { entries[Int(entry) - 1].wasLeft }

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

  /// More folders are not searched.
  private static let mostFolders = 1 << 24

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
