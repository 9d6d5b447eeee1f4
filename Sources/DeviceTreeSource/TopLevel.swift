import DeviceTree
import Preprocessor
import SourceText

/// The top level of a source: version tags, reservations, and the blocks that are merged into the tree.
extension SourceParser {
  /// Reads `/dts-v1/;` and `/plugin/;`, once or, since included files repeat them, more often.
  mutating func readVersionTags() {
    guard let first = keyword(), first.keyword == .version else {
      let token = current
      // The source could not be read.
      if token.kind == .end, stream.preprocessor.hasErrors { return }
      let word = keyword()?.keyword.spelling.description ?? unknownKeyword()?.word
      fail(
        "version-tag-missing",
        token.kind == .end
          ? "the source is empty; it needs '/dts-v1/;' and a root node"
          : "expected '/dts-v1/;' before everything else, found \(word.map { "'\($0)'" } ?? stream.text(token))"
      )
      if let word { widen(to: word.utf8.count) }
      helpOnBeginning(token)
      skipWrongTags()
      return
    }
    var isFirst = true
    while let (keyword, count) = keyword(), keyword == .version {
      let tag = current
      stream.advance(by: count)
      expect(.semicolon, "';' after '/dts-v1/'")
      var isPlugin = false
      if let (next, count) = self.keyword(), next == .plugin {
        stream.advance(by: count)
        expect(.semicolon, "';' after '/plugin/'")
        isPlugin = true
      }
      if isFirst {
        tree.isPlugin = isPlugin
      } else if tree.isPlugin != isPlugin {
        fail(
          "version-tags-differ", "'/dts-v1/;' is given twice, once with '/plugin/;' and once without",
          at: tag)
      }
      isFirst = false
    }
  }

  /// Reads over tags that are misspelt or in the wrong order, and notes whether the source is to be an overlay:
  /// for a board, all that it refers to would be missing.
  private mutating func skipWrongTags() {
    while !isStopped {
      if let (keyword, _) = keyword() {
        guard keyword == .plugin || keyword == .version else { return }
        if keyword == .plugin { tree.isPlugin = true }
      } else {
        // Something like '/dts-v2/;' or '/dts-v1;', but no root node.
        guard current.kind == .slash, stream.isTouchedByNext, stream.peek(1).kind == .identifier else {
          return
        }
        if unknownKeyword()?.nearest == .plugin { tree.isPlugin = true }
      }
      skipStatement()
    }
  }

  /// Adds advice on what may be wrong with an entire source that begins like this.
  private mutating func helpOnBeginning(_ token: Token) {
    guard token.kind != .end, token.location != .none else { return }
    let (text, path) = (stream.preprocessor.files.text, stream.preprocessor.sourcePath ?? "")
    let (first, second) = (text[token.location.index], text[token.location.index + 1])
    if token.kind == .other, first < 0x20 || first >= 0x7F {
      // It is not text: lines mean nothing, and there is nothing to continue with.
      isStopped = true
      if first == 0x1F, second == 0x8B { help("it is compressed (gzip); unpack it first") }
      if first ^ second == 1, first >= 0xFE { help("it is UTF-16 text, and sources are UTF-8") }
    } else if path.hasSuffix(".dtsi") {
      help("'\(path)' is meant to be included: compile the board's source")
    } else if !stream.preprocessor.place(of: token.origin, count: 1).notes.isEmpty {
      help("put it at the beginning of '\(path)'")
    }
  }

  mutating func readReservations() {
    while !isHopeless {
      var labels: [Symbol] = []
      let labelToken = current
      while isLabel { labels.append(readLabel()) }
      guard let (keyword, count) = keyword(), keyword == .reserve else {
        if let label = labels.last {
          let name = stream.preprocessor.names.string(label)
          fail(
            "stray-label", "label '\(name)' cannot be here: only a memory reservation could follow it",
            at: labelToken)
          if current.kind == .slash { help("the root needs no label: refer to it as '&{/}'") }
        }
        return
      }
      stream.advance(by: count)
      guard let address = readInteger(), let size = readInteger() else {
        help("a memory reservation has two numbers: /memreserve/ ADDRESS SIZE;")
        skipStatement()
        continue
      }
      expect(.semicolon, "';' after the size of a memory reservation")
      tree.reservations.append(
        MemoryReservation(address: address, size: size, labels: labels))
    }
  }

  mutating func readTree() {
    var hasTree = false
    while !isHopeless {
      if hasTree, let (label, place, block) = readPlainBlockStart() {
        readTopBlock()
        merge(block, into: label, named: nil, at: place, isFirst: false)
        continue
      }
      let token = current
      switch token.kind {
      case .end:
        if !hasTree, errorCount == 0, !stream.preprocessor.hasErrors {
          fail("no-tree", "the source has no root node '/ { … };'")
        }
        return
      case .slash:
        if let (keyword, count) = keyword() {
          readTopLevelStatement(keyword, count)
        } else {
          readRoot(isFirst: !hasTree)
          hasTree = true
        }
      case .ampersand:
        readReferenceBlock(label: nil, isFirst: !hasTree)
        hasTree = true
      default:
        // What follows on other lines than the label cannot be seen before the label is read.
        if isLabel, stream.peek(2).kind == .ampersand || stream.peek(2).kind == .end {
          let label = readLabel()
          if current.kind == .ampersand {
            readReferenceBlock(label: label, isFirst: !hasTree)
            hasTree = true
            continue
          }
        }
        failOutside()
      }
    }
  }

  private mutating func readRoot(isFirst: Bool) {
    if let (word, nearest) = unknownKeyword() {
      // To dtc's grammar the slash begins a root block, and what follows it is wrong.
      fail("unknown-keyword", "unknown keyword '\(word)'", at: stream.peek(1))
      if let nearest { help("did you mean '\(nearest.spelling)'?") }
      if nearest == .plugin { tree.isPlugin = true }
      return skipStatement()
    }
    stream.advance()
    let block = isFirst ? NodeID.root : tree.makeNode(name: .empty)
    blockReference = .empty
    guard readBlock(block) else { return }
    if !isFirst { tree.merge(block, into: .root) }
  }

  /// Reads `/delete-node/ &label;` and `/omit-if-no-ref/ &label;`.
  private mutating func readTopLevelStatement(_ keyword: Keyword, _ count: Int) {
    let token = current
    guard keyword == .deleteNode || keyword == .omitIfNoReference else {
      fail("unexpected-token", "'\(keyword.spelling)' is out of place here")
      widen(to: keyword.spelling.utf8CodeUnitCount)
      switch keyword {
      case .version: help("'/dts-v1/;' belongs at the very beginning, before everything else")
      case .plugin: help("'/plugin/;' belongs right after '/dts-v1/;', before memory reservations and nodes")
      case .reserve: help("memory reservations belong before all nodes")
      case .deleteProperty: help("it belongs in the node that has the property")
      default: break
      }
      stream.advance(by: count)
      skipStatement()
      return
    }
    stream.advance(by: count)
    let place = current
    guard let reference = readReference() else {
      fail(
        "reference-expected",
        "expected a reference '&label' after '\(keyword.spelling)', found \(stream.text(place))", at: place)
      if keyword == .deleteNode, place.kind == .identifier {
        help("a node is deleted by its name inside its parent: / { /delete-node/ name; };")
      }
      skipStatement()
      return
    }
    if let node = node(referredTo: reference) {
      if keyword == .deleteNode, node == .root {
        fail("root-deleted", "the root node cannot be deleted", at: token)
      } else if keyword == .deleteNode {
        tree.delete(node)
        tree.noteDeletion(of: node, at: Extent(start: place.origin, end: current.location))
      } else {
        tree.omitIfUnreferenced(node)
      }
    } else {
      noteUnknown(at: place, after: includeCount)
      failUnknown(reference, at: place)
      if tree.isPlugin, keyword == .deleteNode {
        help("an overlay cannot delete what its base has: set the node's status to \"disabled\"")
      }
    }
    expect(.semicolon, "';' after '\(keyword.spelling) &…'")
  }

  /// Reads `&label { … };`, which is merged into the node or, in a plugin, becomes a fragment.
  private mutating func readReferenceBlock(label: Symbol?, isFirst: Bool) {
    let place = current
    guard let reference = readReference() else {
      fail("reference-expected", "expected a label or '{path}' after '&'", at: place)
      skipStatement()
      return
    }
    let block = tree.makeNode(name: .empty)
    blockReference = reference
    blockIncludeCount = includeCount
    guard readBlock(block) else { return }
    merge(block, into: reference, named: label, at: place, isFirst: isFirst)
  }

  private mutating func merge(
    _ block: NodeID, into reference: Symbol, named label: Symbol?, at place: Token, isFirst: Bool
  ) {
    let text = stream.preprocessor.names.array(reference)
    let isPath = text.first == 0x2F
    let isRelative = !isPath && text.contains(0x2F)
    let readsAsDTC = stream.preprocessor.readsAsDTC
    if tree.isPlugin, isRelative {
      fail(
        "relative-reference-in-plugin",
        "'&{\(stream.preprocessor.names.string(reference))}' cannot be a target in a plugin: only a label or a full path can",
        at: place)
      // dtc goes on, and what follows may refer to labels in the block.
      guard readsAsDTC else { return }
    }
    // A path in a plugin refers to the base, even if the plugin has such a node.
    let isOfBase = tree.isPlugin && (isPath || isRelative) && label == nil
    let target = isOfBase ? nil : node(referredTo: reference)
    if let target, !isFirst {
      if let label { tree.addLabel(label, to: target) }
      tree.merge(block, into: target)
    } else if tree.isPlugin, label == nil {
      addFragment(block, target: reference, isPath: isPath, at: place)
    } else {
      noteUnknown(at: place, after: blockIncludeCount)
      failUnknown(reference, at: place)
      if isFirst, readsAsDTC { addFragment(block, target: reference, isPath: isPath, at: place) }
    }
  }

  private mutating func noteUnknown(at token: Token, after includes: Int) {
    guard stream.preprocessor.readsAsDTC else { return }
    unknownReferences.append(.init(place: token.location, includeCount: includes))
  }

  private mutating func addFragment(_ block: NodeID, target: Symbol, isPath: Bool, at token: Token) {
    let name = stream.preprocessor.names.intern("fragment@\(nextFragment)")
    nextFragment += 1
    let fragment = tree.addNode(named: name, to: .root)
    let value = tree.openValue()
    if isPath {
      tree.appendMarker(.string, in: value, reference: target, origin: token.origin)
      stream.preprocessor.names.withBytes(of: target) { tree.appendBytes($0) }
      tree.appendByte(0)
      tree.addProperty(targetPathName, tree.close(value), to: fragment)
    } else {
      tree.appendMarker(.phandleReference, in: value, reference: target, origin: token.origin)
      tree.appendCell(.max)
      tree.addProperty(targetName, tree.close(value), to: fragment)
    }
    tree.setName(overlayName, of: block)
    tree.attach(block, to: fragment)
  }

  /// Returns the node that a top-level reference means in the tree so far.
  mutating func node(referredTo reference: Symbol) -> NodeID? {
    // Here and not where all references are resolved: only statements can delete a label again and again.
    tree.dropDeletedLabels(named: reference)
    return tree.find(reference, stream.preprocessor.names)
  }
}
