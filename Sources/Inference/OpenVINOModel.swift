internal import COpenVINO
internal import Failure
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A network that OpenVINO runs: ONNX (`.onnx`), OpenVINO IR (`.xml` beside its `.bin`) or Paddle (`.pdmodel` beside
/// its `.pdiparams`).
public final class OpenVINOModel: Model {
  /// What the network wants, `InputFormat` already in front of it.
  public let inputs: [TensorInfo]
  /// What the network gives.
  public let outputs: [TensorInfo]

  private let name: String
  /// What it runs on.
  let pool: StreamPool

  /// Reads and compiles a network, or takes it from the cache.
  ///
  /// - Parameters:
  ///   - path: the model file.
  ///   - format: how RGB bytes become the first input; nil: the input stays as the file has it.
  ///   - sides: what is known of the pictures; nil: nothing, there may be several at once. Only with a format.
  ///   - compute: threads, precision and cache. `auto` counts as `bf16` here; `int8` is what Legible has a calibration table
  ///     for, with all else, and other networks, in bf16 or f32.
  ///   - streams: how many runs may go on at once. The threads are shared out among them. What a further stream needs is made when
  ///     so many runs first go on at once.
  ///   - keptShapes: for about how many shapes of the input compiled kernels are kept; more take more memory, fewer are
  ///     compiled again and again.
  ///   - givesLogits: whether a softmax at the end may be left out; the output's name tells whether it was
  ///     (`TensorInfo.holdsLogits`), and whether its rows were made longer (`filling`).
  /// - Throws: `modelNotFound`, `unreadableModel`, `inferenceFailed`, or `invalidArgument` for a format without three means and scales.
  public convenience init(
    contentsOf path: String, format: InputFormat? = nil, sides: InputSides? = nil, compute: ComputeOptions = .init(),
    streams: Int = 1, keptShapes: Int = 16, givesLogits: Bool = false
  ) throws {
    try self.init(
      Self.source(
        path, format: format, sides: sides, compute: compute, streams: streams, keptShapes: keptShapes,
        givesLogits: givesLogits), streams: streams)
  }

  /// What such a network is compiled from, now or later.
  ///
  /// - Throws: `modelNotFound`, `unreadableModel` or `invalidArgument`.
  static func source(
    _ path: String, format: InputFormat?, sides: InputSides?, compute: ComputeOptions, streams: Int, keptShapes: Int,
    givesLogits: Bool = false
  ) throws -> NetworkSource {
    try checkFile(path)
    try format?.check()
    return NetworkSource(
      path: path, format: format, sides: sides,
      settings: EngineSettings(compute, streams: streams, keptShapes: keptShapes),
      cacheFolder: compute.cacheFolder, givesLogits: givesLogits,
      table: compute.precision == .int8 ? CalibrationTable.builtIn.table(for: path) : nil)
  }

  /// Compiles a network, or takes it from the cache.
  ///
  /// - Parameters:
  ///   - source: what it is made of.
  ///   - streams: how many runs may go on at once.
  ///   - shape: the only shape that its input may have; nil: any.
  convenience init(_ source: NetworkSource, streams: Int, shape: [Int]? = nil) throws {
    var source = source
    try self.init(&source, streams: streams, shape: shape)
  }

  /// The same, with what the source has read and found out kept in it.
  init(_ source: inout NetworkSource, streams: Int, shape: [Int]? = nil) throws {
    let name = source.path
    self.name = name
    let network = try source.compiled(for: shape)
    inputs = try Self.ports(
      network.handle, name, ov_compiled_model_inputs_size, ov_compiled_model_input_by_index,
      startWithPictures: source.format != nil)
    var outputs = try Self.ports(
      network.handle, name, ov_compiled_model_outputs_size, ov_compiled_model_output_by_index)
    // The engine gives a network that it compiled the names of what it joined, too, and tells any of them.
    for i in outputs.indices {
      guard let filling = source.filling ?? LogitsOutput.filling(of: outputs[i].name) else { continue }
      (outputs[i].holdsLogits, outputs[i].filling) = (true, filling)
    }
    self.outputs = outputs
    let further = Mutex(source.unread)
    pool = try StreamPool(limit: max(1, min(streams, ComputeOptions.mostThreads)), first: source.stream(network)) {
      try further.withLock { try $0.stream($0.compiled(for: shape)) }
    }
  }

  /// Checks that there is a model file which can be opened, of a kind that is not known to be of no use.
  ///
  /// - Throws: `modelNotFound` or `unreadableModel`.
  package static func checkFile(_ path: String) throws {
    try ModelFileKind.check(path)
    guard access(path, R_OK) == 0 else {
      let reason = String(cString: strerror(errno))
      throw LegibleError(
        .modelNotFound, "There is no readable model file at \(path): \(reason).\(ModelFolder.advice(about: path))")
    }
  }

  /// Runs the network on one of its streams; waits while all of them are in use.
  public func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    guard inputs.count == self.inputs.count else {
      throw LegibleError(
        .inferenceFailed, "\(name) takes \(self.inputs.count) inputs and was given \(inputs.count).")
    }
    return try pool.withStream(for: inputs.first?.shape ?? []) { try run(inputs, on: $0, body) }
  }

  /// Runs the network on a stream that nobody else uses meanwhile.
  func run<R>(_ inputs: [TensorView], on stream: EngineStream, _ body: ([TensorView]) throws -> R) throws -> R {
    for (index, input) in inputs.enumerated() {
      if let planes = stream.planes, index == 0, input.shape.count == 4, input.shape[3] == 3, input.elementType == .u8 {
        let (shape, bytes) = planes.planes(of: input)
        if let given = stream.given, given == (bytes.baseAddress, shape) { continue }
        stream.given = nil
        try give(makeTensor(shape, planes.isBF16 ? BF16 : F32, bytes), to: stream, index, input.shape)
        stream.given = bytes.baseAddress.map { ($0, shape) }
      } else {
        if index == 0 { stream.given = nil }
        try give(makeTensor(input.shape, Self.type(input.elementType), input.bytes), to: stream, index, input.shape)
      }
    }
    try OpenVINO.check(ov_infer_request_infer(stream.request.pointer), .inferenceFailed, "\(name) failed")
    stream.hasRun(inputs.first?.shape ?? [])
    var held: [Handle] = []
    let views = try outputs.indices.map { index in
      let (view, tensor) = try output(index, of: stream.request)
      held.append(tensor)
      return view
    }
    return try withExtendedLifetime(held) { try body(views) }
  }

  /// See `Model`.
  public func giveBackInputs() { pool.forIdle { $0.giveBackInputs() } }

  private func give(_ tensor: Handle, to stream: EngineStream, _ index: Int, _ shape: [Int]) throws {
    try OpenVINO.check(
      ov_infer_request_set_input_tensor_by_index(stream.request.pointer, index, tensor.pointer), .inferenceFailed,
      "\(name) does not take a tensor of shape \(shape)")
  }

  /// A tensor over the caller's own bytes, which OpenVINO only reads.
  private func makeTensor(_ dimensions: [Int], _ type: ov_element_type_e, _ bytes: UnsafeRawBufferPointer) throws
    -> Handle
  {
    try Self.withShape(dimensions) { shape in
      var tensor: OpaquePointer?
      try OpenVINO.check(
        ov_tensor_create_from_host_ptr(
          type, shape, UnsafeMutableRawPointer(mutating: bytes.baseAddress), &tensor),
        .inferenceFailed, "No tensor of shape \(dimensions) can be made for \(name)")
      return Handle(tensor!, free: ov_tensor_free)
    }
  }

  private func output(_ index: Int, of request: Handle) throws -> (TensorView, Handle) {
    var tensor: OpaquePointer?
    try OpenVINO.check(
      ov_infer_request_get_output_tensor_by_index(request.pointer, index, &tensor), .inferenceFailed,
      "\(name) has no output \(index)")
    let handle = Handle(tensor!, free: ov_tensor_free)
    var shape = ov_shape_t()
    var data: UnsafeMutableRawPointer?
    var size = 0
    try OpenVINO.check(ov_tensor_get_shape(handle.pointer, &shape), .inferenceFailed, "\(name)'s output has no shape")
    defer { ov_shape_free(&shape) }
    try OpenVINO.check(ov_tensor_data(handle.pointer, &data), .inferenceFailed, "\(name)'s output has no data")
    try OpenVINO.check(ov_tensor_get_byte_size(handle.pointer, &size), .inferenceFailed, "\(name)'s output has no size")
    let dimensions = (0..<Int(shape.rank)).map { Int(shape.dims[$0]) }
    let view = TensorView(
      shape: dimensions, elementType: outputs[index].elementType,
      bytes: UnsafeRawBufferPointer(start: data, count: size))
    return (view, handle)
  }

  private static func type(_ element: ElementType) -> ov_element_type_e {
    switch element {
    case .f32: F32
    case .u8: U8
    case .i8: I8
    }
  }

  private static func withShape<R>(_ dimensions: [Int], _ body: (ov_shape_t) throws -> R) throws -> R {
    var dims = dimensions.map { Int64($0) }
    return try dims.withUnsafeMutableBufferPointer {
      try body(ov_shape_t(rank: Int64($0.count), dims: $0.baseAddress))
    }
  }
}
