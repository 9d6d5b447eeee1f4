/// A node of a blob that is read and changed in place: where its parts are.
///
/// The nodes of a blob are numbered in document order, so a node's first child is the next number, and one
/// number gives the end of its subtree. Nodes that a merge adds have higher numbers and are linked, since
/// libfdt puts each before its siblings.
struct PlacedNode: BitwiseCopyable {
  /// The place of its name, after its tag.
  var name: UInt32
  var nameLength: UInt16
  /// The number of its children that searches looked at; `.max` if they are looked up in the index.
  var childSteps: UInt16 = 0
  /// Its parent's number; the root is its own parent.
  var parent: UInt32
  /// The number after the last node of its subtree; for an added node, the sibling that was added before it,
  /// 0 if there is none.
  var following: UInt32
  /// Its phandle; 0 is none.
  var phandle: UInt32 = 0
  /// The index of its changes plus 1; 0 is none.
  var changes: UInt32 = 0
  /// The end of its properties; for an added node, of those that it was copied with, which lie there in the
  /// reverse of the order in which they are written.
  var contentEnd: UInt32 = 0
  /// The number of its properties that searches looked at; `.max` if they are in the index.
  var propertySteps: UInt16 = 0
  /// The kinds of names under which its children are in the index.
  var childIndex: UInt8 = 0

  /// The start of its properties.
  var content: Int { @inline(__always) get { (Int(name) &+ Int(nameLength) &+ 4) & ~3 } }

  /// The range of its properties.
  var properties: Range<Int> { @inline(__always) get { content..<Int(contentEnd) } }
}

/// What a merge changed in a node.
struct PlacedChanges: BitwiseCopyable {
  /// The first of its added children; 0 is none.
  var firstAdded: UInt32 = 0
  /// The first record of its new properties plus 1; 0 is none.
  var madeProperties: UInt32 = 0
  /// The first record of its properties that got another value, plus 1; 0 is none.
  var replacedProperties: UInt32 = 0
  /// The record of the latest new property that is in the index, plus 1; 0 is none.
  var indexedProperties: UInt32 = 0
}

/// A property that a merge added or changed.
struct PlacedProperty: BitwiseCopyable {
  /// The place of its output form: its tag, its length, the offset of its name in the result's strings block,
  /// its value, and the padding to a multiple of 4.
  var image: UInt32
  /// For a replaced value, the place of the property's tag; for a new property 0.
  var place: UInt32
  /// The next record of the same list plus 1; 0 is none.
  var next: UInt32
}
