import SourceText

/// Where the results of a batch go, with what lies there already.
///
/// A result takes the place of a file with its name. Only a link with that name leads further: to another result, to an
/// input, or to what one of them includes. So it is for links alone that anybody has to look, and a folder tells of them
/// without being asked for each name.
struct BatchOutputs {
  /// The results' paths, as `BatchNames` has them.
  let paths: [String]
  /// The numbers of those that are links.
  let linked: [Int]

  /// The results for these inputs; says what would be lost, and ends the command.
  init(in folder: String, for inputs: [String], _ kind: BatchNames.Kind) throws(CommandFailure) {
    let (paths, twice) = BatchNames.paths(in: folder, for: inputs, kind: kind)
    if let twice { throw OutputFile.refusal(kind.clash(twice)) }
    try self.init(paths, of: inputs, kind)
  }

  /// The results with these paths, which need not be in the inputs' order.
  init(_ paths: [String], of inputs: [String], _ kind: BatchNames.Kind) throws(CommandFailure) {
    self.paths = paths
    linked = Self.links(among: paths)
    // An input may have the name of another one's result.
    let areNamesMixed = inputs.contains(where: kind.isNameOfResult)
    if linked.isEmpty, !areNamesMixed { return }
    let places = Set(inputs.map(FileReading.place))
    for path in areNamesMixed ? paths : linked.map({ paths[$0] })
    where FileReading.size(of: path) != nil && places.contains(FileReading.place(ofPath: path)) {
      throw OutputFile.refusal("'\(path)' is \(kind.input), and would be overwritten")
    }
    if let twice = clash { throw OutputFile.refusal(kind.clash(twice)) }
  }

  private static func links(among paths: [String]) -> [Int] {
    var links = SymbolTable(minimumCapacity: 64)
    var folders = SymbolTable(minimumCapacity: 64)
    var last: Substring = ""
    for path in paths {
      guard let slash = path.utf8.lastIndex(of: 0x2F), path[...slash] != last else { continue }
      last = path[...slash]
      let folder = String(last)
      let count = folders.count
      _ = folders.intern(folder)
      if folders.count == count { continue }
      for name in FolderListing.links(in: folder) { _ = links.intern(folder + name) }
    }
    // Nearly always: there is only the empty name.
    if links.count == 1 { return [] }
    return paths.indices.filter { links.find(paths[$0]) != nil }
  }

  /// A result that would be written over another one, since one of the two is a link.
  private var clash: String? {
    var isLinked = [Bool](repeating: false, count: paths.count)
    for index in linked { isLinked[index] = true }
    var first: [String: Int] = [:]
    for (index, path) in paths.enumerated() where !FileReading.isSpecial(path) {
      let place = FileReading.place(ofPath: path)
      if let other = first[place], isLinked[index] || isLinked[other] { return paths[other] }
      first[place] = index
    }
    return nil
  }
}
