extension VerificationReport {
  /// The report for a terminal: the figures, and the pictures that changed most. A line feed at its end.
  public var text: String {
    networks.map(Self.text).joined(separator: "\n")
      + (networks.count > 1 ? "\n\(passed ? "All passed." : "Not all passed.")\n" : "")
  }

  /// Pictures that are listed.
  private static let listed = 10

  private static func text(of network: NetworkVerification) -> String {
    var lines: [(String, String)] = [
      ("original", network.original), ("converted", network.converted),
      ("pictures", "\(network.pictures.count)"),
    ]
    lines += network.figures.map { ($0.name, $0.value + ($0.detail.isEmpty ? "" : "  (\($0.detail))")) }
    if let layers = network.layers {
      lines.append(("layers", layers.summary))
      for layer in layers.worst(5) {
        lines.append(("", "\(layer.similarity.figures)  \(layer.name) (\(layer.operation))"))
      }
    }
    var text = "\(network.role.rawValue)\n"
    for (name, value) in lines {
      text += "  " + name + String(repeating: " ", count: max(1, 20 - name.count)) + value + "\n"
    }
    let changed = network.changedPictures
    if !changed.isEmpty {
      text += "  changed\n"
      for picture in changed.prefix(listed) { text += "    \(picture.change)\n" }
      if changed.count > listed { text += "    and \(changed.count - listed) more pictures\n" }
    }
    for note in network.notes { text += "  note: \(note)\n" }
    for reason in network.verdict.reasons { text += "  missed: \(reason)\n" }
    return text + "  \(network.verdict.passed ? "PASSED" : "FAILED")\n"
  }
}

extension NetworkVerification {
  /// A figure with its name, for text and pages.
  struct NamedFigure {
    var name: String
    var value: String
    var detail = ""
    /// Whether the tolerance was missed here.
    var isMissed = false
  }

  /// The figures, the most important ones last.
  var figures: [NamedFigure] {
    var list: [NamedFigure] = []
    for output in outputs {
      let name = outputs.count > 1 ? " \(output.name)" : ""
      list.append(
        NamedFigure(
          name: "cosine" + name, value: Figure.fixed(output.similarity.cosine, 4),
          detail:
            "at least \(tolerance.cosine); worst \(Figure.fixed(output.worst.cosine, 4)) on \(output.worstPicture)",
          isMissed: output.similarity.cosine < tolerance.cosine))
      list.append(
        NamedFigure(
          name: "euclidean" + name, value: Figure.fixed(output.similarity.euclidean, 4),
          detail:
            "at least \(tolerance.euclidean); worst \(Figure.fixed(output.worst.euclidean, 4)) on \(output.worstPicture)",
          isMissed: output.similarity.euclidean < tolerance.euclidean))
    }
    if let detection { list += Self.figures(of: detection, tolerance) }
    if let recognition { list += Self.figures(of: recognition, tolerance) }
    return list
  }

  private static func figures(of detection: DetectionFigures, _ tolerance: Tolerance) -> [NamedFigure] {
    let limit = tolerance.changedBoxes.map { "at most \(Figure.percent($0)); " } ?? ""
    return [
      NamedFigure(
        name: "map overlap", value: Figure.fixed(detection.mapOverlap, 4),
        detail: "above \(detection.threshold); worst \(Figure.fixed(detection.worstMapOverlap, 4))"),
      NamedFigure(
        name: "boxes", value: "\(detection.lost) lost, \(detection.found) found anew",
        detail: "\(limit)\(detection.matched) of \(detection.boxes) found again",
        isMissed: tolerance.changedBoxes.map { detection.changedShare > $0 } ?? false),
    ]
  }

  private static func figures(of recognition: RecognitionFigures, _ tolerance: Tolerance) -> [NamedFigure] {
    let limit = tolerance.changedCharacters.map { "at most \(Figure.percent($0)); " } ?? ""
    func detail(_ count: RecognitionFigures.Count) -> String {
      """
      \(count.changedCharacters) of \(count.characters) characters, \(count.changedLines) of \(count.lines) lines
      """
    }
    return [
      NamedFigure(
        name: "changed text", value: Figure.percent(recognition.all.changedShare), detail: detail(recognition.all)),
      NamedFigure(
        name: "on sure lines", value: Figure.percent(recognition.confident.changedShare),
        detail: limit + detail(recognition.confident),
        isMissed: tolerance.changedCharacters.map {
          recognition.confident.lines == 0 || recognition.confident.changedShare > $0
        } ?? false),
    ]
  }

  /// The pictures from the one that changed most to the one that changed least.
  var orderedPictures: [PictureComparison] {
    pictures.enumerated().sorted { a, b in
      let (x, y) = (a.element.badness, b.element.badness)
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
  }

  /// Those of which a box or a character changed, worst first.
  var changedPictures: [PictureComparison] { orderedPictures.filter { $0.badness.0 > 0 } }
}

extension PictureComparison {
  /// What changed, in a line.
  fileprivate var change: String {
    if let detection {
      return "\(name): \(detection.lost) lost, \(detection.found) found, of \(detection.original.count) boxes"
    }
    guard let recognition else { return name }
    return """
      \(name): "\(recognition.original.joined())" became "\(recognition.converted.joined())" \
      (\(recognition.changedCharacters) changed, score \(Figure.fixed(recognition.originalScore, 3)) → \
      \(Figure.fixed(recognition.convertedScore, 3)))
      """
  }
}

extension Similarity {
  /// Both figures.
  var figures: String { "\(Figure.fixed(cosine, 4)) / \(Figure.fixed(euclidean, 4))" }
}

extension LayerVerification {
  /// The layers that differ most, worst first.
  func worst(_ count: Int) -> [Layer] {
    Array(
      layers.enumerated().sorted {
        ($0.element.similarity.euclidean, $0.offset) < ($1.element.similarity.euclidean, $1.offset)
      }.map(\.element).prefix(count))
  }

  /// How many there are.
  var summary: String {
    let left = skipped.map { ", \($0) more could not be measured" } ?? ""
    return "\(layers.count), on \(pictures) pictures\(left); the worst ones, cosine / euclidean:"
  }
}
