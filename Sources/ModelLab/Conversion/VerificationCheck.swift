internal import Failure
internal import Inference
internal import Legible

/// Compares what a reader would see, and writes a report.
///
/// Both networks run inside of the stages that read, on pictures that neither was calibrated with: the original at f32,
/// OpenVINO's files beside it, cvimodels in the vendor's simulator. Classifiers have no report: `SimilarityCheck` looks at
/// their numbers.
public struct VerificationCheck: ConversionCheck {
  /// The simulator needs seconds for a picture: no more than this many are shown to it.
  public var simulated = 16
  /// Whether to compare layer by layer, too. cvimodels cannot be.
  public var layers = false

  /// A check with its defaults.
  public init() {}

  /// A verdict, and `report.html`, `report.txt` and `report.json` in the folder for reports.
  public func verdict(
    on network: ConvertedNetwork, pictures: [String], tolerance: Tolerance, reports: String
  ) async throws -> ConversionVerdict {
    if network.original.family.role == .classification {
      return try await SimilarityCheck().verdict(
        on: network, pictures: pictures, tolerance: tolerance, reports: reports)
    }
    let shown = network.target == .cvimodel ? Self.spread(pictures, simulated) : pictures
    let named = shown.map { NamedPicture(name: "\($0.folderPart.lastPart)/\($0.lastPart)", path: $0) }
    var result = try verification(of: network, on: named, tolerance)
    (result.original, result.converted) = (network.original.path, network.path.lastPart)
    result.notes += network.vendor.map { "TPU-MLIR: \($0.subject): cosine and Euclidean similarity \($0.text)." }
    var reasons = network.refusal.map { [$0] } ?? []
    if let doubt = network.doubt {
      // Pictures decide; without any there is nothing but the compiler's word.
      if result.pictures.isEmpty { reasons.append(doubt) } else { result.notes.append(doubt) }
    }
    result.verdict = Verdict(reasons: reasons + result.verdict.reasons)
    let report = VerificationReport(networks: [result])
    try report.write(to: reports, pictures: [named])
    return ConversionVerdict(
      isPassed: result.verdict.passed,
      similarities: network.vendor
        + result.outputs.map {
          NamedSimilarity(
            subject: "\(network.quantization) against the original on \(result.pictures.count) pictures",
            cosine: $0.similarity.cosine, euclidean: $0.similarity.euclidean)
        },
      findings: findings(result, network), reports: ["\(reports)/report.html"])
  }

  /// The comparison; where the new network cannot be run here, a report without pictures that says why.
  private func verification(
    of network: ConvertedNetwork, on pictures: [NamedPicture], _ tolerance: Tolerance
  ) throws -> NetworkVerification {
    let converted: any Model
    do {
      converted = try load(network)
    } catch let error as LegibleError where network.target == .cvimodel {
      return NetworkVerification(
        original: "", converted: "",
        role: network.original.family.role == .detection ? .detection : .recognition, tolerance: tolerance,
        outputs: [], pictures: [], notes: ["No picture was shown to the new network: \(error.message)"],
        verdict: Verdict(reasons: []))
    }
    let original = try OpenVINOModel(
      contentsOf: network.reference, format: network.format, compute: ComputeOptions(precision: .f32))
    let task: NetworkComparison.Task =
      network.original.family.role == .detection
      ? .detection(network.original.family.detector(network.path), size: nil)
      : .recognition(network.alphabet, width: network.size?.width, height: network.size?.height ?? 48)
    let comparison = try NetworkComparison(
      task: task, original: (network.original.path, original), converted: (network.path, converted),
      tolerance: tolerance)
    var result = try comparison.run(on: pictures) { _, _ in try Task.checkCancellation() }
    if layers { compareLayers(network, task, pictures, &result) }
    return result
  }

  private func load(_ network: ConvertedNetwork) throws -> any Model {
    switch network.target {
    case .openvino:
      return try OpenVINOModel(
        contentsOf: network.path, format: network.format, compute: ComputeOptions(precision: .f32))
    case .cvimodel:
      return try CVIModel(
        CVIModelFile(contentsOf: network.path), path: network.path, format: network.format, limits: .init(),
        runtime: CVIRuntimeFiles(orLibrary: network.runtime))
    }
  }

  private func compareLayers(
    _ network: ConvertedNetwork, _ task: NetworkComparison.Task, _ pictures: [NamedPicture],
    _ result: inout NetworkVerification
  ) {
    do {
      guard network.target == .openvino else {
        throw LegibleError(.unsuitableModel, "a cvimodel's are not to be seen")
      }
      result.layers = try LayerVerification(
        original: network.reference, converted: network.path, format: network.format, precision: .f32, task: task,
        on: pictures)
    } catch {
      // What was measured is worth more than what could not be.
      result.notes.append("The layers were not compared: \((error as? LegibleError)?.message ?? "\(error)")")
    }
  }

  /// What is said while it converts: the vendor's figures, and ours.
  private func findings(_ result: NetworkVerification, _ network: ConvertedNetwork) -> [String] {
    var lines = network.vendor.map { "\($0.subject): \($0.text)" }
    if !result.pictures.isEmpty {
      let figures = result.figures.map { figure in
        // Sentences are enough of the pair that is about text: how much of how many.
        figure.name.hasPrefix("cosine") || figure.name.hasPrefix("euclidean")
          ? "\(figure.name) \(figure.value)" : "\(figure.name) \(figure.value) (\(figure.detail))"
      }
      let count = result.pictures.count
      lines.append("on \(count) \(count == 1 ? "picture" : "pictures"): \(figures.joined(separator: ", "))")
    }
    lines += result.notes.filter { $0.hasPrefix("No picture") }
    return lines + result.verdict.reasons.map { "missed: \($0)" }
  }

  /// So many of a list, spread evenly over it; all of a shorter one.
  private static func spread(_ names: [String], _ count: Int) -> [String] {
    guard names.count > count else { return names }
    return (0..<count).map { names[$0 * names.count / count] }
  }
}
