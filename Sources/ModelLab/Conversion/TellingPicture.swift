internal import Legible

/// The picture that the vendor's compiler compares on, which takes a single one: a page without text has next to nothing to
/// compare, and the densest one is no fair example either.
enum TellingPicture {
  /// One of some pictures of the input's size: on a quarter of them the original sees more text. The first where it cannot
  /// be run.
  ///
  /// - Parameter reference: the original as a file that OpenVINO reads.
  static func choose(of pictures: [String], for network: NetworkPlan, reference: String) -> String {
    let role = network.source.family.role
    guard role != .classification,
      let model = try? OpenVINOModel(
        contentsOf: reference, format: network.arithmetic.format, compute: ComputeOptions(precision: .f32))
    else { return pictures[0] }
    let amounts = pictures.map { path -> Double in
      guard let image = try? Image(contentsOf: path) else { return 0 }
      return (try? text(on: image, model, role)) ?? 0
    }
    let order = amounts.indices.sorted { (amounts[$0], $0) < (amounts[$1], $1) }
    return pictures[order[order.count * 3 / 4]]
  }

  /// How much text a network sees: a detector's probabilities together, or the columns in which a recogniser reads
  /// something.
  private static func text(on image: Image, _ model: OpenVINOModel, _ role: FamilyRole) throws -> Double {
    try image.pixels.withUnsafeBytes { bytes in
      let input = TensorView(shape: [1, image.height, image.width, 3], elementType: .u8, bytes: bytes)
      return try model.run([input]) { outputs in
        let values = outputs[0].floats
        guard role == .recognition, let classes = outputs[0].shape.last else {
          return values.reduce(0) { $0 + Double($1) }
        }
        // Class 0 is CTC's blank.
        return stride(from: 0, to: values.count, by: classes).reduce(0) { $0 + 1 - Double(values[$1]) }
      }
    }
  }
}
