import SourceText

extension SourceFiles {
  /// Returns the span of the reference to a node at a location: `&label` or `&{/path}`, of which the location
  /// may also be the closing brace. If there is none, returns an empty span.
  func reference(at location: SourceLocation) -> SourceSpan {
    let place = resolve(location).index
    let nothing = SourceSpan(start: location, count: 0)
    guard place < text.count else { return nothing }
    if text[place] == 0x7D {
      let line = text[..<place].suffix(while: { $0 != 0x0A })
      guard let brace = line.lastIndex(of: 0x7B), brace > line.startIndex, text[brace - 1] == 0x26,
        !line[brace...].contains(0x7D)
      else { return nothing }
      return SourceSpan(start: SourceLocation(brace - 1), count: place - brace + 2)
    }
    guard text[place] == 0x26 else { return nothing }
    let rest = text[(place + 1)...]
    if rest.first == 0x7B, let end = rest.prefix(while: { $0 != 0x0A }).firstIndex(of: 0x7D) {
      return SourceSpan(start: location, count: end - place + 1)
    }
    let label = rest.prefix { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
    }
    return SourceSpan(start: location, count: label.count + 1)
  }
}

extension ArraySlice<UInt8> {
  /// Returns the longest suffix whose elements all satisfy a condition.
  fileprivate func suffix(while isMeant: (UInt8) -> Bool) -> ArraySlice {
    self[(lastIndex { !isMeant($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}
