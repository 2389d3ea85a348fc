public import Failure
internal import FoundationEssentials
public import Legible

/// Puts a recogniser into INT8 for this machine, beside its file, where `ComputeOptions.Precision.int8` finds it.
public struct RecogniserQuantization: Sendable {
  /// The set whose recogniser is quantised, and which finds the lines on the pages.
  public var model: OCRModel
  /// A folder of pages or lines such as will be read.
  public var calibration: String
  /// Lines to calibrate with, at most; a quarter as many are set aside to compare on.
  public var images = 300
  /// The largest share of the characters of sure lines that may change, 0…1.
  public var changedCharacters = 0.01
  /// The folder for back ends; nil: `ToolEnvironment.toolsFolder`.
  public var tools: String?

  /// A quantisation with its defaults.
  public init(of model: OCRModel, calibration: String) {
    self.model = model
    self.calibration = calibration
  }

  /// What stands beside a network that was quantised: its two files, and the folder of the report.
  private static func places(_ path: String) -> [String] {
    let stem = QuantizedFile.path(of: path).dropLast(".xml".count)
    return ["\(stem).xml", "\(stem).bin", "\(stem)-report"]
  }

  /// Removes what was made of a network.
  ///
  /// - Returns: what was there.
  /// - Throws: `unwritableFile`.
  public static func remove(madeOf path: String) throws(LegibleError) -> [String] {
    let there = places(path).filter { FileManager.default.fileExists(atPath: $0) }
    for place in there { try Files.remove(place) }
    return there
  }

  /// Quantises, compares with the original, and puts the files there if the text is kept. An older INT8 file stays where
  /// it is not.
  ///
  /// - Parameter progress: told from several threads how far it is.
  /// - Returns: the paths of the new network and of its report, and what the comparison found.
  /// - Throws: `unsuitableModel` where the set has no recogniser to quantise; what `Conversion` throws.
  public func run(
    progress: @escaping @Sendable (ConversionProgress) -> Void = { _ in }
  ) async throws -> (network: String, report: String, findings: [String]) {
    guard let recognition = model.recognition else {
      throw LegibleError(.unsuitableModel, "\(model.name) has no recogniser to quantise.")
    }
    let places = Self.places(recognition.path)
    // Beside the place where the files will be, so that moving them cannot fail for want of room.
    let work = try await WorkingFolder(in: recognition.path.absolutePath.folderPart)
    defer { work.remove() }
    var options = ConversionOptions(target: .openvino, quantizations: [.int8], output: "\(work.path)/out")
    options.calibration = calibration
    options.imageCount = images
    options.changedCharacters = changedCharacters
    options.labels = recognition.alphabet.path
    var plan = try ConversionPlan(recognition.path, options)
    plan.networks[0].arithmetic = PixelArithmetic(recognition.format)
    let name = plan.networks[0].name
    let report = "\(options.output)/reports/\(name)_int8"
    do {
      let result = try await Conversion(plan, tools: tools, calibration: PageCalibration(reader: model))
        .run(progress: progress)
      try publish(report, places[2])
      // The weights first: a network that is there has them.
      for (ending, place) in [("bin", places[1]), ("xml", places[0])] {
        try Files.move("\(options.output)/\(name)_int8.\(ending)", to: place)
      }
      return (places[0], "\(places[2])/report.html", result.verdicts.flatMap(\.findings))
    } catch let error as LegibleError {
      try publish(report, places[2])
      try publish("\(options.output)/\(name)_openvino.log", "\(places[2])/log.txt")
      let message = error.message.replacing(report, with: places[2])
        .replacing("\(options.output)/\(name)_openvino.log", with: "\(places[2])/log.txt")
      throw LegibleError(error.code, message)
    }
  }

  /// Moves a file or a folder, if it is there, over an older one.
  private func publish(_ path: String, _ place: String) throws(LegibleError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    try Files.makeFolder(place.folderPart)
    try Files.remove(place)
    try Files.move(path, to: place)
  }
}
