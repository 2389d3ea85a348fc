public import Legible

/// What a network is converted to.
public enum ConversionTarget: String, Hashable, Sendable, CaseIterable {
  /// OpenVINO's own notation, `.xml` beside its `.bin`, for processors.
  case openvino
  /// Sophgo's, `.cvimodel`, for MaixCAM.
  case cvimodel
}

/// The arithmetic that a network is converted to.
public enum Quantization: String, Hashable, Sendable, CaseIterable {
  /// Weights as they are.
  case f32
  /// Weights of 16 bits with 10 bits behind the point.
  case f16
  /// Weights of 16 bits with the range of f32.
  case bf16
  /// Weights and values of 8 bits, calibrated with pictures.
  case int8
}

extension Tolerance {
  /// As commands take it: `0.9,0.5`.
  public var text: String { "\(cosine),\(euclidean)" }
}

/// What is wanted of a conversion. Whatever is nil is proposed by the network's family.
public struct ConversionOptions: Hashable, Sendable {
  /// What to convert to.
  public var target: ConversionTarget
  /// The chip of a cvimodel.
  public var chip = "cv181x"
  /// The arithmetics, a model each, in this order.
  public var quantizations: [Quantization]
  /// Whether an INT8 cvimodel takes its input as INT8 instead of f32.
  public var quantizesInput = true
  /// A folder of pictures, pages or lines, to calibrate INT8 with and to compare on.
  public var calibration: String?
  /// How many pictures to calibrate with, at most.
  public var imageCount = 200
  /// The picture that the compiler compares on; nil: one of the folder's, else one that is drawn.
  public var testInput: String?
  /// The input's width and height. Nil: for cvimodel the family's; for OpenVINO it stays free.
  public var inputSize: Size?
  /// Whether the vendor's tools letterbox pictures instead of stretching them.
  public var keepsAspectRatio = true
  /// Subtracted from each channel; three values.
  public var mean: [Double]?
  /// What the difference is multiplied with; three values.
  public var scale: [Double]?
  /// The order of the channels.
  public var pixelFormat: InputFormat.ChannelOrder?
  /// The outputs to keep, of the ONNX file.
  public var outputNames: [String]?
  /// What INT8, and a cvimodel in BF16, must reach against f32; nil: 0.9 and 0.5 for INT8, as in Sipeed's instructions,
  /// and the vendor's 0.99 and 0.90 for BF16.
  public var tolerance: Tolerance?
  /// The largest share of the characters of sure lines that INT8 may change, 0…1; nil: any.
  public var changedCharacters: Double?
  /// The largest share of boxes that INT8 may lose or find anew; nil: any.
  public var changedBoxes: Double?
  /// Whether the reports compare layer by layer, too, where the notation allows it.
  public var comparesLayers = false
  /// What a cvimodel must reach in the simulator against the compiler's own arithmetic; nil: the vendor's.
  public var correctness: Tolerance?
  /// The family, where it is not to be found out.
  public var family: ModelFamily?
  /// A recogniser's dictionary; nil: what the model or its folder has.
  public var labels: String?
  /// The folder for what comes out.
  public var output: String

  /// Options with a target, at least one arithmetic and a folder.
  public init(target: ConversionTarget, quantizations: [Quantization], output: String) {
    self.target = target
    self.quantizations = quantizations
    self.output = output
  }
}
