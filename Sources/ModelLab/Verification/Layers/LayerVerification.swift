internal import Failure
public import Inference
internal import Legible
internal import Raster

/// How alike two networks are inside, layer by layer.
public struct LayerVerification: Codable, Sendable {
  /// A tensor that both networks have.
  public struct Layer: Codable, Sendable {
    /// The tensor's name in the model file.
    public var name: String
    /// What computes it in the original: `Conv`, `MatMul` ….
    public var operation: String
    /// How alike it is, over all pictures that were used.
    public var similarity: Similarity
  }

  /// The layers in the order of the original's file.
  public var layers: [Layer]
  /// How many pictures were used.
  public var pictures: Int

  /// Pictures that layers are compared on: figures of layers hardly change after the first few, and each one takes as
  /// much memory as all layers together.
  static let pictureLimit = 4
  /// No more layers than this, spread over the network.
  static let layerLimit = 120
  /// The input of a detector that takes any size, while its layers are kept.
  static let inputSize = Size(width: 640, height: 640)

  /// Compares what is inside two networks that OpenVINO runs.
  ///
  /// Both files are written anew in a folder for temporary files, with more outputs, and removed afterwards. Layers are
  /// paired by the names of their tensors, which converters keep where they keep the layer. A layer with an output is not
  /// fused with the next one, so what is measured is the arithmetic of the layers, not that of the fused kernels.
  ///
  /// - Parameters:
  ///   - precision: the arithmetic of the converted network; the original is run at f32.
  /// - Throws: `unsuitableModel` where a file's layers cannot be told or no tensor is in both; what loading and running
  ///   throw.
  public init(
    original: String, converted: String, format: InputFormat, precision: ComputeOptions.Precision,
    task: NetworkComparison.Task, on pictures: [NamedPicture]
  ) throws {
    let (a, b) = (try ProbedModel(contentsOf: original), try ProbedModel(contentsOf: converted))
    let common = Self.common(a.tensors, b.tensors)
    guard !common.isEmpty else {
      throw LegibleError(
        .unsuitableModel,
        """
        No layer of \(original) has the name of one of \(converted), so they cannot be compared layer by layer. Was it \
        converted from this file?
        """)
    }
    let names = common.map(\.name)
    let first = try a.load(adding: names, format: format, precision: .f32)
    let second = try b.load(adding: names, format: format, precision: precision)
    var sums = [SimilaritySums](repeating: SimilaritySums(), count: names.count)
    let used = pictures.prefix(Self.pictureLimit)
    for picture in used {
      let image = try picture.open()
      let (x, y) = (try Self.outputs(of: first, task, image), try Self.outputs(of: second, task, image))
      for (k, name) in names.enumerated() {
        guard let p = x[name], let q = y[name] else { continue }
        guard p.values.count == q.values.count else {
          throw LegibleError(
            .unsuitableModel,
            "The layer \(name) has the shape \(p.shape) in \(original) and \(q.shape) in \(converted).")
        }
        p.values.withUnsafeBufferPointer { p in q.values.withUnsafeBufferPointer { sums[k].add(p, $0) } }
      }
    }
    self.pictures = used.count
    layers = zip(common, sums).map { Layer(name: $0.name, operation: $0.operation, similarity: $1.similarity) }
  }

  init(layers: [Layer], pictures: Int) {
    (self.layers, self.pictures) = (layers, pictures)
  }

  /// The tensors that are in both, in the order of the first, thinned out where there are too many.
  static func common(_ a: [ProbedModel.Tensor], _ b: [ProbedModel.Tensor]) -> [ProbedModel.Tensor] {
    let names = Set(b.map(\.name))
    let all = a.filter { names.contains($0.name) }
    guard all.count > layerLimit else { return all }
    return (0..<layerLimit).map { all[$0 * (all.count - 1) / (layerLimit - 1)] }
  }

  private static func outputs(
    of network: any Model, _ task: NetworkComparison.Task, _ image: Image
  ) throws -> [String: RecordedTensor] {
    let recorded: [[RecordedTensor]]
    switch task {
    case .detection(let model, let size):
      let input = DetectorComparison.fixedSize(network) ?? size ?? inputSize
      let seen = TextDetector.inputImage(image, size: input, fit: .contain)
      let recording = RecordingModel(network, width: input.width, height: input.height)
      _ = try TextDetector(model: model, network: recording).detect(seen)
      recorded = recording.take()
    case .recognition(_, let width, let height):
      let recording = RecordingModel(network, width: width, height: height)
      let classes = network.outputs[0].shape[2] ?? 2
      let numbers = try Alphabet(lines: (1..<classes).map { "#\($0)" }, classCount: classes, source: "layers")
      let recognizer = try LineRecognizer(network: recording, alphabet: numbers, source: "layers", inputHeight: height)
      _ = try recognizer.read(image, in: Quad(image.size))
      recorded = recording.take()
    }
    return Dictionary((recorded.first ?? []).map { ($0.name, $0) }) { first, _ in first }
  }
}
