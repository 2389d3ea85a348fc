// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses Legible builds or resolves it. See README.md.

let package = Package(
  name: "legible-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "legible", path: "..")],
  targets: [
    .target(name: "CMark"),
    .executableTarget(
      name: "stages", dependencies: ["CMark", .product(name: "Legible", package: "legible")], path: "Sources/Stages",
      swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error)]),
  ]
)
