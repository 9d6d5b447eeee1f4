import Benchmark
import BoardSteps

/// The steps of the board's job, one by one.
///
/// Instructions and allocations are not counted here, since that takes hardware counters, which not every
/// machine has, and an allocator of its own: `Scripts/bench-check` counts them with callgrind.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput, .peakMemoryResident],
    maxDuration: .seconds(2), maxIterations: 2000)

  for step in Step.all {
    Benchmark(step.name) { benchmark in
      let run = try step.prepare()
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { try run() }
    }
  }
}
