internal import Legible
internal import Raster

/// A page that needs nothing beside it: pictures are in it, nothing is fetched and no script runs.
struct HTMLReport {
  /// The pictures that changed most are shown, this many of each network.
  static let shown = 40
  /// A picture is made smaller to this side.
  static let longestSide = 1200

  private let report: VerificationReport
  private let pictures: [[NamedPicture]]

  init(_ report: VerificationReport, pictures: [[NamedPicture]]) {
    (self.report, self.pictures) = (report, pictures)
  }

  /// The whole page.
  var text: String {
    let parts = report.networks.enumerated().map { index, network in
      section(network, index < pictures.count ? pictures[index] : [])
    }
    let title = "Verification: \(report.passed ? "passed" : "failed")"
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      \(HTMLStyle.text)
      </style>
      </head>
      <body>
      <h1>\(title)</h1>
      \(parts.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private func section(_ network: NetworkVerification, _ pictures: [NamedPicture]) -> String {
    let role = network.role == .detection ? "Detection" : "Recognition"
    let verdict = network.verdict
    let badge = "<span class=\"\(verdict.passed ? "pass" : "fail")\">\(verdict.passed ? "passed" : "failed")</span>"
    let figures = network.figures.map { figure in
      """
      <div class="figure\(figure.isMissed ? " missed" : "")"><dt>\(HTMLText.escaped(figure.name))</dt>\
      <dd>\(HTMLText.sentence(figure.value))</dd><dd class="detail">\(HTMLText.sentence(figure.detail))</dd></div>
      """
    }
    let reasons = (verdict.reasons + network.notes).map { "<li>\(HTMLText.sentence($0))</li>" }.joined()
    return """
      <section>
      <h2>\(role) \(badge)</h2>
      <p class="paths">original <code>\(HTMLText.escaped(network.original))</code><br>
      converted <code>\(HTMLText.escaped(network.converted))</code><br>
      \(network.pictures.count) \(network.pictures.count == 1 ? "picture" : "pictures")</p>
      \(reasons.isEmpty ? "" : "<ul class=\"reasons\">\(reasons)</ul>")
      <dl class="figures">
      \(figures.joined(separator: "\n"))
      </dl>
      \(gallery(network, pictures))
      \(network.layers.map { layers($0, network.tolerance) } ?? "")
      </section>
      """
  }

  private func gallery(_ network: NetworkVerification, _ pictures: [NamedPicture]) -> String {
    let changed = network.changedPictures
    // A few of those that did not change show what was looked at.
    let ordered = Array(network.orderedPictures.prefix(min(Self.shown, changed.count + 6)))
    let byName = Dictionary(pictures.map { ($0.name, $0) }) { first, _ in first }
    let cards = ordered.map { HTMLPicture(comparison: $0, picture: byName[$0.name]).text }
    let rest = network.pictures.count - ordered.count
    let heading =
      changed.isEmpty
      ? "Nothing changed that a reader would see"
      : "\(changed.count) of \(network.pictures.count) pictures changed"
    return """
      <h3>\(heading)</h3>
      \(network.role == .detection ? HTMLPicture.legend : "")
      <div class="\(network.role == .detection ? "pages" : "lines")">
      \(cards.joined(separator: "\n"))
      </div>
      \(rest > 0 ? "<p class=\"rest\">\(rest) more \(rest == 1 ? "picture is" : "pictures are") in report.json.</p>" : "")
      """
  }

  private func layers(_ layers: LayerVerification, _ tolerance: Tolerance) -> String {
    let rows = layers.layers.map { layer -> String in
      let similarity = layer.similarity
      let isBad = similarity.cosine < tolerance.cosine || similarity.euclidean < tolerance.euclidean
      let width = Figure.fixed(max(0, min(1, similarity.euclidean)) * 100, 1)
      return """
        <tr\(isBad ? " class=\"missed\"" : "")><td><code>\(HTMLText.escaped(layer.name))</code> \
        <span class="detail">\(HTMLText.escaped(layer.operation))</span></td>\
        <td class="number">\(Figure.fixed(similarity.cosine, 4))</td>\
        <td class="number">\(Figure.fixed(similarity.euclidean, 4))</td>\
        <td class="bar"><span style="width:\(width)%"></span></td></tr>
        """
    }
    return """
      <h3>Layer by layer</h3>
      <p class="detail">In the order of the file, on \(layers.pictures) pictures. Where the tolerance of the outputs is \
      not reached, the row is marked; inside a network that is no failure.\
      \(layers.skipped.map { " \($0) more could not be measured." } ?? "")</p>
      <div class="scroll"><table>
      <thead><tr><th>layer</th><th>cosine</th><th>euclidean</th><th></th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>
      """
  }
}
