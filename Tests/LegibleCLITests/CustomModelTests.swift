import Foundation
import Legible
import Testing

/// docs/custom-models.md, step by step, with the Paddle files of the set v4-paddle in the place of the user's.
@Suite struct CustomModelTests {
  static let files = [
    "my-det.pdmodel": "ppocrv4-paddle-det.pdmodel", "my-det.pdiparams": "ppocrv4-paddle-det.pdiparams",
    "my-rec.pdmodel": "ppocrv4-paddle-rec.pdmodel", "my-rec.pdiparams": "ppocrv4-paddle-rec.pdiparams",
    "my-dict.txt": "ppocr-keys-v1.txt",
  ]
  static let isInstalled = files.values.allSatisfy {
    FileManager.default.fileExists(atPath: ModelFolder.path(of: $0))
  }

  /// The description that the page gives.
  private func description() throws -> String {
    let page = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../docs/custom-models.md"), encoding: .utf8)
    let start = try #require(page.range(of: "```ini\n"))
    let end = try #require(page.range(of: "```", range: start.upperBound..<page.endIndex))
    return String(page[start.upperBound..<end.lowerBound])
  }

  @Test func theDescriptionIsSound() throws {
    let file = try MUDFile(bytes: Array(description().utf8), path: "mine.mud")
    let model = try OCRModel(mud: file)
    #expect(model.detection?.path == "my-det.pdmodel")
    #expect(model.recognition?.path == "my-rec.pdmodel")
    #expect(model.recognition?.alphabet == .file("my-dict.txt"))
  }

  @Test(
    .enabled(if: isInstalled, "Paddle's models are not installed: legible models fetch v4-paddle"))
  func theWalkReads() throws {
    let scratch = try Scratch()
    for (name, installed) in Self.files {
      try FileManager.default.createSymbolicLink(
        atPath: scratch.path(name), withDestinationPath: ModelFolder.path(of: installed))
    }
    try scratch.put(description(), at: "mine.mud")
    let info = try Command.run(["models", "info", "mine.mud"], in: scratch.folder)
    #expect(info.status == 0, "\(info.errors)")
    #expect(info.output.contains("6625 classes"))
    try scratch.draw("Hello World", "Invoice 4711", at: "photo.png")
    let read = try Command.run(["photo.png", "--model", "mine.mud"], in: scratch.folder)
    #expect(read.output == "Hello World\nInvoice 4711\n", "\(read.errors)")
  }
}
