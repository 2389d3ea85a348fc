import Foundation
import Legible
import LegibleTesting
import Testing

/// MaixCAM's models through the command, with a runtime that finds text where a picture is bright.
@Suite struct CVIModelCommandTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// A MUD file with one detector, in whose name the library looks for what it has to do.
  func mud(_ name: String) throws -> String {
    try Data(CVIModelSample.detector().bytes).write(to: URL(fileURLWithPath: scratch.path("\(name).cvimodel")))
    let text = """
      [basic]
      type = cvimodel
      model = \(name).cvimodel
      [extra]
      model_type = pp_ocr
      input_type = rgb
      det = true
      mean = 127.5
      scale = 0.00784
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.path("\(name).mud")))
    return scratch.path("\(name).mud")
  }

  /// A black picture of 128×64 with a white bar from (32, 16) to (96, 32): two to one in the network, whose
  /// outermost pixels have their centres one pixel inside.
  func picture() throws -> String {
    var pixels = Data("P6 128 64 255\n".utf8)
    for y in 0..<64 {
      for x in 0..<128 { pixels += Data(repeating: (32..<96).contains(x) && (16..<32).contains(y) ? 255 : 0, count: 3) }
    }
    try pixels.write(to: URL(fileURLWithPath: scratch.path("bar.ppm")))
    return scratch.path("bar.ppm")
  }

  @Test func aCVIModelFindsTextAndPrintsNothingElse() throws {
    let library = try #require(try FakeCVIRuntime.make(in: scratch.path("")), "there is no C compiler")
    for name in ["plain", "chatter"] {
      let run = try Command.run(
        [picture(), "--model", mud(name), "--detect-only", "--unclip", "0"],
        environment: ["LEGIBLE_CVIRUNTIME": library])
      #expect(run.status == 0 && run.errors == "", "\(run.errors)")
      #expect(run.output == "33,17,95,17,95,31,33,31 0.9\n")
    }
  }

  @Test func whatTheLibraryDoesIsAnErrorOfThePicture() throws {
    let library = try #require(try FakeCVIRuntime.make(in: scratch.path("")), "there is no C compiler")
    let run = try Command.run(
      [picture(), "--model", mud("abort-run"), "--detect-only"], environment: ["LEGIBLE_CVIRUNTIME": library])
    #expect(run.status == 1 && run.output == "")
    #expect(run.errors.contains("assertion failed while it ran"), "\(run.errors)")
  }

  /// Killed in the middle of a run, the command leaves no helper behind.
  @Test func theHelperEndsWithTheCommand() throws {
    let library = try #require(try FakeCVIRuntime.make(in: scratch.path("")), "there is no C compiler")
    let line = try """
    LEGIBLE_CVIRUNTIME='\(library)' "$legible" '\(picture())' --model '\(mud("hang-run"))' --detect-only &
    own=$!
    until helper=$(cat /proc/$own/task/*/children | tr -d ' ') && [[ $helper ]]; do sleep 0.02; done
    grep -qz hang-run.cvimodel /proc/$helper/cmdline && echo running
    kill -9 $own
    # Nobody may be there who takes the dead away.
    while [[ -d /proc/$helper ]] && ! grep -q '^State:.Z' /proc/$helper/status; do sleep 0.02; done
    echo gone
    """
    #expect(try Command.shell(line).output == "running\ngone\n")
  }

  @Test func whatIsMissingIsSaid() throws {
    // Where the simulator is fetched, beside the program for instance, it is found.
    let isFetched = ModelFolder.candidates.contains {
      FileManager.default.fileExists(atPath: "\($0)/cvimodel-simulator/libcviruntime.so")
    }
    if !isFetched {
      let run = try Command.run(
        [picture(), "--model", mud("plain"), "--detect-only"], environment: ["LEGIBLE_CVIRUNTIME": ""])
      #expect(run.status == 69 && run.errors.contains("legible models fetch cvimodel-simulator"), "\(run.errors)")
    }
    let named = try Command.run(
      [picture(), "--model", mud("plain"), "--detect-only"], environment: ["LEGIBLE_CVIRUNTIME": "/nowhere"])
    #expect(named.status == 69 && named.errors.contains("/nowhere"), "\(named.errors)")
  }

  @Test func infoNeedsNoRuntime() throws {
    _ = try mud("plain")
    let run = try Command.run(["models", "info", "plain.cvimodel"], in: scratch.path(""))
    #expect(
      run.output == """
        plain.cvimodel
          chip        cv181x
          made by     cvimodel 1.4, converter v1.30, made 2026-11-22 12:00:00
          inputs      x i8[1, 3, 32, 64], 6.1 kB, element = value × 2.0
          outputs     y_f32 f32[1, 1, 32, 64], 8.1 kB
          precision   i8, f32
          tensors     2, which take 5.0 kB of the device's memory
          sections    weights 0.1 kB

        """)
  }
}
