import Evaluation
import Foundation
import Legible
import Testing

@Suite struct ScoreTests {
  static let labels = #"""
    {"image": "images/a.jpg", "words_or_lines": "lines", "order": true, "items": [{"text": "The quick, brown Fox", "box": [[10, 10], [210, 10], [210, 30], [10, 30]]}, {"text": "Straße № 5", "box": [[10, 40], [110, 40], [110, 60], [10, 60]]}, {"text": "###", "box": [[0, 0], [9, 0], [9, 9], [0, 9]], "ignore": true}]}

    {"image": "images/b.jpg", "words_or_lines": "lines", "items": [{"text": "Ｔｏｔａｌ　１２", "box": [[0, 0], [80, 0], [80, 20], [0, 20]]}]}
    {"image": "images/c.jpg", "words_or_lines": "words", "items": [{"text": "é"}, {"text": "_x_"}, {"text": "c\u0301 - x\u0301y"}]}
    {"image": "images/d.jpg", "words_or_lines": "lines", "items": [{"text": "never read", "box": [[0, 0], [80, 0], [80, 20], [0, 20]]}]}

    """#
  static let predictions = #"""
    {"image": "a.jpg", "lines": [{"text": "The quick brown fox", "box": [[12, 11], [208, 11], [208, 31], [12, 31]], "score": 0.9}, {"text": "STRASSE No 6", "box": [[60, 40], [160, 40], [160, 60], [60, 60]]}, {"text": "extra"}], "ms": 12.5}
    {"image": "x/b.jpg", "lines": [{"text": "total", "box": [[0, 0], [50, 0], [50, 20], [0, 20]]}, {"text": "12", "box": [[55, 0], [80, 0], [80, 20], [55, 20]]}], "ms": 7.25}
    {"image": "images/c.jpg", "lines": [{"text": "e\u0301 _X_ ć. x\u0301y"}], "ms": 100}

    """#
  /// What the reference program in Python gives for these two files.
  static let expected = #"""
    {"set": "hand", "images": 4, "missing": 1, "word_f1": 0.4, "word_f1_fold": 0.8276, "char_f1": 0.7143, "char_f1_fold": 0.8081, "word_recall_fold": 0.8, "cer": 0.52, "accuracy": 0.5, "det_recall": 0.5, "det_precision": 0.4, "ms_mean": 39.9, "ms_median": 12.5}
    """#

  /// Runs a test with a folder of its own, `hand`, that holds some files.
  static func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
    let parent = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID().uuidString)")
    let folder = parent.appending(path: "hand")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: parent) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return try body(folder.path(percentEncoded: false))
  }

  @Test func agreesWithTheReference() throws {
    let score = try Self.withFolder(["gt.jsonl": Self.labels, "p.jsonl": Self.predictions]) { folder in
      try Score(
        of: Prediction.read(contentsOf: folder + "/p.jsonl"), on: EvaluationSet(folder: folder))
    }
    #expect(try score == JSONDecoder().decode(Score.self, from: Data(Self.expected.utf8)))
    #expect(try JSONDecoder().decode(Score.self, from: JSONEncoder().encode(score)) == score)
    #expect(score.description.hasPrefix("set: hand\nimages: 4\nmissing: 1\nword_f1: "))
    #expect(score.description.hasSuffix("ms_median: 12.5"))
  }

  @Test func nothingToCompare() {
    let score = Score(of: [], on: EvaluationSet(name: "none", pictures: []))
    #expect(score.wordF1 == 1 && score.wordRecallFolded == 0)
    #expect(score.cer == nil && score.accuracy == nil && score.detectionRecall == nil && score.millisecondsMean == nil)
  }

  @Test func damagedFiles() throws {
    let files = [
      "gt.jsonl": "{\"image\": \"a\", \"items\": []}\n\n{\"image\": 5}\n", "p.jsonl": "{\"image\": \"a\"",
      "q.jsonl": "{\"image\": \"a\"}",
    ]
    try Self.withFolder(files) { folder in
      #expect(throws: LegibleError(.invalidData, "\(folder)/gt.jsonl, line 3: image is not a String.")) {
        try EvaluationSet(folder: folder)
      }
      #expect(throws: LegibleError(.invalidData, "\(folder)/p.jsonl, line 1: this is no JSON object.")) {
        try Prediction.read(contentsOf: folder + "/p.jsonl")
      }
      #expect(throws: LegibleError(.invalidData, "\(folder)/q.jsonl, line 1: the object has no \"lines\".")) {
        try Prediction.read(contentsOf: folder + "/q.jsonl")
      }
      #expect(throws: LegibleError(.fileNotFound, "There is no file \(folder)/r.jsonl: check the path.")) {
        try Prediction.read(contentsOf: folder + "/r.jsonl")
      }
    }
  }

  @Test func aSetWithoutPicturesIsNone() throws {
    try Self.withFolder(["gt.jsonl": "\n"]) { folder in
      let error = try #require(throws: LegibleError.self) { try EvaluationSet(folder: folder) }
      #expect(error.code == .invalidData)
      #expect(error.message.hasPrefix("\(folder)/gt.jsonl names no picture: "))
    }
  }

  @Test func predictionOfAPage() throws {
    let prediction = Prediction(image: "images/x.jpg", page: PageFormatTests.page, milliseconds: 12.5)
    #expect(
      try prediction.jsonLine() == """
        {"image":"images/x.jpg","lines":[\
        {"box":[[10.25,5],[50.25,5],[50.25,25],[10.25,25]],"score":0.9925,"text":"No 5"},\
        {"box":[[80,5],[100,5],[100,45],[80,45]],"score":0.625,"text":"縦\\""}],"ms":12.5}

        """)
  }
}
