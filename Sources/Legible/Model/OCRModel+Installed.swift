internal import Inference

extension OCRModel {
  /// What is used where nothing else is said: `small`.
  public static var `default`: OCRModel { .small }

  /// PP-OCRv6 small: 48 languages' letters and some 15,000 Chinese characters, 18,708 in all.
  ///
  /// Thresholds from the model's own inference.yml.
  public static var small: OCRModel {
    var model = v6("small", name: "PP-OCRv6 small", boxThreshold: 0.45, recognition: .int8)
    model.recognition?.scenePrecision = .bf16
    return model
  }

  /// PP-OCRv6 tiny: 6,904 characters, about three times as fast as `small`.
  ///
  /// The recogniser computes most of its layers in INT8 on processors with VNNI, and else in bf16 where there is such an instruction, as
  /// the detector does: on pages word F1 stays within .005 of f32's (docs/int8.md).
  public static var tiny: OCRModel {
    var model = v6("tiny", name: "PP-OCRv6 tiny", boxThreshold: 0.4, recognition: .int8)
    model.recognition?.rereadsDoubtfulLines = true
    return model
  }

  private static func v6(
    _ size: String, name: String, boxThreshold: Float, recognition: ComputeOptions.Precision
  ) -> OCRModel {
    OCRModel(
      name: name,
      detection: DetectionModel(
        path: ModelFolder.path(of: "ppocrv6-\(size)-det.onnx"), pixelThreshold: 0.2, boxThreshold: boxThreshold,
        unclipRatio: 1.4, maximumCandidates: 3000),
      recognition: RecognitionModel(
        path: ModelFolder.path(of: "ppocrv6-\(size)-rec.onnx"),
        alphabet: ModelFolder.path(of: "ppocrv6-\(size)-dict.txt"), precision: recognition),
      lineOrientation: OrientationModel(linePath: ModelFolder.path(of: "ppocrv2-line-orientation.onnx")),
      pageOrientation: OrientationModel(pagePath: ModelFolder.path(of: "page-orientation.onnx")))
  }
}
