import Foundation
import Legible
import LegibleTesting
@testable import ModelLab
import Testing

/// Networks that are like those of the colour script, but for what is done to their outputs.
enum Converted {
  /// A recogniser whose probabilities are changed.
  static func recognizer(
    fixedWidth: Int? = nil, _ change: @escaping @Sendable (inout [Float], [Int]) -> Void
  ) -> FakeModel {
    changed(ColorScript.recognizer(), [1, 48, fixedWidth, 3], [1, nil, ColorScript.letters.count + 2], change)
  }

  /// A detector whose map is changed.
  static func detector(
    size: Size? = nil, _ change: @escaping @Sendable (inout [Float], [Int]) -> Void
  ) -> FakeModel {
    changed(ColorScript.detector(), [1, size?.height, size?.width, 3], [1, 1, nil, nil], change)
  }

  private static func changed(
    _ model: FakeModel, _ input: [Int?], _ output: [Int?],
    _ change: @escaping @Sendable (inout [Float], [Int]) -> Void
  ) -> FakeModel {
    FakeModel(input: input, output: output) { bytes, shape in
      try model.run([TensorView(shape: shape, elementType: .u8, bytes: bytes)]) { views in
        var values = Array(views[0].floats)
        change(&values, views[0].shape)
        return (views[0].shape, values)
      }
    }
  }

  /// Reads green for red, with a little less certainty.
  static var misreading: FakeModel {
    recognizer { values, shape in
      for column in 0..<shape[1] {
        let row = column * shape[2]
        if values[row + 1] > 0.5 { values.swapAt(row + 1, row + 2) }
      }
    }
  }
}

/// Verdicts over networks without weights.
@Suite struct ComparisonTests {
  static let lines: [NamedPicture] = ["RGB", "MYC", "GGB"].map { text in
    NamedPicture(name: "\(text).png") {
      var image = Image(size: Size(width: 160, height: 48))
      image.sketch(text, x: 4, y: 0, height: 48)
      return image
    }
  }

  static func reading(
    _ converted: any Model, tolerance: Tolerance = .init(cosine: 0.5, euclidean: 0), alphabet: Alphabet? = nil
  ) throws -> NetworkComparison {
    try NetworkComparison(
      task: .recognition(alphabet ?? (try ColorScript.alphabet), width: nil),
      original: ("original.onnx", ColorScript.recognizer()), converted: ("converted.xml", converted),
      tolerance: tolerance)
  }

  static let page = NamedPicture(name: "page.png") { Sheets.page(["RGBCMY", "MYC", "BBR"]) }

  static func finding(
    _ converted: any Model, size: Size? = nil, tolerance: Tolerance = .init()
  ) throws -> NetworkComparison {
    try NetworkComparison(
      task: .detection(DetectionModel(path: "fake"), size: size),
      original: ("original.onnx", ColorScript.detector()), converted: ("converted.xml", converted),
      tolerance: tolerance)
  }

  @Test func theSameNetworkPasses() throws {
    var tolerance = Tolerance(cosine: 1, euclidean: 1)
    (tolerance.changedCharacters, tolerance.changedBoxes) = (0, 0)
    let read = try Self.reading(ColorScript.recognizer(), tolerance: tolerance).run(on: Self.lines)
    #expect(read.verdict.passed, "\(read.verdict.reasons)")
    #expect(read.recognition?.all.lines == 3 && read.recognition?.all.characters == 9)
    #expect(read.outputs.map(\.similarity) == [Similarity(cosine: 1, euclidean: 1)])
    let found = try Self.finding(ColorScript.detector(), tolerance: tolerance).run(on: [Self.page])
    #expect(found.verdict.passed && found.detection?.boxes == 3 && found.detection?.mapOverlap == 1)
  }

  @Test func changedCharactersAreCounted() throws {
    let result = try Self.reading(Converted.misreading).run(on: Self.lines)
    let figures = try #require(result.recognition)
    #expect(figures.all.changedCharacters == 1 && figures.all.changedLines == 1 && figures.all.characters == 9)
    #expect(figures.confident == figures.all, "the original is sure of all of them")
    #expect(result.pictures[0].recognition?.converted == ["G", "G", "B"])
    #expect(result.changedPictures.map(\.name) == ["RGB.png"])
    #expect(result.outputs[0].worstPicture == "RGB.png")
    #expect(result.verdict.passed, "text is not asked for here")
  }

  @Test func aToleranceForTextIsKeptOrMissed() throws {
    var tolerance = Tolerance(cosine: 0.5, euclidean: 0)
    tolerance.changedCharacters = 0.12
    #expect(try Self.reading(Converted.misreading, tolerance: tolerance).run(on: Self.lines).verdict.passed)
    tolerance.changedCharacters = 0.1
    let verdict = try Self.reading(Converted.misreading, tolerance: tolerance).run(on: Self.lines).verdict
    #expect(
      verdict.reasons == [
        "1 of 9 characters changed on lines of which the original is sure, 11.11 %; 10.00 % at the most is asked for."
      ])
  }

  @Test func withoutASureLineNothingIsKnownOfTheText() throws {
    var tolerance = Tolerance(cosine: 0, euclidean: -1)
    tolerance.changedCharacters = 1
    let blank = NamedPicture(name: "blank") { Image(size: Size(width: 160, height: 48)) }
    let verdict = try Self.reading(ColorScript.recognizer(), tolerance: tolerance).run(on: [blank]).verdict
    #expect(!verdict.passed && verdict.reasons.count == 1)
  }

  @Test func aMissedSimilarityIsAFailureThatSaysSo() throws {
    let noise = Converted.recognizer { values, _ in for i in values.indices where i % 2 == 0 { values[i] += 0.4 } }
    let verdict = try Self.reading(noise, tolerance: .init(cosine: 0.99, euclidean: 0.9)).run(on: Self.lines).verdict
    #expect(!verdict.passed && verdict.reasons.count == 2)
    #expect(verdict.reasons[0].hasPrefix("The cosine similarity is 0.") && verdict.reasons[0].contains("0.99 or more"))
  }

  @Test func whatIsNoNumberFails() throws {
    let broken = Converted.recognizer { values, _ in values[3] = .nan }
    let verdict = try Self.reading(broken).run(on: Self.lines).verdict
    #expect(verdict.reasons == ["3 values are NaN or infinite where the original's are numbers."])
  }

  @Test func lostAndFoundBoxesAreCounted() throws {
    // Blind in the upper third, where the first line stands, and seeing things at the lower right.
    let other = Converted.detector { values, shape in
      for y in 0..<shape[2] {
        for x in 0..<shape[3] {
          if y < shape[2] / 3 { values[y * shape[3] + x] = 0 }
          if y > shape[2] * 2 / 3, x > shape[3] * 3 / 4 { values[y * shape[3] + x] = 0.9 }
        }
      }
    }
    var tolerance = Tolerance(cosine: 0, euclidean: -1)
    tolerance.changedBoxes = 0.5
    let result = try Self.finding(other, tolerance: tolerance).run(on: [Self.page])
    let figures = try #require(result.detection)
    #expect(figures.boxes == 3 && figures.matched == 2 && figures.lost == 1 && figures.found == 1)
    #expect(figures.mapOverlap < 0.9)
    let boxes = try #require(result.pictures[0].detection)
    #expect(boxes.original.map(\.isMatched).sorted { $0 && !$1 } == [true, true, false])
    #expect(
      result.verdict.reasons.count == 1
        && result.verdict.reasons[0].hasPrefix("1 of 3 boxes are lost and 1 found anew, together 66.67 %"))
  }

  @Test func bothAreShownTheSizeThatOneWasFixedTo() throws {
    let size = Size(width: 320, height: 224)
    let result = try Self.finding(Converted.detector(size: size) { _, _ in }).run(on: [Self.page])
    let boxes = try #require(result.pictures[0].detection)
    #expect(boxes.width == 320 && boxes.height == 224 && !boxes.isStretched)
    #expect(result.detection?.lost == 0 && result.detection?.boxes == 3)
    let fixed = try Self.reading(Converted.recognizer(fixedWidth: 320) { _, _ in }).run(on: Self.lines)
    #expect(fixed.recognition?.all.changedCharacters == 0 && fixed.recognition?.all.characters == 9)
  }

  @Test func whatCannotBeComparedIsRefused() throws {
    #expect { try Self.reading(ColorScript.detector()) } throws: { LegibleError.Code.unsuitableModel ~= $0 }
    #expect {
      try NetworkComparison(
        task: .detection(DetectionModel(path: "fake"), size: nil),
        original: ("a", ColorScript.detector(inputSize: Size(width: 320, height: 224))),
        converted: ("b", ColorScript.detector(inputSize: Size(width: 640, height: 224))))
    } throws: { LegibleError.Code.unsuitableModel ~= $0 && "\($0)".contains("320") }
    #expect { try Self.reading(ColorScript.recognizer()).run(on: []) } throws: {
      LegibleError.Code.invalidArgument ~= $0
    }
    let fewer = FakeModel(input: [1, 48, nil, 3], output: [1, nil, 8]) { _, shape in
      ([1, shape[2] / 16, 8], [Float](repeating: 0.1, count: shape[2] / 16 * 8))
    }
    #expect { try Self.reading(fewer).run(on: Self.lines) } throws: { LegibleError.Code.unsuitableModel ~= $0 }
  }

  @Test func rolesAreToldFromShapes() throws {
    func role(_ output: [Int?]) throws -> NetworkRole {
      try NetworkRole(of: FakeModel(output: output) { _, _ in ([1], [0]) }, named: "x")
    }
    #expect(try role([1, 1, nil, nil]) == .detection)
    #expect(try role([nil, 1, 224, 320]) == .detection)
    #expect(try role([nil, nil, 6625]) == .recognition)
    #expect(try role([1, 40, 6625, 1]) == .recognition)
    for other in [[1, 2], [1, 3, 20, 20]] {
      #expect { try role(other) } throws: { LegibleError.Code.unsuitableModel ~= $0 }
    }
  }

  @Test func withoutADictionaryClassesHaveNumbers() throws {
    let comparison = try NetworkComparison(
      task: .recognition(nil, width: nil), original: ("a", ColorScript.recognizer()),
      converted: ("b", Converted.misreading), tolerance: .init(cosine: 0, euclidean: -1))
    let result = try comparison.run(on: Self.lines)
    #expect(result.recognition?.areClassNumbers == true && result.recognition?.all.changedCharacters == 1)
    #expect(result.pictures[0].recognition?.original.first == "#1 ")
  }

  @Test func aCvimodelsFourthDimensionIsNoHindrance() throws {
    let model = ColorScript.recognizer()
    let other = FakeModel(input: [1, 48, nil, 3], output: [1, nil, 8, 1]) { bytes, shape in
      try model.run([TensorView(shape: shape, elementType: .u8, bytes: bytes)]) {
        ($0[0].shape + [1], Array($0[0].floats))
      }
    }
    let result = try Self.reading(other, tolerance: .init(cosine: 1, euclidean: 1)).run(on: Self.lines)
    #expect(result.verdict.passed && result.recognition?.all.characters == 9)
  }

  @Test func aPictureThatCannotBeOpenedIsLeftOutAndNoted() throws {
    let bad = NamedPicture(name: "bad.png") { throw LegibleError(.unreadableImage, "bad.png: cut off") }
    let result = try Self.reading(ColorScript.recognizer()).run(on: [bad] + Self.lines)
    #expect(result.pictures.count == 3 && result.notes == ["Left out: bad.png: cut off"])
    #expect { try Self.reading(ColorScript.recognizer()).run(on: [bad]) } throws: {
      LegibleError.Code.unreadableImage ~= $0
    }
  }
}
