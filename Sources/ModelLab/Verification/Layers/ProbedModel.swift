internal import Failure
internal import FoundationEssentials
internal import Inference
internal import Raster

/// A model file whose inner tensors can be made outputs.
///
/// OpenVINO's C interface adds no outputs to a model, so they are added to a copy of its file: to ONNX by a second graph
/// behind the first, which Protocol Buffers join, and to OpenVINO's own notation by `Result` layers.
struct ProbedModel {
  /// A tensor inside a network.
  struct Tensor: Hashable, Sendable {
    /// Its name.
    var name: String
    /// What computes it.
    var operation: String
  }

  let path: String
  /// The tensors that can be made outputs, in the order of the file.
  let tensors: [Tensor]
  private let file: any ProbedFile

  /// Reads the layers of a file.
  ///
  /// - Throws: `modelNotFound`; `unsuitableModel` for other files than `.onnx` and `.xml`.
  init(contentsOf path: String) throws {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw LegibleError(.modelNotFound, "There is no readable model file at \(path).")
    }
    switch ModelFileKind(path: path) {
    case .onnx: file = ProbedONNX(Array(data))
    case .openvino: file = ProbedIR(String(decoding: data, as: UTF8.self), weights: path)
    default:
      throw LegibleError(
        .unsuitableModel,
        """
        \(path) cannot be compared layer by layer: ONNX (.onnx) and OpenVINO (.xml) files can. For cvimodels, \
        TPU-MLIR's own deployment compares the layers.
        """)
    }
    tensors = file.tensors
  }

  /// Loads a copy that gives some of the tensors, too; those of its own come first.
  func load(
    adding names: [String], format: InputFormat, precision: ComputeOptions.Precision
  ) throws -> any Model {
    let folder = TemporaryFolder.unique()
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw LegibleError(.unwritableFile, "The folder \(folder) for temporary files cannot be made: \(error)")
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let copy = try file.write(adding: names, in: folder)
    return try NamedOutputs(
      OpenVINOModel(contentsOf: copy, format: format, compute: ComputeOptions(precision: precision)), added: names)
  }
}

/// A notation in which outputs can be added.
protocol ProbedFile {
  /// The tensors of numbers inside the network.
  var tensors: [ProbedModel.Tensor] { get }
  /// Writes a copy with more outputs, and what belongs to it.
  ///
  /// - Returns: the path of the copy.
  func write(adding names: [String], in folder: String) throws -> String
}

/// A network whose last outputs are called as they were asked for: a tensor may have several names.
private struct NamedOutputs: Model {
  let inputs: [TensorInfo]
  let outputs: [TensorInfo]
  private let network: any Model

  init(_ network: any Model, added names: [String]) throws {
    self.network = network
    inputs = network.inputs
    var outputs = network.outputs
    guard outputs.count >= names.count else {
      throw LegibleError(
        .inferenceFailed, "The engine took \(outputs.count) outputs of the \(names.count) that were added.")
    }
    for (k, name) in names.enumerated() { outputs[outputs.count - names.count + k].name = name }
    self.outputs = outputs
  }

  func run<R>(_ inputs: [TensorView], _ body: ([TensorView]) throws -> R) throws -> R {
    try network.run(inputs, body)
  }
}

/// The folder for temporary files.
enum TemporaryFolder {
  /// A name in it that nothing has.
  static func unique() -> String {
    let environment = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
    let folder = environment.isEmpty ? "/tmp" : environment
    return "\(folder)/legible-layers-\(UInt64.random(in: .min ... .max))"
  }
}
