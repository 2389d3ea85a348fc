internal import Failure

/// A back end's program as a step of a conversion.
struct VendorCommand {
  let step: ConversionStep
  let number: Int
  /// The program and its arguments.
  let words: [String]
  /// The network's working folder, in which it runs.
  let folder: String
  let tool: ReadyTool
  let log: LogFile

  /// Runs it.
  ///
  /// - Parameter logPath: where the log will be for whoever reads the error.
  /// - Returns: what it said about likeness.
  /// - Throws: `conversionFailed`, `toleranceMissed`, `unwritableFile` where the disk is full, or `CancellationError`.
  func run(logPath: String) async throws -> [NamedSimilarity] {
    log.note("$ \(words.map(\.shellQuoted).joined(separator: " "))")
    var variables = tool.variables
    let temporary = ShortFolder()
    defer { withExtendedLifetime(temporary) {} }
    if let path = temporary.path { variables["TMPDIR"] = path }
    let process = ToolProcess(
      program: tool.path(of: words[0]), arguments: Array(words.dropFirst()), folder: folder, variables: variables,
      log: log)
    let outcome = try await process.run { line in
      VendorComparison.isOfInterest(line)
    }
    let comparisons = VendorComparison.all(in: outcome.kept)
    let missing = step.gives.filter { Files.size("\(folder)/\($0)") == nil }
    if outcome.isSuccess, missing.isEmpty { return comparisons.map(\.similarity) }
    let text = outcome.isSuccess ? "ended well but wrote no \(missing.joined(separator: " and no "))" : outcome.text
    let tail = outcome.lastLines.map { "  \($0)" }.joined(separator: "\n")
    let place = "All that was said is in \(logPath)."
    if outcome.wasDiskFull || log.wasDiskFull {
      throw LegibleError(
        .unwritableFile,
        "The disk is full: in step \(number), \(step.title), \(words[0]) \(text). Make room where \(folder) was. \(place)"
      )
    }
    if let missed = comparisons.last, !missed.isPassed {
      throw LegibleError(
        .toleranceMissed,
        """
        In step \(number), \(step.title), \(words[0]) threw the model away: \(missed.similarity.subject) has cosine and \
        Euclidean similarities of \(missed.similarity.text), and \(missed.tolerance) are wanted. \(missed.advice) \(place)
        """)
    }
    throw LegibleError(
      .conversionFailed,
      "In step \(number), \(step.title), \(words[0]) \(text). Its last lines:\n\(tail)\n\(place)")
  }
}
