internal import Legible

/// What was read from one picture, and how long that took.
struct PictureResult: Sendable {
  /// What was asked for.
  enum Content: Sendable {
    case page(Page)
    /// `--detect-only`: places without text.
    case regions([TextRegion], Size)
  }

  var content: Content
  /// The picture as it was decoded; nil where nobody needs it any more.
  var image: Image?
  /// From the file's bytes to pixels.
  var decoding = Duration.zero
  /// The stages of reading.
  var stages: StageTimes

  /// The page; without lines where only places were asked for.
  var page: Page {
    switch content {
    case .page(let page): page
    case .regions(_, let size): Page(size: size, lines: [])
    }
  }

  /// What `Image.annotated(with:)` draws.
  var annotations: [Annotation] {
    switch content {
    case .page(let page): page.map { Annotation(quad: $0.quad, text: $0.text, score: $0.score) }
    case .regions(let regions, _): regions.map { Annotation(quad: $0.quad, text: "", score: $0.score) }
    }
  }
}
