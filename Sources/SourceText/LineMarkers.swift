extension SourceFiles {
  /// "The next line is line `line` of `path`": `#line`, or `# 12 "file"` in preprocessed text.
  public struct LineMarker: Sendable {
    /// Where what the marker applies to begins. In dtc, that is right behind it, on its own line.
    public let start: SourceLocation
    /// The beginning of the line that `start` is on.
    public let lineStart: SourceLocation
    /// That line's number.
    public let line: Int
    /// Its file; nil if neither the marker nor one before it names one.
    public fileprivate(set) var path: String?
    /// Whether only dtc reads it: the preprocessor's own line numbers ignore it.
    public let isForDTC: Bool
    /// The index of the last marker before it that is not for dtc alone.
    fileprivate var earlier: Int?

    /// Creates a marker that applies from `start` on, by default the beginning of a line.
    public init(
      start: SourceLocation, lineStart: SourceLocation? = nil, line: Int, path: String?,
      isForDTC: Bool = false
    ) {
      self.start = start
      self.lineStart = lineStart ?? start
      self.line = line
      self.path = path
      self.isForDTC = isForDTC
    }

    /// Returns the number of the line `count` lines further on. Numbers wrap at 2³², as in gcc: the last is
    /// followed by 0. dtc's have a sign.
    func line(after count: Int) -> Int {
      isForDTC ? Int(Int32(truncatingIfNeeded: line + count)) : Int(UInt32(truncatingIfNeeded: line + count))
    }
  }

  /// Notes a line marker in a file, after those noted before. One without a path leaves the path as it was.
  public mutating func add(_ marker: LineMarker, to id: FileID) {
    while markers.count <= id.index { markers.append([]) }
    var marker = marker
    if let last = markers[id.index].last {
      marker.earlier = last.isForDTC ? last.earlier : markers[id.index].count - 1
    }
    if marker.path == nil { marker.path = marker.earlier.flatMap { markers[id.index][$0].path } }
    markers[id.index].append(marker)
  }

  /// Forgets all line markers: all files are read again, for another source.
  public mutating func forgetLineMarkers() { markers.removeAll() }

  /// Whether there are line markers in a file.
  public func hasLineMarkers(_ id: FileID) -> Bool { id.index < markers.count && !markers[id.index].isEmpty }

  /// The line markers in a file, in order.
  public func lineMarkers(of id: FileID) -> [LineMarker] { hasLineMarkers(id) ? markers[id.index] : [] }

  /// The marker that numbers a place in a file, either for people and dtc or for the preprocessor.
  public func lineMarker(before place: SourceLocation, in id: FileID, forDTC: Bool) -> LineMarker? {
    guard hasLineMarkers(id), let found = markers[id.index].last(where: { $0.start <= place })
    else { return nil }
    return found.isForDTC && !forDTC ? found.earlier.map { markers[id.index][$0] } : found
  }
}
