/// A node of a blob that is read and changed in place: where its parts lie.
///
/// The nodes of a blob are numbered in document order, so that a node's first child is the next one,
/// and what follows its subtree is told by one number. Nodes that a merge adds have higher numbers and
/// are linked, since libfdt puts each in front of its siblings.
struct PlacedNode: BitwiseCopyable {
  /// Where its name begins, behind its tag.
  var name: UInt32
  var nameLength: UInt16
  /// How many of its children were looked at in searches; `.max` if they are looked up in the index.
  var childSteps: UInt16 = 0
  /// Its parent's number; the root is its own.
  var parent: UInt32
  /// The number behind the last node of its subtree; for an added node, the sibling that was added before
  /// it, 0 if it was the first one.
  var following: UInt32
  /// Its phandle; 0 is none.
  var phandle: UInt32 = 0
  /// The number of its changes; + 1, 0 is none.
  var changes: UInt32 = 0
  /// Where its properties end; for an added node, those that it was copied with, which lie there the other way
  /// round than they are written.
  var contentEnd: UInt32 = 0
  /// How many of its properties were looked at in searches; `.max` if they are in the index.
  var propertySteps: UInt16 = 0
  /// Under which names its children are in the index.
  var childIndex: UInt8 = 0

  /// Where its properties begin.
  var content: Int { @inline(__always) get { (Int(name) &+ Int(nameLength) &+ 4) & ~3 } }

  /// Its properties as they lie there.
  var properties: Range<Int> { @inline(__always) get { content..<Int(contentEnd) } }
}

/// What a merge changed of a node.
struct PlacedChanges: BitwiseCopyable {
  /// The added child that comes first; 0 is none.
  var firstAdded: UInt32 = 0
  /// The records of its properties that were made, the first one first; + 1, 0 is none.
  var madeProperties: UInt32 = 0
  /// The records of its properties that got another value; + 1, 0 is none.
  var replacedProperties: UInt32 = 0
  /// The record of the last made property that is in the index; + 1, 0 is none.
  var indexedProperties: UInt32 = 0
}

/// A property that a merge made or gave another value.
struct PlacedProperty: BitwiseCopyable {
  /// Where it stands as it is going to be written: its tag, its length, the offset of its name in the result's
  /// strings block, its value, and what fills it up to a multiple of 4.
  var image: UInt32
  /// For a replaced value, where the property's tag is; for a new property 0.
  var place: UInt32
  /// The next record of the same list; + 1, 0 is none.
  var next: UInt32
}
