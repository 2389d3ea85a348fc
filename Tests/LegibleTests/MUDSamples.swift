import Legible

/// MUD texts for tests.
enum MUDSamples {
  /// As published for MaixCAM.
  static let maixCAM = """
    [basic]
    type = cvimodel
    model = ch_PP_OCRv3_det_int8.cvimodel

    [extra]
    model_type = pp_ocr
    input_type = bgr
    det = true
    mean = 123.675, 116.28, 103.53
    scale = 0.01712475, 0.017507, 0.01742919
    rec_model = ch_PP_OCRv4_rec_int8.cvimodel
    rec_mean = 127.5, 127.5, 127.5
    rec_scale = 0.00784313725490196, 0.00784313725490196, 0.00784313725490196
    labels = ppocr_keys_v1.txt

    """

  /// Both networks, every key that Legible knows; the lines are those of `lineNumber`.
  static let full = """
    # a comment
    [basic]
    type = onnx
    model = det.onnx
    [extra]
    model_type = pp_ocr
    name = Full
    input_type = bgr
    det = true
    mean = 123.675, 116.28, 103.53
    scale = 0.017, 0.018, 0.019
    precision = bf16
    pixel_threshold = 0.2
    box_threshold = 0.45
    unclip_ratio = 1.4
    max_candidates = 3000
    rec_model = rec.onnx
    rec_input_type = rgb
    rec_mean = 127.5
    rec_scale = 0.0078
    rec_precision = f32
    rec_input_height = 32
    labels = a, b, c
    input_size = 320, 224
    languages = en, de
    orientation_model = cls.onnx
    orientation_input_type = rgb
    orientation_mean = 1, 2, 3
    orientation_scale = 0.1, 0.2, 0.3
    orientation_input_size = 160, 80
    orientation_threshold = 0.85
    page_orientation_model = page.onnx
    page_orientation_threshold = 0.7

    """

  /// `full` with the value of a key changed (nil: the whole line taken away), and where the line stands.
  static func changed(_ key: String, to value: String?) -> (text: String, line: Int) {
    var lines = full.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let index = lines.firstIndex { $0.hasPrefix("\(key) =") }!
    if let value { lines[index] = "\(key) = \(value)" } else { lines.remove(at: index) }
    return (lines.joined(separator: "\n"), index + 1)
  }

  static func read(_ text: String, path: String = "test.mud") throws -> OCRModel {
    try OCRModel(mud: MUDFile(bytes: Array(text.utf8), path: path))
  }
}
