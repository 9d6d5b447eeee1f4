import DeviceTreeBlob

/// The size that a blob is to have, from flags or a recipe.
struct SizeRequest: Equatable, Sendable {
  /// The headroom, in bytes.
  var padding: Int?
  /// The minimum size, in bytes.
  var minimum: Int?
  /// The power of two that the size is rounded up to a multiple of.
  var alignment: Int?

  /// Whether the alignment, if there is one, is a power of two.
  var isValid: Bool { alignment.map(BlobOptions.isAlignment) ?? true }

  /// Whether nothing was asked for.
  var isEmpty: Bool { self == SizeRequest() }

  /// The options for the encoder.
  var options: BlobOptions {
    BlobOptions(padding: padding ?? 0, minimumSize: minimum ?? 0, alignment: alignment ?? 0)
  }
}
