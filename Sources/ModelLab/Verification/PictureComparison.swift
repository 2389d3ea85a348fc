public import Raster

/// What an original and a converted network made of one picture.
public struct PictureComparison: Codable, Sendable {
  /// The picture's name: its path below the folder of pictures, or that of its page with the number of the line.
  public var name: String
  /// How alike the first outputs are; nil where they cannot be compared, since both ran a different number of times.
  public var similarity: Similarity?
  /// Of a detector; else nil.
  public var detection: DetectedBoxes?
  /// Of a recogniser; else nil.
  public var recognition: ReadTexts?

  /// How much changed, for an order from bad to good: boxes or characters first, then the similarity.
  var badness: (Double, Double) {
    let dissimilarity = 1 - (similarity?.euclidean ?? -1)
    if let detection { return (Double(detection.lost + detection.found), dissimilarity) }
    return (Double(recognition?.changedCharacters ?? 0), dissimilarity)
  }
}

/// The boxes that two detectors found in one picture.
public struct DetectedBoxes: Codable, Sendable {
  /// A box and whether the other network found it too.
  public struct Box: Codable, Sendable {
    /// The corners in pixels of `size`.
    public var quad: Quad
    /// The mean probability inside, 0…1.
    public var score: Double
    /// Whether the other network found it, too.
    public var isMatched: Bool
  }

  /// The size of the network's input, in which the boxes lie.
  public var width: Int
  /// The size of the network's input, in which the boxes lie.
  public var height: Int
  /// Whether the picture was stretched to the input; else it lies in its middle, black around it.
  public var isStretched: Bool
  /// Intersection over union of what both maps call text.
  public var mapOverlap: Double
  /// The original's boxes.
  public var original: [Box]
  /// The converted network's boxes.
  public var converted: [Box]

  /// The original's boxes that the converted network does not find.
  public var lost: Int { original.count { !$0.isMatched } }
  /// Boxes that only the converted network finds.
  public var found: Int { converted.count { !$0.isMatched } }
}

/// What two recognisers read in one line.
public struct ReadTexts: Codable, Sendable {
  /// The original's text, character by character.
  public var original: [String]
  /// The original's score, 0…1.
  public var originalScore: Double
  /// The converted network's text.
  public var converted: [String]
  /// Its score, 0…1.
  public var convertedScore: Double
  /// How many characters must be inserted, removed or replaced to turn one into the other.
  public var changedCharacters: Int

  /// A line on which the original is surer than this is a confident one.
  public static let confident = 0.9
  /// Whether the original is sure of what it read.
  public var isConfident: Bool { originalScore > Self.confident && !original.isEmpty }
}
