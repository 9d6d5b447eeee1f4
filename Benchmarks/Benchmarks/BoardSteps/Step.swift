import BlobChecks
import DeviceTree
import DeviceTreeBlob
import DeviceTreeChecks
import DeviceTreeComparison
import DeviceTreeOverlay
import DeviceTreeSource
import Preprocessor
import SourceText

/// A repeatable step on the board's way from sources to a merged blob.
public struct Step: Sendable {
  /// The step's name.
  public let name: String
  /// Prepares the step's input, and returns the step itself.
  public let prepare: @Sendable () throws -> () throws -> Void

  /// All steps, in the order in which a source goes through them.
  public static let all: [Step] = reading + writing + merging + looking

  private static let board = Board()

  private static let reading: [Step] = [
    Step(name: "open the largest file") {
      {
        var preprocessor = Preprocessor(options: board.options)
        try preprocessor.open(board.largestFile)
        keep(preprocessor.files.text.count)
      }
    },
    Step(name: "expand, with the files kept") {
      var preprocessor = Preprocessor(options: board.options)
      return {
        preprocessor.restart(options: board.options)
        try preprocessor.open(board.source)
        var tokens: [Token] = []
        while true {
          let count = tokens.count
          preprocessor.fill(&tokens)
          if tokens.count == count { break }
        }
        keep(tokens.count)
      }
    },
    Step(name: "print preprocessed text") {
      {
        var preprocessor = Preprocessor(options: board.options)
        keep(try preprocessor.text(of: board.source, lineMarkers: true).count)
      }
    },
    Step(name: "parse, with the files kept") {
      var compiler = SourceCompiler()
      let contents = try FileReading.contents(of: board.source)
      return {
        let parsed = try compiler.parse(board.source, contents: contents, preprocessing: board.options)
        keep(parsed.tree.nodeCount)
      }
    },
    Step(name: "resolve references, add symbols") {
      var compiler = SourceCompiler()
      let contents = try FileReading.contents(of: board.source)
      let parsed = try compiler.parse(board.source, contents: contents, preprocessing: board.options)
      return {
        var completion = TreeCompletion(parsed, board.compilerOptions)
        completion.resolveReferences()
        keep(completion.addSymbols().count)
      }
    },
    Step(name: "compile") { { keep(try board.compile(board.source).nodeCount) } },
    Step(name: "compile, with the files kept") {
      var compiler = SourceCompiler()
      return { keep(try board.compile(board.source, with: &compiler).nodeCount) }
    },
  ]

  private static let writing: [Step] = [
    Step(name: "encode") {
      let tree = try board.compile(board.source)
      return { keep(try BlobEncoder.encode(tree).bytes.count) }
    },
    Step(name: "decode") {
      let blob = try board.blob()
      return { keep(try BlobDecoder.decode(blob).tree.nodeCount) }
    },
    Step(name: "restore references, write source text") {
      let tree = try BlobDecoder.decode(board.blob()).tree
      return {
        var restored = tree
        keep(ReferenceRestoration.restore(in: &restored).count)
        keep(SourceWriter.text(of: restored, annotations: nil).count)
      }
    },
  ]

  private static let merging: [Step] = [
    Step(name: "apply nine overlays") {
      let base = try BlobDecoder.decode(board.blob())
      let overlays = try board.overlays.map { try board.compile($0) }
      return {
        var target = OverlayTarget(base)
        for (index, overlay) in overlays.enumerated() {
          try target.apply(overlay, named: board.overlays[index])
        }
        keep(try target.encode().bytes.count)
      }
    },
    Step(name: "merge nine overlays in place") {
      let base = try board.blob()
      let overlays = try board.overlays.map { try BlobEncoder.encode(board.compile($0)).bytes }
      return {
        guard let merged = InPlaceMerge.merged(base, overlays) else { throw Board.Failed() }
        keep(merged.count)
      }
    },
  ]

  private static let looking: [Step] = [
    Step(name: "check as dtc does") {
      let tree = try board.compile(board.source)
      return {
        var run = CheckRun()
        run.examineResolved(tree)
        keep(run.findings.count)
      }
    },
    Step(name: "check the blob") {
      let blob = try board.blob()
      return { keep(BlobCheckRun.examine(blob).findings.count) }
    },
    Step(name: "compare with the merged tree") {
      let base = try BlobDecoder.decode(board.blob())
      var target = OverlayTarget(base)
      for path in board.overlays { try target.apply(board.compile(path), named: path) }
      let merged = target.tree
      return { keep(Comparison(base.tree, merged).changes.count) }
    },
  ]
}

/// Uses a result, so that the compiler does not remove the work that it takes to get it.
@inline(never) @_optimize(none)
private func keep(_ value: Int) {}
