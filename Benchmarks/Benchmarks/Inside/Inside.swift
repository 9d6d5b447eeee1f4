import Benchmark
import DeviceTree
import DeviceTreeBlob
import DeviceTreeOverlay
import DeviceTreeSource
import Preprocessor
import SourceText

/// The steps of the board's job, one by one, on the board in `Fixtures`.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput, .peakMemoryResident],
    maxDuration: .seconds(2), maxIterations: 2000)

  let board = Board()

  Benchmark("preprocess") { benchmark in
    for _ in benchmark.scaledIterations {
      var preprocessor = Preprocessor(options: board.options)
      blackHole(try preprocessor.text(of: board.source, lineMarkers: true))
    }
  }

  Benchmark("compile") { benchmark in
    for _ in benchmark.scaledIterations { blackHole(try board.compile(board.source)) }
  }

  Benchmark("compile again, with the files' tokens kept") { benchmark in
    var compiler = SourceCompiler()
    blackHole(
      try compiler.compile(
        board.source, preprocessing: board.options, options: board.compilerOptions))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(
        try compiler.compile(
          board.source, preprocessing: board.options, options: board.compilerOptions))
    }
  }

  Benchmark("encode") { benchmark in
    let tree = try board.compile(board.source)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try BlobEncoder.encode(tree)) }
  }

  Benchmark("decode") { benchmark in
    let blob = try BlobEncoder.encode(try board.compile(board.source)).bytes
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try BlobDecoder.decode(blob)) }
  }

  Benchmark("apply nine overlays") { benchmark in
    let base = try BlobDecoder.decode(BlobEncoder.encode(try board.compile(board.source)).bytes)
    let overlays = try board.overlays.map { try board.compile($0) }
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      var target = OverlayTarget(base)
      for (index, overlay) in overlays.enumerated() {
        try target.apply(overlay, named: board.overlays[index])
      }
      blackHole(try target.encode())
    }
  }
}

/// The board in `Fixtures`.
struct Board: Sendable {
  /// The repository's folder, above the package that this file is in.
  private let fixtures: String
  let source: String
  let overlays: [String]
  let options: PreprocessorOptions
  let compilerOptions: SourceCompilerOptions

  init() {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    fixtures = root.joined(separator: "/") + "/Fixtures/kvim1s"
    source = fixtures + "/kvim1s.dts"
    let names = [
      "4k2k_fb", "i2cm_e", "i2s", "onewire", "panfrost", "pwm_f", "spdifout", "spi0", "uart_c",
    ]
    overlays = names.map { [fixtures] name in "\(fixtures)/overlays/\(name).dts" }
    options = PreprocessorOptions(includeFolders: [fixtures + "/include"])
    var compilerOptions = SourceCompilerOptions()
    compilerOptions.symbols = true
    self.compilerOptions = compilerOptions
  }

  struct Failed: Error {}

  func compile(_ path: String) throws -> DeviceTree {
    var compiler = SourceCompiler()
    let result = try compiler.compile(path, preprocessing: options, options: compilerOptions)
    guard let tree = result.tree else { throw Failed() }
    return tree
  }
}
