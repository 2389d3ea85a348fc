/// What an INT8 network needs besides its weights: between which values the inputs of its layers lie.
///
/// Found once by reading pictures (docs/int8.md), so that networks whose table Legible comes with need no calibration
/// on the user's machine. Each line is a layer with the lowest and the highest value of its input. A table with the mark `narrow` keeps the
/// network's text on processors without VNNI, too, where weights are rounded more coarsely (`QuantizedLayers`).
struct CalibrationTable: NetworkTable {
  struct Layer: Sendable {
    let name: String
    let lowest, highest: Float
  }

  /// The layers that are computed in INT8; all others stay as they are.
  let layers: [Layer]

  init?(lines: [Substring]) {
    var layers: [Layer] = []
    for line in lines {
      let words = line.split(separator: " ")
      guard words.count == 3, let lowest = Float(words[1]), let highest = Float(words[2]), lowest <= 0, highest >= 0,
        lowest < highest
      else { return nil }
      layers.append(Layer(name: String(words[0]), lowest: lowest, highest: highest))
    }
    guard !layers.isEmpty else { return nil }
    self.layers = layers
  }

  /// Those that Legible comes with.
  static let builtIn = NetworkTables<CalibrationTable>([
    PackageResources.ppocrv6_small_rec_txt, PackageResources.ppocrv6_tiny_rec_txt,
  ])
}

extension Engine {
  /// Whether a network can be computed in INT8 though its file is not: Legible has the ranges of its layers.
  package static func isCalibrated(_ path: String) -> Bool { CalibrationTable.builtIn.table(for: path) != nil }

  /// Whether such a network keeps its text where sums of products of bytes have 16 bits, too.
  package static func isCalibratedForNarrowSums(_ path: String) -> Bool {
    CalibrationTable.builtIn.table(for: path)?.marks.contains("narrow") ?? false
  }

  /// Whether `bf16` is not the same as `f32` on this processor.
  package static var hasBF16: Bool { Processor.hasBF16 }

  /// For which networks `auto` may take INT8 on this processor.
  package static var int8: Int8Support { Processor.int8(Processor.features) }
}

/// For which networks INT8 is faster than what else keeps the text.
package enum Int8Support: Sendable {
  case none
  /// Those that are rounded by a table, so that no sum overflows (`QuantizedLayers`), and keep their text so; others may lose it.
  case tables
  case any
}
