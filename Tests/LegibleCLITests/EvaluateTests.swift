import Foundation
import Testing

/// `legible evaluate` over a set that is drawn here.
@Suite(.needsModels) struct EvaluateTests {
  private func set(at name: String, in scratch: Scratch) throws {
    var lines: [String] = []
    for (i, text) in ["Hello World", "Invoice 4711", "Total 12,50"].enumerated() {
      try scratch.draw(text, at: "\(name)/images/\(i).png")
      lines.append(#"{"image": "images/\#(i).png", "words_or_lines": "lines", "items": [{"text": "\#(text)"}]}"#)
    }
    try scratch.put(lines.joined(separator: "\n") + "\n", at: "\(name)/gt.jsonl")
  }

  @Test func predictionsAreWritten() throws {
    let scratch = try Scratch()
    try set(at: "drawn", in: scratch)
    let result = try Command.run(["evaluate", "drawn", "--predictions", "out.jsonl"], in: scratch.folder)
    #expect(result.status == 0, "\(result.errors)")
    let objects = try scratch.text("out.jsonl").split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.compactMap { $0["image"] as? String } == ["images/0.png", "images/1.png", "images/2.png"])
    #expect(objects.allSatisfy { ($0["ms"] as? Double ?? 0) > 0 })
    let lines = try #require(objects[1]["lines"] as? [[String: Any]])
    #expect(lines.compactMap { $0["text"] as? String } == ["Invoice 4711"])
    #expect((lines[0]["box"] as? [[Double]])?.count == 4)
    #expect(result.output.hasPrefix("set: drawn\nimages: 3\nmissing: 0\nword_f1: 1.0\n"))
    #expect(result.output.contains(/peak_mib: \d+/))
  }

  @Test func severalAtOnceAreTheSamePredictionsWithoutTimes() throws {
    let scratch = try Scratch()
    try set(at: "drawn", in: scratch)
    let single = try Command.run(["evaluate", "drawn", "--predictions", "single.jsonl"], in: scratch.folder)
    let result = try Command.run(
      ["evaluate", "drawn", "--pipelined", "--predictions", "out.jsonl"], in: scratch.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(/pictures_per_second: [\d.]+\n/) && !result.output.contains("ms_mean"))
    #expect(single.output.contains("ms_mean") && !single.output.contains("pictures_per_second"))
    let times = /,"ms":[\d.]+|"ms":[\d.]+,/
    #expect(scratch.text("out.jsonl") == scratch.text("single.jsonl").replacing(times, with: ""))
    #expect(try Command.run(["evaluate", "drawn", "--pipelined", "--score-only", "out.jsonl"]).status == 64)
  }

  @Test func predictionsAreScoredAgain() throws {
    let scratch = try Scratch()
    try set(at: "drawn", in: scratch)
    try scratch.put(
      #"{"image": "0.png", "lines": [{"text": "Hello Wurld"}]}"# + "\n" + #"{"image": "2.png", "lines": []}"#,
      at: "other.jsonl")
    let result = try Command.run(["evaluate", "drawn", "--score-only", "other.jsonl"], in: scratch.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("set: drawn\nimages: 3\nmissing: 1\nword_f1: 0.25\n"))
    #expect(!result.output.contains("peak_mib"))
    let missing = try Command.run(["evaluate", "drawn", "--score-only", "none.jsonl"], in: scratch.folder)
    #expect(missing.status == 1)
    #expect(missing.errors == "legible: There is no file none.jsonl: check the path.\n")
  }

  @Test func severalSetsGetAFileEach() throws {
    let scratch = try Scratch()
    try set(at: "one", in: scratch)
    try set(at: "two", in: scratch)
    let result = try Command.run(
      ["evaluate", "one", "two/", "--predictions", "out", "--limit", "1", "--line", "--json"], in: scratch.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(scratch.files.filter { $0.hasPrefix("out/") } == ["out/one.jsonl", "out/two.jsonl"])
    #expect(result.output.split(separator: "\n").count == 2)
    #expect(scratch.text("out/two.jsonl").contains("Hello World"))
  }

  @Test func aPictureThatIsMissingCountsAsFailed() throws {
    let scratch = try Scratch()
    try set(at: "drawn", in: scratch)
    try FileManager.default.removeItem(atPath: scratch.path("drawn/images/1.png"))
    let result = try Command.run(["evaluate", "drawn", "--predictions", "out.jsonl"], in: scratch.folder)
    #expect(result.status == 1)
    #expect(result.output.contains("failed: 1\n"))
    #expect(scratch.text("out.jsonl").split(separator: "\n").count == 2)
  }

  @Test func aFolderThatIsNoSetIsToldSo() throws {
    let scratch = try Scratch()
    let result = try Command.run(["evaluate", "."], in: scratch.folder)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("legible: There is no file "))
    #expect(result.errors.contains("/gt.jsonl: name a folder with gt.jsonl, "))
    try scratch.put("", at: "empty/gt.jsonl")
    let empty = try Command.run(["evaluate", "empty"], in: scratch.folder)
    #expect(empty.status == 1 && empty.output == "")
    #expect(empty.errors.contains("/gt.jsonl names no picture: "))
    try scratch.put("not json {\n", at: "gt.jsonl")
    #expect(try Command.run(["evaluate", "."], in: scratch.folder).errors.contains("gt.jsonl, line 1: "))
  }
}
