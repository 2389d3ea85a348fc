public import Legible

extension Catalogue {
  /// The set as `TextReader` loads it, with the catalogue's constants. Nothing is loaded yet, and nothing looked for.
  ///
  /// - Parameters:
  ///   - set: a set of this catalogue.
  ///   - path: where a file of a name is.
  public func ocrModel(_ set: CatalogueSet, path: (String) -> String) -> OCRModel {
    var result = OCRModel(name: set.name)
    for model in models(of: set) {
      guard let first = model.files.first, let input = model.input else { continue }
      let file = path(first.name)
      switch model.role {
      case .detection:
        var detection = DetectionModel(path: file, format: input.format)
        if let value = model.pixelThreshold { detection.pixelThreshold = value }
        if let value = model.boxThreshold { detection.boxThreshold = value }
        if let value = model.unclipRatio { detection.unclipRatio = value }
        if let value = model.maximumCandidates { detection.maximumCandidates = value }
        result.detection = detection
      case .recognition:
        let alphabet: AlphabetSource =
          if let name = model.alphabet, name != "metadata" { .file(path(name)) } else { .model }
        result.recognition = RecognitionModel(
          path: file, alphabet: alphabet, format: input.format, precision: model.precision ?? .f32,
          scenePrecision: model.scenePrecision, inputHeight: model.height ?? 48,
          rereadsDoubtfulLines: model.rereadsDoubtfulLines ?? false)
      case .lineOrientation: result.lineOrientation = orientation(model, OrientationModel(linePath: file))
      case .pageOrientation: result.pageOrientation = orientation(model, OrientationModel(pagePath: file))
      default: break
      }
    }
    return result
  }

  private func orientation(_ model: CatalogueModel, _ usual: OrientationModel) -> OrientationModel {
    var result = usual
    if let input = model.input { result.format = input.format }
    if let width = model.width { result.inputWidth = width }
    if let height = model.height { result.inputHeight = height }
    if let threshold = model.threshold { result.threshold = threshold }
    return result
  }
}
