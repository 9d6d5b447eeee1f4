import ArgumentParser

/// The options for the size of a blob.
struct SizeFlags: ParsableArguments {
  @Option(
    name: [.customShort("p"), .customLong("pad")],
    help: ArgumentHelp(
      "Set the headroom to this many bytes; boot loaders need it to edit the blob.",
      valueName: "bytes"))
  var pad: ByteCount?

  @Option(
    name: [.customShort("S"), .customLong("size")],
    help: ArgumentHelp(
      "Make the blob this large, or as large as its contents; what headroom it had does not count. --pad overrides it.",
      valueName: "bytes"))
  var size: ByteCount?

  @Option(
    name: [.customShort("a"), .customLong("align")],
    help: ArgumentHelp("Round the size up to a multiple of this power of two.", valueName: "bytes"))
  var align: ByteCount?

  /// The request that the options make.
  var request: SizeRequest {
    SizeRequest(padding: pad?.value, minimum: size?.value, alignment: align?.value)
  }

  func validate() throws {
    if !request.isValid { throw ValidationError("--align needs a power of two, not \(align?.value ?? 0)") }
  }
}
