import Foundation
import Legible
import LegibleTesting
@testable import ModelLab

/// A folder that goes away with the value, and what conversions are tried with: small ONNX files without weights, and
/// programs that stand for the back ends.
final class ConversionScratch: Sendable {
  let folder: String

  /// - Parameter name: a part of the folder's name.
  init(_ name: String = "test") throws {
    folder = URL(fileURLWithPath: NSTemporaryDirectory()).path + "/legible-lab-\(name)-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func text(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path(name)) ?? Data(), as: UTF8.self)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The names in a folder, hidden ones too.
  func names(in name: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
  }

  /// Puts a file there, and the folders it needs.
  func put(_ text: String, at name: String, isProgram: Bool = false) throws {
    if isProgram {
      try makeParent(of: name)
      try ProgramFile.write(text, to: path(name))
    } else {
      try put(Array(text.utf8), at: name)
    }
  }

  private func makeParent(of name: String) throws {
    let parent = URL(fileURLWithPath: path(name)).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
  }

  func put(_ bytes: [UInt8], at name: String) throws {
    try makeParent(of: name)
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  /// Draws pictures into a folder.
  func draw(_ count: Int, in name: String) throws {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    for index in 0..<count {
      var image = Image(size: Size(width: 200 + index, height: 48))
      // No two alike, which would be dropped.
      let letters = Array("abcdefghijklmnopqrstuvwxyz")
      let text = String((0..<8).map { letters[(index * 7 + $0 * 3) % 26] })
      image.draw { $0.text(text, at: Point(4, 8), size: 30, color: .black) }
      try image.write(to: path("\(name)/\(index).png"))
    }
  }

  // MARK: - Networks

  /// The seed's detector: PP-OCRv3, by its output and its name.
  func putDetector(at name: String = "ch_PP_OCRv3_det.onnx") throws {
    try put(ONNXBytes.network(output: "sigmoid_0.tmp_0", [nil, 1, nil, nil]), at: name)
  }

  /// The seed's recogniser: PP-OCRv4, with a dictionary of four characters in its metadata.
  func putRecogniser(at name: String = "ch_PP_OCRv4_rec.onnx") throws {
    try put(
      ONNXBytes.network(output: "softmax_11.tmp_0", [nil, nil, 6], metadata: ["character": "a\nb\n\u{3000}\nd"]),
      at: name)
  }

  // MARK: - Back ends

  /// Puts an environment there that is ready, with programs that write what they are to write: each `--mlir FILE`,
  /// `-o FILE` and so on whose file is missing. A file `NAME.do` in the environment is run first by the program NAME.
  func putTool(_ recipe: ToolRecipe) throws {
    let folder = "tools/\(recipe.name)"
    let program = """
      #!/bin/bash
      name=$(basename "$0")
      echo "$name in $PWD"
      [ -f "$VIRTUAL_ENV/$name.do" ] && . "$VIRTUAL_ENV/$name.do"
      while [ $# -gt 0 ]; do
        case "$1" in
          --mlir|--test_result|--model|-o|--save_file) [ -e "$2" ] || echo "made by $name" > "$2" ;;
        esac
        shift
      done

      """
    for name in recipe.programs + ["python"] { try put(program, at: "\(folder)/bin/\(name)", isProgram: true) }
    try put("package", at: "\(folder)/lib/python3.10/site-packages/package.py")
    try ToolStamp(recipe: recipe.text, python: "3.10.13", files: 1, bytes: 7).write(
      to: path("\(folder)/legible-tool.json"))
  }

  /// What a program of an environment does first.
  func make(_ program: String, of recipe: ToolRecipe, do script: String) throws {
    try put(script, at: "tools/\(recipe.name)/\(program).do")
  }

  /// Options with all that the seed's scripts say.
  func options(_ quantizations: [Quantization] = [.bf16, .int8]) -> ConversionOptions {
    var options = ConversionOptions(target: .cvimodel, quantizations: quantizations, output: path("out"))
    if quantizations.contains(.int8) { options.calibration = path("images") }
    return options
  }

  /// A conversion with this folder's back ends. Its models are no networks, so nothing but numbers is compared.
  func conversion(
    _ model: String, _ options: ConversionOptions, check: any ConversionCheck = SimilarityCheck()
  ) throws -> Conversion {
    Conversion(try ConversionPlan(path(model), options), tools: path("tools"), check: check)
  }
}

/// Writes ONNX files without weights.
enum ONNXBytes {
  static func network(
    ir: Int = 7, input: [Int?] = [nil, 3, nil, nil], output: String, _ shape: [Int?], metadata: [String: String] = [:]
  ) -> [UInt8] {
    let graph =
      field(11, port("x", input)) + field(11, port("weights", [4])) + field(5, field(8, text("weights")))
      + field(12, port(output, shape))
    let entries = metadata.map { field(14, field(1, text($0.key)) + field(2, text($0.value))) }
    return [0x08] + varint(ir) + field(7, graph) + entries.flatMap { $0 }
  }

  private static func port(_ name: String, _ shape: [Int?]) -> [UInt8] {
    let dimensions = shape.map { size in field(1, size.map { [0x08] + varint($0) } ?? field(2, text("d"))) }
    return field(1, text(name)) + field(2, field(1, [0x08, 1] + field(2, dimensions.flatMap { $0 })))
  }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    varint(number << 3 | 2) + varint(content.count) + content
  }

  private static func varint(_ value: Int) -> [UInt8] {
    value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + varint(value >> 7)
  }
}
