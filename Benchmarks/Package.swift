// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses swiftdt resolves what its benchmarks need.
let package = Package(
  name: "swiftdt-benchmarks",
  dependencies: [
    .package(name: "swiftdt", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Inside",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "DeviceTreeKit", package: "swiftdt"),
      ],
      path: "Benchmarks/Inside",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ],
  swiftLanguageModes: [.v6]
)
