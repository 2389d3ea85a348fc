internal import Failure
internal import FoundationEssentials
internal import Legible

/// One run of a plan in a working folder.
struct ConversionRun {
  let conversion: Conversion
  let tools: [String: ReadyTool]
  /// The working folder.
  let work: String
  let log: LogFile
  let progress: @Sendable (ConversionProgress) -> Void

  private var plan: ConversionPlan { conversion.plan }

  /// What a network has gathered so far.
  private struct State {
    var pictures: [String] = []
    var vendor: [NamedSimilarity] = []
    var verdicts: [ConversionVerdict] = []
  }

  /// Does all steps, and puts what came out into its place.
  func result() async throws -> ConversionResult {
    var states = plan.networks.map { _ in State() }
    for network in plan.networks { try prepare(network) }
    let clock = ContinuousClock()
    for (index, step) in plan.steps.enumerated() {
      try Task.checkCancellation()
      let network = plan.networks[step.network]
      progress(.step(index + 1, of: plan.steps.count, network: network.name, title: step.title))
      log.note("\n## \(index + 1)/\(plan.steps.count) \(network.name): \(step.title)")
      let start = clock.now
      try await perform(step, number: index + 1, network, &states[step.network])
      let seconds = start.duration(to: clock.now) / .seconds(1)
      progress(.stepDone(index + 1, seconds: seconds))
    }
    let files = try Publication(plan: plan, work: work).publish()
    return ConversionResult(files: files, verdicts: states.flatMap(\.verdicts), log: conversion.logPath)
  }

  private func folder(_ network: NetworkPlan) -> String { "\(work)/\(network.name)" }

  /// Makes a network's folder, with links to its files and our own programs.
  private func prepare(_ network: NetworkPlan) throws {
    let folder = folder(network)
    for link in plan.links(network) {
      let path = "\(folder)/\(link.name)"
      try Files.makeFolder(path.folderPart)
      do {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: link.target)
      } catch {
        throw LegibleError(.unwritableFile, "\(path) cannot be made as a link to \(link.target): \(error)")
      }
    }
    for script in PythonScript.allCases { try Files.write(script.text, to: "\(folder)/\(script.name)") }
  }

  private func perform(
    _ step: ConversionStep, number: Int, _ network: NetworkPlan, _ state: inout State
  ) async throws {
    let folder = folder(network)
    switch step.work {
    case .pictures(let request):
      let target = "\(folder)/\(ConversionPlan.pictureFolder)"
      try Files.makeFolder(target)
      let pictures = try await conversion.calibration.pictures(for: request, into: target)
      state.pictures = pictures.paths
      log.note("\(pictures.paths.count) pictures of \(request.source)")
      for warning in pictures.warnings {
        log.note(warning)
        progress(.warning(warning))
      }
    case .testPicture(let source):
      let path = "\(folder)/\(ConversionPlan.testPicture)"
      let (role, size) = (network.source.family.role, network.pictureSize)
      if source == nil, let first = state.pictures.first {
        try Files.copy(first, to: path)
      } else {
        let image =
          try source.map { PreparedPicture.make(try Image(contentsOf: $0), role: role, size: size) }
          ?? PreparedPicture.drawn(role: role, size: size)
        try image.write(to: path)
      }
      // Where the user names the picture, it is the one that counts.
      if source != nil || state.pictures.isEmpty { state.pictures.insert(path, at: 0) }
    case .command(let recipe, let words):
      guard let tool = tools[recipe.name] else { preconditionFailure("\(recipe.name) is one of the plan's tools") }
      let command = VendorCommand(step: step, number: number, words: words, folder: folder, tool: tool, log: log)
      state.vendor = try await command.run(logPath: conversion.logPath)
    case .check(let quantization, let tolerance):
      let verdict = try await verdict(on: network, quantization, tolerance, state)
      state.verdicts.append(verdict)
      for finding in verdict.findings {
        log.note(finding)
        progress(.finding("\(plan.file(network, quantization)): \(finding)"))
      }
      if !verdict.isPassed { throw missed(network, quantization, tolerance, verdict) }
    }
  }

  private func verdict(
    on network: NetworkPlan, _ quantization: Quantization, _ tolerance: Tolerance, _ state: State
  ) async throws -> ConversionVerdict {
    let folder = folder(network)
    let file = plan.file(network, quantization)
    let reference = plan.options.target == .openvino && network.source.notation == .paddleProgram ? "pdmodel" : "onnx"
    let converted = ConvertedNetwork(
      original: network.source, reference: "\(folder)/\(network.name).\(reference)", path: "\(folder)/\(file)",
      target: plan.options.target, quantization: quantization, format: network.arithmetic.format,
      size: network.pictureSize, vendor: state.vendor)
    return try await conversion.check.verdict(
      on: converted, pictures: state.pictures, tolerance: tolerance,
      reports: "\(plan.options.output)/\(file.stem)_report")
  }

  private func missed(
    _ network: NetworkPlan, _ quantization: Quantization, _ tolerance: Tolerance, _ verdict: ConversionVerdict
  ) -> LegibleError {
    let found = verdict.findings.map { "  \($0)" }.joined(separator: "\n")
    let reports = verdict.reports.isEmpty ? "" : " The report is in \(verdict.reports.joined(separator: ", "))."
    return LegibleError(
      .toleranceMissed,
      """
      \(network.name) in \(quantization) is not as like the original as it must be, cosine and Euclidean similarity of \
      at least \(tolerance.text), and was thrown away:
      \(found)
      \(quantization == .int8 ? "More, and more fitting, pictures to calibrate with may help; bf16 stays closer." : "")\
      \(reports) All that was said is in \(conversion.logPath).
      """)
  }
}
