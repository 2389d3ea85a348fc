/// Which GELUs of a network are computed as hard swishes, and with which numbers (`HardSwishLayers`).
///
/// Found once by comparing what the network reads in pictures (docs/hard-swish.md). For each GELU there are five lines, which begin
/// with `gelu` and the name of its `Erf` node, and with `scales`, `offsets`, `weights` and `biases` and their numbers.
struct HardSwishTable: NetworkTable {
  struct Layer: Sendable {
    /// The GELU's `Erf` node.
    let name: String
    /// What each channel is multiplied by, and what is added then, before the hard swish.
    let scales, offsets: [Float]
    /// What the hard swish of each channel counts in the convolution that follows.
    let weights: [Float]
    /// What is added to each channel that this convolution makes.
    let biases: [Float]
  }

  let layers: [Layer]

  init?(lines: [Substring]) {
    var lines = lines[...]
    /// The words after the first one of the next line, which has to be this one.
    func next(_ key: String) -> [Substring]? {
      guard let words = lines.popFirst()?.split(separator: " "), words.first == key[...] else { return nil }
      return Array(words.dropFirst())
    }
    func numbers(_ key: String) -> [Float]? {
      guard let words = next(key) else { return nil }
      let numbers = words.compactMap { Float($0) }.filter(\.isFinite)
      return numbers.count == words.count && !words.isEmpty ? numbers : nil
    }
    var layers: [Layer] = []
    while !lines.isEmpty {
      guard let name = next("gelu"), name.count == 1, let scales = numbers("scales"), let offsets = numbers("offsets"),
        let weights = numbers("weights"), let biases = numbers("biases"), scales.count == offsets.count,
        scales.count == weights.count
      else { return nil }
      layers.append(
        Layer(name: String(name[0]), scales: scales, offsets: offsets, weights: weights, biases: biases))
    }
    guard !layers.isEmpty else { return nil }
    self.layers = layers
  }

  /// Whether hard swishes are worth what they cost: f32 is the reference, what is rounded to 256 levels has errors enough, and
  /// without AMX the multiplications around a GELU take so long that it hardly counts.
  static func pays(
    _ settings: EngineSettings, isCalibrated: Bool, hasMatrices: Bool = Processor.hasBF16Matrices
  ) -> Bool {
    settings.precision == .bf16 && !isCalibrated && hasMatrices
  }

  /// Those that Legible comes with.
  static let builtIn = NetworkTables<HardSwishTable>([
    PackageResources.ppocrv6_tiny_det_gelu_txt, PackageResources.ppocrv6_tiny_rec_gelu_txt,
  ])
}
