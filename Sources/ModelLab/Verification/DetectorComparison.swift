internal import Inference
internal import Legible
internal import Raster

/// Two detectors, side by side.
struct DetectorComparison {
  let model: DetectionModel
  let original: (name: String, network: any Model)
  let converted: (name: String, network: any Model)
  /// The input's size where neither network was fixed to one; nil: that of a reader's first look.
  let size: Size?

  /// Shows both the same input: the picture in one look, so that what one sees does not change what the other is shown.
  func compare(_ image: Image, named name: String, _ tally: inout Tally) throws -> PictureComparison {
    let fixed = Self.fixedSize(original.network, converted.network) ?? size
    let input = fixed ?? TextDetector.firstInputSize(for: image.size)
    let seen = TextDetector.inputImage(image, size: input, fit: fixed == nil ? .fill : .contain)
    let a = try look(original, seen)
    let b = try look(converted, seen)
    let similarity = try tally.add(a.outputs, b.outputs, picture: name, names: (original.name, converted.name))
    var overlap = MapOverlap()
    if let x = a.outputs.first?.first, let y = b.outputs.first?.first {
      overlap.add(x.values, y.values, threshold: model.pixelThreshold)
    }
    tally.overlap.add(overlap)
    let matching = BoxMatching(a.regions.map(\.quad), b.regions.map(\.quad))
    return PictureComparison(
      name: name, similarity: similarity,
      detection: DetectedBoxes(
        width: input.width, height: input.height, isStretched: fixed == nil, mapOverlap: overlap.ratio,
        original: zip(a.regions, matching.partners).map { Self.box($0, isMatched: $1 != nil) },
        converted: zip(b.regions, matching.isMatched).map { Self.box($0, isMatched: $1) }))
  }

  /// The size that one of the networks was fixed to; nil where both take any.
  static func fixedSize(_ networks: any Model...) -> Size? {
    for network in networks {
      let shape = network.inputs[0].shape
      if let height = shape[1], let width = shape[2] { return Size(width: width, height: height) }
    }
    return nil
  }

  private func look(
    _ subject: (name: String, network: any Model), _ seen: Image
  ) throws -> (regions: [TextRegion], outputs: [[RecordedTensor]]) {
    let recording = RecordingModel(subject.network, width: seen.width, height: seen.height)
    var model = model
    model.path = subject.name
    let regions = try TextDetector(model: model, network: recording).detect(seen)
    return (regions, recording.take())
  }

  private static func box(_ region: TextRegion, isMatched: Bool) -> DetectedBoxes.Box {
    DetectedBoxes.Box(
      quad: region.quad.mapped { Point(($0.x * 10).rounded() / 10, ($0.y * 10).rounded() / 10) },
      score: Double(region.score).roundedFigure, isMatched: isMatched)
  }
}
