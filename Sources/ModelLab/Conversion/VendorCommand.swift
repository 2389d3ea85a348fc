internal import Failure

/// A back end threw a network away, since it is not as like the original as was wanted.
struct VendorRefusal: Error {
  /// What it measured, the miss last.
  var similarities: [NamedSimilarity]
  /// A sentence about it.
  var reason: String
  /// What may help, a sentence.
  var advice: String
  /// Whether it is about the compiler's work and not about the original.
  var isOfSimulator: Bool
  /// Whether it is about BF16, where nothing was calibrated.
  var isOfBF16: Bool
}

/// A back end's program as a step of a conversion.
struct VendorCommand {
  let step: ConversionStep
  let number: Int
  /// The program and its arguments.
  var words: [String]
  /// The network's working folder, in which it runs.
  let folder: String
  let tool: ReadyTool
  let log: LogFile
  /// What stands in front of it in the log; nil: nothing.
  var why: String?

  /// The words of `model_deploy.py` without what it compares with, after which it writes the model whatever it is like;
  /// nil of other programs.
  static func withoutComparison(_ words: [String]) -> [String]? {
    guard words.first == "model_deploy.py" else { return nil }
    var rest: [String] = []
    var isValue = false
    for word in words {
      if isValue {
        isValue = false
      } else if ["--test_input", "--test_reference", "--tolerance", "--correctness"].contains(word) {
        isValue = true
      } else {
        rest.append(word)
      }
    }
    return rest
  }

  /// Whether the files that it makes are there.
  var isDone: Bool { step.gives.allSatisfy { Files.size("\(folder)/\($0)") != nil } }

  /// Runs it.
  ///
  /// - Parameter logPath: where the log will be for whoever reads the error.
  /// - Returns: what it said about likeness.
  /// - Throws: `VendorRefusal`, `conversionFailed`, `unwritableFile` where the disk is full, or `CancellationError`.
  func run(logPath: String) async throws -> [NamedSimilarity] {
    if let why { log.note(why) }
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
      throw VendorRefusal(
        similarities: comparisons.map(\.similarity),
        reason: """
          In step \(number), \(step.title), \(words[0]) threw the model away: \(missed.similarity.subject) has cosine and \
          Euclidean similarities of \(missed.similarity.text), and \(missed.tolerance) are wanted.
          """,
        advice: words.contains("BF16") ? VendorComparison.adviceForBF16 : missed.advice,
        isOfSimulator: missed.isOfSimulator, isOfBF16: words.contains("BF16"))
    }
    throw LegibleError(
      .conversionFailed,
      "In step \(number), \(step.title), \(words[0]) \(text). Its last lines:\n\(tail)\n\(place)")
  }
}
