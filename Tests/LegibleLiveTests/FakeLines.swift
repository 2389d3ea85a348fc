import LegibleLive
import LegibleTesting
import Synchronization

/// A source that reads the colour script, counts what it is asked, and may misread.
final class FakeLines: LineSource {
  struct Counts {
    var detections = 0
    var readings = 0
    /// Sizes of the pictures that were detected in.
    var sizes: [Size] = []
  }

  let linesAtOnce: Int
  private let reader: TextReader
  private let counts = Mutex(Counts())
  /// Changes a reading, given how many there were before it.
  private let misread: @Sendable (_ text: String, _ reading: Int) throws -> String

  init(
    linesAtOnce: Int = 1,
    misread: @escaping @Sendable (_ text: String, _ reading: Int) throws -> String = { text, _ in text }
  ) throws {
    reader = try ColorScript.reader(threads: 1)
    self.linesAtOnce = linesAtOnce
    self.misread = misread
  }

  var asked: Counts { counts.withLock { $0 } }

  func regions(of image: Image) throws -> [TextRegion] {
    counts.withLock {
      $0.detections += 1
      $0.sizes.append(image.size)
    }
    return try reader.detect(image)
  }

  func lines(at places: [LinePlace]) throws -> [TextLine?] {
    try places.map { place in
      let reading = counts.withLock { counts in
        defer { counts.readings += 1 }
        return counts.readings
      }
      guard var line = try reader.readLine(place.image, in: place.quad) else { return nil }
      line.characters = try misread(line.text, reading).map {
        TextCharacter(text: String($0), score: 0.9, quad: line.quad)
      }
      return line
    }
  }
}

/// Pictures of the colour script.
enum Drawn {
  static let size = Size(width: 640, height: 240)

  /// Lines 32 pixels high, each with its top-left corner.
  static func picture(_ lines: [(text: String, x: Double, y: Double)], noise: Int = 0, seed: Int = 0) -> Image {
    var image = Image(size: size)
    for line in lines { image.sketch(line.text, x: line.x, y: line.y, height: 32) }
    guard noise > 0 else { return image }
    var random = RandomNumbers(seed: seed)
    image.withMutablePixels { pixels in
      for i in pixels.indices {
        pixels[i] = UInt8(max(0, min(255, Int(pixels[i]) + Int.random(in: -noise...noise, using: &random))))
      }
    }
    return image
  }
}

extension SteadyReader {
  /// Shows the same picture for some frames; the last one's answer, and all events.
  mutating func show(_ image: Image, frames: Int) throws -> (last: LiveFrame, events: [LiveEvent]) {
    var events: [LiveEvent] = []
    var last = try update(image, time: .zero)
    events += last.events
    for _ in 1..<max(1, frames) {
      last = try update(image, time: .zero)
      events += last.events
    }
    return (last, events)
  }
}
