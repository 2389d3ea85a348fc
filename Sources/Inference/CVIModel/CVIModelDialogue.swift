internal import CVIWire
internal import Failure

/// One question to the helper and its answer. Where there is none the helper is ended, and the error tells why.
struct CVIModelDialogue {
  let process: CVIModelProcess
  /// How an error begins, for instance `x.cvimodel failed`.
  let subject: String
  let code: LegibleError.Code
  /// How long to wait.
  let seconds: Double

  /// Sends a run's inputs, if any, and receives the bytes of the answer.
  ///
  /// - Throws: an error of `code`, or `CancellationError`.
  func ask(_ inputs: [UInt8]?, for kind: WireKind, atMost limit: Int) throws -> [UInt8] {
    let patience = WirePatience(seconds: seconds) { RunCancellation.isCancelled }
    let answer: (kind: WireKind, bytes: [UInt8])
    do {
      answer = try talk(inputs, limit, patience)
    } catch let failure as WireFailure {
      let end = process.end()
      switch failure {
      case .cancelled: throw CancellationError()
      case .closed: throw self.error("the helper process with the cvimodel runtime \(end)")
      case .late:
        throw self.error(
          "the cvimodel runtime gave no answer in \(Int(max(0, seconds))) seconds, and the helper process \(end)")
      case .garbage: throw self.error("what the helper process answered is no answer, and it \(end)")
      }
    }
    if answer.kind == kind { return answer.bytes }
    let end = process.end()
    guard answer.kind == .failed else {
      throw error("what the helper process answered is no answer, and it \(end)")
    }
    throw error(String(decoding: answer.bytes, as: UTF8.self))
  }

  private func talk(
    _ inputs: [UInt8]?, _ limit: Int, _ patience: WirePatience
  ) throws -> (WireKind, [UInt8]) {
    if let inputs {
      try inputs.withUnsafeBytes { try process.socket.send(.run, [$0], patience) }
    }
    let (kind, count) = try process.socket.receive(patience)
    // A refusal is a text, and may be longer than what was asked for.
    return (kind, try process.socket.receive(count: count, atMost: kind == .failed ? 1 << 16 : limit, patience))
  }

  /// An error with its reason.
  func error(_ reason: String) -> LegibleError {
    LegibleError(
      code,
      """
      \(subject): \(reason). The file's checksum is right: convert the model anew for this runtime's version, or use the \
      ONNX or Paddle file that it was made from.
      """)
  }
}
