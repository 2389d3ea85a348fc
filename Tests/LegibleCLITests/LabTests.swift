import Foundation
import Legible
import Testing

/// `legible calibrate` and `legible verify`, from pages to a verdict.
@Suite(.needsModels) struct LabTests {
  private static let texts = [
    "Invoice 4711", "Hello World", "Total 12,50 EUR", "Springfield 62704", "Order number 88213",
  ]

  private func pages(in scratch: Scratch) throws {
    for (i, text) in Self.texts.enumerated() {
      try scratch.draw(text, String(text.reversed()), at: "my pages/seite \(i).png")
    }
  }

  @Test func calibrateWritesPicturesAndAList() throws {
    let scratch = try Scratch()
    try pages(in: scratch)
    let arguments = [
      "calibrate", "--role", "recognition", "--from", "my pages", "--input-size", "320x48", "--images", "4",
      "--held-out", "2", "--model", "tiny", "-o",
    ]
    let result = try Command.run(arguments + ["校准 one"], in: scratch.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("校准 one: 4 pictures to calibrate with, 2 to verify with; "))
    #expect(result.errors.contains("warning: 4 pictures are few for a recogniser") && result.errors.contains("0.959"))
    #expect(scratch.files.filter { $0.hasPrefix("校准 one/pictures/") }.count == 4)
    let again = try Command.run(arguments + ["two", "--threads", "1"], in: scratch.folder)
    #expect(again.status == 0)
    for name in ["calibration.json", "pictures/0001.png", "held-out/0002.png"] {
      let written = ["校准 one", "two"].map { FileManager.default.contents(atPath: scratch.path("\($0)/\(name)")) }
      #expect(written[0] != nil && written[0] == written[1], "\(name) is the same again")
    }
    #expect(try Image(contentsOf: scratch.path("two/pictures/0001.png")).size == Size(width: 320, height: 48))
  }

  @Test func verifyPassesAndFailsWithItsCode() throws {
    let scratch = try Scratch()
    try pages(in: scratch)
    let tiny = try #require(OCRModel.tiny.detection?.path)
    let small = try #require(OCRModel.small.detection?.path)
    let same = try Command.run(
      ["verify", tiny, tiny, "--pictures", "my pages", "--tolerance", "1,1", "--json"], in: scratch.folder)
    #expect(same.status == 0, "\(same.errors)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(same.output.utf8)) as? [String: Any])
    #expect(object["passed"] as? Bool == true)
    let other = try Command.run(
      ["verify", tiny, small, "--pictures", "my pages", "--tolerance", "0.999,0.99", "--report", "out/report"],
      in: scratch.folder)
    #expect(other.status == 1, "\(other.errors)")
    #expect(other.output.contains("FAILED") && other.output.contains("missed: The "))
    #expect(
      scratch.files.filter { $0.hasPrefix("out/") }
        == ["out/report/report.html", "out/report/report.json", "out/report/report.txt"])
    #expect(scratch.text("out/report/report.txt") == other.output)
  }

  @Test func whatIsMissingOrDoesNotFitIsSaid() throws {
    let scratch = try Scratch()
    try pages(in: scratch)
    let detector = try #require(OCRModel.tiny.detection?.path)
    let recognizer = try #require(OCRModel.tiny.recognition?.path)
    let cases: [([String], Int32, String)] = [
      (["verify", detector, recognizer, "--pictures", "my pages"], 69, "is made for recognition"),
      (["verify", "none.onnx", detector, "--pictures", "my pages"], 69, "none.onnx"),
      (["verify", detector, detector, "--pictures", "none"], 1, "none: there is no such file or folder"),
      (["verify", detector, detector, "--pictures", "my pages", "--report", "/dev/null/x"], 73, "/dev/null/x"),
      (["verify", detector, detector, "--pictures", "my pages", "--tolerance", "0.9"], 64, "tolerance"),
      (["calibrate", "--role", "detection", "--from", "my pages", "-o", "my pages"], 73, "holds other files"),
      // Before any page is looked at.
      (["calibrate", "--role", "detection", "--from", "none", "-o", "my pages"], 73, "holds other files"),
      (["calibrate", "--role", "detection", "--from", "my pages", "-o", "x", "--input-size", "100x100"], 64, "32"),
    ]
    for (arguments, status, message) in cases {
      let result = try Command.run(arguments, in: scratch.folder)
      #expect(result.status == status && result.errors.contains(message), "\(arguments): \(result.errors)")
    }
    #expect(!scratch.files.contains { $0.hasPrefix("x/") })
  }
}
