/// What libfdt's functions return when they cannot do what they are asked; the raw value is libfdt's
/// own name for it.
///
/// Unlike `BlobError` it says nothing of the place: it is what programs that stand in for libfdt's
/// print.
public enum FDTErrorCode: String, Error, Sendable {
  /// There is no such node or property.
  case notFound = "FDT_ERR_NOTFOUND"
  /// There is such a node already.
  case exists = "FDT_ERR_EXISTS"
  /// The blob's total size leaves no room.
  case noSpace = "FDT_ERR_NOSPACE"
  /// No node begins at an offset, or something lies outside of its block.
  case badOffset = "FDT_ERR_BADOFFSET"
  /// A path that is none, or begins with an alias that is none.
  case badPath = "FDT_ERR_BADPATH"
  /// The blob, or a name in it, ends too early.
  case truncated = "FDT_ERR_TRUNCATED"
  /// There is no blob.
  case badMagic = "FDT_ERR_BADMAGIC"
  /// A version that is not known, or too old to be edited.
  case badVersion = "FDT_ERR_BADVERSION"
  /// The structure block breaks its own rules.
  case badStructure = "FDT_ERR_BADSTRUCTURE"
  /// The blocks are not in the order in which they can be edited.
  case badLayout = "FDT_ERR_BADLAYOUT"
}
