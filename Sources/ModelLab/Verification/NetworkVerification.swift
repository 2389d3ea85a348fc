/// What came of comparing a converted network with its original.
public struct NetworkVerification: Codable, Sendable {
  /// The original's name, mostly its path.
  public var original: String
  /// The converted network's name.
  public var converted: String
  /// What both do.
  public var role: NetworkRole
  /// What was asked for.
  public var tolerance: Tolerance
  /// The outputs, over all pictures; the first one is what is read from.
  public var outputs: [OutputSimilarity]
  /// Of detectors.
  public var detection: DetectionFigures?
  /// Of recognisers.
  public var recognition: RecognitionFigures?
  /// Layer by layer; nil where it was not asked for.
  public var layers: LayerVerification?
  /// Picture by picture, in the order in which they were compared.
  public var pictures: [PictureComparison]
  /// What a reader of the figures should know, a sentence each.
  public var notes: [String] = []
  /// Whether the tolerance was kept.
  public var verdict: Verdict

  /// How alike one output is, over all pictures.
  public struct OutputSimilarity: Codable, Sendable {
    /// The output's name in the original.
    public var name: String
    /// Of all pictures' outputs laid end to end.
    public var similarity: Similarity
    /// Of the picture that differs most.
    public var worst: Similarity
    /// That picture.
    public var worstPicture: String
    /// Elements that are NaN or infinite in the converted network only.
    public var broken: Int
  }
}

/// What changed for whom looks for text.
public struct DetectionFigures: Codable, Hashable, Sendable {
  /// A pixel counts as text where its probability is above this.
  public var threshold: Double
  /// Intersection over union of what both call text, over all pictures.
  public var mapOverlap: Double
  /// The least of a picture.
  public var worstMapOverlap: Double
  /// Boxes of the original.
  public var boxes = 0
  /// Those that the converted network finds, too.
  public var matched = 0
  /// Those that it does not find.
  public var lost = 0
  /// Boxes that only the converted network finds.
  public var found = 0

  /// Lost and found ones, of the original's; where the original has none, 1 if something was found.
  public var changedShare: Double {
    boxes > 0 ? Double(lost + found) / Double(boxes) : found > 0 ? 1 : 0
  }
}

/// What changed for whom reads.
public struct RecognitionFigures: Codable, Hashable, Sendable {
  /// Counts over some lines.
  public struct Count: Codable, Hashable, Sendable {
    /// Lines.
    public var lines = 0
    /// Lines with another text.
    public var changedLines = 0
    /// Characters of the original.
    public var characters = 0
    /// Characters that were inserted, removed or replaced.
    public var changedCharacters = 0

    /// Changed characters, of the original's; where the original has none, 1 if something was read.
    public var changedShare: Double {
      characters > 0 ? Double(changedCharacters) / Double(characters) : changedCharacters > 0 ? 1 : 0
    }

    mutating func add(_ texts: ReadTexts) {
      lines += 1
      characters += texts.original.count
      changedCharacters += texts.changedCharacters
      if texts.changedCharacters > 0 { changedLines += 1 }
    }
  }

  /// All lines.
  public var all = Count()
  /// Those of which the original is sure (`ReadTexts.confident`).
  public var confident = Count()
  /// Whether characters are the numbers of their classes, since there was no dictionary.
  public var areClassNumbers: Bool
}

extension NetworkVerification {
  /// What stands against the converted network.
  static func reasons(
    _ outputs: [OutputSimilarity], _ detection: DetectionFigures?, _ recognition: RecognitionFigures?,
    _ tolerance: Tolerance
  ) -> [String] {
    var reasons: [String] = []
    for output in outputs {
      let name = outputs.count > 1 ? " of the output \(output.name)" : ""
      if output.broken > 0 {
        reasons.append("\(output.broken) values\(name) are NaN or infinite where the original's are numbers.")
      }
      if output.similarity.cosine < tolerance.cosine {
        reasons.append(
          "The cosine similarity\(name) is \(output.similarity.cosine); \(tolerance.cosine) or more is asked for.")
      }
      if output.similarity.euclidean < tolerance.euclidean {
        reasons.append(
          """
          The Euclidean similarity\(name) is \(output.similarity.euclidean); \(tolerance.euclidean) or more is asked for.
          """)
      }
    }
    if let detection, let most = tolerance.changedBoxes, detection.changedShare > most {
      reasons.append(
        """
        \(detection.lost) of \(detection.boxes) boxes are lost and \(detection.found) found anew, together \
        \(Figure.percent(detection.changedShare)); \(Figure.percent(most)) at the most is asked for.
        """)
    }
    if let recognition, let most = tolerance.changedCharacters {
      let lines = recognition.confident
      if lines.lines == 0 {
        reasons.append(
          "The original is sure of no line (a score above \(ReadTexts.confident)), so nothing is known of the text.")
      } else if lines.changedShare > most {
        reasons.append(
          """
          \(lines.changedCharacters) of \(lines.characters) characters changed on lines of which the original is sure, \
          \(Figure.percent(lines.changedShare)); \(Figure.percent(most)) at the most is asked for.
          """)
      }
    }
    return reasons
  }
}
