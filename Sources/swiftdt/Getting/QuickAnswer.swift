import DeviceTreeBindings
import DeviceTreeBlob
import SourceText

/// The value of one property, read directly from a blob: the answer to most requests, without building a
/// tree.
///
/// It gives up on anything that takes more: a name that is not exact, cells that may be references,
/// a missing node or property. The caller then reads the complete blob and reports what is wrong.
struct QuickAnswer: Equatable {
  /// The text to print.
  let text: [UInt8]

  /// The answer to `request`; nil if it takes more.
  init?(_ request: GetRequest) {
    guard !request.isJSON, request.mode == .contents, request.compatible.isEmpty, let node = request.node,
      request.properties.count == 1, !GlobPattern.isPattern(node),
      !GlobPattern.isPattern(request.properties[0]),
      // Anything but a regular file can be read only once.
      request.file != "-", FileReading.size(of: request.file) != nil,
      let bytes = try? FileReading.contents(of: request.file),
      (try? BlobHeader(bytes.span)) != nil, let blob = try? FlatBlob(bytes),
      let place = Self.node(node, in: blob)
    else { return nil }
    let name = Array(request.properties[0].utf8)
    guard let range = try? blob.value(of: name.span, in: place) else { return nil }
    let value = blob.bytes[range]
    if let type = request.type {
      guard type.format != .raw, type.format != .source, let elements = try? type.elements(of: value) else {
        return nil
      }
      // `joined` makes the runtime search all conformances, which takes as long as everything else.
      var line = ByteWriter()
      for (number, element) in elements.enumerated() {
        if number > 0 { line.append(0x20) }
        line.append(element[...])
      }
      line.append(0x0A)
      text = line.finish()
    } else if PlainText.isStrings(value.span), value.count % 4 != 0 || !PropertyShape.isOfCells(name.span) {
      text = value.map { $0 == 0 ? 0x0A : $0 }
    } else {
      return nil
    }
  }

  /// Returns the offset of a node in the blob, if every name of its path is exact.
  private static func node(_ text: String, in blob: FlatBlob) -> Int? {
    if text.hasPrefix("/") { return node(atPath: Array(text.utf8)[...], in: blob) }
    let isLabel = text.hasPrefix("&")
    let words = Array(text.utf8)[(isLabel ? 1 : 0)...]
    let name = Array(words.prefix { $0 != 0x2F })
    guard let list = node(atPath: Array((isLabel ? "/__symbols__" : "/aliases").utf8)[...], in: blob),
      let target = try? blob.value(of: name.span, in: list)
    else { return nil }
    let path = blob.bytes[target].prefix { $0 != 0 }
    return path.first == 0x2F ? node(atPath: path + words.dropFirst(name.count), in: blob) : nil
  }

  private static func node(atPath path: ArraySlice<UInt8>, in blob: FlatBlob) -> Int? {
    var node = FlatBlob.root
    for part in path.split(separator: 0x2F) {
      let name = Array(part)
      guard let child = try? blob.subnode(of: node, named: name.span), let own = blob.name(of: child),
        own.count == name.count
      else { return nil }
      node = child
    }
    return node
  }
}
