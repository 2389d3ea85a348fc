internal import FoundationEssentials
internal import Legible

/// What was read from one picture of a set: a line of the predictions file, as docs/accuracy.md describes it.
struct Prediction: Encodable {
  struct Line: Encodable {
    var text: String
    var box: Quad
    var score: Float
  }

  /// As gt.jsonl names it.
  var image: String
  var lines: [Line]
  /// Wall time from the file to the page.
  var ms: Double

  init(image: String, page: Page, time: Duration) {
    self.image = image
    lines = page.map { Line(text: $0.text, box: $0.quad, score: $0.score) }
    ms = ((time / .microseconds(1)).rounded()) / 1000
  }

  /// One line of JSON, with its line feed.
  func encoded() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
