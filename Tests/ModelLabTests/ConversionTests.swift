import Foundation
import Legible
@testable import ModelLab
import Synchronization
import Testing

/// Whole conversions, with programs that stand for the vendor's.
@Suite struct ConversionTests {
  let scratch: ConversionScratch

  init() throws {
    scratch = try ConversionScratch("a b 转换")
    try scratch.putTool(.tpuMLIR)
    try scratch.putDetector()
    try scratch.putRecogniser()
    try scratch.draw(3, in: "images")
  }

  private func failure(_ conversion: Conversion) async throws -> LegibleError {
    do {
      _ = try await conversion.run()
    } catch let error as LegibleError {
      return error
    }
    throw LegibleError(.invalidData, "nothing was thrown")
  }

  @Test func aPairBecomesAFolderForTheDevice() async throws {
    try scratch.put(PlanTests.mud, at: "pp_ocr.mud")
    let warnings = Mutex<[String]>([])
    let result = try await scratch.conversion("pp_ocr.mud", scratch.options([.int8])).run { progress in
      if case .warning(let text) = progress { warnings.withLock { $0.append(text) } }
    }
    #expect(
      scratch.names(in: "out") == [
        "ch_PP_OCRv3_det_int8.cvimodel", "ch_PP_OCRv4_rec_int8.cvimodel", "ch_PP_OCRv4_rec_labels.txt", "pp_ocr.mud",
        "pp_ocr_cvimodel.log",
      ])
    #expect(result.files.count == 4 && result.log == scratch.path("out/pp_ocr_cvimodel.log"))
    #expect(scratch.text("out/ch_PP_OCRv3_det_int8.cvimodel") == "made by model_deploy.py\n")
    #expect(scratch.text("out/ch_PP_OCRv4_rec_labels.txt") == "a\nb\n\u{3000}\nd\n")
    let model = try OCRModel(mud: scratch.path("out/pp_ocr.mud"))
    #expect(model.detection?.path == scratch.path("out/ch_PP_OCRv3_det_int8.cvimodel"))
    #expect(model.recognition?.alphabet == .file(scratch.path("out/ch_PP_OCRv4_rec_labels.txt")))
    #expect(model.detection?.format == .imageNetBGR && model.recognition?.format == .symmetricBGR)
    let mud = scratch.text("out/pp_ocr.mud")
    #expect(mud.contains("type = cvimodel\nmodel = ch_PP_OCRv3_det_int8.cvimodel\n"))
    #expect(
      mud.contains("\nrec_model = ch_PP_OCRv4_rec_int8.cvimodel\n")
        && mud.contains("\nlabels = ch_PP_OCRv4_rec_labels.txt\n"))
    #expect(warnings.withLock { $0.count { $0.hasPrefix("3 pictures are few for a ") } } == 2)
    // The log has the plan and what the programs said, in their folder with its blanks and Chinese characters.
    let log = scratch.text("out/pp_ocr_cvimodel.log")
    #expect(log.contains("\n$ model_deploy.py --mlir ch_PP_OCRv4_rec.mlir --quantize INT8"))
    #expect(log.contains("model_deploy.py in \(scratch.folder)/out/.legible-convert-"))
  }

  /// The pictures have the network's size: a page in the middle of black, a line from the left on.
  @Test func picturesAreMadeAsTheDeviceFeedsThem() async throws {
    let keep = "mkdir -p '\(scratch.path("kept"))'; cp -r images test_input.png '\(scratch.path("kept"))'"
    try scratch.make("run_calibration.py", of: .tpuMLIR, do: keep)
    _ = try await scratch.conversion("ch_PP_OCRv4_rec.onnx", scratch.options([.int8])).run()
    #expect(scratch.names(in: "kept/images") == ["0001.png", "0002.png", "0003.png"])
    let lines = try (1...3).map { try Image(contentsOf: scratch.path("kept/images/000\($0).png")) }
    #expect(
      lines.allSatisfy { $0.size == Size(width: 320, height: 48) && $0[199, 2] == .white && $0[203, 2] == .black })
    let line = lines[0]
    #expect(try Image(contentsOf: scratch.path("kept/test_input.png")).size == line.size)
    let page = PreparedPicture.make(
      Image(size: Size(width: 100, height: 100)), role: .detection, size: Size(width: 320, height: 224))
    #expect(page[47, 100] == .black && page[49, 100] == .white && page[271, 0] == .white && page[273, 0] == .black)
  }

  /// From enough pictures on, some are set aside, and it is these that are compared on.
  @Test func whatIsComparedOnIsNotCalibratedWith() async throws {
    final class Taken: ConversionCheck {
      let pictures = Mutex<[String]>([])
      func verdict(
        on network: ConvertedNetwork, pictures: [String], tolerance: Tolerance, reports: String
      ) async throws -> ConversionVerdict {
        self.pictures.withLock { $0 = pictures }
        return ConversionVerdict(isPassed: true)
      }
    }
    try scratch.draw(8, in: "images")
    let keep = "mkdir -p '\(scratch.path("kept"))'; cp -r images held-out calibration.json '\(scratch.path("kept"))'"
    try scratch.make("run_calibration.py", of: .tpuMLIR, do: keep)
    let taken = Taken()
    var options = scratch.options([.int8])
    options.imageCount = 6
    let result = try await scratch.conversion("ch_PP_OCRv4_rec.onnx", options, check: taken).run()
    #expect(result.verdicts.count == 1)
    #expect(
      taken.pictures.withLock { $0 }.map { $0.components(separatedBy: "/").suffix(2) } == [
        ["held-out", "0001.png"], ["held-out", "0002.png"],
      ])
    #expect(scratch.names(in: "kept/images").count == 6 && scratch.names(in: "kept/held-out").count == 2)
    let list = try JSONDecoder().decode(CalibrationList.self, from: Data(scratch.text("kept/calibration.json").utf8))
    #expect(Set(list.taken.map(\.page)).isDisjoint(with: list.heldOut.map(\.page)) && list.taken.count == 6)
  }

  @Test func aFailingProgramIsExplained() async throws {
    try scratch.make("model_deploy.py", of: .tpuMLIR, do: "echo first; echo 'RuntimeError: no kernel' >&2; exit 3")
    let error = try await failure(scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16])))
    #expect(error.code == .conversionFailed)
    #expect(error.message.contains("In step 3, to BF16, model_deploy.py ended with status 3. Its last lines:"))
    #expect(error.message.contains("\n  first\n  RuntimeError: no kernel\n"))
    let log = scratch.path("out/ch_PP_OCRv3_det_cvimodel.log")
    #expect(error.message.hasSuffix("All that was said is in \(log)."))
    #expect(scratch.names(in: "out") == ["ch_PP_OCRv3_det_cvimodel.log"], "nothing but the log is left")
  }

  @Test func aKilledProgramIsExplained() async throws {
    try scratch.make("model_transform.py", of: .tpuMLIR, do: "kill -9 $$")
    let error = try await failure(scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16])))
    #expect(
      error.code == .conversionFailed && error.message.contains("was ended by signal 9, as where memory runs out"))
  }

  /// Python's `multiprocessing` puts sockets into TMPDIR, and their paths have 108 bytes at the most.
  @Test func temporaryFilesHaveShortPathsAndGo() async throws {
    try scratch.make(
      "model_deploy.py", of: .tpuMLIR, do: "echo > $TMPDIR/file; printf %s \"$TMPDIR\" > '\(scratch.path("place"))'")
    _ = try await scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16])).run()
    let place = scratch.text("place")
    #expect(!place.isEmpty && place.utf8.count < 40, "\(place)")
    #expect(!FileManager.default.fileExists(atPath: place))
  }

  @Test func aProgramThatWritesNothingIsExplained() async throws {
    try scratch.make("model_deploy.py", of: .tpuMLIR, do: "exit 0")
    let error = try await failure(scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16])))
    #expect(error.message.contains("ended well but wrote no ch_PP_OCRv3_det_bf16.cvimodel"))
  }

  @Test func aFullDiskIsNamed() async throws {
    try scratch.make(
      "model_transform.py", of: .tpuMLIR, do: "echo 'OSError: [Errno 28] No space left on device'; exit 1")
    let error = try await failure(scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16])))
    #expect(error.code == .unwritableFile && error.message.hasPrefix("The disk is full"), "\(error.message)")
  }

  /// What the vendor's comparison writes where a model misses the tolerance.
  @Test func aMissedToleranceLeavesNoModel() async throws {
    try scratch.make(
      "model_deploy.py", of: .tpuMLIR,
      do: """
        echo "[Running]: npz_tool.py compare a_tpu_outputs.npz b.npz --tolerance 0.9,0.5 --except - -vv"
        echo "min_similarity = (0.8990421, 0.5409213, 14.25)"
        echo "npz compare FAILED."
        exit 1
        """)
    let error = try await failure(
      scratch.conversion("ch_PP_OCRv4_rec.onnx", scratch.options([.int8]), check: VerificationCheck()))
    #expect(error.code == .toleranceMissed)
    #expect(error.message.contains("similarities of 0.899 and 0.54, and 0.9,0.5 are wanted"), "\(error.message)")
    #expect(error.message.contains("pictures to calibrate with"))
    let report = "reports/ch_PP_OCRv4_rec_int8/report.html"
    #expect(error.message.contains("The report is \(scratch.path("out/\(report)"))."), "\(error.message)")
    #expect(scratch.names(in: "out") == ["ch_PP_OCRv4_rec_cvimodel.log", "reports"])
    #expect(scratch.text("out/\(report)").contains("model_deploy.py threw the model away"))
    #expect(
      scratch.names(in: "out/reports/ch_PP_OCRv4_rec_int8") == [
        "calibration.json", "report.html", "report.json", "report.txt",
      ])
    // It is made once more without a question, to be shown; the program that stands for the compiler fails again.
    let log = scratch.text("out/ch_PP_OCRv4_rec_cvimodel.log")
    #expect(
      log.contains(
        """
        $ model_deploy.py --mlir ch_PP_OCRv4_rec.mlir --quantize INT8 --quant_input --calibration_table \
        ch_PP_OCRv4_rec_cali_table --processor cv181x --model ch_PP_OCRv4_rec_int8.cvimodel
        """))
  }

  /// The compiler's own limits, which nobody named, are a warning; what is compared afterwards decides.
  @Test(arguments: [
    (Quantization.bf16, "net_tpu_outputs.npz top.npz --tolerance 0.99,0.90", false),
    (.int8, "net_model_outputs.npz net_tpu_outputs.npz --tolerance 0.99,0.90", true),
  ])
  func theCompilersOwnLimitsAreNoVerdict(_ quantization: Quantization, _ call: String, _ leavesModel: Bool) async throws
  {
    // It ends well where it is asked nothing.
    let script = """
      case "$*" in *--test_reference*)
        echo "[Running]: npz_tool.py compare \(call) --except -"
        echo "min_similarity = (0.944, 0.663, 9.1)"
        echo "npz compare FAILED."
        \(leavesModel ? "touch ch_PP_OCRv4_rec_\(quantization).cvimodel" : "")
        exit 1;;
      esac
      """
    try scratch.make("model_deploy.py", of: .tpuMLIR, do: script)
    let warnings = Mutex<[String]>([])
    let result = try await scratch.conversion("ch_PP_OCRv4_rec.onnx", scratch.options([quantization])).run { progress in
      if case .warning(let text) = progress { warnings.withLock { $0.append(text) } }
    }
    #expect(result.files[0].hasSuffix("ch_PP_OCRv4_rec_\(quantization).cvimodel"))
    #expect(
      warnings.withLock { $0.contains { $0.contains("0.944 and 0.663") && $0.contains("what is compared next") } })
    // Where the user names the limits, they are meant.
    var options = scratch.options([quantization])
    (options.tolerance, options.correctness) = (
      Tolerance(cosine: 0.99, euclidean: 0.9), .init(cosine: 0.99, euclidean: 0.9)
    )
    let error = try await failure(scratch.conversion("ch_PP_OCRv4_rec.onnx", options))
    #expect(error.code == .toleranceMissed)
  }

  /// One picture is not the word of those that were set aside: the compiler's miss on it is a warning.
  @Test func severalPicturesDecideOverOne() async throws {
    try scratch.draw(24, in: "images")
    var options = scratch.options([.int8])
    options.imageCount = 16
    let script = """
      case "$*" in *--test_reference*)
        echo "[Running]: npz_tool.py compare net_tpu_outputs.npz top.npz --tolerance 0.9,0.5 --except -"
        echo "min_similarity = (0.761, 0.263, 9.1)"
        echo "npz compare FAILED."
        exit 1;;
      esac
      """
    try scratch.make("model_deploy.py", of: .tpuMLIR, do: script)
    let result = try await scratch.conversion("ch_PP_OCRv4_rec.onnx", options).run()
    #expect(result.files[0].hasSuffix("ch_PP_OCRv4_rec_int8.cvimodel"))
    // The check refuses what it cannot look at.
    let error = try await failure(
      scratch.conversion("ch_PP_OCRv4_rec.onnx", options, check: VerificationCheck()))
    #expect(error.code == .toleranceMissed && error.message.contains("0.761 and 0.263"), "\(error.message)")
  }

  /// A check that refuses keeps its report, and no model.
  @Test func aCheckMayRefuse() async throws {
    struct Refusal: ConversionCheck {
      func verdict(
        on network: ConvertedNetwork, pictures: [String], tolerance: Tolerance, reports: String
      ) async throws -> ConversionVerdict {
        try FileManager.default.createDirectory(atPath: reports, withIntermediateDirectories: true)
        let isThere = FileManager.default.fileExists(atPath: network.path) && pictures.count == 1
        return ConversionVerdict(isPassed: false, findings: ["half of it is gone, \(isThere)"], reports: [reports])
      }
    }
    var conversion = try scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.int8]))
    conversion.check = Refusal()
    let error = try await failure(conversion)
    #expect(error.code == .toleranceMissed && error.message.contains("  half of it is gone, true"))
    #expect(scratch.names(in: "out") == ["ch_PP_OCRv3_det_cvimodel.log", "reports"])
    #expect(scratch.names(in: "out/reports") == ["ch_PP_OCRv3_det_int8"])
  }

  @Test func aCancelledRunLeavesNothing() async throws {
    try scratch.make(
      "model_deploy.py", of: .tpuMLIR, do: "sleep 600 & echo $! > '\(scratch.path("child"))'; wait")
    let conversion = try scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16]))
    let task = Task { try await conversion.run() }
    while !scratch.exists("child") { try await Task.sleep(nanoseconds: 5_000_000) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(scratch.names(in: "out") == [])
    let child = try #require(Int32(scratch.text("child").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(await ends(child), "what the program started goes on")
  }

  @Test func twoAtOnceDoNotCollide() async throws {
    try scratch.make("model_transform.py", of: .tpuMLIR, do: "sleep 0.1")
    let det = try scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16]))
    let rec = try scratch.conversion("ch_PP_OCRv4_rec.onnx", scratch.options([.bf16]))
    async let first = det.run()
    async let second = rec.run()
    async let third = det.run()
    _ = try await (first, second, third)
    #expect(scratch.names(in: "out").count { $0.hasSuffix(".cvimodel") } == 2)
    #expect(!scratch.names(in: "out").contains { $0.hasPrefix(".") })
  }

  /// The folder of a run that was killed has a lock that nobody holds.
  @Test func whatAKilledRunLeftIsSweptAway() async throws {
    try scratch.put("", at: "out/.legible-convert-1-1/lock")
    try scratch.put("half a model", at: "out/.legible-convert-1-1/det/model")
    _ = try await scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16])).run()
    #expect(!scratch.exists("out/.legible-convert-1-1"))
  }

  /// What users made of an older run stays where a new one fails.
  @Test func anOlderModelStaysWhereANewOneFails() async throws {
    _ = try await scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16])).run()
    let before = scratch.names(in: "out")
    try scratch.make("model_deploy.py", of: .tpuMLIR, do: "exit 1")
    _ = try await failure(scratch.conversion("ch_PP_OCRv3_det.onnx", scratch.options([.bf16])))
    #expect(scratch.names(in: "out") == before)
  }

  @Test func aFolderWithoutPicturesIsRefused() async throws {
    try scratch.put("text", at: "images2/a.txt")
    try scratch.put("no picture", at: "images2/b.png")
    var options = scratch.options([.int8])
    options.calibration = scratch.path("images2")
    let error = try await failure(scratch.conversion("ch_PP_OCRv3_det.onnx", options))
    #expect(error.code == .invalidData && error.message.contains("images2: None of 1 pages"), "\(error.message)")
  }
}
