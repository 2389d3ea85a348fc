internal import COpenVINO
internal import Failure

/// A network that can run.
struct CompiledNetwork {
  let handle: Handle
  /// Where its weights are read, if it came out of the cache.
  var file: MappedFile?
}

/// What a network is compiled from, and where compiled ones are kept.
struct NetworkSource: Sendable {
  let path: String
  let format: InputFormat?
  /// What is known of the pictures; nil: nothing.
  let sides: InputSides?
  let settings: EngineSettings
  /// Nil: nothing is kept.
  let cacheFolder: String?
  /// Whether a softmax at the end may be left out (`LogitsOutput`).
  let givesLogits: Bool
  /// The layers that are computed in INT8; nil: none, but those that are in the file.
  let table: NetworkTableText<CalibrationTable>?
  /// The GELUs that are computed as hard swishes; nil: none.
  let hardSwishes: NetworkTableText<HardSwishTable>?
  /// The values behind the logits of a row, where the softmax was left out and the network compiled here; of one out of the cache the
  /// output's name tells.
  private(set) var filling: Int?
  /// What is in the files that the first network was made of: further ones, made later, must be of the same. Nil: none was made yet, or
  /// they could not be read.
  private(set) var content: String?
  /// The model as the engine read it, its shape being that of the network that was made last; nil until it is needed.
  private var model: Handle?

  init(
    path: String, format: InputFormat?, sides: InputSides? = nil, settings: EngineSettings, cacheFolder: String?,
    givesLogits: Bool = false,
    table: NetworkTableText<CalibrationTable>? = nil
  ) {
    self.path = path
    self.format = format
    self.sides = sides
    self.settings = settings
    self.cacheFolder = cacheFolder
    self.givesLogits = givesLogits
    self.table = table
    hardSwishes =
      HardSwishTable.pays(settings, isCalibrated: table != nil)
      ? HardSwishTable.builtIn.table(for: path) : nil
  }

  /// The network for one shape of its only input, out of the cache where it is there, else compiled and put there; for any shape
  /// where the shape is nil.
  ///
  /// - Throws: `unreadableModel`, also where the file is another one by now, `unsuitableModel` or `inferenceFailed`.
  mutating func compiled(for shape: [Int]? = nil) throws -> CompiledNetwork {
    let core = try OpenVINO.core(settings)
    let key = CacheKey(
      model: path, format: format, sides: sides, settings: settings, shape: shape, givesLogits: givesLogits,
      table: table, hardSwishes: hardSwishes, engine: OpenVINO.version,
      processor: "\(OpenVINO.processor(core)); \(Processor.features)")
    guard content == nil || content == key?.content else {
      throw LegibleError(.unreadableModel, "The model \(path) is another one than when it was loaded: load it again.")
    }
    content = key?.content
    guard let cache = cacheFolder.flatMap({ CacheFolder($0) }), let key else {
      return try CompiledNetwork(handle: compile(shape, core))
    }
    if let file = cache.file(key) {
      if let network = Self.imported(file, core) { return network }
      cache.remove(key)
    }
    let network = try compile(shape, core)
    cache.keep(key) { ov_compiled_model_export_model(network.pointer, $0) == OK }
    return CompiledNetwork(handle: network)
  }

  /// The same source for networks of what another one was made of.
  func of(_ other: NetworkSource) -> NetworkSource {
    var source = self
    source.content = other.content
    return source
  }

  /// The same source for networks of one shape each.
  var ofOneShape: NetworkSource {
    var settings = settings
    settings.keptShapes = 1
    return NetworkSource(path: path, format: format, settings: settings, cacheFolder: cacheFolder).of(self)
  }

  /// A stream of such a network.
  ///
  /// - Throws: `inferenceFailed`.
  func stream(_ network: CompiledNetwork) throws -> EngineStream {
    try EngineStream(
      network, planes: format.map { InputPlanes($0, precision: settings.precision, threads: settings.threads ?? 1) },
      name: path)
  }

  /// The same source for another thread: what the engine read and one changes the shape of is not shared.
  var unread: NetworkSource {
    var other = self
    other.model = nil
    return other
  }

  /// A network out of the cache; nil where the engine does not take it.
  private static func imported(_ cached: borrowing CacheFile, _ core: Handle) -> CompiledNetwork? {
    let (file, count) = (cached.file, cached.count)
    var network: OpaquePointer?
    let status = file.withBytes {
      ov_core_import_model(core.pointer, $0.baseAddress?.assumingMemoryBound(to: CChar.self), count, "CPU", &network)
    }
    guard status == OK, let network else { return nil }
    // The weights stay where they are: the network reads them out of the file as long as it lives.
    let handle = Handle(network) { pointer in withExtendedLifetime(file) { ov_compiled_model_free(pointer) } }
    return CompiledNetwork(handle: handle, file: file)
  }

  private mutating func compile(_ shape: [Int]?, _ core: Handle) throws -> Handle {
    let model = try model ?? read(core)
    if let shape {
      self.model = model
      try fix(shape, of: model)
    }
    var compiled: OpaquePointer?
    // The settings are the core's own.
    try OpenVINO.check(
      ov_core_compile_model_props(core.pointer, model.pointer, "CPU", 0, nil, &compiled),
      .unreadableModel, "The model \(path) cannot be compiled for this processor")
    return Handle(compiled!, free: ov_compiled_model_free)
  }

  private func fix(_ pictures: [Int], of model: Handle) throws {
    let isPictures = format != nil && pictures.count == 4
    let shape = isPictures ? [pictures[0], pictures[3], pictures[1], pictures[2]] : pictures
    let problem = "\(path) does not take an input of shape \(shape)"
    var partial = ov_partial_shape_t()
    try OpenVINO.check(
      ov_partial_shape_create_static(Int64(shape.count), shape.map { Int64($0) }, &partial), .inferenceFailed, problem)
    defer { ov_partial_shape_free(&partial) }
    try OpenVINO.check(ov_model_reshape_single_input(model.pointer, partial), .inferenceFailed, problem)
  }

  private mutating func read(_ core: Handle) throws -> Handle {
    let model = try changed(core) ?? asItIs(core)
    guard format != nil else { return model }
    if let sides { OpenVINOModel.limit(model, to: sides) }
    return try OpenVINOModel.takingPlanes(model, isBF16: settings.precision == .bf16, path)
  }

  private func asItIs(_ core: Handle) throws -> Handle {
    var read: OpaquePointer?
    try OpenVINO.check(
      ov_core_read_model(core.pointer, path, nil, &read), .unreadableModel,
      "The model \(path) cannot be read (an ONNX, OpenVINO or Paddle file is expected)")
    return Handle(read!, free: ov_model_free)
  }

  /// A network whose last layers suit the engine, and us, better, or that is computed in INT8 or with hard swishes; nil: it
  /// stays what it is.
  ///
  /// - Throws: `unsuitableModel` where a table is not for it.
  private mutating func changed(_ core: Handle) throws -> Handle? {
    guard ModelFileKind(path: path) == .onnx, let file = MappedFile(path), file.count <= Self.largestSimplified else {
      return nil
    }
    let original = file.withBytes { Array($0) }
    let simplified =
      givesLogits
      ? LogitsOutput.simplified(original) : Self.simplifiedDetector(original, isBF16: settings.precision == .bf16)
    var bytes = simplified
    if let table {
      bytes = table.read().flatMap {
        QuantizedLayers.quantized(
          simplified ?? original, by: $0, hasNarrowSums: Processor.hasNarrowSums(Processor.features))
      }
      guard bytes != nil else {
        throw LegibleError(.unsuitableModel, "\(path) has not all layers that its calibration table names.")
      }
    }
    if let hardSwishes {
      bytes = hardSwishes.read().flatMap { HardSwishLayers.replaced(bytes ?? original, by: $0) }
      guard bytes != nil else {
        throw LegibleError(.unsuitableModel, "\(path) has not all layers that its table of hard swishes names.")
      }
    }
    if givesLogits { bytes = HardSigmoidLayers.simplified(bytes ?? original) ?? bytes }
    var filling = 0
    if givesLogits, let logits = bytes,
      let padded = LogitsPadding.padded(logits, hasTiles: settings.precision == .bf16 && Processor.hasBF16Matrices)
    {
      (bytes, filling) = (padded.bytes, padded.filling)
    }
    guard let bytes else { return nil }
    var read: OpaquePointer?
    let status = bytes.withUnsafeBytes {
      ov_core_read_model_from_memory_buffer(
        core.pointer, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, nil, &read)
    }
    if table != nil { try OpenVINO.check(status, .unreadableModel, "The model \(path) cannot be read in INT8") }
    guard status == OK, let read else { return nil }
    if givesLogits, simplified != nil { self.filling = filling }
    return Handle(read, free: ov_model_free)
  }

  /// A detector with the parts put in another way that it has; nil where it has none.
  private static func simplifiedDetector(_ bytes: [UInt8], isBF16: Bool) -> [UInt8]? {
    var changed = FeaturePyramid.simplified(bytes)
    changed = UpsamplingHead.simplified(changed ?? bytes) ?? changed
    changed = EnlargedMaps.simplified(changed ?? bytes) ?? changed
    return JoinedStem.simplified(changed ?? bytes, isBF16: isBF16) ?? changed
  }

  /// Larger files are read as they are: the largest detector of PP-OCR has 120 MB.
  private static let largestSimplified = 256 << 20
}
