internal import COpenVINO
internal import Failure

/// One of the runs of a network that may go on at once: a compiled network of its own and its buffers.
///
/// A compiled network with several streams hands each run to a thread of its own and waits for it (OpenVINO 2026.4,
/// `ImmediateStreamsExecutor`), so that a line of text pays for two threads that wake up. One with a single stream runs on the thread
/// that asks.
final class EngineStream: Sendable {
  private let network: CompiledNetwork
  // A stream belongs to one run at a time.
  nonisolated(unsafe) private var runs = 0
  /// The shape of the first input in the last run; the engine prepares anew for another.
  nonisolated(unsafe) private(set) var shape: [Int] = []
  /// What runs are asked of.
  let request: Handle
  /// Where the planes of the request's input lie, and their shape; nil: it has none yet. While both stay it need not be given them
  /// anew, which takes 30 µs and more of the engine.
  nonisolated(unsafe) var given: (address: UnsafeRawPointer, shape: [Int])?
  /// The pictures of the run that goes on; nil: the network takes what it is given.
  let planes: InputPlanes?

  /// Runs after which the engine has put the weights in an order of its own.
  private static let runsThatReadWeights = 16
  /// Runs after which little code is used for the first time: more than a page has lines.
  private static let runsThatNeedCode = 64

  /// - Throws: `inferenceFailed`.
  init(_ network: CompiledNetwork, planes: InputPlanes?, name: String) throws {
    var request: OpaquePointer?
    try OpenVINO.check(
      ov_compiled_model_create_infer_request(network.handle.pointer, &request), .inferenceFailed,
      "No request for \(name) can be made")
    // It refers to the network's memory.
    self.request = Handle(request!) { pointer in withExtendedLifetime(network) { ov_infer_request_free(pointer) } }
    self.network = network
    self.planes = planes
  }

  /// Gives back the planes of a large picture.
  func giveBackInputs() {
    if planes?.giveBackMemory() == true { given = nil }
  }

  /// Gives back the pages of the file out of which the weights were read.
  func giveBackWeights() { network.file?.giveBackMemory() }

  /// Notes a run that is done.
  func hasRun(_ shape: [Int]) {
    self.shape = shape
    runs += 1
    if runs == Self.runsThatReadWeights { giveBackWeights() }
    if runs == Self.runsThatNeedCode { EngineCode.giveBackMemory() }
  }
}
