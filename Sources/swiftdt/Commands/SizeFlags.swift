import ArgumentParser

/// How large a blob is made.
struct SizeFlags: ParsableArguments {
  @Option(
    name: [.customShort("p"), .customLong("pad")],
    help: ArgumentHelp(
      "Set the headroom to this many bytes; boot loaders need it to edit the blob.",
      valueName: "bytes"))
  var pad: ByteCount?

  @Option(
    name: [.customShort("S"), .customLong("size")],
    help: ArgumentHelp("Make the blob at least this large.", valueName: "bytes"))
  var size: ByteCount?

  @Option(
    name: [.customShort("a"), .customLong("align")],
    help: ArgumentHelp("Round the size up to a multiple of this power of two.", valueName: "bytes"))
  var align: ByteCount?

  /// The same for those who make blobs.
  var request: SizeRequest {
    SizeRequest(padding: pad?.value, minimum: size?.value, alignment: align?.value)
  }

  func validate() throws {
    if !request.isValid { throw ValidationError("--align needs a power of two, not \(align?.value ?? 0)") }
  }
}
