extension PlainArray {
  /// `count` times the same.
  @inlinable
  public init(repeating element: Element, count: Int) {
    self.init()
    fill(to: count, with: element)
  }

  /// Makes it have at least `count` elements, further ones being `element`.
  @inlinable
  public mutating func fill(to count: Int, with element: Element) {
    guard count > used else { return }
    if count > capacity || !isKnownUniquelyReferenced(&memory) { move(to: Swift.max(count, capacity)) }
    unsafe (start + used).initialize(repeating: element, count: count &- used)
    used = count
  }

  /// Hands over the elements to be changed: whether there is another owner is asked only once.
  @inlinable @inline(__always)
  public mutating func withMutableElements<Result>(_ body: (inout MutableSpan<Element>) -> Result) -> Result {
    if !isKnownUniquelyReferenced(&memory) { move(to: capacity) }
    var elements = unsafe MutableSpan(_unsafeStart: start, count: used)
    return body(&elements)
  }
}
