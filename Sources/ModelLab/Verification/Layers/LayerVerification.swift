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
  /// Layers that were left out, since the network gave something else as soon as they were made outputs; nil: none.
  public var skipped: Int?

  /// Pictures that layers are compared on: figures of layers hardly change after the first few, and each one takes as
  /// much memory as all layers together.
  static let pictureLimit = 4
  /// No more layers than this, spread over the network.
  static let layerLimit = 120
  /// Layers that are made outputs together. OpenVINO 2026.4 computes an INT8 network wrongly that has many more: PP-OCRv6
  /// tiny's recogniser with 39 of them gave an output with a cosine similarity of 0.004 to its own, and 0.996 with 4.
  static let groupSize = 4
  /// A network with more outputs has to give its own ones as before, by this cosine similarity; fusing less rounds
  /// differently.
  static let leastFaithful = 0.97
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
    let images = try pictures.prefix(Self.pictureLimit).map { try $0.open() }
    let sides = [(a, ComputeOptions.Precision.f32), (b, precision)]
    let references = try sides.map { model, precision in
      let network = try model.load(adding: [], format: format, precision: precision)
      return try images.map { try Self.outputs(of: network, task, $0).first?.values ?? [] }
    }
    var (layers, skipped): ([Layer], Int) = ([], 0)
    // Groups still to be measured, the next one last.
    var groups =
      stride(from: 0, to: common.count, by: Self.groupSize)
      .map { Array(common[$0..<min(common.count, $0 + Self.groupSize)]) }.reversed() as [[ProbedModel.Tensor]]
    while let group = groups.popLast() {
      let networks = try sides.map { try $0.load(adding: group.map(\.name), format: format, precision: $1) }
      if let measured = try Self.measure(group, networks, references, task, images) {
        layers += measured
      } else if group.count > 1 {
        groups += [Array(group[(group.count / 2)...]), Array(group[..<(group.count / 2)])]
      } else {
        skipped += 1
      }
    }
    self.init(layers: layers, pictures: images.count)
    if skipped > 0 { self.skipped = skipped }
  }

  /// The layers of a group; nil where a network gives something else than without their outputs.
  private static func measure(
    _ group: [ProbedModel.Tensor], _ networks: [any Model], _ references: [[[Float]]], _ task: NetworkComparison.Task,
    _ images: [Image]
  ) throws -> [Layer]? {
    var sums = [SimilaritySums](repeating: SimilaritySums(), count: group.count)
    for (number, image) in images.enumerated() {
      let given = try networks.map { try outputs(of: $0, task, image) }
      for (outputs, reference) in zip(given, references) {
        guard let own = outputs.first, own.values.count == reference[number].count,
          Similarity(of: reference[number], and: own.values).cosine >= leastFaithful
        else { return nil }
      }
      for (k, tensor) in group.enumerated() {
        guard let p = given[0].first(where: { $0.name == tensor.name }),
          let q = given[1].first(where: { $0.name == tensor.name })
        else { continue }
        guard p.values.count == q.values.count else {
          throw LegibleError(
            .unsuitableModel,
            "The layer \(tensor.name) has the shape \(p.shape) in one network and \(q.shape) in the other.")
        }
        p.values.withUnsafeBufferPointer { p in q.values.withUnsafeBufferPointer { sums[k].add(p, $0) } }
      }
    }
    return zip(group, sums).map { Layer(name: $0.name, operation: $0.operation, similarity: $1.similarity) }
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
  ) throws -> [RecordedTensor] {
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
    return recorded.first ?? []
  }
}
