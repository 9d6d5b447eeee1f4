public import DeviceTree
public import SourceText

/// Reads trees from folders like `/proc/device-tree`: a folder is a node, a file is a property.
public enum FolderReader {
  /// Why there is no tree.
  public enum Failure: Error {
    /// A folder cannot be listed.
    case folder(FileError)
    /// The kind of an entry cannot be determined: a link leads nowhere, or in circles.
    case entry(FileError)
    /// Links lead to the same folders by too many paths, such as this one.
    case links(String)
  }

  /// Returns the tree below a folder, in the order in which the system lists it, as in dtc.
  ///
  /// Symbolic links are followed; special files are ignored. Files that cannot be read are left out
  /// and returned beside the tree.
  public static func tree(at path: String) throws(Failure) -> (tree: DeviceTree, unread: [FileError]) {
    var tree = DeviceTree()
    let phandleNames = PhandleNames(in: &tree.names)
    var unread: [FileError] = []
    var walk = FolderWalk(of: path, followingLinks: true)
    // By the folder's number.
    var nodes: [NodeID] = [.root]
    while let entry = try next(&walk) {
      let place = walk.place(of: entry.path)
      let symbol = tree.names.intern(entry.name)
      switch entry.kind {
      case .folder: nodes.append(tree.addNode(named: symbol, to: nodes[entry.folder]))
      case .file:
        do throws(FileError) {
          try addProperty(symbol, from: place, to: nodes[entry.folder], &tree, phandleNames)
        } catch {
          unread.append(error)
        }
      case .loop(let cycle): throw .entry(Self.refusal(of: place, cycle))
      case .unknown(let error): throw .entry(error)
      case .special, .link: break
      }
    }
    tree.bootCPU = tree.firstCPU
    return (tree, unread)
  }

  /// Returns the error that ends dtc's way around a circle: it follows the links until the system refuses to.
  private static func refusal(of place: String, _ cycle: String) -> FileError {
    var path = place
    while true {
      do throws(FileError) {
        _ = try FileKind(of: path, followingLinks: true)
      } catch {
        return error
      }
      path += "/" + cycle
    }
  }

  private static func next(_ walk: inout FolderWalk) throws(Failure) -> FolderWalk.Entry? {
    do throws(FolderWalk.Failure) {
      return try walk.next()
    } catch {
      switch error {
      case .folder(let error): throw .folder(error)
      case .tooManyPaths(let path): throw .links(path)
      }
    }
  }

  private static func addProperty(
    _ name: Symbol, from file: String, to node: NodeID, _ tree: inout DeviceTree, _ phandles: PhandleNames
  ) throws(FileError) {
    let contents = try FileReading.contents(of: file)
    guard tree.hasRoom(forBytes: contents.count) else { throw FileError.tooLarge(file) }
    let value = tree.makeValue(contents.span)
    tree.addProperty(name, value, to: node)
    // `phandle` takes precedence, whichever the system lists first.
    guard phandles.contains(name), name == phandles.modern || tree.phandle(of: node) == 0,
      contents.count == 4, let phandle = tree.cell(of: value, at: 0)
    else { return }
    tree.setPhandle(phandle, of: node)
  }
}
