public import Legible

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A video that is drawn: lines of printed text on a pale ground, still or moving, with a camera's noise.
///
/// The same seed gives the same frames. `frame(at:)` may be called in any order and from any thread.
///
/// ```swift
/// let scene = TextScene(seed: 1, motion: .half, noise: 8)
/// let frames = (0..<300).map(scene.frame)
/// ```
public struct TextScene: Sendable {
  /// Which lines move.
  public enum Motion: String, Sendable, CaseIterable {
    /// None.
    case none
    /// Every other one.
    case half
    /// All.
    case all
  }

  /// A line as it stands in a frame.
  public struct Line: Hashable, Sendable {
    /// What is printed: words, numbers and amounts of printable ASCII.
    public var text: String
    /// Where: the line of the font, from its top to its bottom.
    public var quad: Quad
    /// Whether it moves.
    public var isMoving: Bool
  }

  /// Frames a second that the motion is meant for.
  public static let framesPerSecond = 30
  /// The size of the frames.
  public let size: Size
  /// The standard deviation of the noise of each sample, in levels.
  public let noise: Double
  /// The quality with which each frame went through JPEG; nil: it did not.
  public let jpegQuality: Int?

  private let seed: Int
  private let contents: [Content]
  /// The ground with the lines that stand still.
  private let still: Image

  private struct Content: Sendable {
    var text: String
    var isMoving: Bool
    var corner: Point
    var extent: Point
    var fontSize: Double
    var ink: Color
    /// How far to either side, and radians at the first frame.
    var reach: Point
    var phase: Double
  }

  /// A scene.
  ///
  /// - Parameters:
  ///   - seed: another one gives other texts, sizes and inks.
  ///   - lines: how many, 1…40, in two columns.
  ///   - size: of the frames.
  ///   - motion: which lines move: to and fro, up to 4 pixels a frame.
  ///   - noise: standard deviation of the noise of each sample, in levels, from 0.
  ///   - jpegQuality: sends each frame through JPEG, 1…100; nil: none.
  ///   - fontSizes: from the smallest to the largest, in pixels.
  public init(
    seed: Int, lines: Int = 20, size: Size = Size(width: 1280, height: 720), motion: Motion = .none, noise: Double = 0,
    jpegQuality: Int? = nil, fontSizes: ClosedRange<Double> = 20...30
  ) {
    (self.seed, self.size, self.noise, self.jpegQuality) = (seed, size, noise, jpegQuality)
    var random = RandomNumbers(seed: seed)
    let rows = (max(1, lines) + 1) / 2
    let (cellWidth, cellHeight) = (Double(size.width) / 2, Double(size.height) / Double(rows))
    var contents: [Content] = []
    for i in 0..<max(1, lines) {
      let fontSize = Double.random(in: fontSizes, using: &random)
      let isMoving = motion == .all || (motion == .half && i % 2 == 1)
      let margin = isMoving ? cellWidth * 0.2 : cellWidth * 0.05
      // As many words as fit beside the way that it moves.
      var text = Self.word(&random)
      var extent = FontSet.system.extent(of: text, size: fontSize)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let longer = text + " " + Self.word(&random)
        let wider = FontSet.system.extent(of: longer, size: fontSize)
        if wider.width > cellWidth - 2 * margin { break }
        (text, extent) = (longer, wider)
      }
      let level = UInt8.random(in: 0...70, using: &random)
      contents.append(
        Content(
          text: text, isMoving: isMoving,
          corner: Point(
            Double(i % 2) * cellWidth + margin, (Double(i / 2) + 0.5) * cellHeight - extent.height / 2),
          extent: Point(extent.width, extent.height), fontSize: fontSize,
          ink: Color(red: level, green: UInt8.random(in: 0...70, using: &random), blue: level),
          reach: isMoving
            ? Point(cellWidth * 0.15, max(0, min(8, (cellHeight - extent.height) / 2 - 2))) : .zero,
          phase: Double.random(in: 0...(2 * .pi), using: &random)))
    }
    self.contents = contents
    var ground = Image(size: size, filled: Color(red: 232, green: 230, blue: 224))
    ground.draw { canvas in
      for content in contents where !content.isMoving {
        canvas.text(content.text, at: content.corner, size: content.fontSize, color: content.ink)
      }
    }
    still = ground
  }

  /// The lines in a frame, row by row.
  public func lines(at frame: Int) -> [Line] {
    contents.map { content in
      let corner = Self.corner(of: content, at: frame)
      let box = Rect(x: corner.x, y: corner.y, width: content.extent.x, height: content.extent.y)
      return Line(text: content.text, quad: Quad(box), isMoving: content.isMoving)
    }
  }

  /// The picture of a frame, 0 and up.
  public func frame(at frame: Int) -> Image {
    var image = still
    if contents.contains(where: \.isMoving) {
      image.draw { canvas in
        for content in contents where content.isMoving {
          let corner = Self.corner(of: content, at: frame)
          canvas.text(content.text, at: corner, size: content.fontSize, color: content.ink)
        }
      }
    }
    if noise > 0 { addNoise(to: &image, frame: frame) }
    guard let jpegQuality else { return image }
    do {
      return try Image(data: image.encoded(as: .jpeg, quality: jpegQuality))
    } catch {
      preconditionFailure("a drawn picture goes through JPEG: \(error)")
    }
  }

  /// A turn in 160 frames along the line, another in 100 across it: at most 4 pixels a frame at 1280 × 720.
  private static func corner(of content: Content, at frame: Int) -> Point {
    let turn = 2 * Double.pi * Double(frame)
    return content.corner
      + Point(
        content.reach.x * sin(turn / 160 + content.phase), content.reach.y * sin(turn / 100 + content.phase))
  }

  private func addNoise(to image: inout Image, frame: Int) {
    var random = RandomNumbers(seed: seed &* 1_000_003 &+ frame)
    // The sum of four bytes is near enough to a normal distribution; its standard deviation is 147.8.
    let scale = Int32((noise / 147.8 * 65536).rounded())
    image.withMutablePixels { pixels in
      var i = 0
      while i < pixels.count {
        let (a, b) = (random.next(), random.next())
        for k in 0..<min(4, pixels.count - i) {
          let shift = UInt64(k * 16)
          let (x, y) = (UInt32(truncatingIfNeeded: a >> shift), UInt32(truncatingIfNeeded: b >> shift))
          let upper = (x & 255) + ((x >> 8) & 255)
          let sum = Int32(upper + (y & 255) + ((y >> 8) & 255)) - 510
          let value = Int32(pixels[i + k]) + ((sum &* scale &+ 32768) >> 16)
          pixels[i + k] = UInt8(max(0, min(255, value)))
        }
        i += 4
      }
    }
  }

  private static let words = [
    "River", "window", "Market", "garden", "North", "yellow", "Bridge", "paper", "Silver", "monday", "Castle", "winter",
    "Train", "delivery", "Harbor", "station", "Copper", "evening", "Total", "orange", "Valley", "kitchen", "Museum",
    "ticket", "Forest", "quality", "Light", "journey", "Station", "number", "Queen", "pocket", "Engine", "mirror",
  ]

  private static func word(_ random: inout RandomNumbers) -> String {
    func digits(_ range: ClosedRange<Int>) -> String { String(Int.random(in: range, using: &random)) }
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return digits(10...9_999)
    case 1: return digits(1...99) + "." + digits(10...99)
    case 2: return digits(10...23) + ":" + digits(10...59)
    default: return words.randomElement(using: &random) ?? "River"
    }
  }
}
