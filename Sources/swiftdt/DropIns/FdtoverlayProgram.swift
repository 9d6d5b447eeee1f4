import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import SourceText

/// `fdtoverlay`, for scripts that call it by that name: dtc 1.8.1's options, messages and exit codes.
/// libfdt's errors are followed by an explanation.
struct FdtoverlayProgram: FdtProgram {
  private let tool: FdtTool

  init(name: String) {
    tool = FdtTool(
      name: name,
      synopsis: """
        apply a number of overlays to a base blob
        \tfdtoverlay <options> [<overlay.dtbo> [<overlay.dtbo>]]
        """,
      options: [
        .init("i", "input", takesValue: true, "Input base DT blob"),
        .init("o", "output", takesValue: true, "Output DT blob"),
        .init("v", "verbose", "Verbose messages"),
      ])
  }

  func run(_ arguments: [String]) -> Int32 {
    do throws(DropInExit) {
      var (input, output, isVerbose): (String?, String?, Bool) = (nil, nil, false)
      var reader = tool.reader(of: arguments)
      while let (option, value) = try tool.next(&reader) {
        switch option {
        case "i": input = value
        case "o": output = value
        default: isVerbose = true
        }
      }
      let overlays = reader.operands
      guard let input else { throw tool.usage("missing input file") }
      guard let output else { throw tool.usage("missing output file") }
      guard !overlays.isEmpty else { throw tool.usage("missing overlay file(s)") }
      if isVerbose {
        var text = "input  = \(input)\noutput = \(output)\n"
        for (index, overlay) in overlays.enumerated() { text += "overlay[\(index)] = \(overlay)\n" }
        Console.say(text)
      }
      return merge(input, overlays, into: output)
    } catch {
      return error.code
    }
  }

  private func merge(_ input: String, _ overlays: [String], into output: String) -> Int32 {
    do throws(Refusal) {
      try apply(overlays, to: input, into: output)
      return 0
    } catch {
      Console.complain(error.line)
      if let diagnostic = error.explanation {
        Console.complain(
          DiagnosticRenderer(files: SourceFiles(), colour: Console.isColoured, program: "fdtoverlay")
            .render(diagnostic.worded))
      }
      return 1
    }
  }

  /// The error thrown if there is no result: dtc's line and our explanation.
  private struct Refusal: Error {
    let line: String
    var explanation: Diagnostic?
  }

  private func apply(
    _ overlays: [String], to input: String, into output: String
  ) throws(Refusal) {
    // Other commands that edit the base wait from before it is read until after it is written.
    let lock = FileLock(input, replacedAt: output)
    defer { _ = lock }
    let base = try read(input) { "Base blob is incomplete" }
    // All overlays are read before the first is applied.
    var blobs: [[UInt8]] = []
    for path in overlays { blobs.append(try read(path) { "Overlay '\(path)' is incomplete" }) }
    var merged = InPlaceMerge.merged(base, blobs)
    if merged == nil { merged = try mergedTrees(input, base, overlays, blobs, output) }
    do throws(FileError) {
      try FileReplacement.write(merged ?? [], to: output)
    } catch {
      throw Refusal(
        line: "Couldn't write blob to '\(output)': \(error.code)\n\nFailed to write '\(output)'\n")
    }
  }

  /// Merges with the implementation that covers all cases and explains errors.
  private func mergedTrees(
    _ input: String, _ base: [UInt8], _ overlays: [String], _ blobs: [[UInt8]], _ output: String
  ) throws(Refusal) -> [UInt8] {
    var target: OverlayTarget
    do throws(BlobError) {
      target = OverlayTarget(try BlobDecoder.decode(base))
    } catch {
      if !error.isAboutHeader {
        throw failure(
          overlays[0], error.libfdtName, error.diagnostic(for: input), baseHasLabels: Self.hasLabels(base))
      }
      throw Refusal(
        line: "\nFailed to make temporary copy: \(error.libfdtName)\n",
        explanation: error.diagnostic(for: input))
    }
    for (path, blob) in zip(overlays, blobs) {
      let hasLabels = target.blob.tree.node(atPath: Self.labels) != nil
      let overlay: DeviceTree
      do throws(BlobError) {
        overlay = try BlobDecoder.decode(blob, tolerating: .reservations).tree
      } catch {
        throw failure(path, error.libfdtName, error.diagnostic(for: path), baseHasLabels: hasLabels)
      }
      do throws(OverlayError) {
        try target.apply(overlay, named: path)
      } catch {
        if case .oldBase = error.kind {
          throw Refusal(
            line: "\nFailed to make temporary copy: \(error.libfdtName)\n", explanation: error.diagnostic)
        }
        throw failure(path, error.libfdtName, error.diagnostic, baseHasLabels: hasLabels)
      }
    }
    do throws(BlobError) {
      return try target.encode().bytes
    } catch {
      throw failure(
        overlays[overlays.count - 1], error.libfdtName, error.diagnostic(for: output), baseHasLabels: true)
    }
  }

  private static let labels = "/__symbols__"

  /// Whether libfdt finds a `__symbols__` node in a damaged blob.
  private static func hasLabels(_ base: [UInt8]) -> Bool {
    let path = Array(labels.utf8)
    return (try? FlatBlob(base).node(atPath: path.span)) != nil
  }

  private func failure(
    _ overlay: String, _ error: String, _ diagnostic: Diagnostic, baseHasLabels: Bool
  ) -> Refusal {
    var line = "\nFailed to apply '\(overlay)': \(error)\n"
    if !baseHasLabels {
      line +=
        "base blob does not have a '\(Self.labels)' node, make sure you have compiled the base blob with '-@' option\n"
    }
    return Refusal(line: line, explanation: diagnostic)
  }

  /// Explains what a file without a blob's magic number is, since the size read from it means nothing; nil if
  /// it has the number.
  private static func noBlob(_ bytes: [UInt8], _ path: String) -> Diagnostic? {
    do throws(BlobError) {
      _ = try BlobHeader(bytes.span)
      return nil
    } catch {
      if case .badMagic = error.kind { return TreeInput.diagnostic(error, bytes, path) }
      return nil
    }
  }

  private func read(
    _ path: String, incomplete: () -> String
  ) throws(Refusal) -> [UInt8] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileReading.contents(of: path)
    } catch {
      throw Refusal(
        line: "Couldn't open blob from '\(path)': \(error.code)\n\nFailed to read '\(path)'\n")
    }
    guard bytes.count >= 8 else { return bytes }
    let totalSize = bytes[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    if Int(totalSize) > bytes.count {
      throw Refusal(
        line: "\n\(incomplete()) (\(bytes.count) / \(totalSize) bytes read)\n",
        explanation: Self.noBlob(bytes, path))
    }
    return bytes
  }
}

extension BlobError {
  /// Whether libfdt finds the error when it first checks a blob's header and memory reservations.
  var isAboutHeader: Bool {
    switch kind {
    case .empty, .headerTruncated, .badMagic, .badVersion, .badTotalSize, .fileTruncated, .blockOutside,
      .reservationsUnterminated:
      true
    default: false
    }
  }
}
