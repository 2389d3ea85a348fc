internal import Failure
internal import FoundationEssentials
internal import Inference

/// The INT8 file of a network, which `legible models quantize` makes: `NAME-int8.xml`, with its `.bin`, beside `NAME.onnx`.
public enum QuantizedFile {
  /// Where the INT8 file of a network belongs; the path itself where it is already named so.
  public static func path(of network: String) -> String {
    let folder = network.folderOfPath
    let name = network.dropFirst(folder.count)
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    return stem.hasSuffix("-int8") ? network : "\(folder)\(stem)-int8.xml"
  }

  /// Whether a network has its INT8 file.
  public static func isThere(for network: String) -> Bool { FileManager.default.fileExists(atPath: path(of: network)) }
}

extension ComputeOptions {
  /// What is loaded for a network, and how it is computed.
  ///
  /// In INT8 that is its INT8 file, where somebody made one, or the network itself, where Legible knows the ranges of its
  /// layers. `auto` takes no INT8 file on processors without VNNI, where its sums may overflow.
  ///
  /// - Parameters:
  ///   - path: the network.
  ///   - usual: its arithmetic for `auto`: INT8 only on processors that are good at it.
  ///   - isNeeded: whether INT8, where it is asked for, has to be possible; else the network is taken as it is.
  ///   - support: what the processor is good at.
  /// - Throws: `modelNotFound`.
  func file(
    for path: String, usual: Precision, isNeeded: Bool, support: Int8Support = Engine.int8
  ) throws(LegibleError) -> (path: String, compute: ComputeOptions) {
    var compute = self
    compute.precision = precision(for: path, usual: usual, support)
    guard compute.precision == .int8 else { return (path, compute) }
    let takesFiles = precision == .int8 || support == .any
    if takesFiles, QuantizedFile.isThere(for: path) { return (QuantizedFile.path(of: path), compute) }
    if Engine.isCalibrated(path) || !isNeeded { return (path, compute) }
    throw LegibleError(
      .modelNotFound,
      """
      \(path) has no INT8 file, and Legible has no calibration table for it: \(QuantizedFile.path(of: path)) is expected. \
      'legible models quantize' makes it, with pictures of yours to calibrate with.
      """)
  }

  /// How a recogniser computes the lines of scenes; nil: as it does all others.
  func forScenes(
    _ model: RecognitionModel, support: Int8Support = Engine.int8, hasBF16: Bool = Engine.hasBF16
  ) -> ComputeOptions? {
    guard precision == .auto, let scenes = model.scenePrecision, scenes != .bf16 || hasBF16,
      precision(for: model.path, usual: model.precision, support) == .int8, scenes != .int8
    else { return nil }
    var compute = self
    compute.precision = scenes
    return compute
  }

  /// The arithmetic of a network: of `auto` what keeps the text on a processor.
  private func precision(for path: String, usual: Precision, _ support: Int8Support) -> Precision {
    guard precision == .auto else { return precision }
    guard usual == .int8 else { return usual }
    let paysInt8 =
      switch support {
      case .any: true
      case .tables: Engine.isCalibratedForNarrowSums(path)
      case .none: false
      }
    return paysInt8 ? .int8 : .bf16
  }
}
