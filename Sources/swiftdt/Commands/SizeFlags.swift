import ArgumentParser
import DeviceTreeBlob

/// How large a blob is made.
struct SizeFlags: ParsableArguments {
  @Option(
    name: [.customShort("p"), .customLong("pad")],
    help: ArgumentHelp(
      "Add this many bytes of headroom, which boot loaders need to edit the blob.",
      valueName: "bytes"))
  var pad: ByteCount?

  @Option(
    name: [.customShort("S"), .customLong("size")],
    help: ArgumentHelp("Make the blob at least this large.", valueName: "bytes"))
  var size: ByteCount?

  @Option(
    name: [.customShort("a"), .customLong("align")],
    help: ArgumentHelp("Make the size a multiple of this power of two.", valueName: "bytes"))
  var align: ByteCount?

  /// The same for those who make blobs.
  var request: SizeRequest {
    SizeRequest(padding: pad?.value, minimum: size?.value, alignment: align?.value)
  }

  func validate() throws {
    if !request.isValid { throw ValidationError("--align needs a power of two, not \(align?.value ?? 0)") }
  }
}

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
