internal import Legible
internal import Raster

/// One picture of a page: what both networks made of it, side by side.
struct HTMLPicture {
  let comparison: PictureComparison
  /// Where the picture is; nil: it is not shown.
  let picture: NamedPicture?

  /// What the colours of boxes mean.
  static let legend = """
    <p class="legend"><span class="key same"></span> found by both <span class="key lost"></span> lost \
    <span class="key found"></span> found anew</p>
    """

  var text: String {
    let image = try? picture?.open()
    let similarity = comparison.similarity.map { "cosine / euclidean \($0.figures)" } ?? "no similarity"
    let head = "<figcaption><b>\(HTMLText.escaped(comparison.name))</b> <span class=\"detail\">\(similarity)</span>"
    if let boxes = comparison.detection { return pageText(boxes, image, head) }
    if let texts = comparison.recognition { return lineText(texts, image, head) }
    return "<figure>\(head)</figcaption></figure>"
  }

  private func pageText(_ boxes: DetectedBoxes, _ image: Image?, _ head: String) -> String {
    let address = image.flatMap { page -> String? in
      let input = Size(width: boxes.width, height: boxes.height)
      let seen = TextDetector.inputImage(page, size: input, fit: boxes.isStretched ? .fill : .contain)
      return Self.address(of: seen, as: .jpeg)
    }
    let id = "p\(comparison.name.utf8.reduce(UInt64(5381)) { ($0 &* 33) ^ UInt64($1) })"
    func view(_ list: [DetectedBoxes.Box], isOriginal: Bool) -> String {
      let polygons = list.map { box -> String in
        let kind = box.isMatched ? "same" : isOriginal ? "lost" : "found"
        let points = box.quad.corners.map { "\(Figure.fixed($0.x, 1)),\(Figure.fixed($0.y, 1))" }
        return "<polygon class=\"\(kind)\" points=\"\(points.joined(separator: " "))\"/>"
      }
      let shown =
        address.map {
          isOriginal
            ? "<image id=\"\(id)\" width=\"\(boxes.width)\" height=\"\(boxes.height)\" href=\"\($0)\"/>"
            : "<use href=\"#\(id)\"/>"
        } ?? ""
      let name = isOriginal ? "original" : "converted"
      return """
        <div><span class="side">\(name), \(list.count) boxes</span>\
        <svg viewBox="0 0 \(boxes.width) \(boxes.height)" role="img" aria-label="\(name)">\(shown)\
        \(polygons.joined())</svg></div>
        """
    }
    return """
      <figure>\(head)<br>\(boxes.lost) lost, \(boxes.found) found anew; \
      map overlap \(Figure.fixed(boxes.mapOverlap, 4))</figcaption>
      <div class="sides">\(view(boxes.original, isOriginal: true))\(view(boxes.converted, isOriginal: false))</div></figure>
      """
  }

  private func lineText(_ texts: ReadTexts, _ image: Image?, _ head: String) -> String {
    let difference = TextDifference(texts.original, texts.converted)
    let shown =
      image.flatMap { Self.address(of: $0, as: .png) }.map { "<img alt=\"\" src=\"\($0)\">" } ?? ""
    let changed = texts.changedCharacters
    let count = changed == 0 ? "same text" : "\(changed) \(changed == 1 ? "character" : "characters") changed"
    return """
      <figure>\(shown)
      <p class="text"><span class="side">original \(Figure.fixed(texts.originalScore, 3))</span> \
      <bdi>\(HTMLText.marked(difference, isOriginal: true))</bdi></p>
      <p class="text"><span class="side">converted \(Figure.fixed(texts.convertedScore, 3))</span> \
      <bdi>\(HTMLText.marked(difference, isOriginal: false))</bdi></p>
      \(head)<br>\(count)\(texts.isConfident ? "" : "; the original is not sure")</figcaption></figure>
      """
  }

  /// A picture as an address that holds it.
  private static func address(of image: Image, as format: ImageFormat) -> String? {
    var image = image
    let longest = max(image.width, image.height)
    if longest > HTMLReport.longestSide {
      let scale = Double(HTMLReport.longestSide) / Double(longest)
      image = image.resized(
        to: Size(
          width: max(1, Int(Double(image.width) * scale)), height: max(1, Int(Double(image.height) * scale))))
    }
    guard let bytes = try? image.encoded(as: format, quality: 75) else { return nil }
    return "data:image/\(format == .png ? "png" : "jpeg");base64,\(Base64.text(of: bytes))"
  }
}
