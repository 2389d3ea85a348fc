internal import Failure
internal import Legible

/// Compares outputs, number by number.
///
/// Of a cvimodel the vendor's own comparisons are taken, which its compiler made in the simulator; an OpenVINO model is
/// run beside the original, both at f32.
public struct SimilarityCheck: ConversionCheck {
  /// Nothing to set.
  public init() {}

  /// More pictures than this are not looked at.
  static let maximumPictures = 16

  /// A verdict by cosine and Euclidean similarity alone.
  public func verdict(
    on network: ConvertedNetwork, pictures: [String], tolerance: Tolerance, reports: String
  ) async throws -> ConversionVerdict {
    switch network.target {
    case .cvimodel:
      // What misses the tolerance ends the compiler, and there is no model to ask about.
      return ConversionVerdict(
        isPassed: true, similarities: network.vendor,
        findings: network.vendor.map { "\($0.subject): \($0.text)" })
    case .openvino:
      let similarity = try compared(network, pictures)
      return ConversionVerdict(
        isPassed: similarity.cosine >= tolerance.cosine && similarity.euclidean >= tolerance.euclidean,
        similarities: [similarity], findings: ["\(similarity.subject): \(similarity.text)"])
    }
  }

  /// The least similarity of all pictures.
  private func compared(_ network: ConvertedNetwork, _ pictures: [String]) throws -> NamedSimilarity {
    let compute = ComputeOptions(precision: .f32)
    let before = try OpenVINOModel(contentsOf: network.reference, format: network.format, compute: compute)
    let after = try OpenVINOModel(contentsOf: network.path, format: network.format, compute: compute)
    var least = (cosine: 1.0, euclidean: 1.0)
    let shown = pictures.prefix(Self.maximumPictures)
    for path in shown {
      try Task.checkCancellation()
      let image = try Image(contentsOf: path)
      let outputs = try [before, after].map { model in try Self.output(of: model, image) }
      guard outputs[0].count == outputs[1].count else {
        return NamedSimilarity(subject: "outputs of another size than the original's", cosine: 0, euclidean: 0)
      }
      guard outputs[1].allSatisfy(\.isFinite) else {
        return NamedSimilarity(subject: "NaN or infinite values in \(network.quantization)", cosine: 0, euclidean: 0)
      }
      let found = Similarity(of: outputs[0], and: outputs[1])
      least = (min(least.cosine, found.cosine), min(least.euclidean, found.euclidean))
    }
    let count = shown.count == 1 ? "a picture" : "\(shown.count) pictures, the least of them"
    return NamedSimilarity(
      subject: "\(network.quantization) against the original on \(count)", cosine: least.cosine,
      euclidean: least.euclidean)
  }

  private static func output(of model: OpenVINOModel, _ image: Image) throws -> [Float] {
    try image.pixels.withUnsafeBytes { bytes in
      let input = TensorView(shape: [1, image.height, image.width, 3], elementType: .u8, bytes: bytes)
      return try model.run([input]) { outputs in Array(outputs[0].floats) }
    }
  }
}
