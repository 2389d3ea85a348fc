internal import Failure
internal import FoundationEssentials
internal import Legible

/// Carries out a plan.
public struct Conversion: Sendable {
  /// What is done.
  public let plan: ConversionPlan
  /// The folder for back ends; nil: `ToolEnvironment.toolsFolder`.
  public var tools: String?
  /// What makes pictures to calibrate with.
  public var calibration: any CalibrationSource
  /// What compares the new networks with the old.
  public var check: any ConversionCheck

  /// A conversion.
  ///
  /// - Parameters:
  ///   - calibration: nil: `PageCalibration`, whose lines the pair itself finds where OpenVINO reads it, else the
  ///     installed small models.
  ///   - check: nil: `VerificationCheck`.
  public init(
    _ plan: ConversionPlan, tools: String? = nil, calibration: (any CalibrationSource)? = nil,
    check: (any ConversionCheck)? = nil
  ) {
    self.plan = plan
    self.tools = tools
    self.calibration = calibration ?? PageCalibration(reader: plan.readerOfLines)
    var verification = VerificationCheck()
    verification.layers = plan.options.comparesLayers
    self.check = check ?? verification
  }

  /// Makes the back ends where they are missing, and converts.
  ///
  /// What comes out appears in the folder when all of it is done. A run that fails leaves its log and its reports there;
  /// one that is cancelled leaves nothing.
  ///
  /// - Parameter progress: told from several threads how far it is.
  /// - Throws: `toolUnavailable`, `conversionFailed`, `toleranceMissed`, `unwritableFile`, what the pictures or the check
  ///   throw, or `CancellationError`.
  public func run(
    progress: @escaping @Sendable (ConversionProgress) -> Void = { _ in }
  ) async throws -> ConversionResult {
    var ready: [String: ReadyTool] = [:]
    for recipe in plan.tools {
      ready[recipe.name] = try await ToolEnvironment(recipe, in: tools).prepare { progress(.tool($0)) }
    }
    let work = try await WorkingFolder(in: plan.options.output)
    defer { work.remove() }
    let log = try LogFile("\(work.path)/log")
    log.note(plan.text)
    let run = ConversionRun(conversion: self, tools: ready, work: work.path, log: log, progress: progress)
    do {
      let result = try await run.result()
      try Files.move(log.path, to: logPath)
      return result
    } catch let error as CancellationError {
      throw error
    } catch {
      // The log and the reports outlive the folder, and the error names them.
      try? Files.move(log.path, to: logPath)
      try? Publication(plan: plan, work: work.path).publishReports()
      throw error
    }
  }

  /// Where the log is when all is done.
  var logPath: String {
    let name = plan.descriptionName ?? plan.networks[0].name
    return "\(plan.options.output)/\(name)_\(plan.options.target).log"
  }
}
