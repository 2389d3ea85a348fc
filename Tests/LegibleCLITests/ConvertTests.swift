import Foundation
import Testing

/// `legible convert` as a user meets it. No back end is needed or made.
@Suite struct ConvertTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try Data(Self.detector).write(to: URL(fileURLWithPath: scratch.path("ch_PP_OCRv3_det.onnx")))
    try scratch.draw("Hello", at: "images/a.png")
  }

  /// An ONNX file of version 7 with an input x [?, 3, ?, ?], an output sigmoid_0.tmp_0 [?, 1, ?, ?] and no layers.
  private static let detector: [UInt8] = {
    func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(content.count)] + content }
    func port(_ name: String, _ channels: UInt8) -> [UInt8] {
      let free = field(1, field(2, [UInt8(ascii: "d")]))
      let shape = free + field(1, [0x08, channels]) + free + free
      return field(1, Array(name.utf8)) + field(2, field(1, [0x08, 1] + field(2, shape)))
    }
    return [0x08, 7] + field(7, field(11, port("x", 3)) + field(12, port("sigmoid_0.tmp_0", 1)))
  }()

  private func convert(_ arguments: String..., tools: String = "tools") throws -> Command {
    try Command.run(
      ["convert"] + arguments, in: scratch.folder, environment: ["LEGIBLE_TOOLS": scratch.path(tools)])
  }

  /// The whole plan; `UPDATE_SNAPSHOTS=1` writes it anew.
  @Test func aDryRunShowsEachCommandAndDoesNothing() throws {
    let result = try convert(
      "ch_PP_OCRv3_det.onnx", "--target", "cvimodel", "--quantize", "bf16,int8", "--calibration", "images", "-o", "out",
      "--dry-run")
    #expect(result.status == 0 && result.errors == "")
    let folder = scratch.folder.replacingOccurrences(of: "//", with: "/")
    let output = result.output.replacingOccurrences(of: folder, with: "/folder")
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Snapshots/convert-dry-run.txt")
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil { try Data(output.utf8).write(to: file) }
    #expect(output == (try String(contentsOf: file, encoding: .utf8)))
    #expect(scratch.files == ["ch_PP_OCRv3_det.onnx", "images/a.png"])
  }

  /// What is shown is a script for a shell.
  @Test func aDryRunCanBeReadByAShell() throws {
    let plan = try convert("ch_PP_OCRv3_det.onnx", "--target", "openvino", "--quantize", "f32,f16,bf16", "--dry-run")
    #expect(plan.status == 0, "\(plan.errors)")
    try scratch.put(plan.output, at: "plan.sh")
    #expect(try Command.shell("bash -n plan.sh", in: scratch.folder).status == 0)
    #expect(plan.output.contains("--precision bf16"))
  }

  @Test(arguments: [
    (["--target", "cvimodel"], "A model to convert is expected"),
    (["ch_PP_OCRv3_det.onnx", "-o", "out"], "--target is missing"),
    (["ch_PP_OCRv3_det.onnx", "--target", "cvimodel"], "-o is missing"),
    (["ch_PP_OCRv3_det.onnx", "--target", "tensorrt", "-o", "out"], "tensorrt"),
    (["ch_PP_OCRv3_det.onnx", "--target", "cvimodel", "--quantize", "int4", "-o", "out"], "int4"),
    (["ch_PP_OCRv3_det.onnx", "--target", "cvimodel", "--quantize", "f16", "-o", "out"], "cvimodel has no f16"),
    (["ch_PP_OCRv3_det.onnx", "--target", "cvimodel", "--quantize", "int8", "-o", "out"], "--calibration"),
    (["ch_PP_OCRv3_det.onnx", "--target", "cvimodel", "--input-size", "big", "-o", "out"], "as 320x224"),
    (["ch_PP_OCRv3_det.onnx", "--target", "cvimodel", "--tolerance", "0.9", "-o", "out"], "as 0.9,0.5"),
    (["ch_PP_OCRv3_det.onnx", "--target", "cvimodel", "--mean", "1,2", "-o", "out"], "one number, or three"),
    (["ch_PP_OCRv3_det.onnx", "--target", "cvimodel", "--family", "v9-det", "-o", "out"], "v6-small-rec"),
  ])
  func wrongUsageIsSaid(_ arguments: [String], _ words: String) throws {
    let result = try Command.run(["convert"] + arguments, in: scratch.folder)
    #expect(result.status == 64 && result.output == "")
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(!scratch.files.contains { $0.hasPrefix("out") })
  }

  @Test func aModelThatIsNoneIsRefused() throws {
    try scratch.put("not a model", at: "x.onnx")
    let result = try convert("x.onnx", "--target", "cvimodel", "-o", "out")
    #expect(result.status == 69 && result.errors.hasPrefix("legible: x.onnx is no ONNX file"), "\(result.errors)")
  }

  /// Python answers with another version, and there is no pyenv and no uv.
  @Test func withoutPythonTheDoctorSaysWhatToDo() throws {
    let environment = [
      "LEGIBLE_TOOLS": scratch.path("tools"), "PATH": scratch.path("bin"), "HOME": scratch.folder,
      "PYENV_ROOT": "/none",
    ]
    let doctor = try Command.run(["convert", "--doctor"], in: scratch.folder, environment: environment)
    #expect(doctor.status == 0 && doctor.errors == "")
    #expect(doctor.output.contains("tpu-mlir: ONNX to cvimodel — not possible yet\n"))
    #expect(doctor.output.contains("\n    python3 -m pip install --user uv\n"))
    let result = try Command.run(
      ["convert", "ch_PP_OCRv3_det.onnx", "--target", "cvimodel", "-o", "out"], in: scratch.folder,
      environment: environment)
    #expect(result.status == 69)
    #expect(result.errors.contains("legible: tpu-mlir cannot be installed. Python 3.10 with venv"), "\(result.errors)")
    #expect(result.errors.contains("\n  python3 -m pip install --user uv\n"))
  }

  /// Ctrl-C ends what was started, takes away what was begun, and is what a shell sees.
  @Test func anInterruptionLeavesNothing() throws {
    try scratch.put(
      """
      #!/bin/bash
      case "$*" in
        *"import sys, venv"*) echo 3.10 ;;
        "-m venv "*) mkdir -p "$3/bin"; sleep 600 & echo $! > "\(scratch.path("child"))"; wait ;;
      esac

      """, at: "bin/python3.10")
    let result = try Command.shell(
      """
      chmod +x bin/python3.10
      export LEGIBLE_TOOLS=$PWD/tools PATH=$PWD/bin:$PATH HOME=$PWD
      set -m
      $legible convert ch_PP_OCRv3_det.onnx --target cvimodel -o out &
      for i in $(seq 1000); do [ -e child ] && break; sleep 0.05; done
      kill -INT $!
      wait $!
      echo "status $?"
      for i in $(seq 100); do kill -0 $(cat child) 2>/dev/null || break; sleep 0.05; done
      kill -0 $(cat child) 2>/dev/null && echo "it goes on"
      ls -A tools; ls -A out 2>/dev/null
      """, in: scratch.folder)
    #expect(result.output == "status 130\ntpu-mlir.lock\ntpu-mlir.log\n", "\(result.output)\(result.errors)")
  }
}
