// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of swiftdt do not resolve the dependencies of its benchmarks.
let package = Package(
  name: "swiftdt-benchmarks",
  dependencies: [
    .package(name: "swiftdt", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // The steps on the board in `Fixtures`.
    .target(
      name: "BoardSteps",
      dependencies: [.product(name: "DeviceTreeKit", package: "swiftdt")],
      path: "Benchmarks/BoardSteps"),
    // Times them: `make bench-inside`.
    .executableTarget(
      name: "Inside",
      dependencies: ["BoardSteps", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Inside",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    // Repeats one, so that its instructions and allocations can be counted: `make bench-check`.
    .executableTarget(name: "steps", dependencies: ["BoardSteps"], path: "Benchmarks/Steps"),
  ],
  swiftLanguageModes: [.v6]
)
