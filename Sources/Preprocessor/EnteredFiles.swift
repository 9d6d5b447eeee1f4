import SourceText

/// Whose header a file is, decided anew at each inclusion: it is a system header if it was found in a system
/// folder, or if a system header includes it. gcc says so in its line markers, and `-MM` leaves it out.
enum HeaderOwner: UInt8, Sendable {
  case user
  /// It says so itself with `#pragma GCC system_header`.
  case system
  /// It was found in a system folder, whose headers gcc takes for C.
  case systemFolder

  /// The flags at the end of a line marker.
  var flags: StaticString {
    switch self {
    case .user: ""
    case .system: " 3"
    case .systemFolder: " 3 4"
    }
  }

  /// The owner of a header that a file of this owner includes from a folder of owner `folder`.
  func including(_ folder: HeaderOwner) -> HeaderOwner { rawValue < folder.rawValue ? folder : self }
}

/// The files that were entered, as gcc tells them apart: by the name and the folder that led to them. To gcc,
/// a file that is reached by two spellings is two files, in make rules and for include guards.
struct EnteredFiles: Sendable {
  /// A name that led to a file.
  private struct Entry: BitwiseCopyable {
    /// What the name led to (`place(of:folder:)`).
    let place: Int32
    /// The number of the previous entry for this name; 0 if there is none.
    let next: UInt32
    /// Whether the file was read to its end by this name: until then, its guard is not known.
    var wasLeft = false
  }

  /// The names by which files were included, and the folders of files that include others beside them.
  private var names = SymbolTable(minimumCapacity: 32)
  /// The entries; an entry's number is its index + 1.
  private var entries = PlainArray<Entry>()
  /// By name: the number of its last entry.
  private var lastEntry = PlainArray<UInt32>()
  /// By name of such a folder: the owner of the first file that looked there, + 1; 0 if none did.
  private var folderOwners = PlainArray<UInt8>()
  /// The paths that make rules list, in order, and which of them are system headers.
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

  /// Notes that a file is entered by a name that was found in a folder of the search. Returns the entry's
  /// number, and whether it is new.
  ///
  /// A file found by a search that began in the middle of the chain, as for `#include_next`, goes by the
  /// folder where that search began (`start`).
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

  /// The number of the entry for a file, folder and name; nil if there is none.
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

  /// Notes that a file was read to its end by the name of `entry`, unless that is 0.
  mutating func leave(_ entry: UInt32) {
    if entry != 0 { entries[Int(entry) - 1].wasLeft = true }
  }

  /// Whether a file was read to its end by the name of `entry`.
  func wasLeft(_ entry: UInt32) -> Bool { entries[Int(entry) - 1].wasLeft }

  /// Lists a file that is entered for the first time.
  mutating func list(_ path: String, _ owner: HeaderOwner) {
    paths.append(path)
    areSystem.append(owner != .user)
  }

  /// The paths of the listed files.
  func listed(withoutSystem: Bool) -> [String] {
    withoutSystem ? paths.indices.filter { !areSystem[$0] }.map { paths[$0] } : paths
  }

  /// The owner of the files in a folder that is searched because the including file, of owner `including`,
  /// is in it. For gcc this is, once and for all, the owner of the first such file.
  @discardableResult
  mutating func owner(ofFolder folder: String, of including: HeaderOwner) -> HeaderOwner {
    let folder = names.intern(folder)
    if folderOwners.count <= folder.index { folderOwners.resize(to: folder.index + 1, 0) }
    if folderOwners[folder.index] == 0 { folderOwners[folder.index] = including.rawValue + 1 }
    return HeaderOwner(rawValue: folderOwners[folder.index] - 1) ?? .user
  }

  /// No search has more folders than this; greater numbers tell where a search began.
  private static let mostFolders = 1 << 24

  /// A nonzero number for what a name leads to: the folder of the search, or if the file was found in none,
  /// the file itself.
  private static func place(of file: FileID, folder: Int?) -> Int32 {
    if let folder, folder >= 0 { return Int32(truncatingIfNeeded: folder) + 1 }
    return -1 - Int32(truncatingIfNeeded: file.index)
  }
}

extension Preprocessor {
  /// The owner of a file that is included from a folder of the search.
  func owner(inFolder folder: Int?) -> HeaderOwner {
    let including = inputs.last?.owner ?? .user
    guard let folder, folder >= 0, options.isSystemFolder(folder) else { return including }
    return including.including(.systemFolder)
  }

  /// The files that gcc's make rules list, once the text was printed: the source and what it included. A
  /// file that goes by two names is listed twice.
  public func ruleDependencies(withoutSystemHeaders: Bool) -> [String] {
    dependencies.prefix(1) + search.entered.listed(withoutSystem: withoutSystemHeaders)
  }
}
