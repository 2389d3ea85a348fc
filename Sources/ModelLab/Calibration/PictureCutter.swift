internal import Failure
public import Legible
public import Raster

/// Makes what a network is shown out of a page.
public struct PictureCutter: Sendable {
  /// A piece of a page, or all of it.
  struct Piece: Sendable {
    var line: Int?
    var piece: Int?
    var quad: Quad?
    var text: String?
    var score: Double?
    /// What the network is shown.
    var image: Image
    /// The same without what was filled up.
    var content: Image
    /// Whether there is text on it; nil: not known.
    var hasText: Bool?
  }

  let cut: @Sendable (Image) throws -> [Piece]

  /// The pieces of a page.
  func pieces(of page: Image) throws -> [Piece] { try cut(page) }

  /// Whole pages for a detector: fitted into its input, black around them, as a reader does it.
  ///
  /// - Parameters:
  ///   - size: of the input; nil: that of a reader's first look, which the page is stretched to.
  ///   - detector: says whether there is text at all; nil: nobody does.
  public static func pages(size: Size?, detector: TextDetector?) -> PictureCutter {
    PictureCutter { page in
      let input = size ?? TextDetector.firstInputSize(for: page.size)
      let image = TextDetector.inputImage(page, size: input, fit: size == nil ? .fill : .contain)
      let content = size == nil ? image : TextDetector.inputImage(page, size: input, fit: .fill)
      return [Piece(image: image, content: content, hasText: try detector.map { try !$0.detect(page).isEmpty })]
    }
  }

  /// Lines for a recogniser: found and read by a reader, turned upright, as high as the network's input, at the left of a
  /// black picture of its width. A line that is longer is cut into pieces of that width, as MaixCAM's runtime does it.
  ///
  /// - Parameters:
  ///   - reader: the reference.
  ///   - width: of the input; nil: lines keep their own.
  ///   - height: of the input.
  public static func lines(reader: TextReader, width: Int?, height: Int) -> PictureCutter {
    PictureCutter { page in
      var pieces: [Piece] = []
      for (number, line) in try reader.read(page).lines.enumerated() {
        // Upright characters one below the other are read lying on their side.
        let quad = line.direction == .vertical ? line.quad.turned(quarterTurns: 1) : line.quad
        guard quad.isConvex, quad.width >= 1, quad.height >= 1 else { continue }
        pieces += Self.pieces(of: line, number, quad, on: page, width: width, height: height)
      }
      return pieces
    }
  }

  /// No line is made wider than this: what is longer, a hair on a scan, is no text.
  private static let longest = 32_000.0

  /// A part of a line, from and to a share of its length.
  private struct Slice {
    var from, to: Double
    var quad: Quad
    /// As high as the input, and as wide as the part.
    var content: Image
    /// Filled up to the input's width.
    var image: Image
    var isLast: Bool
  }

  private static func slices(of quad: Quad, on page: Image, width: Int?, height: Int) -> [Slice] {
    let natural = max(8, Int(min(longest, Double(height) * quad.width / quad.height)))
    let step = width ?? natural
    return stride(from: 0, to: natural, by: step).map { start in
      let end = min(natural, start + step)
      let (from, to) = (Double(start) / Double(natural), Double(end) / Double(natural))
      let part = quad.slice(from: from, to: to)
      let content = page.warped(from: part, to: Size(width: end - start, height: height))
      var image = content
      if let width, width > content.width {
        image = Image(size: Size(width: width, height: height), filled: .black)
        image.draw(content, x: 0, y: 0)
      }
      return Slice(from: from, to: to, quad: part, content: content, image: image, isLast: end == natural)
    }
  }

  /// A picture that is a line.
  static func pieces(ofLine picture: Image, width: Int?, height: Int) -> [Piece] {
    let (right, bottom) = (Double(picture.width), Double(picture.height))
    let all = Quad(Rect(x: 0, y: 0, width: right, height: bottom))
    let slices = slices(of: all, on: picture, width: width, height: height)
    return slices.enumerated().map { index, slice in
      Piece(piece: slices.count > 1 ? index : nil, image: slice.image, content: slice.content)
    }
  }

  private static func pieces(
    of line: TextLine, _ number: Int, _ quad: Quad, on page: Image, width: Int?, height: Int
  ) -> [Piece] {
    let slices = slices(of: quad, on: page, width: width, height: height)
    return slices.enumerated().map { index, slice in
      let text = line.characters.filter { character in
        let place = Self.place(of: character.quad.center, along: quad)
        return place >= slice.from && (place < slice.to || slice.isLast)
      }
      return Piece(
        line: number, piece: slices.count > 1 ? index : nil,
        quad: slice.quad.mapped { Point(($0.x * 10).rounded() / 10, ($0.y * 10).rounded() / 10) },
        text: text.map(\.text).joined(), score: Double(line.score).roundedFigure, image: slice.image,
        content: slice.content, hasText: text.contains { !$0.isBlank })
    }
  }

  /// How far along a quad a point lies, 0 at its left edge, 1 at its right one.
  private static func place(of point: Point, along quad: Quad) -> Double {
    let left = quad.topLeft.interpolated(to: quad.bottomLeft, by: 0.5)
    let along = quad.topRight.interpolated(to: quad.bottomRight, by: 0.5) - left
    return (point - left).dot(along) / max(along.dot(along), .leastNormalMagnitude)
  }
}
