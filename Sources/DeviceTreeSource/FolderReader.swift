public import DeviceTree
public import SourceText
import SystemPackage

/// Reads trees from folders like `/proc/device-tree`: a folder is a node, a file is a property.
public enum FolderReader {
  /// Why there is no tree.
  public enum Failure: Error {
    /// A folder cannot be listed.
    case folder(FileError)
    /// The kind of an entry cannot be determined: a link leads nowhere, or in circles.
    case entry(FileError)
  }

  /// Returns the tree below a folder, in the order in which the system lists it, as in dtc.
  ///
  /// Symbolic links are followed; special files are ignored. Files that cannot be read are left out
  /// and returned beside the tree.
  public static func tree(at path: String) throws(Failure) -> (tree: DeviceTree, unread: [FileError]) {
    var tree = DeviceTree()
    let phandleNames = PhandleNames(in: &tree.names)
    var unread: [FileError] = []
    var pending = [(path, NodeID.root)]
    while let (folder, node) = pending.popLast() {
      for name in try entries(of: folder) {
        let entry = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        let symbol = tree.names.intern(name)
        let kind: FileType
        do {
          kind = try Stat(FilePath(entry), followTargetSymlink: true).type
        } catch {
          throw .entry(FileError(.read, entry, error))
        }
        switch kind {
        case .directory: pending.append((entry, tree.addNode(named: symbol, to: node)))
        case .regular:
          do throws(FileError) {
            try addProperty(symbol, from: entry, to: node, &tree, phandleNames)
          } catch {
            unread.append(error)
          }
        default: break
        }
      }
    }
    tree.bootCPU = tree.firstCPU
    return (tree, unread)
  }

  private static func entries(of folder: String) throws(Failure) -> [String] {
    do throws(FileError) {
      return try FolderListing.entries(of: folder)
    } catch {
      throw .folder(error)
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
