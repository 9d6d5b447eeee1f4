import SourceText

/// Where the records of a tree were written, by their numbers.
///
/// Nothing is stored past the last record that was written in a source, so that a tree from a blob takes no
/// memory for it.
@usableFromInline
struct ExtentList: Sendable {
  @usableFromInline var list = PlainArray<Extent>()

  /// Creates an empty list.
  @usableFromInline init() {}

  /// Where the record with this number was written.
  @inlinable
  subscript(index: Int) -> Extent {
    @inline(__always)
    get { index < list.count ? list[index] : .none }
    set {
      guard index < list.count else { return add(newValue, at: index) }
      list[index] = newValue
    }
  }

  /// Notes where the newest record, which has this number, was written.
  @inlinable @inline(__always)
  mutating func append(_ extent: Extent, at index: Int) {
    guard extent.exists else { return }
    guard index == list.count else { return add(extent, at: index) }
    list.append(extent)
  }

  /// Notes where a record past the end of the list was written.
  @usableFromInline
  mutating func add(_ extent: Extent, at index: Int) {
    guard extent.exists else { return }
    list.resize(to: index, .none)
    list.append(extent)
  }

  /// Notes where the newest records were written, the first of which has this number.
  mutating func append(of others: ExtentList, at index: Int) {
    list.resize(to: index, .none)
    list.append(of: others.list)
  }

  /// Exchanges where two records were written.
  mutating func swapAt(_ one: Int, _ other: Int) {
    let extent = self[one]
    self[one] = self[other]
    self[other] = extent
  }

  /// Returns a list for the records from a number on.
  func copy(from start: Int) -> ExtentList {
    var copy = ExtentList()
    if start < list.count { copy.list = list.copy(from: start) }
    return copy
  }

  /// Forgets where the records from a number on were written.
  mutating func cut(to count: Int) {
    if count < list.count { list.cut(to: count) }
  }

  /// Makes room for `count` records.
  mutating func reserve(_ count: Int) { list.reserve(count) }
}
