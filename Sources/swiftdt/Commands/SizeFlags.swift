import ArgumentParser

/// How large a blob is made.
struct SizeFlags: ParsableArguments {
  @Option(
    name: [.customShort("p"), .customLong("pad")],
    help: ArgumentHelp(
      "Leave this many bytes of headroom, however many there were; boot loaders need them to edit the blob.",
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
