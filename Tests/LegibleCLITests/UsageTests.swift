import Foundation
import Testing

/// What a wrong command line is told.
@Suite struct UsageTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var arguments: String
    var message: String
    var testDescription: String { arguments }
  }

  static let cases = [
    Case(arguments: "", message: "There is no picture to read"),
    Case(arguments: "- -", message: "- is given more than once"),
    Case(arguments: "a.png --format xml", message: "'xml' is invalid for '--format <format>'"),
    Case(arguments: "a.png --corners 1,2,3", message: "there are 3 numbers, and eight are expected"),
    Case(arguments: "a.png --corners 1,2,3,4,5,6,7,x", message: "'x' is no number of pixels"),
    Case(arguments: "a.png --corners 0,0,10,10,10,0,0,10", message: "the corners enclose no area"),
    Case(arguments: "a.png --corners 0,0,9,0,9,9,0,9 --line", message: "--line cannot be given with --corners"),
    Case(
      arguments: "a.png --corners 0,0,9,0,9,9,0,9 --detect-only",
      message: "--corners cannot be given with --detect-only"),
    Case(arguments: "a.png --line --quick", message: "--quick cannot be given with --line"),
    Case(arguments: "a.png --line --thresh 0.2", message: "--thresh cannot be given with --line"),
    Case(
      arguments: "a.png --detect-only --characters digits", message: "--characters cannot be given with --detect-only"),
    Case(arguments: "a.png --threads -2", message: "--threads is -2: a number from 1 to 1024 is expected"),
    Case(arguments: "a.png --threads many", message: "'many' is invalid for '--threads <number>'"),
    Case(arguments: "a.png --thresh 1.5", message: "--thresh is 1.5: a number from 0 to 1 is expected"),
    Case(arguments: "a.png --min-score -1", message: "--min-score is -1.0: a number from 0 to 1 is expected"),
    Case(arguments: "a.png --box-thresh nan", message: "--box-thresh is nan"),
    Case(arguments: "a.png --unclip 99", message: "--unclip is 99.0: a number from 0 to 10 is expected"),
    Case(arguments: "a.png --turn 45", message: "'45' is invalid for '--turn <turn>'"),
    Case(arguments: "a.png --fit stretch", message: "'stretch' is invalid for '--fit <fit>'"),
    Case(arguments: "a.png --precision int4", message: "'int4' is invalid for '--precision <precision>'"),
    Case(arguments: "a.png --max-pixels 0", message: "a positive number is expected"),
    Case(arguments: "a.png --max-pixels lots", message: "a positive number is expected"),
    Case(arguments: "a.png --language tlh", message: "There is no language 'tlh' here"),
    Case(arguments: "a.png --annotate a.gif", message: "has to end in .png, .jpg, .webp or .tif"),
    Case(arguments: "a.png --colour", message: "Unknown option '--colour'"),
    Case(arguments: "a.png --polygons", message: "--polygons cannot be given with text output"),
    Case(arguments: "a.png --polygons -o a.tsv", message: "--polygons cannot be given with tsv output"),
    // What is missing is told only where all that is there is right.
    Case(arguments: "--foo", message: "Unknown option '--foo'"),
    Case(arguments: "-x", message: "Unknown option '-x'"),
    Case(arguments: "read --foo", message: "Unknown option '--foo'"),
    Case(arguments: "evaluate --foo", message: "Unknown option '--foo'"),
    Case(arguments: "convert --foo", message: "Unknown option '--foo'"),
    Case(arguments: "convert", message: "A model to convert is expected, or --doctor.\nUsage: legible convert "),
    Case(arguments: "convert a.onnx", message: "--target is missing"),
    Case(arguments: "convert a.onnx --target openvino", message: "-o is missing"),
    Case(
      arguments: "evaluate",
      message: """
        Error: There is no set to read: name folders with gt.jsonl and pictures.
        Usage: legible evaluate [<options>] <sets> ...
          See 'legible evaluate --help' for more information.

        """),
    Case(arguments: "evaluate set --limit 0", message: "--limit is 0: a number from 1 on is expected"),
    Case(arguments: "evaluate set --score-only a --predictions b", message: "give one of them"),
    Case(arguments: "models list --language tlh", message: "There is no language 'tlh' here"),
    Case(arguments: "models fetch", message: "Missing expected argument '<names> ...'"),
    Case(arguments: "models fetch nonsense", message: "The catalogue has no model 'nonsense'"),
    Case(arguments: "models info v5-servr", message: "The catalogue has no model 'v5-servr'"),
    Case(arguments: "models remove server", message: "Close to it: v5-server, v4-server"),
    Case(arguments: "models verify nonsense", message: "The catalogue has no model 'nonsense'"),
    Case(arguments: "models path nonsense", message: "The catalogue has no model 'nonsense'"),
    Case(arguments: "evaluate x/set y/set --predictions b", message: "Two sets have the same name"),
  ]

  @Test(arguments: cases) func isToldWhatIsWrong(_ wrong: Case) throws {
    let result = try Command.run(wrong.arguments.split(separator: " ").map(String.init))
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.contains(wrong.message), "\(result.errors)")
  }

  /// `legible live` is another program, which has to stand beside this one.
  @Test func liveWithoutItsProgramIsTold() throws {
    let scratch = try Scratch()
    let copy = scratch.path("legible")
    try FileManager.default.copyItem(atPath: Command.path, toPath: copy)
    let result = try Command.shell("'\(copy)' live clip.mp4 --video out.mp4")
    #expect(result.status == 69)
    #expect(result.errors.contains("/legible-live is not there, and it is what reads live"))
  }

  @Test func liveTakesAllThatStandsBehindIt() throws {
    let help = try Command.run(["live", "--help"])
    #expect(help.status == 0 && help.output.contains("--agreement"))
    let wrong = try Command.run(["live", "--agreement", "0"])
    #expect(wrong.status == 64 && wrong.errors.contains("--agreement is 0"))
  }

  @Test func emptyNamesAreRefused() throws {
    #expect(try Command.run([""]).status == 64)
    #expect(try Command.run(["a.png", "-o", ""]).status == 64)
    #expect(try Command.run(["a.png", "--characters", ""]).status == 64)
  }

  @Test func aModelFolderThatIsNoneIsToldApart() throws {
    let scratch = try Scratch()
    try scratch.draw("A", at: "a.png")
    let missing = try Command.run(["a.png", "--model", "./nowhere"], in: scratch.folder)
    #expect(missing.status == 69)
    #expect(missing.errors == "legible: There is no readable folder ./nowhere to take models from.\n")
    let empty = try Command.run(["a.png", "--model", scratch.folder])
    #expect(empty.status == 69)
    #expect(empty.errors.contains("holds no models: a detection model *det*.onnx"))
    try scratch.put("x", at: "rec.onnx")
    let alone = try Command.run(["a.png", "--model", scratch.folder])
    #expect(
      alone.errors.contains("The model ./rec.onnx cannot be read") || alone.errors.contains("rec.onnx cannot be read"))
    try scratch.put("x", at: "dict.txt")
    try scratch.put("x", at: "my_rec.onnx")
    let twice = try Command.run(["a.png", "--model", scratch.folder])
    #expect(twice.errors.contains("holds 2 recognition models, my_rec.onnx, rec.onnx"))
  }

  @Test(arguments: [("smal", " Close to it: small."), ("Small", " Close to it: small."), ("nowhere", "")])
  func aSetThatIsNoneIsToldWithThoseThatAre(_ name: String, _ hint: String) throws {
    let result = try Command.run(["a.png", "--model", name])
    #expect(result.status == 69)
    let start = "legible: There is no set of models '\(name)', and no folder of this name.\(hint) Installed: "
    #expect(result.errors.hasPrefix(start), "\(result.errors)")
    #expect(result.errors.hasSuffix(". 'legible models list' shows all sets.\n"))
  }

  @Test func modelsThatAreMissingEndTheRun() throws {
    let scratch = try Scratch()
    try scratch.draw("A", at: "a.png")
    try scratch.put("not a model", at: "det.onnx")
    try scratch.put("not a model", at: "rec.onnx")
    try scratch.put("a\n", at: "dict.txt")
    let result = try Command.run(["a.png", "--model", "."], in: scratch.folder)
    #expect(result.status == 69)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("legible: "))
  }
}
