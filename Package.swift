// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The targets, from the ground up, are described in docs/design.md.

/// Whether this folder is a checkout of Legible, and not a copy that SwiftPM fetched for another package. The signs stay
/// what they are: SwiftPM keeps what a manifest evaluated to and does not notice when files come or go.
let here = Context.packageDirectory
let isCheckout =
  FileManager.default.fileExists(atPath: "\(here)/legible")
  && !(here.split(separator: "/").dropLast().last == "checkouts"
    && FileManager.default.fileExists(atPath: "\(here)/../../workspace-state.json"))

/// What every Swift target of ours is compiled with.
var strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
// Warnings are errors in every build, so that `make check` needs none of its own; but those of a compiler that nobody
// here has tried, and deprecations, which depend on the C libraries of the system, stop nobody.
#if compiler(<6.4)
if isCheckout {
  strict += [.treatAllWarnings(as: .error), .treatWarning("DeprecatedDeclaration", as: .warning)]
}
#endif

/// OpenVINO as `./legible` sets it up inside a checkout, or as an installed `openvino.pc` describes it.
///
/// SwiftPM drops `-rpath` from `.pc` files, so a checkout's own copy is linked by flags, which are allowed in a root
/// package only. The first path is where `make install` puts the libraries.
let openVINO: Target =
  isCheckout
  ? .target(
    name: "COpenVINO",
    linkerSettings: [
      .linkedLibrary("openvino_c"),
      .unsafeFlags([
        "-L\(here)/.local/lib", "-Xlinker", "-rpath", "-Xlinker", "$ORIGIN/../lib/legible:\(here)/.local/lib",
      ]),
    ])
  : .systemLibrary(name: "COpenVINO", path: "Sources/COpenVINO/include", pkgConfig: "openvino")

let package = Package(
  name: "legible",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Legible", targets: ["Legible"]),
    .library(name: "Capture", targets: ["Capture"]),
    .library(name: "LegibleLive", targets: ["LegibleLive"]),
    .library(name: "LegibleWeb", targets: ["LegibleWeb"]),
    .executable(name: "legible", targets: ["LegibleCLI"]),
    .executable(name: "legible-live", targets: ["LegibleLiveCLI"]),
    .executable(name: "legible-cvimodel", targets: ["CVIModelHelper"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    // Without its trait, which is there for Foundation's types: we use none of them.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    // swift-subprocess takes paths as its type.
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    // Its server alone, without what its traits add: a few paths need no more. Only what uses LegibleWeb builds it.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
  ],
  targets: [
    // C libraries: a module map and a shim header each.
    openVINO,
    .systemLibrary(name: "CGLib", pkgConfig: "glib-2.0", providers: [.apt(["libglib2.0-dev"]), .brew(["glib"])]),
    // Headers only, which want GLib's: libvips itself is opened when it is needed.
    .systemLibrary(name: "CVips", pkgConfig: "gobject-2.0", providers: [.apt(["libvips-dev"]), .brew(["vips"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CCVIRuntime"),
    .target(name: "CStbImage"),
    .systemLibrary(
      name: "CFFmpeg", pkgConfig: "libavdevice",
      providers: [
        .apt(["libavdevice-dev", "libavformat-dev", "libavcodec-dev", "libswscale-dev"]), .brew(["ffmpeg"]),
      ]),
    .systemLibrary(name: "CV4L2"),
    .systemLibrary(name: "CSDL", pkgConfig: "sdl2", providers: [.apt(["libsdl2-dev"]), .brew(["sdl2"])]),
    // Ours: the few loops that are compiled for several widths of SIMD.
    .target(name: "CPixels"),

    // The library.
    .target(name: "Failure", swiftSettings: strict),
    .target(name: "CVIWire", swiftSettings: strict),
    .target(
      name: "Raster", dependencies: ["Failure", "CVips", "CCairo", "CStbImage", "CPixels"], swiftSettings: strict),
    .target(
      name: "Inference", dependencies: ["Failure", "CVIWire", "COpenVINO", "CGLib", "CPixels"],
      resources: [
        .embedInCode("Int8/ppocrv6-small-rec.txt"), .embedInCode("Int8/ppocrv6-tiny-rec.txt"),
        .embedInCode("HardSwish/ppocrv6-tiny-det-gelu.txt"), .embedInCode("HardSwish/ppocrv6-tiny-rec-gelu.txt"),
      ],
      swiftSettings: strict),
    .target(
      name: "Legible", dependencies: ["Failure", "Raster", "Inference", "CPixels"], swiftSettings: strict),

    // Around the library.
    .target(
      name: "Capture",
      dependencies: [
        "Failure", "Raster", "CFFmpeg", "CSDL", .target(name: "CV4L2", condition: .when(platforms: [.linux])),
      ],
      swiftSettings: strict),
    .target(name: "LegibleLive", dependencies: ["Legible", "Raster", "Failure"], swiftSettings: strict),
    .target(name: "Evaluation", dependencies: ["Legible", "Raster", "Failure", "CGLib"], swiftSettings: strict),
    .target(
      name: "ModelStore",
      dependencies: ["Legible", "Failure", "CGLib", .product(name: "Subprocess", package: "swift-subprocess")],
      // Compiled into the program, which so finds it wherever it is moved to.
      resources: [.embedInCode("Catalogue/catalogue.json")],
      swiftSettings: strict),
    .target(
      name: "ModelLab",
      dependencies: [
        "Legible", "Raster", "Inference", "Failure", "ModelStore", "Evaluation",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
      ],
      resources: [
        .embedInCode("Python/lower_ir_version.py"), .embedInCode("Python/convert_openvino.py"),
        .embedInCode("Python/quantize_openvino.py"),
      ],
      swiftSettings: strict),
    .target(
      name: "LegibleWeb",
      dependencies: [
        "Raster", "Failure", .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
      ],
      // Compiled into the program: no files that would have to lie beside it.
      resources: [
        .embedInCode("Page/page.html"), .embedInCode("Page/page.css"), .embedInCode("Page/page.js"),
        .embedInCode("Page/icon.svg"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "LegibleCLI",
      dependencies: [
        "Legible", "Evaluation", "ModelStore", "ModelLab", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "CVIModelHelper", dependencies: ["CVIWire", "CCVIRuntime"], swiftSettings: strict),
    .executableTarget(
      name: "LegibleLiveCLI",
      dependencies: [
        "LegibleLive", "LegibleWeb", "Capture", "ModelStore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "DrawSamples", dependencies: ["Legible"], path: "Examples/DrawSamples", swiftSettings: strict),
    .executableTarget(
      name: "MaixPy", dependencies: ["Legible"], path: "Examples/MaixPy", swiftSettings: strict),
    .executableTarget(
      name: "LiveCamera", dependencies: ["Legible", "Capture"], path: "Examples/LiveCamera", swiftSettings: strict),
    .executableTarget(
      name: "SteadyText", dependencies: ["LegibleLive", "LegibleTesting", "Capture"], path: "Benchmarks/SteadyText",
      swiftSettings: strict),
    .target(name: "LegibleTesting", dependencies: ["Legible", "Failure"], swiftSettings: strict),

    // Tests mirror the targets.
    .testTarget(
      name: "RasterTests", dependencies: ["Raster", "Failure", "CPixels", "CPixelsCopies"], swiftSettings: strict),
    // CPixels once more for each width of SIMD, under names of their own.
    .target(name: "CPixelsCopies", dependencies: ["CPixels"], path: "Tests/CPixelsCopies"),
    .testTarget(
      name: "InferenceTests", dependencies: ["Inference", "Failure", "LegibleTesting"], swiftSettings: strict),
    .testTarget(
      name: "CaptureTests", dependencies: ["Capture", "CSDL", "LegibleTesting"], swiftSettings: strict),
    .testTarget(
      name: "LegibleTests", dependencies: ["Legible", "LegibleTesting", "Evaluation"],
      exclude: ["Golden", "floors.json"], swiftSettings: strict),
    .testTarget(
      name: "LegibleLiveTests", dependencies: ["LegibleLive", "LegibleTesting", "SteadyText"], swiftSettings: strict),
    .testTarget(
      name: "LegibleLiveCLITests", dependencies: ["LegibleLiveCLI", "Capture", "LegibleTesting"], swiftSettings: strict),
    .testTarget(
      name: "ModelStoreTests", dependencies: ["ModelStore", "Legible", "LegibleTesting", "Failure"],
      swiftSettings: strict),
    .testTarget(
      name: "LegibleWebTests", dependencies: ["LegibleWeb", "Raster", "Failure"], swiftSettings: strict),
    .testTarget(
      name: "ModelLabTests", dependencies: ["ModelLab", "Legible", "Raster", "Inference", "LegibleTesting", "Failure"],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "LegibleCLITests", dependencies: ["LegibleCLI", "ModelStore", "Legible", "LegibleTesting"],
      exclude: ["Snapshots"],
      swiftSettings: strict),
  ]
)
