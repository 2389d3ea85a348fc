public import Legible

/// What pictures a network is calibrated with.
public struct CalibrationRequest: Hashable, Sendable {
  /// What the network does: a detector takes pages, a recogniser lines.
  public var role: FamilyRole
  /// The size that each picture must have; nil: any that the role allows.
  public var size: Size?
  /// No more than so many to calibrate with.
  public var count: Int
  /// So many to compare on, which are not calibrated with.
  public var heldOut: Int
  /// The user's folder.
  public var source: String
  /// The network.
  public var network: NetworkSource

  /// A request.
  public init(role: FamilyRole, size: Size?, count: Int, heldOut: Int, source: String, network: NetworkSource) {
    self.role = role
    self.size = size
    self.count = count
    self.heldOut = heldOut
    self.source = source
    self.network = network
  }
}

/// Pictures that are ready to calibrate with.
public struct CalibrationPictures: Hashable, Sendable {
  /// The files to calibrate with, of the size that was wanted, in the folder `images` of the one that was given.
  public var paths: [String]
  /// The files to compare on, in the folder `held-out` beside it; they are not calibrated with.
  public var heldOut: [String]
  /// What the user should know, whole sentences.
  public var warnings: [String]

  /// Pictures.
  public init(paths: [String], heldOut: [String] = [], warnings: [String] = []) {
    self.paths = paths
    self.heldOut = heldOut
    self.warnings = warnings
  }
}

/// Makes pictures to calibrate with.
public protocol CalibrationSource: Sendable {
  /// Writes pictures as PNG files of the request's size into the folders `images` and `held-out` of a folder that is
  /// there. Whatever stands beside them stays.
  ///
  /// - Throws: `fileNotFound` or `invalidData` where the source has none, `unwritableFile`, or `CancellationError`.
  func pictures(for request: CalibrationRequest, into folder: String) async throws -> CalibrationPictures
}

/// A network before and after.
public struct ConvertedNetwork: Hashable, Sendable {
  /// The network as it was.
  public var original: NetworkSource
  /// The original as a file that OpenVINO reads.
  public var reference: String
  /// The new file.
  public var path: String
  /// What it was converted to.
  public var target: ConversionTarget
  /// The arithmetic that it was converted to.
  public var quantization: Quantization
  /// The arithmetic in front of both.
  public var format: InputFormat
  /// The input's size; nil: any.
  public var size: Size?
  /// A recogniser's classes; nil: not known.
  public var alphabet: Alphabet?
  /// What the vendor's own comparisons said; empty where it makes none.
  public var vendor: [NamedSimilarity]
  /// Why the compiler threw it away, a sentence; nil: it did not. Then there may be no file.
  public var refusal: String?
  /// What its compiler has against it by its own rules, a sentence, where those of the user decide; nil: nothing.
  public var doubt: String?
  /// The runtime that came with the compiler, for cvimodels; nil: none.
  var runtime: String?
}

/// How alike two outputs are.
public struct NamedSimilarity: Hashable, Sendable, Codable {
  /// What was compared, for instance `INT8 against f32`.
  public var subject: String
  /// The cosine similarity.
  public var cosine: Double
  /// The Euclidean similarity.
  public var euclidean: Double

  /// For people: `0.969 and 0.748`.
  public var text: String { "\(Self.rounded(cosine)) and \(Self.rounded(euclidean))" }

  private static func rounded(_ value: Double) -> String {
    // Down, so that what misses a tolerance does not look as if it met it.
    "\((value * 1000).rounded(.down) / 1000)"
  }
}

/// Whether a converted network may be trusted.
public struct ConversionVerdict: Hashable, Sendable {
  /// Whether it may.
  public var isPassed: Bool
  /// What was measured.
  public var similarities: [NamedSimilarity]
  /// What was found, a line each, for people.
  public var findings: [String]
  /// Reports that were written into the folder for them, to be kept whatever the verdict.
  public var reports: [String]

  /// A verdict.
  public init(
    isPassed: Bool, similarities: [NamedSimilarity] = [], findings: [String] = [], reports: [String] = []
  ) {
    self.isPassed = isPassed
    self.similarities = similarities
    self.findings = findings
    self.reports = reports
  }
}

/// Compares a converted network with the original.
public protocol ConversionCheck: Sendable {
  /// - Parameters:
  ///   - network: both.
  ///   - pictures: files of the input's size, at least one. None was calibrated with, if there were enough.
  ///   - tolerance: what must be reached.
  ///   - reports: a folder that reports may be written into.
  /// - Throws: what keeps it from comparing; a network that is not alike is a verdict.
  func verdict(
    on network: ConvertedNetwork, pictures: [String], tolerance: Tolerance, reports: String
  ) async throws -> ConversionVerdict
}
