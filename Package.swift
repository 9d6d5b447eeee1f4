// swift-tools-version: 6.2
import PackageDescription

let layer: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "swiftdt",
  products: [
    .executable(name: "swiftdt", targets: ["swiftdt"]),
    .library(
      name: "DeviceTreeKit",
      targets: [
        "SourceText", "DeviceTree", "Preprocessor", "DeviceTreeSource", "DeviceTreeBlob",
        "DeviceTreeOverlay", "DeviceTreeChecks", "DeviceTreeBindings", "DeviceTreeComparison",
        "OverlayChecks", "BlobChecks", "OverlayBisection",
      ]),
  ],
  traits: [
    .trait(
      name: "CrossCheck",
      description: "Link libfdt, so that --cross-check and the tests can compare every merge with it"),
    .default(enabledTraits: ["CrossCheck"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    // Without its traits, one of which is all of Foundation.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    .target(name: "CPlatform"),
    // It changes the process that it is linked into: no target of DeviceTreeKit may depend on it.
    .target(name: "CStartup"),
    .target(
      name: "SourceText",
      dependencies: ["CPlatform", .product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: layer),
    .target(name: "DeviceTree", dependencies: ["SourceText"], swiftSettings: layer),
    .target(name: "Preprocessor", dependencies: ["SourceText"], swiftSettings: layer),
    .target(
      name: "DeviceTreeSource",
      dependencies: ["SourceText", "DeviceTree", "Preprocessor"], swiftSettings: layer),
    .target(
      name: "DeviceTreeBlob", dependencies: ["SourceText", "DeviceTree"], swiftSettings: layer),
    .target(
      name: "DeviceTreeOverlay",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeBlob", "DeviceTreeBindings"],
      swiftSettings: layer),
    .target(
      name: "DeviceTreeChecks", dependencies: ["SourceText", "DeviceTree"], swiftSettings: layer),
    .target(
      name: "DeviceTreeBindings", dependencies: ["SourceText", "DeviceTree"], swiftSettings: layer),
    .target(
      name: "DeviceTreeComparison",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeBlob", "DeviceTreeBindings"],
      swiftSettings: layer),
    .testTarget(
      name: "DeviceTreeComparisonTests",
      dependencies: [
        "SourceText", "DeviceTree", "DeviceTreeBindings", "DeviceTreeComparison", "TestSupport",
      ]),
    .target(
      name: "BlobChecks",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeBlob", "DeviceTreeBindings"],
      swiftSettings: layer),
    .testTarget(
      name: "BlobChecksTests",
      dependencies: [
        "SourceText", "DeviceTree", "DeviceTreeBlob", "DeviceTreeSource", "DeviceTreeBindings",
        "Preprocessor", "BlobChecks", "TestSupport",
      ]),
    .target(
      name: "OverlayChecks",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeOverlay", "DeviceTreeChecks"],
      swiftSettings: layer),
    .target(
      name: "OverlayBisection",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeOverlay"],
      swiftSettings: layer),
    .testTarget(
      name: "DecompileTests",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeSource", "DeviceTreeBlob"]),
    .testTarget(
      name: "DeviceTreeChecksTests",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeChecks", "DeviceTreeBindings"]),
    .systemLibrary(
      name: "CLibFDT", path: "Sources/CLibFDT",
      providers: [.apt(["libfdt-dev"])]),
    .executableTarget(
      name: "swiftdt",
      dependencies: [
        "SourceText", "DeviceTree", "Preprocessor", "DeviceTreeSource", "DeviceTreeBlob",
        "DeviceTreeOverlay", "DeviceTreeChecks", "DeviceTreeBindings", "DeviceTreeComparison",
        "OverlayChecks", "BlobChecks", "OverlayBisection", "CPlatform", "CStartup",
        .target(name: "CLibFDT", condition: .when(traits: ["CrossCheck"])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: layer),
    .target(name: "TestSupport", dependencies: ["SourceText", "DeviceTree"], path: "Tests/TestSupport"),
    .testTarget(
      name: "DeviceTreeSourceTests",
      dependencies: [
        "SourceText", "DeviceTree", "Preprocessor", "DeviceTreeSource", "DeviceTreeBlob", "TestSupport",
      ]),
    .testTarget(
      name: "PreprocessorTests",
      dependencies: ["SourceText", "Preprocessor", "DeviceTreeSource", "swiftdt", "TestSupport"]),
    .testTarget(
      name: "SwiftdtTests",
      dependencies: [
        "swiftdt", "BlobChecks", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "ToolTests",
      dependencies: [
        "swiftdt", "SourceText", "DeviceTree", "DeviceTreeBlob", "DeviceTreeSource", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "SourceTextTests",
      dependencies: ["SourceText", "TestSupport", .product(name: "SystemPackage", package: "swift-system")]),
    .testTarget(name: "DropInTests", dependencies: ["swiftdt", "TestSupport"]),
    .testTarget(name: "DeviceTreeTests", dependencies: ["SourceText", "DeviceTree", "TestSupport"]),
    .testTarget(
      name: "DeviceTreeBindingsTests",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeBindings", "TestSupport"]),
    .testTarget(
      name: "DeviceTreeBlobTests",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeBlob", "TestSupport"]),
    .testTarget(
      name: "DeviceTreeOverlayTests",
      dependencies: ["SourceText", "DeviceTree", "DeviceTreeBlob", "DeviceTreeOverlay", "TestSupport"]),
    .testTarget(
      name: "OverlayBisectionTests",
      dependencies: [
        "SourceText", "DeviceTree", "DeviceTreeBlob", "DeviceTreeOverlay", "OverlayBisection", "TestSupport",
      ]),
    .testTarget(
      name: "SwiftdtBisectTests",
      dependencies: [
        "swiftdt", "SourceText", "OverlayBisection", "TestSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .testTarget(
      name: "SwiftdtOverlayTests",
      dependencies: [
        "swiftdt", "TestSupport", "SourceText", "DeviceTree", "DeviceTreeSource", "DeviceTreeBlob",
        "DeviceTreeOverlay",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
