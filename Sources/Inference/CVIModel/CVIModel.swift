internal import CVIWire
internal import Failure
internal import Synchronization

/// A cvimodel, run by the vendor's runtime in a helper process: the simulator of a MaixCAM's processor, or a device's own.
///
/// The file is checked from end to end before the runtime sees it. One run goes on at a time; others wait. Whatever the
/// runtime does, it ends the helper at most: the run fails, and the next one starts a new helper. Nothing is printed.
public final class CVIModel: Model {
  /// What the helper may use.
  public struct Limits: Hashable, Sendable {
    /// Seconds until the network has to be loaded.
    public var loadingSeconds = 120.0
    /// Seconds that a run may take. The simulator needs up to ten for a network on an idle processor.
    public var runSeconds = 300.0
    /// Mebibytes of address space. The simulator reserves 4.6 GiB of it for the device's memory, and uses some 20 MiB.
    public var mebibytes = 6144

    /// The defaults.
    public init() {}
  }

  /// What the network wants, `InputFormat` already in front of it.
  public let inputs: [TensorInfo]
  /// What the network gives; bf16 comes as f32.
  public let outputs: [TensorInfo]
  /// What the file says of itself.
  public let file: CVIModelFile

  private let path: String
  private let limits: Limits
  private let runtime: CVIRuntimeFiles
  private let converters: [CVIModelInput]
  /// The helper; nil after a run that failed.
  private let helper: Mutex<CVIModelProcess?>

  /// Checks a file and starts the helper that runs it.
  ///
  /// - Parameters:
  ///   - path: the model file.
  ///   - format: how RGB bytes become the first input; nil: the input stays as the file has it.
  ///   - limits: what the helper may use.
  /// - Throws: `modelNotFound`, `unreadableModel`, `unsuitableModel`, `runtimeNotFound` where the helper or the runtime
  ///   is not installed, `inferenceFailed`, or `CancellationError`.
  public convenience init(contentsOf path: String, format: InputFormat? = nil, limits: Limits = .init()) throws {
    // What is wrong with the file is said before what is missing to run it.
    let file = try CVIModelFile(contentsOf: path)
    try self.init(file, path: path, format: format, limits: limits, runtime: CVIRuntimeFiles())
  }

  /// The same with a helper and a library at other places.
  package init(
    _ file: CVIModelFile, path: String, format: InputFormat?, limits: Limits, runtime: CVIRuntimeFiles
  ) throws {
    try format?.check()
    self.file = file
    self.path = path
    self.limits = limits
    self.runtime = runtime
    converters = try file.inputs.enumerated().map { index, tensor in
      try CVIModelInput(tensor, format: index == 0 ? format : nil, path: path)
    }
    inputs = converters.map(\.info)
    outputs = try file.outputs.map { try $0.info(path) }
    helper = Mutex(nil)
    try helper.withLock { $0 = try start() }
  }

  /// Runs the network; waits while another run goes on.
  public func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    guard inputs.count == self.inputs.count,
      zip(inputs, self.inputs).allSatisfy({ $0.shape == $1.shape && $0.elementType == $1.elementType })
    else {
      let given = inputs.map { "\($0.elementType)\($0.shape)" }
      throw LegibleError(.inferenceFailed, "\(path) takes \(self.inputs) and was given \(given).")
    }
    let sent = zip(converters, inputs).map { $0.bytes(of: $1) }
    let bytes = try helper.withLock { helper in
      // Who waited for a run that was cancelled with its own starts no helper any more.
      if RunCancellation.isCancelled { throw CancellationError() }
      let process = try helper ?? start()
      // Only who answered well is asked again.
      helper = nil
      let bytes = try exchange(sent, process)
      helper = process
      return bytes
    }
    return try bytes.withUnsafeBytes { bytes in
      var start = 0
      return try body(
        outputs.map { output in
          let shape = output.shape.compactMap(\.self)
          let size = shape.reduce(output.elementType.size, *)
          defer { start += size }
          return TensorView(
            shape: shape, elementType: output.elementType,
            bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + size)]))
        })
    }
  }

  /// Starts a helper, and waits until it has loaded the network.
  private func start() throws -> CVIModelProcess {
    let process = try CVIModelProcess(runtime.helper, [runtime.library, path, "\(limits.mebibytes)"])
    let dialogue = CVIModelDialogue(
      process: process, subject: "\(path) cannot be loaded", code: .unreadableModel, seconds: limits.loadingSeconds)
    let answer = try dialogue.ask(nil, for: .loaded, atMost: 1 << 16)
    let expected = WireNetwork(inputs: file.inputs.map(\.wire), outputs: file.outputs.map(\.wire))
    guard WireNetwork(bytes: answer) == expected else {
      throw LegibleError(
        .unreadableModel,
        """
        \(path) cannot be loaded: the cvimodel runtime sees other tensors in it than the file describes. Is \
        \(runtime.library) of a version that reads \(file.version)?
        """)
    }
    return process
  }

  /// Sends the inputs, and waits for the outputs, as they are handed over.
  private func exchange(_ inputs: [[UInt8]], _ process: CVIModelProcess) throws -> [UInt8] {
    process.listen()
    let size = file.outputs.reduce(0) { $0 + $1.byteCount }
    let dialogue = CVIModelDialogue(
      process: process, subject: "\(path) failed", code: .inferenceFailed, seconds: limits.runSeconds)
    let bytes = try dialogue.ask(inputs.count == 1 ? inputs[0] : Array(inputs.joined()), for: .done, atMost: size)
    guard bytes.count == size else { throw dialogue.error("the helper sent \(bytes.count) bytes instead of \(size)") }
    guard file.outputs.contains(where: { $0.element == .bf16 }) else { return bytes }
    var (result, start): ([UInt8], Int) = ([], 0)
    for output in file.outputs {
      let part = bytes[start..<(start + output.byteCount)]
      start += output.byteCount
      if output.element == .bf16 {
        // The upper half of a float.
        for index in stride(from: part.startIndex, to: part.endIndex, by: 2) {
          result += [0, 0, part[index], part[index + 1]]
        }
      } else {
        result += part
      }
    }
    return result
  }
}

extension CVIModelFile.Tensor {
  /// The tensor as the helper describes it.
  fileprivate var wire: WireTensor { WireTensor(element: element.rawValue, shape: shape, byteCount: byteCount) }
}
