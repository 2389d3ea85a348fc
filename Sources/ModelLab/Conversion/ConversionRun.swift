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
    /// Not calibrated with, as far as there were enough.
    var pictures: [String] = []
    var vendor: [NamedSimilarity] = []
    /// What the compiler has against the network by its own rules; nil: nothing.
    var doubt: String?
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

  /// The original as a file that OpenVINO reads; Paddle's becomes ONNX on the way to a cvimodel.
  private func reference(_ network: NetworkPlan) -> String {
    let isProgram = plan.options.target == .openvino && network.source.notation == .paddleProgram
    return "\(folder(network))/\(network.name).\(isProgram ? "pdmodel" : "onnx")"
  }

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
      let pictures = try await conversion.calibration.pictures(for: request, into: folder)
      state.pictures = pictures.heldOut
      log.note(
        """
        \(request.source): \(pictures.paths.count) pictures to calibrate with, \(pictures.heldOut.count) to compare on
        """)
      for warning in pictures.warnings { warn(warning) }
    case .testPicture(let source):
      try makeTestPicture(source, for: network, &state)
    case .command(let recipe, let words):
      guard let tool = tools[recipe.name] else { preconditionFailure("\(recipe.name) is one of the plan's tools") }
      let command = VendorCommand(step: step, number: number, words: words, folder: folder, tool: tool, log: log)
      do {
        state.doubt = nil
        state.vendor = try await command.run(logPath: conversion.logPath)
      } catch let refusal as VendorRefusal {
        state.vendor = refusal.similarities
        let isThere = await compileUnasked(command)
        guard isThere, isDoubt(refusal, state) else { throw try await missed(network, refusal, after: number, state) }
        state.doubt = "\(refusal.reason) That was on one picture."
        warn("\(refusal.reason) That was on one picture: what is compared next decides.")
      }
    case .check(let quantization, let tolerance):
      let verdict = try await verdict(on: network, quantization, tolerance, state)
      state.verdicts.append(verdict)
      for finding in verdict.findings {
        log.note(finding)
        progress(.finding("\(plan.file(network, quantization)): \(finding)"))
      }
      if !verdict.isPassed {
        let found = verdict.findings.map { "  \($0)" }.joined(separator: "\n")
        throw missed(
          """
          \(network.name) in \(quantization) is not as like the original as it must be, cosine and Euclidean \
          similarity of at least \(tolerance.text), and was thrown away:
          \(found)
          \(quantization == .int8 ? "More, and more fitting, pictures to calibrate with may help; bf16 stays closer." : "")
          """, verdict)
      }
    }
  }

  /// Whether what made the compiler throw a model away is no verdict yet: limits that it has for itself, where the user
  /// named none, and a single picture, where several were set aside.
  private func isDoubt(_ refusal: VendorRefusal, _ state: State) -> Bool {
    if refusal.isOfSimulator { return plan.options.correctness == nil }
    return state.pictures.count >= Self.enough || (refusal.isOfBF16 && plan.options.tolerance == nil)
  }

  /// From so many pictures on, what is compared on them counts for more than the compiler's one.
  private static let enough = 4

  /// Makes the model that the compiler threw away, so that it can be looked at.
  ///
  /// - Returns: whether it is there.
  private func compileUnasked(_ command: VendorCommand) async -> Bool {
    var command = command
    guard let words = VendorCommand.withoutComparison(command.words) else { return false }
    if command.isDone { return true }
    (command.words, command.why) = (words, "The same without its comparisons, to look at the model:")
    do {
      _ = try await command.run(logPath: conversion.logPath)
      return true
    } catch {
      log.note("That failed, too.")
      return false
    }
  }

  private func warn(_ warning: String) {
    log.note(warning)
    progress(.warning(warning))
  }

  /// Makes the picture that the compiler compares on. Where the user names it, it is the first that all compare on.
  private func makeTestPicture(_ source: String?, for network: NetworkPlan, _ state: inout State) throws {
    let path = "\(folder(network))/\(ConversionPlan.testPicture)"
    let calibration = "\(folder(network))/\(ConversionPlan.pictureFolder)"
    let (role, size) = (network.source.family.role, network.pictureSize)
    if let source {
      try PreparedPicture.make(try Image(contentsOf: source), role: role, size: size).write(to: path)
    } else if !state.pictures.isEmpty {
      try Files.copy(TellingPicture.choose(of: state.pictures, for: network, reference: reference(network)), to: path)
    } else if let first = Files.names(in: calibration).first {
      warn("No picture is left to compare on, so \(network.name) is compared on one that it is calibrated with.")
      try Files.copy("\(calibration)/\(first)", to: path)
    } else {
      try PreparedPicture.drawn(role: role, size: size).write(to: path)
    }
    if source != nil || state.pictures.isEmpty { state.pictures.insert(path, at: 0) }
  }

  private func verdict(
    on network: NetworkPlan, _ quantization: Quantization, _ tolerance: Tolerance, _ state: State,
    refusal: String? = nil
  ) async throws -> ConversionVerdict {
    let folder = folder(network)
    let file = plan.file(network, quantization)
    let packages = tools[ToolRecipe.tpuMLIR.name].map { "\($0.environment.folder)/lib/python3.10/site-packages" }
    let converted = ConvertedNetwork(
      original: network.source, reference: reference(network), path: "\(folder)/\(file)",
      target: plan.options.target, quantization: quantization, format: network.arithmetic.format,
      size: network.size, alphabet: try plan.alphabet(of: network, in: folder), vendor: state.vendor,
      refusal: refusal, doubt: state.doubt, runtime: packages.map { "\($0)/tpu_mlir/lib/libcviruntime.so" })
    let reports = "\(work)/\(Publication.reports)/\(file.stem)"
    var verdict = try await conversion.check.verdict(
      on: converted, pictures: state.pictures, tolerance: tolerance, reports: reports)
    // Where its pictures came from belongs to what they showed.
    let list = "\(folder)/\(CalibrationFolder.listName)"
    if Files.isFolder(reports), Files.isFile(list) {
      try Files.copy(list, to: "\(reports)/\(CalibrationFolder.listName)")
    }
    verdict.reports = verdict.reports.map { $0.replacing(work, with: plan.options.output) }
    return verdict
  }

  /// What is said of a network that the compiler refused. What there is to compare of it is compared for the report.
  private func missed(
    _ network: NetworkPlan, _ refusal: VendorRefusal, after number: Int, _ state: State
  ) async throws -> LegibleError {
    var verdict = ConversionVerdict(isPassed: false)
    for step in plan.steps[number...] {
      guard case .check(let quantization, let tolerance) = step.work, plan.networks[step.network] == network else {
        continue
      }
      do {
        verdict = try await self.verdict(on: network, quantization, tolerance, state, refusal: refusal.reason)
      } catch let error as LegibleError {
        log.note("There is no report: \(error.message)")
      }
      break
    }
    return missed("\(refusal.reason) \(refusal.advice)", verdict)
  }

  private func missed(_ message: String, _ verdict: ConversionVerdict) -> LegibleError {
    let reports = verdict.reports.isEmpty ? "" : " The report is \(verdict.reports.joined(separator: ", "))."
    return LegibleError(.toleranceMissed, "\(message)\(reports) All that was said is in \(conversion.logPath).")
  }
}
