internal import Raster

/// What the figures of a score are ratios of, summed over pictures.
struct Counts {
  /// Things that were labelled, that were predicted, and that are both.
  struct Matches {
    var hits = 0
    var labelled = 0
    var predicted = 0

    /// Twice the hits over all; 1 where there is nothing.
    var f1: Double {
      labelled + predicted > 0 ? Score.rounded(2 * Double(hits) / Double(labelled + predicted), 4) : 1
    }

    /// The share of the labelled ones that were hit; 0 where there are none.
    var recall: Double { Score.rounded(Double(hits) / Double(max(1, labelled)), 4) }

    /// Adds what two multisets have in common.
    mutating func add<Element: Hashable>(_ labels: [Element], _ predictions: [Element]) {
      var left: [Element: Int] = [:]
      for label in labels { left[label, default: 0] += 1 }
      for prediction in predictions {
        guard let count = left[prediction], count > 0 else { continue }
        left[prediction] = count - 1
        hits += 1
      }
      labelled += labels.count
      predicted += predictions.count
    }
  }

  var missing = 0
  var words = Matches()
  var foldedWords = Matches()
  var characters = Matches()
  var foldedCharacters = Matches()
  var boxes = Matches()
  var edits = 0
  var orderedLength = 0
  var single = 0
  var right = 0
  var milliseconds: [Double] = []

  /// Counts a picture; nil is a prediction that is missing.
  mutating func add(_ picture: LabelledPicture, _ prediction: Prediction?) {
    if prediction == nil { missing += 1 }
    if let time = prediction?.milliseconds { milliseconds.append(time) }
    let lines = prediction?.lines ?? []
    let items = picture.items.filter { $0.ignore != true }
    let label = NormalizedText(items.map(\.text).joined(separator: " "))
    let text = NormalizedText(lines.map(\.text).joined(separator: " "))
    words.add(label.words, text.words)
    foldedWords.add(label.foldedWords, text.foldedWords)
    characters.add(label.characters, text.characters)
    foldedCharacters.add(label.foldedCharacters, text.foldedCharacters)
    if picture.isOrdered || picture.items.count == 1 {
      let (a, b) = (Array(label.words.joined(separator: [" "])), Array(text.words.joined(separator: [" "])))
      edits += EditDistance.between(a, b)
      orderedLength += a.count
    }
    if picture.items.count == 1 {
      single += 1
      if label.foldedLettersAndDigits == text.foldedLettersAndDigits { right += 1 }
    }
    let labelled = items.compactMap { $0.box.flatMap { Rect(around: $0) } }
    if picture.unit == .lines, !items.isEmpty, labelled.count == items.count { addBoxes(labelled, lines) }
  }

  /// Matches each labelled box with the predicted one of the greatest overlap that is still free.
  private mutating func addBoxes(_ labelled: [Rect], _ lines: [Prediction.Line]) {
    let predicted = lines.map { line in line.box.flatMap { Rect(around: $0) } }
    var isUsed = [Bool](repeating: false, count: predicted.count)
    for box in labelled {
      var best: (overlap: Double, at: Int) = (0, -1)
      for (i, other) in predicted.enumerated() where !isUsed[i] {
        guard let other else { continue }
        let overlap = Self.intersectionOverUnion(box, other)
        if overlap >= best.overlap { best = (overlap, i) }
      }
      if best.at >= 0, best.overlap >= 0.5 {
        isUsed[best.at] = true
        boxes.hits += 1
      }
    }
    boxes.labelled += labelled.count
    boxes.predicted += lines.count
  }

  private static func intersectionOverUnion(_ a: Rect, _ b: Rect) -> Double {
    let common = a.intersection(b)
    guard !common.isEmpty else { return 0 }
    return common.area / (a.area + b.area - common.area)
  }
}
