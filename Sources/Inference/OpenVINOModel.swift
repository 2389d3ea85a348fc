internal import COpenVINO
internal import Dispatch
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

  private let compiled: Handle
  private let name: String
  /// Requests that nobody uses at the moment.
  private let idle = Mutex<[Handle]>([])
  /// No more requests than streams: each holds buffers of its own.
  private let slots: DispatchSemaphore

  /// Reads and compiles a network.
  ///
  /// - Parameters:
  ///   - path: the model file.
  ///   - format: how RGB bytes become the first input; nil: the input stays as the file has it.
  ///   - compute: threads, precision (`auto` counts as `bf16` here) and cache.
  ///   - streams: how many runs may go on at once. The threads are shared out among them.
  ///   - keptShapes: for about how many shapes of the input compiled kernels are kept; more take more memory, fewer are
  ///     compiled again and again.
  /// - Throws: `modelNotFound`, `unreadableModel` or `inferenceFailed`.
  public init(
    contentsOf path: String, format: InputFormat? = nil, compute: ComputeOptions = .init(), streams: Int = 1,
    keptShapes: Int = 16
  ) throws {
    try ModelFileKind.check(path)
    guard access(path, R_OK) == 0 else {
      throw LegibleError(
        .modelNotFound, "There is no readable model file at \(path): \(String(cString: strerror(errno))).")
    }
    name = path
    let core = try OpenVINO.core.get()
    var read: OpaquePointer?
    try OpenVINO.check(
      ov_core_read_model(core.pointer, path, nil, &read), .unreadableModel,
      "The model \(path) cannot be read (an ONNX, OpenVINO or Paddle file is expected)")
    var model = Handle(read!, free: ov_model_free)
    if let format { model = try Self.folding(format, into: model, path) }
    compiled = try Self.compile(model, core, compute, streams, keptShapes, path)
    inputs = try Self.ports(compiled, path, ov_compiled_model_inputs_size, ov_compiled_model_input_by_index)
    outputs = try Self.ports(compiled, path, ov_compiled_model_outputs_size, ov_compiled_model_output_by_index)
    slots = DispatchSemaphore(value: max(1, streams))
  }

  /// Runs the network on one of its streams; waits while all of them are in use.
  public func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    guard inputs.count == self.inputs.count else {
      throw LegibleError(
        .inferenceFailed, "\(name) takes \(self.inputs.count) inputs and was given \(inputs.count).")
    }
    slots.wait()
    defer { slots.signal() }
    let request = try idle.withLock { $0.popLast() } ?? makeRequest()
    defer { idle.withLock { $0.append(request) } }
    for (index, input) in inputs.enumerated() {
      let tensor = try makeTensor(input)
      try OpenVINO.check(
        ov_infer_request_set_input_tensor_by_index(request.pointer, index, tensor.pointer), .inferenceFailed,
        "\(name) does not take a tensor of shape \(input.shape)")
    }
    try OpenVINO.check(ov_infer_request_infer(request.pointer), .inferenceFailed, "\(name) failed")
    var held: [Handle] = []
    let views = try outputs.indices.map { index in
      let (view, tensor) = try output(index, of: request)
      held.append(tensor)
      return view
    }
    return try withExtendedLifetime(held) { try body(views) }
  }

  private func makeRequest() throws -> Handle {
    var request: OpaquePointer?
    try OpenVINO.check(
      ov_compiled_model_create_infer_request(compiled.pointer, &request), .inferenceFailed,
      "No request for \(name) can be made")
    return Handle(request!, free: ov_infer_request_free)
  }

  /// A tensor over the caller's own bytes, which OpenVINO only reads.
  private func makeTensor(_ view: TensorView) throws -> Handle {
    try Self.withShape(view.shape) { shape in
      var tensor: OpaquePointer?
      try OpenVINO.check(
        ov_tensor_create_from_host_ptr(
          Self.type(view.elementType), shape, UnsafeMutableRawPointer(mutating: view.bytes.baseAddress), &tensor),
        .inferenceFailed, "No tensor of shape \(view.shape) can be made for \(name)")
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
}

// MARK: - Loading

extension OpenVINOModel {
  /// Puts the pixel arithmetic in front of the network's first layer.
  private static func folding(_ format: InputFormat, into model: Handle, _ path: String) throws -> Handle {
    func step(_ status: ov_status_e) throws {
      try OpenVINO.check(status, .unsuitableModel, "\(path) does not take pictures as its input")
    }
    func make(
      _ free: @escaping @Sendable (OpaquePointer) -> Void, _ create: (inout OpaquePointer?) -> ov_status_e
    ) throws -> Handle {
      var pointer: OpaquePointer?
      try step(create(&pointer))
      return Handle(pointer!, free: free)
    }
    let builder = try make(ov_preprocess_prepostprocessor_free) {
      ov_preprocess_prepostprocessor_create(model.pointer, &$0)
    }
    let input = try make(ov_preprocess_input_info_free) {
      ov_preprocess_prepostprocessor_get_input_info_by_index(builder.pointer, 0, &$0)
    }
    let tensor = try make(ov_preprocess_input_tensor_info_free) {
      ov_preprocess_input_info_get_tensor_info(input.pointer, &$0)
    }
    let steps = try make(ov_preprocess_preprocess_steps_free) {
      ov_preprocess_input_info_get_preprocess_steps(input.pointer, &$0)
    }
    let network = try make(ov_preprocess_input_model_info_free) {
      ov_preprocess_input_info_get_model_info(input.pointer, &$0)
    }
    let nhwc = try make(ov_layout_free) { ov_layout_create("NHWC", &$0) }
    let nchw = try make(ov_layout_free) { ov_layout_create("NCHW", &$0) }
    try step(ov_preprocess_input_tensor_info_set_element_type(tensor.pointer, U8))
    try step(ov_preprocess_input_tensor_info_set_layout(tensor.pointer, nhwc.pointer))
    try step(ov_preprocess_input_model_info_set_layout(network.pointer, nchw.pointer))
    try step(ov_preprocess_preprocess_steps_convert_element_type(steps.pointer, F32))
    if format.channelOrder == .bgr { try step(ov_preprocess_preprocess_steps_reverse_channels(steps.pointer)) }
    try step(ov_preprocess_preprocess_steps_mean_multi_channels(steps.pointer, format.mean, 3))
    // OpenVINO divides by its scale.
    try step(ov_preprocess_preprocess_steps_scale_multi_channels(steps.pointer, format.scale.map { 1 / $0 }, 3))
    return try make(ov_model_free) { ov_preprocess_prepostprocessor_build(builder.pointer, &$0) }
  }

  /// Layers for which an engine compiles kernels in a network of the PP-OCR family: 57 in PP-OCRv6 small's recogniser.
  private static let layersWithKernels = 64

  private static func compile(
    _ model: Handle, _ core: Handle, _ compute: ComputeOptions, _ streams: Int, _ keptShapes: Int, _ path: String
  ) throws -> Handle {
    var properties = [
      "NUM_STREAMS": "\(max(1, streams))",
      "INFERENCE_PRECISION_HINT": compute.precision == .f32 ? "f32" : "bf16",
      // Several readers in one process would pin their threads to the same cores.
      "ENABLE_CPU_PINNING": "NO",
      "CPU_RUNTIME_CACHE_CAPACITY": "\(keptShapes * layersWithKernels)",
    ]
    if let threads = compute.threads { properties["INFERENCE_NUM_THREADS"] = "\(threads)" }
    if let folder = compute.cacheFolder { properties["CACHE_DIR"] = folder }
    let keys = properties.keys.map { strdup($0) }
    let values = properties.values.map { strdup($0) }
    defer { (keys + values).forEach { free($0) } }
    let pairs = zip(keys, values).map { ov_property_t(key: $0, value: $1) }
    var compiled: OpaquePointer?
    try OpenVINO.check(
      ov_core_compile_model_props(core.pointer, model.pointer, "CPU", pairs.count, pairs, &compiled),
      .unreadableModel, "The model \(path) cannot be compiled for this processor")
    return Handle(compiled!, free: ov_compiled_model_free)
  }

  private static func ports(
    _ compiled: Handle, _ path: String,
    _ count: (OpaquePointer?, UnsafeMutablePointer<Int>?) -> ov_status_e,
    _ port: (OpaquePointer?, Int, UnsafeMutablePointer<OpaquePointer?>?) -> ov_status_e
  ) throws -> [TensorInfo] {
    let problem = "The inputs and outputs of \(path) cannot be described"
    var size = 0
    try OpenVINO.check(count(compiled.pointer, &size), .unreadableModel, problem)
    return try (0..<size).map { index in
      var pointer: OpaquePointer?
      try OpenVINO.check(port(compiled.pointer, index, &pointer), .unreadableModel, problem)
      defer { ov_output_const_port_free(pointer) }
      var name: UnsafeMutablePointer<CChar>?
      // A port may have no name, which is no failure.
      let named = ov_port_get_any_name(pointer, &name) == OK
      defer { ov_free(name) }
      var element = ov_element_type_e(0)
      try OpenVINO.check(ov_port_get_element_type(pointer, &element), .unreadableModel, problem)
      var shape = ov_partial_shape_t()
      try OpenVINO.check(ov_port_get_partial_shape(pointer, &shape), .unreadableModel, problem)
      defer { ov_partial_shape_free(&shape) }
      let dimensions = (0..<max(0, Int(shape.rank.max))).map { i -> Int? in
        guard let d = shape.dims?[i], d.min == d.max else { return nil }
        return Int(d.min)
      }
      return TensorInfo(
        name: named ? name.map { String(cString: $0) } ?? "" : "",
        elementType: try elementType(element, path), shape: dimensions)
    }
  }

  private static func elementType(_ type: ov_element_type_e, _ path: String) throws -> ElementType {
    switch type {
    case F32: return .f32
    case U8: return .u8
    case I8: return .i8
    default:
      throw LegibleError(
        .unsuitableModel,
        "\(path) has a tensor of OpenVINO's element type \(type.rawValue); f32, u8 and i8 are supported.")
    }
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
