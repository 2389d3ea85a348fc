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
  /// What is loaded for a network: its own file, or in INT8 the other one, with what is not in INT8 computed in bf16.
  ///
  /// - Parameters:
  ///   - path: the network.
  ///   - usual: its arithmetic for `auto`.
  ///   - isNeeded: whether there has to be an INT8 file; else the network itself is taken where there is none.
  /// - Throws: `modelNotFound`.
  func file(
    for path: String, usual: Precision, isNeeded: Bool
  ) throws(LegibleError) -> (path: String, compute: ComputeOptions) {
    var compute = self
    if precision == .auto { compute.precision = usual }
    guard compute.precision == .int8 else { return (path, compute) }
    compute.precision = .bf16
    if QuantizedFile.isThere(for: path) { return (QuantizedFile.path(of: path), compute) }
    guard isNeeded else { return (path, compute) }
    throw LegibleError(
      .modelNotFound,
      """
      \(path) has no INT8 file: \(QuantizedFile.path(of: path)) is expected. 'legible models quantize' makes it, with \
      pictures of yours to calibrate with.
      """)
  }
}
