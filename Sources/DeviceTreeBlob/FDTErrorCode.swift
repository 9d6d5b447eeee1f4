/// What libfdt's functions return when they fail; the raw value is libfdt's own name for it.
///
/// Unlike `BlobError` it does not say where: it is what the drop-in replacements of libfdt's programs print.
public enum FDTErrorCode: String, Error, Sendable {
  /// There is no such node or property.
  case notFound = "FDT_ERR_NOTFOUND"
  /// There is such a node already.
  case exists = "FDT_ERR_EXISTS"
  /// The blob's total size leaves no room.
  case noSpace = "FDT_ERR_NOSPACE"
  /// No node begins at an offset, or something lies outside its block.
  case badOffset = "FDT_ERR_BADOFFSET"
  /// An empty path, or one that begins with an alias that does not exist or has no absolute path.
  case badPath = "FDT_ERR_BADPATH"
  /// The blob, or a name in it, ends too early.
  case truncated = "FDT_ERR_TRUNCATED"
  /// The file does not begin with the magic of a blob.
  case badMagic = "FDT_ERR_BADMAGIC"
  /// A version that is unknown, or too old to be edited.
  case badVersion = "FDT_ERR_BADVERSION"
  /// The structure block violates its own rules.
  case badStructure = "FDT_ERR_BADSTRUCTURE"
  /// The blocks are not in the order that editing requires.
  case badLayout = "FDT_ERR_BADLAYOUT"
}
