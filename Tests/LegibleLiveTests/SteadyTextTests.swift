import Foundation
import LegibleLive
import LegibleTesting
import Testing

@testable import SteadyText

/// What voting is worth on noisy frames, with the real models: four of the ten scenes of `Benchmarks/SteadyText`.
@Suite(
  .serialized,
  .enabled(
    if: FileManager.default.fileExists(atPath: OCRModel.tiny.recognition?.path ?? ""),
    "no models are installed: run ./legible --setup-only"))
struct SteadyTextTests {
  @Test func votedTextIsRightWhereSingleFramesAreNot() throws {
    let reader = try TextReader(loading: .tiny, compute: .init(threads: 2, precision: .f32))
    var all = try Trial(Trial.scene(seed: 4), reader: reader, singleFrames: 2)
    for seed in 5...7 { all += try Trial(Trial.scene(seed: seed), reader: reader, singleFrames: 2) }
    #expect(all.singleShare <= 0.95, "the frames are too easy to show anything")
    #expect(all.votedRight >= all.lines - 1, "\(all.mistakes)")
  }
}
