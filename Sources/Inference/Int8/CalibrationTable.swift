/// What an INT8 network needs besides its weights: between which values the inputs of its layers lie.
///
/// Found once by reading pictures (docs/int8.md), so that networks whose table Legible comes with need no calibration
/// on the user's machine. A table is a text: `network SIZE FINGERPRINT` names the file that it belongs to, and each line
/// after it is a layer with the lowest and the highest value of its input. `#` begins a comment.
struct CalibrationTable: NetworkTable {
  struct Layer: Sendable {
    let name: String
    let lowest, highest: Float
  }

  /// The size of the network's file in bytes, and its `Fingerprint`.
  let bytes: Int
  let fingerprint: String
  /// The layers that are computed in INT8; all others stay as they are.
  let layers: [Layer]
  /// Changes with whatever stands in the table.
  let key: String

  /// Reads a table; nil where it is none.
  init?(_ text: String) {
    var network: (bytes: Int, fingerprint: String)?
    var layers: [Layer] = []
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      guard words.count == 3 else { return nil }
      if network == nil {
        guard words[0] == "network", let bytes = Int(words[1]) else { return nil }
        network = (bytes, String(words[2]))
      } else {
        guard let lowest = Float(words[1]), let highest = Float(words[2]), lowest <= 0, highest >= 0, lowest < highest
        else { return nil }
        layers.append(Layer(name: String(words[0]), lowest: lowest, highest: highest))
      }
    }
    guard let network, !layers.isEmpty else { return nil }
    (bytes, fingerprint) = network
    self.layers = layers
    key = "\(Fingerprint(of: text))"
  }

  /// Those that Legible comes with, compiled into the program.
  static let builtIn = NetworkTables([
    CalibrationTable(resource: PackageResources.ppocrv6_small_rec_txt),
    CalibrationTable(resource: PackageResources.ppocrv6_tiny_rec_txt),
  ])
}

extension Engine {
  /// Whether a network can be computed in INT8 though its file is not: Legible has the ranges of its layers.
  package static func isCalibrated(_ path: String) -> Bool { CalibrationTable.builtIn.table(for: path) != nil }

  /// Whether this processor computes INT8 without loss (VNNI), and has nothing better (AMX).
  package static var isGoodAtInt8: Bool { Processor.isGoodAtInt8(Processor.features) }
}
