/// How well predictions agree with a set's labels.
///
/// All figures lie in 0…1 and more is better, but for `cer`, which is an error rate. A picture without a prediction
/// counts as one on which nothing was read. Text is compared in Unicode's normalization form KC.
public struct Score: Codable, Hashable, Sendable {
  /// The set's name.
  public var set: String
  /// Pictures in the set.
  public var images: Int
  /// Pictures without a prediction.
  public var missing: Int
  /// F1 of the words, as multisets: words are what stands between white space, case as printed.
  public var wordF1: Double
  /// The same with case folded and punctuation removed at both ends of a word.
  public var wordF1Folded: Double
  /// F1 of the characters, as multisets, without white space: for scripts without blanks between words.
  public var charF1: Double
  /// The same with case folded.
  public var charF1Folded: Double
  /// The share of the labelled words that was read, compared as for `wordF1Folded`: for pictures that are labelled in part.
  public var wordRecallFolded: Double
  /// Edit distance over length, of the words joined by blanks; nil where no picture has an order or a single item.
  public var cer: Double?
  /// The share of the pictures with a single item whose letters and digits are right, case folded; nil without any.
  public var accuracy: Double?
  /// The share of the labelled lines that a predicted box matches, IoU of the upright rectangles 0.5 or more; nil for
  /// sets whose items are no lines with boxes.
  public var detectionRecall: Double?
  /// The share of the predicted boxes that match a labelled line; nil as for `detectionRecall`.
  public var detectionPrecision: Double?
  /// The mean wall time of a picture in milliseconds; nil where it was not measured.
  public var millisecondsMean: Double?
  /// The median wall time, the upper one of an even number; nil where it was not measured.
  public var millisecondsMedian: Double?

  private enum CodingKeys: String, CodingKey {
    case set, images, missing, cer, accuracy
    case wordF1 = "word_f1"
    case wordF1Folded = "word_f1_fold"
    case charF1 = "char_f1"
    case charF1Folded = "char_f1_fold"
    case wordRecallFolded = "word_recall_fold"
    case detectionRecall = "det_recall"
    case detectionPrecision = "det_precision"
    case millisecondsMean = "ms_mean"
    case millisecondsMedian = "ms_median"
  }

  /// Compares predictions with a set. Pictures are told by the last component of their paths; of several predictions for
  /// one picture the last one counts.
  public init(of predictions: [Prediction], on set: EvaluationSet) {
    var byName: [String: Prediction] = [:]
    for prediction in predictions { byName[FileName.last(of: prediction.image)] = prediction }
    var counts = Counts()
    for picture in set.pictures {
      counts.add(picture, byName[FileName.last(of: picture.image)])
    }
    self.set = set.name
    images = set.pictures.count
    missing = counts.missing
    wordF1 = counts.words.f1
    wordF1Folded = counts.foldedWords.f1
    charF1 = counts.characters.f1
    charF1Folded = counts.foldedCharacters.f1
    wordRecallFolded = counts.foldedWords.recall
    cer = counts.orderedLength > 0 ? Self.rounded(Double(counts.edits) / Double(counts.orderedLength), 4) : nil
    accuracy = counts.single > 0 ? Self.rounded(Double(counts.right) / Double(counts.single), 4) : nil
    if counts.boxes.labelled > 0 {
      detectionRecall = counts.boxes.recall
      detectionPrecision = Self.rounded(Double(counts.boxes.hits) / Double(max(1, counts.boxes.predicted)), 4)
    }
    if !counts.milliseconds.isEmpty {
      let sorted = counts.milliseconds.sorted()
      millisecondsMean = Self.rounded(sorted.reduce(0, +) / Double(sorted.count), 1)
      millisecondsMedian = Self.rounded(sorted[sorted.count / 2], 1)
    }
  }

  static func rounded(_ value: Double, _ places: Int) -> Double {
    let factor = places == 1 ? 10.0 : 10_000.0
    return (value * factor).rounded(.toNearestOrEven) / factor
  }
}

/// The figures, a line each, those that the set does not have left out.
extension Score: CustomStringConvertible {
  /// For instance `word_f1: 0.9125`, a figure a line, no line feed at the end.
  public var description: String {
    var lines = ["set: \(set)", "images: \(images)", "missing: \(missing)"]
    let figures: [(CodingKeys, Double?)] = [
      (.wordF1, wordF1), (.wordF1Folded, wordF1Folded), (.charF1, charF1), (.charF1Folded, charF1Folded),
      (.wordRecallFolded, wordRecallFolded), (.cer, cer), (.accuracy, accuracy), (.detectionRecall, detectionRecall),
      (.detectionPrecision, detectionPrecision), (.millisecondsMean, millisecondsMean),
      (.millisecondsMedian, millisecondsMedian),
    ]
    for (key, value) in figures {
      if let value { lines.append("\(key.rawValue): \(value)") }
    }
    return lines.joined(separator: "\n")
  }
}
