import Foundation
import Legible
import LegibleTesting
import Testing

/// What the pinned models gave for a drawn picture at f32, stored: a change of pre-processing, of the engine or of a
/// model shows here first. `LEGIBLE_UPDATE_GOLDEN=1 make test` stores anew.
@Suite(.enabled(if: InstalledModels.areThere, "no models are installed: run ./legible --setup-only"))
struct GoldenTests {
  /// Values of one model set.
  struct Golden: Codable, Equatable {
    var mapWidth: Int
    var mapHeight: Int
    /// Probabilities of every 16th pixel of every 16th row.
    var map: [Float]
    /// What a line of the picture gave: text and the characters' scores.
    var lines: [Line]

    struct Line: Codable, Equatable {
      var text: String
      var scores: [Float]
    }
  }

  static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/ppocrv6.json")

  /// Places of lines on `card.png`.
  static let quads = [
    Quad(Rect(x: 36, y: 20, width: 400, height: 56)), Quad(Rect(x: 40, y: 160, width: 370, height: 48)),
    Quad(Rect(x: 40, y: 360, width: 440, height: 54)),
  ]

  static func measure(_ reader: TextReader) throws -> Golden {
    let image = try SampleTests.picture("card")
    let map = try #require(reader.detector).probabilityMap(of: image)
    let points = stride(from: 8, to: map.size.height, by: 16).flatMap { y in
      stride(from: 8, to: map.size.width, by: 16).map { x in map.values[y * map.size.width + x] }
    }
    let lines = try quads.map { quad -> Golden.Line in
      let line = try #require(try reader.readLine(image, in: quad))
      return Golden.Line(text: line.text, scores: line.characters.map(\.score))
    }
    return Golden(mapWidth: map.size.width, mapHeight: map.size.height, map: points, lines: lines)
  }

  @Test func modelsGiveWhatIsStored() throws {
    let measured = [
      "small": try Self.measure(InstalledModels.small.get()), "tiny": try Self.measure(InstalledModels.tiny.get()),
    ]
    if ProcessInfo.processInfo.environment["LEGIBLE_UPDATE_GOLDEN"] == "1" {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      try encoder.encode(measured).write(to: Self.file)
    }
    let stored = try JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: Self.file))
    for (name, golden) in stored {
      let model = try #require(measured[name])
      #expect(model.mapWidth == golden.mapWidth && model.mapHeight == golden.mapHeight)
      #expect(zip(model.map, golden.map).allSatisfy { abs($0 - $1) < 2e-3 }, "\(name): the probability map changed")
      #expect(model.lines.map(\.text) == golden.lines.map(\.text))
      for (a, b) in zip(model.lines, golden.lines) {
        #expect(zip(a.scores, b.scores).allSatisfy { abs($0 - $1) < 2e-3 }, "\(name): \(b.text)")
      }
    }
  }
}
