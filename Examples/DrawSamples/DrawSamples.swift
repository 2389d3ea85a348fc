import Foundation
import Legible

/// Draws the pictures of `Samples/` and writes what is printed on them beside them: `draw-samples FOLDER`.
@main enum DrawSamples {
  static func main() throws {
    let folder = CommandLine.arguments.dropFirst().first ?? "Samples"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for sample in Sample.all {
      try sample.image.write(to: "\(folder)/\(sample.name).png")
      try (sample.lines.joined(separator: "\n") + "\n")
        .write(toFile: "\(folder)/\(sample.name).txt", atomically: true, encoding: .utf8)
    }
  }
}

/// The cosine of an angle in degrees.
func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
