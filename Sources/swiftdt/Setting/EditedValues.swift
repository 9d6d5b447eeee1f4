import DeviceTree
import DeviceTreeBindings
import DeviceTreeBlob
import SourceText

/// The bytes of the values that properties are set to, whose references the tree has to answer.
extension TreeEditor {
  /// Returns the bytes of a value in source syntax.
  mutating func source(_ text: String) throws(Refusal) -> [UInt8] {
    // The value is empty without words.
    if text.isEmpty { return [] }
    let value = try SourceValue(text)
    if !isQuiet { Console.show(value.warnings, in: value.files) }
    if !value.files.filesWithoutText.isEmpty { includedFiles.append(value.files) }
    return try value.bytes { reference throws(Refusal) in
      let text = reference.target.hasPrefix("/") ? reference.target : "&" + reference.target
      let node = try selectOne(text)
      return reference.isPath ? blob.tree.pathBytes(of: node) + [0] : Self.bytes(try phandle(of: node))
    }
  }

  /// Returns the bytes of a value that is given as words, for a property that may have another one.
  mutating func value(
    _ words: [String], as type: RequestedType?, for name: String, of node: NodeID
  ) throws(Refusal) -> [UInt8] {
    let old = property(of: node, named: name).map {
      Array(blob.tree.bytes(of: blob.tree.value(of: $0)))
    }
    var place = ValueWords.Place(name: name, node: "", value: old?[...])
    if words.contains(where: ValueWords.isReference) {
      place.node = blob.tree.printablePath(of: node)
      if type == nil { place.propertiesBehind = references(followedByProperties: words) }
    }
    let value: ValueWords
    do throws(Refusal) {
      value = try ValueWords(words, as: type, for: place, isLine: isLine)
    } catch {
      restoreLabels()
      let tree = blob.tree
      var notes: [String] = []
      if let property = property(of: node, named: name) {
        var reader = ValueReader(tree)
        let text = ValueNotation(tree).text(reader.value(of: property))
        if text.count <= 200 { notes = ["'\(name)' of \(tree.printablePath(of: node)) is \(text)"] }
      }
      throw Refusal(message: error.message, notes: notes, help: error.help)
    }
    let replacesText = old.map { PlainText.isStrings($0.span) } ?? false
    var bytes: [UInt8] = []
    for part in value.parts {
      switch part {
      case .bytes(let part): bytes += part
      case .phandle(let text): bytes += Self.bytes(try phandle(of: try selectOne(text)))
      case .path(let text): bytes += try path(text, replacesText: replacesText)
      }
    }
    return bytes
  }

  /// Returns the indices of the words that refer to a node and are followed by the name of one of its properties.
  private mutating func references(followedByProperties words: [String]) -> [Int] {
    var found: [Int] = []
    for index in words.indices.dropFirst().dropLast() where ValueWords.isReference(words[index]) {
      // A label that no node has gets its message where the value needs the node.
      guard blob.tree.names.find(PrintableText.bytes(ofName: words[index + 1]).span) != nil,
        let node = try? selectOne(words[index])
      else { continue }
      if property(of: node, named: words[index + 1]) != nil { found.append(index) }
    }
    return found
  }

  /// Returns the path of a node that a bare `&label` names. Where text is replaced, text may have been meant.
  private mutating func path(_ text: String, replacesText: Bool) throws(Refusal) -> [UInt8] {
    do throws(Refusal) {
      return blob.tree.pathBytes(of: try selectOne(text)) + [0]
    } catch {
      var error = error
      if replacesText { error.help.append("'\(text)' alone is the node's path; in double quotes it is text") }
      throw error
    }
  }
}
