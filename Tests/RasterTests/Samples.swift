import Foundation
import Testing

@testable import Raster

/// Pictures and files that the tests make for themselves.
enum Samples {
  /// Four coloured quarters: red, green, blue and yellow from the top left in reading order.
  static func quarters(_ size: Size = Size(width: 48, height: 32)) -> Image {
    Image(size: size) { pixels in
      for y in 0..<size.height {
        for x in 0..<size.width {
          let color = quarterColors[(y * 2 / size.height) * 2 + x * 2 / size.width]
          let i = (y * size.width + x) * 3
          (pixels[i], pixels[i + 1], pixels[i + 2]) = (color.red, color.green, color.blue)
        }
      }
    }
  }

  static let quarterColors = [
    Color(red: 220, green: 30, blue: 30), Color(red: 30, green: 180, blue: 60), Color(red: 30, green: 60, blue: 200),
    Color(red: 240, green: 220, blue: 40),
  ]

  /// Noise that is the same on each run.
  static func noise(_ size: Size, seed: UInt64 = 1) -> Image {
    var random = Random(seed: seed)
    return Image(size: size) { pixels in
      for i in pixels.indices { pixels[i] = UInt8(truncatingIfNeeded: random.next() >> 40) }
    }
  }

  /// A file that libvips writes of samples, 8-bit ones of four or two bands for instance.
  static func file<T>(
    _ samples: [T], _ size: Size, bands: Int, sample: VipsPicture.Sample = .uint8, space: VipsPicture.Space = .rgb,
    suffix: String
  ) throws -> [UInt8] {
    try Vips.start()
    return try samples.withUnsafeBytes { bytes in
      try #require(
        VipsPicture(pixels: bytes, size: size, bands: bands, sample: sample, space: space)?.encoded(suffix: suffix))
    }
  }

  /// One file of each format that is read.
  static func file(of format: ImageFormat, _ image: Image) throws -> [UInt8] {
    switch format {
    case .bmp: bitmap(image)
    case .gif: try file(image.pixels, image.size, bands: 3, suffix: ".gif")
    case .pnm: try file(image.pixels, image.size, bands: 3, suffix: ".ppm")
    case .heif: try highEfficiency(image, suffix: ".heic[Q=90]")
    case .avif: try highEfficiency(image, suffix: ".avif[Q=90,effort=0]")
    case .jpeg, .png, .webp, .tiff: try image.encoded(as: format)
    }
  }

  private static func highEfficiency(_ image: Image, suffix: String) throws -> [UInt8] {
    try Vips.start()
    _ = Vips.opensHEIF
    return try file(image.pixels, image.size, bands: 3, suffix: suffix)
  }

  /// A 24-bit Windows bitmap.
  static func bitmap(_ image: Image, topDown: Bool = false) -> [UInt8] {
    var bytes = bitmapHeader(
      width: image.width, height: topDown ? -image.height : image.height, bits: 24, dataOffset: 54)
    for row in 0..<image.height {
      let y = topDown ? row : image.height - 1 - row
      for x in 0..<image.width {
        let color = image[x, y]
        bytes += [color.blue, color.green, color.red]
      }
      bytes += [UInt8](repeating: 0, count: (4 - image.width * 3 % 4) % 4)
    }
    return bytes
  }

  static func bitmapHeader(width: Int, height: Int, bits: Int, dataOffset: Int, compression: Int = 0) -> [UInt8] {
    Array("BM".utf8) + little(0, 4) + little(0, 4) + little(dataOffset, 4) + little(40, 4) + little(width, 4)
      + little(height, 4) + little(1, 2) + little(bits, 2) + little(compression, 4) + little(0, 4) + little(2835, 4)
      + little(2835, 4) + little(0, 4) + little(0, 4)
  }

  /// A PNG file that says how large it is and then has next to nothing: what a decompression bomb begins with.
  static func hugePNG(width: Int, height: Int) -> [UInt8] {
    func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
      let body = Array(name.utf8) + data
      return big(data.count, 4) + body + big(Int(checksum(body)), 4)
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", big(width, 4) + big(height, 4) + [8, 2, 0, 0, 0])
      + chunk("IDAT", [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1]) + chunk("IEND", [])
  }

  /// A JPEG file with an EXIF segment that holds the orientation and nothing else.
  static func jpeg(_ image: Image, orientation: Int) throws -> [UInt8] {
    let jpeg = try image.encoded(as: .jpeg, quality: 95)
    let exif =
      Array("Exif\0\0II*\0".utf8) + little(8, 4) + little(1, 2)
      + little(0x0112, 2) + little(3, 2) + little(1, 4) + little(orientation, 4) + little(0, 4)
    return jpeg[..<2] + [0xFF, 0xE1] + big(exif.count + 2, 2) + exif + jpeg[2...]
  }

  static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
  static func big(_ value: Int, _ count: Int) -> [UInt8] { little(value, count).reversed() }

  /// CRC-32 as PNG has it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }
}

/// The same numbers on each run (Knuth's MMIX generator).
struct Random: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}

extension Color {
  /// The largest difference of a channel.
  func distance(to other: Color) -> Int {
    max(abs(Int(red) - Int(other.red)), abs(Int(green) - Int(other.green)), abs(Int(blue) - Int(other.blue)))
  }
}

extension Image {
  /// The colours in the middles of the four quarters, in reading order.
  var quarterColors: [Color] {
    [(1, 1), (3, 1), (1, 3), (3, 3)].map { self[width * $0.0 / 4, height * $0.1 / 4] }
  }
  /// The mean of all channels, 0…255.
  var mean: Double { Double(pixels.reduce(0) { $0 + Int($1) }) / Double(pixels.count) }
}

/// Runs a closure with the path of a folder of its own, which is gone afterwards.
func withFolder<R>(_ body: (String) throws -> R) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}
