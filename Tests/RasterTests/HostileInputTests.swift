import Failure
import Foundation
import Testing

@testable import Raster

/// One after the other: libvips' log of errors, which tells stray bytes in a JPEG from missing ones, is one for the process.
@Suite(.serialized) struct HostileInputTests {
  private func code(_ body: () throws -> Image) -> LegibleError.Code? {
    do {
      _ = try body()
      return nil
    } catch {
      return (error as? LegibleError)?.code
    }
  }

  @Test func emptyFile() throws {
    let error = try #require(throws: LegibleError.self) { try Image(data: [] as [UInt8]) }
    #expect(error.code == .unreadableImage)
    #expect(error.message.contains("0 bytes"))
  }

  /// What a file is instead of a picture stands in the message.
  @Test(arguments: [
    ("%PDF-1.7\n", "PDF"), ("<?xml version=\"1.0\"?>\n<svg xmlns=\"x\">", "SVG"), ("<svg>", "SVG"),
    ("%!PS-Adobe", "PostScript"),
    ("8BPS\0\u{1}", "Photoshop"), ("PK\u{3}\u{4}....", "ZIP"), ("#?RADIANCE\n", "Radiance"),
    ("\0\0\0\u{20}ftypisom", "video"), ("hello, world", "not a picture"), ("2 2\n1 2\n3 4\n", "not a picture"),
  ])
  func otherFilesAreNamed(text: String, name: String) throws {
    let error = try #require(throws: LegibleError.self) { try Image(data: Array(text.utf8)) }
    #expect(error.code == .unreadableImage)
    #expect(error.message.contains(name))
  }

  @Test(arguments: ImageFormat.allCases)
  func halfAFileIsAnError(_ format: ImageFormat) throws {
    let file = try Samples.file(of: format, Samples.noise(Size(width: 64, height: 48)))
    for part in [file.count / 10, file.count / 2, file.count * 9 / 10] {
      #expect(code { try Image(data: Array(file.prefix(part))) } == .unreadableImage, "\(format), \(part) bytes")
    }
  }

  @Test(arguments: [ImageFormat.jpeg, .png, .webp, .gif, .bmp])
  func aCutOffFileIsCalledThat(_ format: ImageFormat) throws {
    let file = try Samples.file(of: format, Samples.noise(Size(width: 64, height: 48)))
    let error = try #require(throws: LegibleError.self) { try Image(data: Array(file.prefix(file.count / 2))) }
    #expect(error.message.contains("cut off"), "\(error)")
  }

  /// Of a JPEG whose data ends early the decoder makes a whole picture, half of it gray.
  @Test func aJPEGWithMissingDataIsAnError() throws {
    let picture = Samples.noise(Size(width: 400, height: 300))
    let file = try picture.encoded(as: .jpeg)
    let error = try #require(throws: LegibleError.self) {
      try Image(data: Array(file.prefix(file.count / 2)) + [0xFF, 0xD9])
    }
    #expect(error.code == .unreadableImage && error.message.contains("damaged"), "\(error)")
    let hole = file.count / 2..<file.count * 3 / 4
    #expect(
      code { try Image(data: Array(file[..<hole.lowerBound]) + Array(file[hole.upperBound...])) } == .unreadableImage)
    // Bytes that belong to nothing are no damage; some cameras write them.
    let stray = Array(file.dropLast(2)) + [0x12, 0x34, 0x56, 0xFF, 0xD9]
    #expect(try Image(data: stray) == Image(data: file))
  }

  @Test(arguments: [(20000, 10000), (20000, 20000), (2_000_000_000, 1), (2_147_483_647, 2_147_483_647)])
  func bombsAreRefusedByTheirHeader(width: Int, height: Int) throws {
    let time = ContinuousClock().measure {
      let found = code { try Image(data: Samples.hugePNG(width: width, height: height)) }
      // Beyond a million pixels a side libpng itself says no.
      #expect(found == (max(width, height) > 1_000_000 ? .unreadableImage : .imageTooLarge))
      let bitmap = Samples.bitmapHeader(width: width, height: height, bits: 24, dataOffset: 54)
      #expect(code { try Image(data: bitmap) } != nil)
      #expect(code { try Image(data: Array("P6 \(width) \(height) 255\n".utf8)) } != nil)
    }
    #expect(time < .seconds(2))
  }

  @Test func theLimitIsExactAndAdjustable() throws {
    for format in [ImageFormat.png, .bmp] {
      let file = try Samples.file(of: format, Image(size: Size(width: 20, height: 10)))
      #expect(code { try Image(data: file, limits: ImageLimits(maximumPixels: 199)) } == .imageTooLarge)
      #expect(code { try Image(data: file, limits: ImageLimits(maximumPixels: 200)) } == nil)
      #expect(code { try Image(data: file, limits: ImageLimits(maximumBytes: file.count - 1)) } == .imageTooLarge)
    }
    let error = try #require(throws: LegibleError.self) {
      try Image(data: Samples.hugePNG(width: 20000, height: 10000))
    }
    #expect(error.message.contains("20000×10000") && error.message.contains("200 megapixels"))
    #expect(error.message.contains("limit is 100:"))
    for (limit, said) in [
      (100_000_000, "10000×10001 pixels, 100010000 in all, and the limit is 100000000:"),
      (40, "10000×10001 pixels, 100010000 in all, and the limit is 40:"),
      (90_000_000, "10000×10001 pixels, 100 megapixels, and the limit is 90:"),
    ] {
      let close = try #require(throws: LegibleError.self) {
        try Image(data: Samples.hugePNG(width: 10000, height: 10001), limits: ImageLimits(maximumPixels: limit))
      }
      #expect(close.message.contains(said))
    }
  }

  @Test func pathsThatAreNoPictures() throws {
    try withFolder { folder in
      #expect(code { try Image(contentsOf: folder) } == .unreadableFile)
      #expect(code { try Image(contentsOf: "\(folder)/none.png") } == .fileNotFound)
      #expect(code { try Image(contentsOf: "") } == .fileNotFound)
      #expect(code { try Image(contentsOf: "a\0b.png") } == .fileNotFound)
      #expect(code { try Image(contentsOf: "/dev/null") } == .unreadableImage)
      // "café.png" in Latin-1, as it comes from the system.
      let name = String(decoding: Array("caf".utf8) + [0xE9] + Array(".png".utf8), as: UTF8.self)
      let other = try #require(throws: LegibleError.self) { try Image(contentsOf: "\(folder)/\(name)") }
      #expect(other.code == .fileNotFound && other.message.contains("not UTF-8"))
      try "text".write(toFile: "\(folder)/a.png", atomically: true, encoding: .utf8)
      let error = try #require(throws: LegibleError.self) { try Image(contentsOf: "\(folder)/a.png") }
      #expect(error.message.hasPrefix("\(folder)/a.png: "))
      #expect(code { try Image(contentsOf: "\(folder)/a.png/b.png") } == .fileNotFound)
      if geteuid() != 0 {
        chmod("\(folder)/a.png", 0)
        #expect(code { try Image(contentsOf: "\(folder)/a.png") } == .unreadableFile)
      }
    }
  }

  #if os(Linux)
  @Test func endlessAndUnreadableFiles() {
    // An endless file that does not begin as a picture is left at once.
    #expect(code { try Image(contentsOf: "/dev/zero") } == .unreadableImage)
    #expect(code { try Image(contentsOf: "/proc/self/mem") } == .unreadableFile)
  }
  #endif

  @Test func aPipeIsReadToItsEndAndNotBeyondTheLimit() throws {
    let file = try Samples.quarters().encoded(as: .png)
    for (limits, expected) in [(ImageLimits(), nil), (ImageLimits(maximumBytes: 100), LegibleError.Code.imageTooLarge)]
    {
      let pipe = Pipe()
      try pipe.fileHandleForWriting.write(contentsOf: Data(file))
      try pipe.fileHandleForWriting.close()
      let descriptor = pipe.fileHandleForReading.fileDescriptor
      #expect(code { try Image(fileDescriptor: descriptor, limits: limits) } == expected)
    }
  }

  /// Whatever happens to a file, it is read or refused.
  @Test(arguments: ImageFormat.allCases)
  func damagedFilesNeverCrash(_ format: ImageFormat) throws {
    let file = try Samples.file(of: format, Samples.quarters(Size(width: 24, height: 16)))
    let limits = ImageLimits(maximumPixels: 1_000_000)
    var random = Random(seed: 7)
    for _ in 0..<200 {
      var damaged = file
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: damaged[at] = UInt8.random(in: 0...255, using: &random)
        case 1: damaged[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: damaged[at] = [0, 0xFF, 0x7F, 0x80].randomElement(using: &random) ?? 0
        case 3: damaged.removeSubrange(at..<min(damaged.count, at + 3))
        default: damaged = Array(damaged.prefix(max(12, at)))
        }
        if damaged.isEmpty { break }
      }
      do {
        let image = try Image(data: damaged, limits: limits)
        #expect(image.size.area <= limits.maximumPixels)
      } catch {
        #expect([.unreadableImage, .imageTooLarge].contains(error.code))
        #expect(error.message.count > 20)
      }
    }
  }
}
