import DeviceTreeBlob
import SourceText

/// `fdtput`, for scripts that call it by that name: dtc 1.8.1's bytes, text and exit codes.
///
/// As in dtc, a value of two bytes is the low byte of its number and a zero, about which this program warns.
/// dtc reports a value that is not a number only with `-v`; this program always does.
struct FdtputProgram: FdtProgram {
  private enum Operation {
    case write
    case create
    case remove
    case delete
  }

  private let tool: FdtTool
  private var type = FdtValueType()
  private var operation = Operation.write
  private var createsPath = false
  private var isVerbose = false

  init(name: String) {
    tool = FdtTool(
      name: name,
      synopsis: """
        write a property value to a device tree
        \tfdtput <options> <dt file> <node> <property> [<value>...]
        \tfdtput -c <options> <dt file> [<node>...]
        \tfdtput -r <options> <dt file> [<node>...]
        \tfdtput -d <options> <dt file> <node> [<property>...]

        The command line arguments are joined together into a single value.
        \(FdtTool.typeHelp)
        """,
      options: [
        .init("c", "create", "Create nodes"),
        .init("r", "remove", "Delete nodes (and any subnodes)"),
        .init("d", "delete", "Delete properties if they already exist"),
        .init("p", "auto-path", "Automatically create nodes as needed for the node path"),
        .init("t", "type", takesValue: true, "Type of data"),
        .init("v", "verbose", "Display each value decoded from command line"),
      ])
  }

  mutating func run(_ arguments: [String]) -> Int32 {
    do throws(DropInExit) {
      let operands = try read(arguments)
      guard let path = operands.first else { throw tool.usage("missing filename") }
      let items = Array(operands.dropFirst())
      if operation == .write || operation == .delete, items.isEmpty { throw tool.usage("missing node") }
      if operation == .write, items.count < 2 { throw tool.usage("missing property") }
      try FdtFile.refuseStream(path)
      // Other commands that edit the same file wait, so that no change is lost.
      let lock = FileLock(path == "-" ? "" : path)
      defer { _ = lock }
      let file = try FdtFile.read(path)
      var blob: FlatBlob
      do throws(FDTErrorCode) {
        blob = try FlatBlob(file)
      } catch {
        return try refuse(error, items)
      }
      try edit(&blob, items)
      try? blob.pack()
      guard blob.totalSize <= blob.bytes.count else {
        throw .fatal("\(path): the blob says it has \(blob.totalSize) bytes but there are \(file.count)")
      }
      try FdtFile.write(Array(blob.bytes[..<blob.totalSize]), to: path)
      return 0
    } catch {
      return error.code
    }
  }

  private mutating func read(_ arguments: [String]) throws(DropInExit) -> [String] {
    var reader = tool.reader(of: arguments)
    while let (option, value) = try tool.next(&reader) {
      switch option {
      case "c": operation = .create
      case "r": operation = .remove
      case "d": operation = .delete
      case "p": createsPath = true
      case "v": isVerbose = true
      default:
        guard let named = FdtValueType(value) else { throw tool.usage("Invalid type string") }
        guard named.format != .raw else { throw tool.usage("Unsupported raw data type") }
        type = named
      }
    }
    return reader.operands
  }

  /// Reports a file that is not a blob in the words of the first operation on it; returns the exit code.
  private func refuse(_ error: FDTErrorCode, _ items: [String]) throws(DropInExit) -> Int32 {
    // Without properties to delete, no operation is tried.
    if operation == .delete, items.count == 1 { return 0 }
    let creates = operation == .write || operation == .create
    for item in items {
      // A path without names has no nodes to create, so nothing is tried.
      let first = item.drop { $0 == "/" }.prefix { $0 != "/" }
      if createsPath, creates, !first.isEmpty { return Self.failure(error, at: first).code }
      if operation == .write {
        _ = try encode(items.dropFirst(2))
        return Self.failure(error, at: item).code
      }
      guard operation == .create else { return Self.failure(error, at: item).code }
      if createsPath { continue }
      guard let (parent, leaf) = Self.split(item) else {
        return Self.failure(.badPath, at: item).code
      }
      return Self.failure(error, at: parent.isEmpty ? leaf : item[...]).code
    }
    Console.complain("fdtput: error: \(error.rawValue)\n")
    return 1
  }

  private func edit(_ blob: inout FlatBlob, _ items: [String]) throws(DropInExit) {
    switch operation {
    case .write:
      if createsPath { try createPath(items[0], in: &blob) }
      let value = try encode(items.dropFirst(2))
      try store(value, items[1], items[0], in: &blob)
    case .create:
      for item in items {
        if createsPath { try createPath(item, in: &blob) } else { try createNode(item, in: &blob) }
      }
    case .remove:
      for item in items {
        do throws(FDTErrorCode) {
          try blob.deleteNode(try node(item, in: blob))
        } catch {
          throw Self.failure(error, at: item)
        }
      }
    case .delete:
      for property in items.dropFirst() {
        let name = Array(property.utf8)
        do throws(FDTErrorCode) {
          try blob.deleteProperty(name.span, of: try node(items[0], in: blob))
        } catch {
          throw Self.failure(error, at: items[0])
        }
      }
    }
  }

  private func node(_ path: String, in blob: FlatBlob) throws(FDTErrorCode) -> Int {
    let bytes = Array(path.utf8)
    return try blob.node(atPath: bytes.span)
  }

  // MARK: Values

  private func encode(_ words: ArraySlice<String>) throws(DropInExit) -> [UInt8] {
    var value: [UInt8] = []
    var log = "Decoding value:\n"
    let size = type.size ?? 4
    if size == 2, !words.isEmpty {
      warn("-th writes the low byte of each number and a zero, as dtc's fdtput does")
    }
    for word in words {
      if type.format == .string {
        value += Array(word.utf8) + [0]
        log += "\tstring: '\(word)'\n"
        continue
      }
      guard let number = WholeNumber.value(of: word, as: type.format) else {
        Console.complain((isVerbose ? log : "") + "Couldn't parse \"\(word)\" as an integer\n")
        throw DropInExit(1)
      }
      if size == 4 {
        for shift: UInt32 in [24, 16, 8, 0] { value.append(UInt8(truncatingIfNeeded: number >> shift)) }
      } else {
        value.append(UInt8(truncatingIfNeeded: number))
        if size == 2 { value.append(0) }
      }
      let kind = type.size == 1 ? "byte" : type.size == 2 ? "short" : "int"
      log += "\t\(kind): \(Int32(bitPattern: number))\n"
    }
    if isVerbose { Console.complain(log + "Value size \(value.count)\n") }
    return value
  }

  /// Reports libfdt's error about `place`, shown as a blank if it is empty; returns the exit.
  private static func failure(_ error: FDTErrorCode, at place: some StringProtocol) -> DropInExit {
    place.isEmpty ? FdtFile.failure(error, at: " ") : FdtFile.failure(error, at: place)
  }

  private func warn(_ message: String) { Console.complain("fdtput: warning: \(message)\n") }

  private func store(
    _ value: [UInt8], _ property: String, _ path: String, in blob: inout FlatBlob
  ) throws(DropInExit) {
    let node: Int
    do throws(FDTErrorCode) {
      node = try self.node(path, in: blob)
    } catch {
      throw Self.failure(error, at: path)
    }
    let name = Array(property.utf8)
    do throws(FDTErrorCode) {
      do throws(FDTErrorCode) {
        try blob.setProperty(name.span, value.span, of: node)
      } catch .noSpace {
        let old = (try? blob.value(of: name.span, in: node))?.count
        var needed = old == nil ? 12 + name.count + 1 : 0
        if value.count > old ?? 0 { needed += aligned(value.count, to: 4) - aligned(old ?? 0, to: 4) }
        try? blob.grow(by: needed)
        try blob.setProperty(name.span, value.span, of: node)
      }
    } catch {
      throw Self.failure(error, at: property)
    }
  }

  // MARK: Nodes

  /// Returns a path's part before the last slash, and the name after it; nil if there is no slash.
  private static func split(_ path: String) -> (parent: Substring, leaf: Substring)? {
    path.lastIndex(of: "/").map { (path[..<$0], path[path.index(after: $0)...]) }
  }

  private func createNode(_ path: String, in blob: inout FlatBlob) throws(DropInExit) {
    guard let (parent, leaf) = Self.split(path) else { throw Self.failure(.badPath, at: path) }
    let name = Array(leaf.utf8)
    try? blob.grow(by: 8 + aligned(name.count + 1, to: 4))
    var node = FlatBlob.root
    if !parent.isEmpty {
      do throws(FDTErrorCode) {
        node = try self.node(String(parent), in: blob)
      } catch {
        throw Self.failure(error, at: path)
      }
    }
    do throws(FDTErrorCode) {
      try blob.addNode(named: name.span, to: node)
    } catch {
      throw Self.failure(error, at: leaf)
    }
  }

  /// Creates the missing nodes of a path.
  private func createPath(_ path: String, in blob: inout FlatBlob) throws(DropInExit) {
    let bytes = Array(path.utf8)
    var position = bytes.firstIndex { $0 != 0x2F } ?? bytes.count
    var node = FlatBlob.root
    // A trailing slash is followed by a node without a name. A path of slashes only has no nodes.
    var isOver = position == bytes.count
    while !isOver {
      let end = bytes[position...].firstIndex(of: 0x2F) ?? bytes.count
      let name = Array(bytes[position..<end])
      do throws(FDTErrorCode) {
        do throws(FDTErrorCode) {
          node = try blob.subnode(of: node, named: name.span)
        } catch .notFound {
          try? blob.grow(by: 8 + aligned(bytes.count - position + 1, to: 4))
          node = try blob.addNode(named: name.span, to: node)
        }
      } catch {
        throw Self.failure(error, at: String(decoding: name, as: UTF8.self))
      }
      isOver = end == bytes.count
      position = end + 1
    }
  }
}
