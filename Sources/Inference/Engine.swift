/// Which engine runs a model file: OpenVINO, or the cvimodel runtime for `.cvimodel`.
public enum Engine {
  /// Loads a network.
  ///
  /// - Parameters: as `OpenVINOModel.init`, and `bounds`, those of a `StaticShapeModel` where there is one stream and it pays, while several make a
  ///   `RecurringShapeModel`; nil: neither is wanted, which alone `givesLogits` is for. Of a cvimodel only `format` counts, since its arithmetic and its shapes are in the file.
  /// - Throws: `modelNotFound`, `unreadableModel`, `unsuitableModel`, `inferenceFailed`, or `runtimeNotFound`.
  public static func load(
    _ path: String, format: InputFormat? = nil, sides: InputSides? = nil, compute: ComputeOptions = .init(),
    streams: Int = 1,
    keptShapes: Int = 16, bounds: StaticShapeModel.Bounds? = nil, givesLogits: Bool = false
  ) throws -> any Model {
    if ModelFileKind(path: path) == .cvimodel { return try CVIModel(contentsOf: path, format: format) }
    // On processors that compute in f32 what the engine makes for one shape is no faster, and takes 90 MiB and more
    // (docs/performance-log.md, "AVX2 alone").
    let isFixedFaster = Processor.hasBF16
    if bounds != nil, streams > 1 {
      return try RecurringShapeModel(
        contentsOf: path, format: format, sides: sides, compute: compute, streams: streams, keptShapes: keptShapes,
        isFixedFaster: isFixedFaster)
    }
    if let bounds, isFixedFaster {
      return try StaticShapeModel(
        contentsOf: path, format: format, sides: sides, compute: compute, keptShapes: keptShapes, bounds: bounds)
    }
    return try OpenVINOModel(
      contentsOf: path, format: format, sides: sides, compute: compute, streams: streams, keptShapes: keptShapes,
      givesLogits: givesLogits)
  }

  /// Checks that there is a model file which can be opened, of a kind that is not known to be of no use.
  ///
  /// - Throws: `modelNotFound` or `unreadableModel`.
  package static func checkFile(_ path: String) throws {
    if ModelFileKind(path: path) == .cvimodel {
      _ = try CVIModelFile(contentsOf: path)
    } else {
      try OpenVINOModel.checkFile(path)
    }
  }
}
