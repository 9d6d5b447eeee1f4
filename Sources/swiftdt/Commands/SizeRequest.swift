import DeviceTreeBlob

/// How large a blob is to be, whoever says so: flags or a recipe.
struct SizeRequest: Equatable, Sendable {
  /// Bytes of headroom.
  var padding: Int?
  /// The least size.
  var minimum: Int?
  /// What the size is to be a multiple of.
  var alignment: Int?

  /// Whether the alignment is one.
  var isValid: Bool { alignment.map { $0 > 0 && $0 & ($0 - 1) == 0 } ?? true }

  /// Whether nothing was asked for.
  var isEmpty: Bool { self == SizeRequest() }

  /// The same for the encoder.
  var options: BlobOptions {
    BlobOptions(padding: padding ?? 0, minimumSize: minimum ?? 0, alignment: alignment ?? 0)
  }
}
