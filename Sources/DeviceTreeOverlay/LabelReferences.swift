import DeviceTree
import DeviceTreeBlob
import SourceText

/// The overlay's references to labels of the base.
extension OverlayTarget {
  /// Writes the phandles of the base's nodes where `/__fixups__` says: each of its properties is named after
  /// a label, and its strings have the form `path:property:offset`.
  mutating func resolveLabels(of input: inout OverlayInput) throws(OverlayError) {
    guard let fixups = input.node(named: BookkeepingNames.fixups) else { return }
    let symbols = symbolsNode()
    var next = input.tree.firstProperty(of: fixups)
    while let fixup = next {
      try resolve(fixup, symbols, &input)
      next = input.tree.nextProperty(after: fixup)
    }
  }

  /// Returns the base's `/__symbols__`.
  mutating func symbolsNode() -> NodeID? {
    let name = blob.tree.names.intern(BookkeepingNames.symbols)
    return children.child(of: .root, named: name, in: &blob.tree)
  }

  private mutating func resolve(
    _ fixup: PropertyID, _ symbols: NodeID?, _ input: inout OverlayInput
  ) throws(OverlayError) {
    let label = input.tree.name(of: fixup)
    let list = Array(input.tree.bytes(of: input.tree.value(of: fixup)))
    guard var place = FixupPlace(list.span, from: 0) else { throw badFixup(list.span, 0, label, input) }
    let phandle: UInt32
    do throws(LabelFailure) {
      phandle = try self.phandle(labelled: label, symbols, wantsNearest: namesNearest, &input)
    } catch {
      throw OverlayError(
        error.kind, overlay: input.name, path: place.path(in: list.span),
        property: place.property(in: list.span), label: input.tree.names.string(label), offset: place.offset,
        origin: input.origin(
          ofPath: place.path(in: list.span), place.property(in: list.span), label: label))
    }
    while true {
      try put(phandle, at: place, list.span, label, &input)
      if place.end >= list.count { return }
      guard let following = FixupPlace(list.span, from: place.end) else {
        throw badFixup(list.span, place.end, label, input)
      }
      place = following
    }
  }

  /// Returns the error for a string in a list that is no `path:property:offset`.
  private func badFixup(
    _ list: Span<UInt8>, _ start: Int, _ label: Symbol, _ input: OverlayInput
  ) -> OverlayError {
    OverlayError(
      .badFixup(FixupPlace.text(list, start..<list.firstNUL(from: start))), overlay: input.name,
      path: "/__fixups__", property: input.tree.names.string(label), label: input.tree.names.string(label))
  }

  /// Why a label means no node.
  struct LabelFailure: Error {
    let kind: OverlayError.Kind
  }

  /// Returns the phandle of the base's node that a label of the overlay means.
  mutating func phandle(
    labelled label: Symbol, _ symbols: NodeID?, wantsNearest: Bool, _ input: inout OverlayInput
  ) throws(LabelFailure) -> UInt32 {
    guard let symbols else { throw LabelFailure(kind: .noSymbols) }
    let name = input.tree.names.withBytes(of: label) { blob.tree.names.find($0) }
    guard let name, let property = blob.tree.property(of: symbols, named: name) else {
      let nearest = wantsNearest ? nearestLabels(to: label, symbols, input) : []
      throw LabelFailure(kind: .unknownLabel(nearest: nearest))
    }
    let path = Array(
      blob.tree.bytes(of: blob.tree.value(of: property)).prefix { $0 != 0 })
    let node: NodeID
    do throws(ChildLookup.Failure) {
      node = try children.node(atPath: path.span, in: &blob.tree)
    } catch {
      throw LabelFailure(
        kind: .danglingSymbol(
          path: String(decoding: path, as: UTF8.self), isBadPath: error == .badPath,
          exporter: exporter(of: property)))
    }
    let phandle = blob.tree.phandle(of: node)
    guard phandle != 0 else {
      throw LabelFailure(
        kind: .labelWithoutPhandle(path: blob.tree.path(of: node), exporter: exporter(of: property)))
    }
    return phandle
  }

  /// Returns the name of the overlay that gave a label of the base its current path; nil if the base did.
  private func exporter(of label: PropertyID) -> String? {
    guard case .overlay(let number, fragment: _)? = writes(of: label).last?.writer else { return nil }
    return applied[number - 1].name
  }

  private func nearestLabels(
    to label: Symbol, _ symbols: NodeID, _ input: OverlayInput
  ) -> [String] {
    var candidates: [Symbol] = []
    var next = blob.tree.firstProperty(of: symbols)
    while let property = next {
      candidates.append(blob.tree.name(of: property))
      next = blob.tree.nextProperty(after: property)
    }
    let nearest = input.tree.names.withBytes(of: label) {
      NearestNames.nearest(to: $0, among: candidates, in: blob.tree.names)
    }
    return nearest.map { blob.tree.names.string($0) }
  }

  private func put(
    _ phandle: UInt32, at place: FixupPlace, _ list: Span<UInt8>, _ label: Symbol,
    _ input: inout OverlayInput
  ) throws(OverlayError) {
    func failure(_ kind: OverlayError.Kind, _ input: OverlayInput) -> OverlayError {
      OverlayError(
        kind, overlay: input.name, path: place.path(in: list), property: place.property(in: list),
        label: input.tree.names.string(label), offset: place.offset,
        origin: input.origin(ofPath: place.path(in: list), place.property(in: list), label: label))
    }
    let node: NodeID
    do throws(ChildLookup.Failure) {
      node = try input.children.node(atPath: list.extracting(place.pathRange), in: &input.tree)
    } catch {
      throw failure(.fixupWithoutNode(isBadPath: error == .badPath), input)
    }
    guard let name = input.tree.names.find(list.extracting(place.propertyRange)),
      let property = input.tree.property(of: node, named: name)
    else { throw failure(.fixupWithoutProperty, input) }
    let value = input.tree.value(of: property)
    guard input.tree.cell(of: value, at: Int(place.offset)) != nil else {
      throw failure(.fixupOutside(length: value.count), input)
    }
    input.tree.setCell(phandle, of: value, at: Int(place.offset))
  }
}

/// One string in a property of `__fixups__`: `path:property:offset`.
private struct FixupPlace {
  let pathRange: Range<Int>
  let propertyRange: Range<Int>
  let offset: UInt32
  /// The index after the string's NUL.
  let end: Int

  /// Parses the string that begins at an index of a list; nil if it does not have this form.
  init?(_ list: Span<UInt8>, from start: Int) {
    var stop = start
    var colons: (first: Int, second: Int) = (-1, -1)
    while stop < list.count, list[stop] != 0 {
      if list[stop] == 0x3A {
        if colons.first < 0 { colons.first = stop } else if colons.second < 0 { colons.second = stop }
      }
      stop += 1
    }
    guard stop < list.count, colons.second > colons.first + 1,
      let offset = Self.number(list.extracting(colons.second + 1..<stop))
    else { return nil }
    self.offset = offset
    pathRange = start..<colons.first
    propertyRange = colons.first + 1..<colons.second
    end = stop + 1
  }

  func path(in list: Span<UInt8>) -> String { Self.text(list, pathRange) }

  func property(in list: Span<UInt8>) -> String { Self.text(list, propertyRange) }

  /// Parses a decimal number, with the white space and the plus sign that C's `strtoul` allows before it.
  private static func number(_ text: Span<UInt8>) -> UInt32? {
    var i = 0
    while i < text.count, text[i] == 0x20 || (0x09...0x0D).contains(text[i]) { i += 1 }
    if i < text.count, text[i] == 0x2B { i += 1 }
    guard i < text.count else { return nil }
    var number: UInt32 = 0
    while i < text.count {
      guard (0x30...0x39).contains(text[i]) else { return nil }
      let (product, tooHigh) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.addingReportingOverflow(UInt32(text[i] - 0x30))
      if tooHigh || overflow { return nil }
      number = sum
      i += 1
    }
    return number
  }

  static func text(_ list: Span<UInt8>, _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    for i in range { bytes.append(list[i]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
