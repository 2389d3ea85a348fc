public import Legible

/// What a steady reader asks for text: where there is some, and what it says. Networks in earnest, a closure in tests.
public protocol LineSource: Sendable {
  /// How many lines `lines(at:)` reads at once; asking for fewer leaves threads idle.
  var linesAtOnce: Int { get }

  /// Where there is text.
  func regions(of image: Image) throws -> [TextRegion]

  /// What stands in some places, in the order of the places; nil where nothing was read.
  func lines(at places: [LinePlace]) throws -> [TextLine?]
}

/// A place to read a line from.
public struct LinePlace: Sendable {
  /// The picture: a frame, or the mean of several around a line that stands still.
  public var image: Image
  /// The corners of the text in this picture.
  public var quad: Quad
  /// Whether the text may stand on its head or run down: corners that a detector gave. Corners that a user gave are named
  /// as the text runs.
  public var mayTurn: Bool

  /// A place of a line.
  public init(image: Image, quad: Quad, mayTurn: Bool) {
    self.image = image
    self.quad = quad
    self.mayTurn = mayTurn
  }
}

/// A text reader as the source of a live loop.
public struct ReaderLines: LineSource {
  /// What detects and reads.
  public let reader: TextReader
  /// How; `minimumScore` and `pageTurning` are not used.
  public var options: RecognitionOptions

  /// A reader with its options.
  public init(_ reader: TextReader, options: RecognitionOptions = .init()) {
    self.reader = reader
    self.options = options
  }

  /// As many as the reader has threads.
  public var linesAtOnce: Int { reader.linesAtOnce }

  /// What the detector finds.
  ///
  /// - Throws: `unsuitableModel` where the model set has no detector, or `inferenceFailed`.
  public func regions(of image: Image) throws -> [TextRegion] {
    try reader.detect(image, options: options.detection)
  }

  /// What the recogniser reads.
  ///
  /// - Throws: `unsuitableModel` where the model set has no recogniser, `invalidArgument` where corners enclose nothing, or
  ///   `inferenceFailed`.
  public func lines(at places: [LinePlace]) throws -> [TextLine?] {
    try reader.readLines(at: places.map { ($0.image, $0.quad, $0.mayTurn) }, options: options)
  }
}
