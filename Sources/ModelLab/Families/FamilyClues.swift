internal import Failure
internal import Legible
internal import ModelStore

/// What tells the family of an ONNX file: the catalogue, its name, and its shapes, in this order.
struct FamilyClues {
  let path: String
  let role: FamilyRole
  let header: ONNXHeader
  let output: ONNXHeader.Port

  /// The family, and how it was found.
  func family() throws(LegibleError) -> (ModelFamily, evidence: String) {
    if let known = try fromCatalogue() { return known }
    let named = ModelFamily(named: path.stem, role: role)
    let (shaped, reason) = fromShapes()
    if named.generation != nil {
      var family = named
      if family.variant == nil, shaped?.generation == named.generation { family.variant = shaped?.variant }
      return (family, "by its name")
    }
    if let shaped { return (shaped, reason) }
    return (
      named,
      """
      which version is not to be seen; what versions 3 to 6 have in common is taken. --family says it
      """
    )
  }

  /// The family of the network of the catalogue that has this file.
  private func fromCatalogue() throws(LegibleError) -> (ModelFamily, String)? {
    // The size first: to hash what cannot be in it would be time lost.
    let candidates = Catalogue.builtIn.models.filter { model in
      model.files.contains { $0.name.hasSuffix(".onnx") && $0.bytes == header.size }
    }
    if candidates.isEmpty { return nil }
    let hash = try StoredFile.sha256(path)
    guard let model = candidates.first(where: { $0.files.contains { $0.sha256 == hash } }) else { return nil }
    return (ModelFamily(named: model.name, role: role), "it is \(model.name) of the catalogue")
  }

  /// What shapes, names of outputs and the size tell of PaddleOCR's own networks.
  private func fromShapes() -> (ModelFamily?, String) {
    switch role {
    case .recognition:
      let classes = output.shape.last ?? nil
      let known: (Int, String?)? =
        switch (classes, output.name) {
        // Each dictionary has its length (docs/models.md).
        case (18710, _): (6, "small")
        case (6906, _): (6, "tiny")
        case (18385, _): (5, "mobile")
        // Version 3 and 4 share one; Paddle numbers its softmax by the layers before.
        case (6625, "softmax_5.tmp_0"): (3, nil)
        case (6625, "softmax_11.tmp_0"): (4, "mobile")
        default: nil
        }
      guard let known, let classes else { return (nil, "") }
      let family = ModelFamily(generation: known.0, variant: known.1, role: role)
      return (family, "by its \(classes) classes and its output \(output.name)")
    case .detection:
      let megabytes = Double(header.size) / 1e6
      // Paddle 2 named outputs after layers, Paddle 3 counts them. Sizes of files in f32: docs/models.md.
      let known: (Int, String?)? =
        switch (output.name.hasPrefix("sigmoid_0"), megabytes) {
        case (true, 2..<3.5): (3, nil)
        case (true, 4...6): (4, "mobile")
        case (false, 1.5..<2.3): (6, "tiny")
        case (false, 4...6): (5, "mobile")
        case (false, 9...11): (6, "small")
        default: nil
        }
      guard let known, output.name.hasPrefix("sigmoid_0") || output.name == "fetch_name_0" else { return (nil, "") }
      let family = ModelFamily(generation: known.0, variant: known.1, role: role)
      return (family, "by its output \(output.name) and its size, \((megabytes * 10).rounded() / 10) MB")
    case .classification:
      guard let height = header.inputs[0].shape[2], height == 80 else {
        return (ModelFamily(generation: 2, role: role), "by its free input")
      }
      return (ModelFamily(generation: 5, role: role), "by its input of 80 rows")
    }
  }
}
