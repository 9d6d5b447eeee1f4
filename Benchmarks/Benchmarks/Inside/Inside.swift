import Benchmark
import BoardSteps

/// The steps of the board's job, one by one.
///
/// Their instructions and allocations are not counted here, since that takes counters that not every
/// machine has and an allocator of its own: `Scripts/bench-check` has callgrind count them.
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
