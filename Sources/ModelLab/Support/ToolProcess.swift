internal import Failure
internal import FoundationEssentials
internal import Subprocess

#if canImport(System)
internal import System
#else
internal import SystemPackage
#endif

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A program that is run to its end, all that it says going into a log.
struct ToolProcess {
  /// The program's path.
  var program: String
  var arguments: [String]
  /// The folder that it runs in.
  var folder: String
  /// Variables beside those that are there; nil takes one away.
  var variables: [String: String?] = [:]
  /// What takes its output.
  var log: LogFile

  /// How it ended.
  struct Outcome {
    /// Its status; nil where a signal ended it.
    var status: Int32?
    /// The signal that ended it.
    var signal: Int32?
    /// The last lines that it wrote.
    var lastLines: [String]
    /// All lines that are wanted, see `run`.
    var kept: [String]

    var isSuccess: Bool { status == 0 }
    /// Whether it says that the disk is full.
    var wasDiskFull: Bool {
      lastLines.contains { $0.contains("No space left on device") || $0.contains("Errno 28") || $0.contains("ENOSPC") }
    }
    /// In words: `ended with status 1`.
    var text: String {
      if let status { return "ended with status \(status)" }
      guard let signal else { return "ended" }
      let reason = signal == SIGKILL ? ", as where memory runs out" : ""
      return "was ended by signal \(signal)\(reason)"
    }
  }

  /// Runs it. Where the task is cancelled, the program and all that it started are ended first.
  ///
  /// - Parameter keeping: which lines are wanted, for instance those that begin with a word.
  /// - Throws: `toolUnavailable` where it cannot be started, or `CancellationError`.
  func run(keeping: @escaping @Sendable (String) -> Bool = { _ in false }) async throws -> Outcome {
    var options = PlatformOptions()
    // A group of its own: all of it can be ended at once.
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(3))]
    let updates = variables.reduce(into: [Environment.Key: String?]()) { $0[.init(stringLiteral: $1.key)] = $1.value }
    do {
      let result = try await Subprocess.run(
        .path(.init(program)), arguments: Arguments(arguments), environment: .inherit.updating(updates),
        workingDirectory: .init(folder), platformOptions: options, input: .none, output: .sequence,
        error: .combinedWithOutput
      ) { execution in
        let group = execution.processIdentifier.value
        var tail = LineTail()
        var kept: [String] = []
        do {
          for try await buffer in execution.standardOutput {
            let bytes = buffer.withUnsafeBytes { Array($0) }
            log.append(bytes)
            kept += tail.take(bytes).filter(keeping)
          }
        } catch {
          // What the program started may outlive it, and writes into a folder that is about to go.
          kill(-group, SIGKILL)
          throw error
        }
        if Task.isCancelled { kill(-group, SIGKILL) }
        return (tail.finish(), kept + [tail.rest].filter(keeping))
      }
      try Task.checkCancellation()
      let (lines, kept) = result.closureResult
      switch result.terminationStatus {
      case .exited(let code): return Outcome(status: code, signal: nil, lastLines: lines, kept: kept)
      case .signaled(let code): return Outcome(status: nil, signal: code, lastLines: lines, kept: kept)
      }
    } catch let error as SubprocessError {
      try Task.checkCancellation()
      throw LegibleError(.toolUnavailable, "\(program) cannot be run: \(error).")
    }
  }
}

/// The last lines of what comes in pieces.
struct LineTail {
  private var lines: [String] = []
  /// What stands behind the last line end.
  private(set) var rest = ""
  private var bytes: [UInt8] = []

  /// So many lines are kept.
  static let count = 12

  /// Takes bytes in; gives the lines that they complete.
  mutating func take(_ new: [UInt8]) -> [String] {
    bytes += new
    guard let end = bytes.lastIndex(where: Self.endsLine) else {
      // A bar that is drawn for ever has no end of line; only its end is of use.
      if bytes.count > 1 << 16 { bytes.removeFirst(bytes.count - (1 << 12)) }
      return []
    }
    let complete = bytes[..<end].split(whereSeparator: Self.endsLine).map { String(decoding: $0, as: UTF8.self) }
    bytes.removeFirst(end + 1)
    lines = Array((lines + complete.filter { !$0.allSatisfy(\.isWhitespace) }).suffix(Self.count))
    return complete
  }

  /// The last lines, what stands behind the last line end too.
  mutating func finish() -> [String] {
    rest = String(decoding: bytes, as: UTF8.self)
    return Array((lines + (rest.allSatisfy(\.isWhitespace) ? [] : [rest])).suffix(Self.count))
  }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
