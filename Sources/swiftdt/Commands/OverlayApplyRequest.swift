import SourceText

/// What `swiftdt overlay apply` is asked to do.
struct OverlayApplyRequest: Equatable, Sendable {
  var base: String
  var output: String
  var overlays: [String]
  var crossChecks = false
  var reading = SourceReading()
  var sizes = SizeRequest()

  func run() throws {
    var merging = Merging(reading, crossChecks: crossChecks)
    let merged = try merging.merge(base: base, overlays: overlays, sizes: sizes)
    do throws(FileError) {
      try FileReplacement.write(merged.blob, to: output)
    } catch {
      Console.show([error.diagnostic])
      throw CommandFailure()
    }
  }
}

extension OverlayApplyRequest {
  /// The request of a plain command line; nil if it takes more to read it.
  init?(quick arguments: ArraySlice<String>) {
    let own: [QuickFlags.Flag] = [
      .value("-b", "--base"), .value("-o", "--output"), .toggle("--cross-check"),
    ]
    guard let flags = QuickFlags(arguments, own + QuickFlags.reading + QuickFlags.sizes),
      let sizes = flags.sizes, let base = flags.last("-b"), let output = flags.last("-o"),
      !flags.operands.isEmpty
    else { return nil }
    self.init(
      base: base, output: output, overlays: flags.operands, crossChecks: flags.has("--cross-check"),
      reading: flags.reading, sizes: sizes)
  }
}
