internal import Inference
internal import Raster
internal import Synchronization

/// A copy of a tensor.
struct RecordedTensor: Sendable {
  var name: String
  var shape: [Int]
  var values: [Float]

  /// Copies a tensor, bytes as numbers.
  init(_ view: TensorView, name: String) {
    self.name = name
    shape = view.shape
    switch view.elementType {
    case .f32: values = Array(view.floats)
    case .u8: values = view.bytes.map(Float.init)
    case .i8: values = view.bytes.map { Float(Int8(bitPattern: $0)) }
    }
  }
}

/// A network that keeps what it gave, so that the stages of reading run over it and its outputs can be compared too.
final class RecordingModel: Model {
  let inputs: [TensorInfo]
  let outputs: [TensorInfo]
  private let network: any Model
  /// Whether the first output is `[N, columns, classes, 1]`, whose last 1 no stage of reading expects.
  private let hasColumnsOfColumns: Bool
  private let runs = Mutex<[[RecordedTensor]]>([])

  /// - Parameters:
  ///   - width: what the network says its input's width is; nil: what it says itself.
  ///   - height: the same of its height.
  init(_ network: any Model, width: Int? = nil, height: Int? = nil) {
    self.network = network
    var inputs = network.inputs
    if !inputs.isEmpty, inputs[0].shape.count == 4 {
      if let height { inputs[0].shape[1] = height }
      if let width { inputs[0].shape[2] = width }
    }
    self.inputs = inputs
    var outputs = network.outputs
    let shape = outputs.first?.shape ?? []
    hasColumnsOfColumns = shape.count == 4 && shape[3] == 1 && (shape[2] ?? 0) > 1
    if hasColumnsOfColumns { outputs[0].shape.removeLast() }
    self.outputs = outputs
  }

  func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    try network.run(inputs) { given in
      var views = given
      if hasColumnsOfColumns, let first = given.first, first.shape.count == 4 {
        views[0] = TensorView(shape: first.shape.dropLast(), elementType: first.elementType, bytes: first.bytes)
      }
      let copies = views.enumerated().map { index, view in
        RecordedTensor(view, name: index < outputs.count ? outputs[index].name : "")
      }
      runs.withLock { $0.append(copies) }
      return try body(views)
    }
  }

  /// The outputs of each run since the last time that they were taken.
  func take() -> [[RecordedTensor]] {
    runs.withLock { runs in
      defer { runs = [] }
      return runs
    }
  }
}
