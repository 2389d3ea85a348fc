import Evaluation
import Foundation
import Legible
import LegibleTesting
import Testing

/// Accuracy on real pictures must not fall below what was reached: floors in `floors.json`, evaluation sets in
/// `$LEGIBLE_EVAL/sets`. Only the first pictures of each set, so that the whole takes a minute; docs/accuracy.md has
/// the figures of all of them.
@Suite(
  .serialized, .enabled(if: InstalledModels.areThere, "no models are installed: run ./legible --setup-only"),
  .enabled(if: EvaluationSets.folder != nil, "LEGIBLE_EVAL is not set: accuracy is not checked"))
struct AccuracyFloorTests {
  /// The least that a model may reach on a set.
  struct Floor: Codable, Sendable, CustomTestStringConvertible {
    var set: String
    var model: String
    var pictures: Int
    var figure: String
    var least: Double
    var testDescription: String { "\(set) \(model) \(figure)" }
  }

  static let floors: [Floor] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "floors.json")
    return (try? JSONDecoder().decode([Floor].self, from: Data(contentsOf: file))) ?? []
  }()

  @Test func thereAreFloors() { #expect(!Self.floors.isEmpty) }

  @Test(arguments: floors) func staysAboveTheFloor(floor: Floor) throws {
    let folder = "\(try #require(EvaluationSets.folder))/\(floor.set)"
    var set = try EvaluationSet(folder: folder)
    set = EvaluationSet(name: set.name, pictures: Array(set.pictures.prefix(floor.pictures)))
    let reader = try (floor.model == "tiny" ? InstalledModels.tiny : InstalledModels.small).get()
    let predictions = try set.pictures.map { picture in
      let image = try Image(contentsOf: "\(folder)/\(picture.image)")
      let page =
        floor.set.hasPrefix("rec_")
        ? Page(size: image.size, lines: try reader.readLine(image).map { [$0] } ?? []) : try reader.read(image)
      return Prediction(image: picture.image, page: page, milliseconds: nil)
    }
    let figures = try JSONDecoder().decode(
      [String: Figure].self, from: JSONEncoder().encode(Score(of: predictions, on: set)))
    guard case .number(let reached) = figures[floor.figure] else {
      Issue.record("the score has no figure \(floor.figure)")
      return
    }
    #expect(reached >= floor.least, "reached \(reached)")
  }

  /// A value of the score's JSON.
  enum Figure: Decodable {
    case number(Double)
    case other

    init(from decoder: any Decoder) throws {
      self = (try? decoder.singleValueContainer().decode(Double.self)).map(Figure.number) ?? .other
    }
  }
}

/// Where the evaluation sets lie.
enum EvaluationSets {
  /// `$LEGIBLE_EVAL/sets`; nil where the variable is not set, or empty.
  static let folder = ProcessInfo.processInfo.environment["LEGIBLE_EVAL"].flatMap { $0.isEmpty ? nil : "\($0)/sets" }
}
