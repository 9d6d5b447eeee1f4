import DeviceTreeBindings
import DeviceTreeBlob

/// `fdtget`, for scripts that call it by that name: dtc 1.8.1's text and exit codes.
struct FdtgetProgram: FdtProgram {
  private enum Mode {
    case value
    case properties
    case subnodes
  }

  private let tool: FdtTool
  private var type = FdtValueType()
  private var mode = Mode.value
  private var fallback: String?
  private var output: [UInt8] = []

  init(name: String) {
    tool = FdtTool(
      name: name,
      synopsis: """
        read values from device tree
        \tfdtget <options> <dt file> [<node> <property>]...
        \tfdtget -p <options> <dt file> [<node> ]...

        Each value is printed on a new line.
        \(FdtTool.typeHelp)
        """,
      options: [
        .init("t", "type", takesValue: true, "Type of data"),
        .init("p", "properties", "List properties for each node"),
        .init("l", "list", "List subnodes for each node"),
        .init("d", "default", takesValue: true, "Default value to display when the property is missing"),
      ])
  }

  mutating func run(_ arguments: [String]) -> Int32 {
    defer { Console.say(output) }
    do throws(DropInExit) {
      let operands = try read(arguments)
      guard let file = operands.first else { throw tool.usage("missing filename") }
      let items = operands.dropFirst()
      if items.isEmpty { return 0 }
      if mode == .value, items.count % 2 != 0 {
        throw tool.usage("must have an even number of arguments")
      }
      try show(Array(items), of: FdtFile.read(file))
      return 0
    } catch {
      return error.code
    }
  }

  private mutating func read(_ arguments: [String]) throws(DropInExit) -> [String] {
    var reader = tool.reader(of: arguments)
    while let (option, value) = try tool.next(&reader) {
      switch option {
      case "t":
        guard let named = FdtValueType(value) else { throw tool.usage("invalid type string") }
        type = named
      case "p": mode = .properties
      case "l": mode = .subnodes
      default: fallback = value
      }
    }
    return reader.operands
  }

  private mutating func show(_ items: [String], of file: [UInt8]) throws(DropInExit) {
    // A fault of the blob as a whole is reported for the first item.
    var blob: FlatBlob?
    var problem = FDTErrorCode.badMagic
    do throws(FDTErrorCode) {
      blob = try FlatBlob(file)
    } catch {
      problem = error
    }
    let step = mode == .value ? 2 : 1
    for index in stride(from: 0, to: items.count, by: step) {
      let path = Array(items[index].utf8)
      let node: Int
      do throws(FDTErrorCode) {
        guard let blob else { throw problem }
        node = try blob.node(atPath: path.span)
      } catch {
        guard let fallback else { throw FdtFile.failure(error, at: items[index]) }
        say(fallback + "\n")
        continue
      }
      guard let blob else { continue }
      switch mode {
      case .value: try showValue(named: items[index + 1], of: node, in: blob)
      case .properties: try listProperties(of: node, in: blob)
      case .subnodes: listSubnodes(of: node, in: blob)
      }
    }
  }

  // MARK: Values

  private mutating func showValue(
    named name: String, of node: Int, in blob: FlatBlob
  ) throws(DropInExit) {
    let bytes = Array(name.utf8)
    let value: Range<Int>
    do throws(FDTErrorCode) {
      value = try blob.value(of: bytes.span, in: node)
    } catch {
      guard let fallback else { throw FdtFile.failure(error, at: name) }
      return say(fallback + "\n")
    }
    try append(blob.bytes[value])
    output.append(0x0A)
  }

  private mutating func append(_ value: ArraySlice<UInt8>) throws(DropInExit) {
    guard let last = value.last else { return }
    if type.format == .string || type.format == nil && PlainText.isStrings(value.span) {
      guard last == 0 else {
        Console.complain("Unterminated string\n")
        throw DropInExit(1)
      }
      for byte in value.dropLast() { output.append(byte == 0 ? 0x20 : byte) }
      return
    }
    if type.format == .raw { return output.append(contentsOf: value) }
    let size = type.size ?? (value.count % 4 == 0 ? 4 : 1)
    guard value.count % size == 0 else {
      Console.complain("Property length must be a multiple of selected data size\n")
      throw DropInExit(1)
    }
    var index = value.startIndex
    while index < value.endIndex {
      if index > value.startIndex { output.append(0x20) }
      let element = value[index..<index + size].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      switch type.format {
      case .hexadecimal: FdtText.append(element, radix: 16, to: &output)
      case .unsigned: FdtText.append(element, radix: 10, to: &output)
      default:
        if element > Int32.max { output.append(0x2D) }
        FdtText.append(element > Int32.max ? 0 &- element : element, radix: 10, to: &output)
      }
      index += size
    }
  }

  private mutating func say(_ text: String) { output.append(contentsOf: text.utf8) }

  // MARK: Lists

  private mutating func listProperties(of node: Int, in blob: FlatBlob) throws(DropInExit) {
    do throws(FDTErrorCode) {
      var property = try blob.firstProperty(of: node)
      while true {
        if let name = blob.name(ofProperty: property) {
          output.append(contentsOf: blob.bytes[name])
          output.append(0x0A)
        }
        property = try blob.property(after: property)
      }
    } catch .notFound {
    } catch {
      throw DropInExit(1)
    }
  }

  private mutating func listSubnodes(of node: Int, in blob: FlatBlob) {
    var next = blob.firstSubnode(of: node)
    while let subnode = next {
      next = blob.subnode(after: subnode)
      guard let name = blob.name(of: subnode) else {
        say("/* NULL pointer error */\n")
        continue
      }
      output.append(contentsOf: name.isEmpty ? [0x2F] : blob.bytes[name])
      output.append(0x0A)
    }
  }
}
