import Foundation
import Legible
@testable import ModelLab
import Testing

/// What a conversion will do, before it does anything.
@Suite struct PlanTests {
  let scratch: ConversionScratch

  init() throws {
    scratch = try ConversionScratch()
    try scratch.draw(1, in: "images")
  }

  private func commands(_ plan: ConversionPlan) -> [String] {
    plan.steps.compactMap { step in
      if case .command(_, let words) = step.work { words.joined(separator: " ") } else { nil }
    }
  }

  /// The commands of Sipeed's script for detection, word for word but for the places of files.
  @Test func theDetectionScriptOfTheInstructions() throws {
    try scratch.putDetector()
    let plan = try ConversionPlan(scratch.path("ch_PP_OCRv3_det.onnx"), scratch.options())
    #expect(
      commands(plan) == [
        """
        model_transform.py --model_name ch_PP_OCRv3_det --model_def ch_PP_OCRv3_det.onnx \
        --input_shapes [[1,3,224,320]] --mean 123.675,116.28,103.53 --scale 0.01712475,0.017507,0.01742919 \
        --keep_aspect_ratio --pixel_format bgr --channel_format nchw --output_names sigmoid_0.tmp_0 \
        --test_input test_input.png --test_result ch_PP_OCRv3_det_top_outputs.npz --tolerance 0.99,0.99 \
        --mlir ch_PP_OCRv3_det.mlir
        """,
        """
        model_deploy.py --mlir ch_PP_OCRv3_det.mlir --quantize BF16 --processor cv181x \
        --test_input ch_PP_OCRv3_det_in_f32.npz --test_reference ch_PP_OCRv3_det_top_outputs.npz \
        --model ch_PP_OCRv3_det_bf16.cvimodel
        """,
        """
        run_calibration.py ch_PP_OCRv3_det.mlir --dataset images --input_num 200 -o ch_PP_OCRv3_det_cali_table
        """,
        """
        model_deploy.py --mlir ch_PP_OCRv3_det.mlir --quantize INT8 --quant_input \
        --calibration_table ch_PP_OCRv3_det_cali_table --processor cv181x --test_input ch_PP_OCRv3_det_in_f32.npz \
        --test_reference ch_PP_OCRv3_det_top_outputs.npz --tolerance 0.9,0.5 --model ch_PP_OCRv3_det_int8.cvimodel
        """,
      ])
  }

  /// The commands of Sipeed's script for recognition.
  @Test func theRecognitionScriptOfTheInstructions() throws {
    try scratch.putRecogniser()
    let plan = try ConversionPlan(scratch.path("ch_PP_OCRv4_rec.onnx"), scratch.options())
    let scale = "0.00784313725490196"
    #expect(
      commands(plan).first == """
        model_transform.py --model_name ch_PP_OCRv4_rec --model_def ch_PP_OCRv4_rec.onnx \
        --input_shapes [[1,3,48,320]] --mean 127.5,127.5,127.5 --scale \(scale),\(scale),\(scale) \
        --keep_aspect_ratio --pixel_format bgr --channel_format nchw --output_names softmax_11.tmp_0 \
        --test_input test_input.png --test_result ch_PP_OCRv4_rec_top_outputs.npz --tolerance 0.99,0.99 \
        --mlir ch_PP_OCRv4_rec.mlir
        """)
    #expect(commands(plan).count == 4)
    #expect(
      plan.results == [
        "ch_PP_OCRv4_rec_bf16.cvimodel", "ch_PP_OCRv4_rec_int8.cvimodel", "ch_PP_OCRv4_rec_bf16.mud",
        "ch_PP_OCRv4_rec_int8.mud", "ch_PP_OCRv4_rec_labels.txt",
      ])
  }

  @Test func everyDefaultCanBeOverridden() throws {
    try scratch.putDetector()
    var options = scratch.options([.int8])
    options.chip = "cv180x"
    options.quantizesInput = false
    options.imageCount = 7
    options.inputSize = Size(width: 640, height: 480)
    options.keepsAspectRatio = false
    options.mean = [1, 2, 3]
    options.scale = [0.5, 0.25, 0.125]
    options.pixelFormat = .rgb
    options.outputNames = ["a", "b"]
    options.tolerance = Tolerance(cosine: 0.8, euclidean: 0.25)
    options.correctness = Tolerance(cosine: 0.95, euclidean: 0.75)
    let lines = commands(try ConversionPlan(scratch.path("ch_PP_OCRv3_det.onnx"), options))
    let wanted = [
      "--input_shapes [[1,3,480,640]] --mean 1.0,2.0,3.0 --scale 0.5,0.25,0.125 --pixel_format rgb",
      "--output_names a,b",
      "--input_num 7", "--processor cv180x", "--tolerance 0.8,0.25", "--correctness 0.95,0.75",
    ]
    for words in wanted { #expect(lines.contains { $0.contains(words) }, "\(words)") }
    #expect(!lines.contains { $0.contains("--quant_input") || $0.contains("--keep_aspect_ratio") })
  }

  @Test func newerNotationIsLoweredFirst() throws {
    try scratch.put(ONNXBytes.network(ir: 10, output: "fetch_name_0", [nil, 1, nil, nil]), at: "v6det.onnx")
    let lines = commands(try ConversionPlan(scratch.path("v6det.onnx"), scratch.options([.bf16])))
    #expect(lines[0] == "python lower_ir_version.py v6det.onnx v6det_ir8.onnx")
    #expect(lines[1].contains("--model_def v6det_ir8.onnx"))
  }

  @Test func paddleGoesThroughTheVersionThatReadsIt() throws {
    for name in ["v5_det/inference.json", "v4_det/inference.pdmodel"] { try scratch.put("", at: name) }
    for name in ["v5_det", "v4_det"] { try scratch.put("", at: "\(name)/inference.pdiparams") }
    let json = try ConversionPlan(scratch.path("v5_det/inference.json"), scratch.options([.bf16]))
    #expect(json.tools.map(\.name) == ["paddle2onnx", "tpu-mlir"])
    #expect(
      commands(json)[0].contains("--model_filename inference.json")
        && commands(json)[0].contains("--optimize_tool None"))
    #expect(commands(json)[1].hasPrefix("python lower_ir_version.py v5_det.onnx"))
    let program = try ConversionPlan(scratch.path("v4_det/inference.pdmodel"), scratch.options([.bf16]))
    #expect(program.tools.map(\.name) == ["paddle2onnx-pdmodel", "tpu-mlir"])
    var options = ConversionOptions(target: .openvino, quantizations: [.f16], output: scratch.path("out"))
    options.inputSize = Size(width: 320, height: 224)
    let direct = try ConversionPlan(scratch.path("v4_det/inference.pdmodel"), options)
    #expect(
      commands(direct) == [
        """
        python convert_openvino.py --model v4_det.pdmodel --precision f16 --input-shape 1,3,224,320 -o v4_det_f16.xml
        """
      ])
  }

  @Test func aMUDFileGivesThePair() throws {
    try scratch.putDetector()
    try scratch.putRecogniser()
    try scratch.put(Self.mud, at: "pp_ocr.mud")
    let plan = try ConversionPlan(scratch.path("pp_ocr.mud"), scratch.options([.int8]))
    #expect(plan.networks.map(\.name) == ["ch_PP_OCRv3_det", "ch_PP_OCRv4_rec"])
    #expect(plan.results.last == "ch_PP_OCRv4_rec_labels.txt" && plan.results.contains("pp_ocr.mud"))
    // The digits of PaddleOCR, though the file is read as Float.
    #expect(commands(plan).contains { $0.contains("--scale 0.00784313725490196,0.00784313725490196") })
    var options = scratch.options([.int8])
    options.mean = [1, 1, 1]
    #expect(throws: LegibleError.self) { try ConversionPlan(scratch.path("pp_ocr.mud"), options) }
  }

  static let mud = """
    [basic]
    type = onnx
    model = ch_PP_OCRv3_det.onnx

    [extra]
    model_type = pp_ocr
    input_type = bgr
    det = true
    mean = 123.675, 116.28, 103.53
    scale = 0.01712475, 0.017507, 0.01742919
    rec_model = ch_PP_OCRv4_rec.onnx
    rec_mean = 127.5, 127.5, 127.5
    rec_scale = 0.00784313725490196, 0.00784313725490196, 0.00784313725490196

    """

  @Test func whatCannotBeIsSaidBeforeAnythingIsDone() throws {
    try scratch.putDetector()
    func message(_ change: (inout ConversionOptions) -> Void) -> String {
      var options = scratch.options()
      change(&options)
      do {
        _ = try ConversionPlan(scratch.path("ch_PP_OCRv3_det.onnx"), options)
        return "nothing"
      } catch { return "\(error)" }
    }
    #expect(message { $0.quantizations = [.f16] }.contains("cvimodel has no f16: bf16 and int8 are there"))
    #expect(message { $0.calibration = nil }.contains("--calibration"))
    #expect(message { $0.calibration = "/none" }.contains("there is no such folder"))
    #expect(message { $0.testInput = "/none.png" }.contains("there is no such picture"))
    #expect(message { $0.chip = "k210" }.contains("cv181x"))
    #expect(message { $0.inputSize = Size(width: 300, height: 224) }.contains("multiples of 32"))
    #expect(message { $0.scale = [1, 0, 1] }.contains("no scale of 0"))
    #expect(message { $0.quantizations = [] }.contains("--quantize"))
    try scratch.put(ONNXBytes.network(output: "softmax_5.tmp_0", [nil, nil, 50]), at: "rec.onnx")
    let error = #expect(throws: LegibleError.self) { try ConversionPlan(scratch.path("rec.onnx"), scratch.options()) }
    #expect(error?.message.contains("--labels FILE") == true)
  }

  @Test func aDictionaryThatFitsIsFound() throws {
    try scratch.put(ONNXBytes.network(output: "softmax_5.tmp_0", [nil, nil, 5]), at: "rec.onnx")
    try scratch.put("a\nb\nc\n", at: "my_dict.txt")
    try scratch.put("a\nb\nc\nd\ne\nf\n", at: "other_dict.txt")
    let plan = try ConversionPlan(scratch.path("rec.onnx"), scratch.options())
    #expect(plan.alphabet == .file(scratch.path("my_dict.txt")))
  }

  @Test(arguments: [
    ("模型.onnx", "ppocr-v3-det"), ("my model (1).onnx", "my_model__1_"), ("x;rm $HOME.onnx", "x_rm__HOME"),
    ("检测-v3.onnx", "v3"),
  ])
  func namesAreMadeFitForShells(_ file: String, _ name: String) throws {
    try scratch.putDetector(at: "models/\(file)")
    var options = scratch.options([.bf16])
    options.family = ModelFamily(id: "v3-det")
    let plan = try ConversionPlan(scratch.path("models/\(file)"), options)
    #expect(plan.networks[0].name == name)
  }
}
