/// A node of a blob that is read and changed in place: where its parts lie.
///
/// The nodes of a blob are numbered in document order, so that a node's first child is the next one,
/// and what follows its subtree is told by one number. Nodes that a merge adds have higher numbers and
/// are linked, since libfdt puts each in front of its siblings.
struct PlacedNode: BitwiseCopyable {
  /// Where its name begins, behind its tag.
  var name: UInt32
  /// The length of its name.
  var nameLength: UInt16
  /// How many of its children were looked at in searches; `.max` if they are in the index.
  var childSteps: UInt16 = 0
  /// Its parent's number; the root is its own.
  var parent: UInt32
  /// The number behind the last node of its subtree; for an added node, its own: it has no children
  /// but added ones.
  var following: UInt32
  /// Its phandle; 0 is none.
  var phandle: UInt32 = 0
  /// The number of its changes; + 1, 0 is none.
  var changes: UInt32 = 0
  /// How many of its properties were looked at in searches; `.max` if they are in the index.
  var propertySteps: UInt16 = 0

  /// Where its properties begin; for an added node, nothing.
  var content: Int { @inline(__always) get { (Int(name) &+ Int(nameLength) &+ 4) & ~3 } }
}

/// What a merge changed of a node.
struct PlacedChanges: BitwiseCopyable {
  /// The added child that comes first; 0 is none.
  var firstAdded: UInt32 = 0
  /// For an added node: the one that was first before it; 0 is none.
  var nextAdded: UInt32 = 0
  /// The records of its properties that were made, the first one first; + 1, 0 is none.
  var madeProperties: UInt32 = 0
  /// The records of its properties that got another value; + 1, 0 is none.
  var replacedProperties: UInt32 = 0
}

/// A property that a merge made or gave another value.
struct PlacedProperty: BitwiseCopyable {
  /// Where its name stands, followed by a NUL.
  var name: UInt32
  /// The node that has it.
  var owner: UInt32
  /// Where its name lies in the result's strings block; for a replaced value, nothing.
  var nameOffset: UInt32
  /// For a replaced value, where the property's tag is; for a new property 0.
  var place: UInt32
  /// Where the value is.
  var value: UInt32
  /// How many bytes it has.
  var length: UInt32
  /// What fills it up to a multiple of 4, the first byte lowest.
  var filling: UInt32
  /// The next record of the same list; + 1, 0 is none.
  var next: UInt32
}
