public import Legible

/// What a network does in reading.
public enum FamilyRole: String, Hashable, Sendable, Codable, CaseIterable {
  /// Finds lines of text.
  case detection = "det"
  /// Reads a line.
  case recognition = "rec"
  /// Tells how a line or a page is turned.
  case classification = "cls"
}

/// The family of a network: which version of PP-OCR, which size, and what it does.
public struct ModelFamily: Hashable, Sendable {
  /// The version of PP-OCR, 2 to 6; nil: not known.
  public var generation: Int?
  /// `tiny`, `small`, `medium`, `mobile`, `server`; nil: not known, or there is only one.
  public var variant: String?
  /// What it does.
  public var role: FamilyRole

  static let variants = ["tiny", "small", "medium", "mobile", "server"]

  /// A family.
  public init(generation: Int?, variant: String? = nil, role: FamilyRole) {
    self.generation = generation
    self.variant = variant
    self.role = role
  }

  /// A family by the name that `id` gives; nil for any other text.
  public init?(id: String) {
    let parts = id.lowercased().split(separator: "-").map(String.init)
    guard let role = parts.last.flatMap(FamilyRole.init), parts.count <= 3 else { return nil }
    self.init(generation: nil, role: role)
    for part in parts.dropLast() {
      if part.count == 2, part.first == "v", let number = Int(part.dropFirst()), (2...6).contains(number) {
        generation = number
      } else if Self.variants.contains(part) {
        variant = part
      } else {
        return nil
      }
    }
  }

  /// For instance `v6-small-rec`; `rec` where nothing else is known.
  public var id: String {
    ([generation.map { "v\($0)" }, variant].compactMap { $0 } + [role.rawValue]).joined(separator: "-")
  }

  /// For people, for instance `PP-OCRv6 small, recognition`.
  public var name: String {
    "PP-OCR\(generation.map { "v\($0)" } ?? "")\(variant.map { " \($0)" } ?? ""), \(role)"
  }

  /// What a network's name tells of its family: `ch_PP-OCRv4_rec_infer`, `ppocrv6-tiny-det`.
  init(named name: String, role: FamilyRole) {
    let name = name.lowercased()
    self.init(generation: nil, role: role)
    if let match = name.firstMatch(of: /ocr[-_ ]?v([2-6])|(?:^|[-_. ])v([2-6])(?:[-_. ]|$)/) {
      generation = (match.1 ?? match.2).flatMap { Int($0) }
    }
    variant = Self.variants.first { name.contains($0) }
  }
}

// MARK: - What the family proposes

extension ModelFamily {
  /// The input's size on a device: that of MaixPy's models. Detectors take 320×224, recognisers 320 columns of 48 rows, 32
  /// before version 3, and classifiers what they were trained with.
  var inputSize: Size {
    switch role {
    case .detection: Size(width: 320, height: 224)
    case .recognition: Size(width: 320, height: (generation ?? 3) < 3 ? 32 : 48)
    case .classification: (generation ?? 2) >= 5 ? Size(width: 160, height: 80) : Size(width: 192, height: 48)
    }
  }

  /// The arithmetic in front: PaddleOCR's `NormalizeImage`, as `(value − mean) × scale`.
  var arithmetic: PixelArithmetic {
    switch role {
    case .detection: .imageNet
    case .recognition: .symmetric
    case .classification: (generation ?? 2) >= 5 ? .imageNet : .symmetric
    }
  }

  /// The detector with its thresholds: PP-OCRv6 has others than PaddleOCR's before (docs/mud.md).
  func detector(_ path: String) -> DetectionModel {
    guard generation == 6 else { return DetectionModel(path: path) }
    return DetectionModel(
      path: path, pixelThreshold: 0.2, boxThreshold: variant == "tiny" ? 0.4 : 0.45, unclipRatio: 1.4,
      maximumCandidates: 3000)
  }
}

/// How pixels become a network's input, in the digits that are written into commands.
public struct PixelArithmetic: Hashable, Sendable {
  /// The order of the channels.
  public var order: InputFormat.ChannelOrder
  /// Subtracted from each channel, 0…255; three values.
  public var mean: [Double]
  /// What the difference is multiplied with; three values.
  public var scale: [Double]

  /// ImageNet's mean and deviation, times 255, for BGR (`InputFormat.imageNetBGR`).
  static let imageNet = PixelArithmetic(
    order: .bgr, mean: [123.675, 116.28, 103.53], scale: [0.01712475, 0.017507, 0.01742919])

  /// −1…1, BGR.
  static let symmetric = PixelArithmetic(
    order: .bgr, mean: [127.5, 127.5, 127.5], scale: [1 / 127.5, 1 / 127.5, 1 / 127.5])

  /// Arithmetic in `Double`.
  public init(order: InputFormat.ChannelOrder, mean: [Double], scale: [Double]) {
    self.order = order
    self.mean = mean
    self.scale = scale
  }

  /// That of a model set, in the digits of PaddleOCR where those mean it.
  init(_ format: InputFormat) {
    let known = [Self.imageNet, .symmetric].first { $0.format.mean == format.mean && $0.format.scale == format.scale }
    self.init(
      order: format.channelOrder, mean: known?.mean ?? format.mean.compactMap { Double("\($0)") },
      scale: known?.scale ?? format.scale.compactMap { Double("\($0)") })
  }

  /// As the engine takes it.
  public var format: InputFormat {
    InputFormat(channelOrder: order, mean: mean.map { Float($0) }, scale: scale.map { Float($0) })
  }

  /// Numbers as commands take them: `127.5,127.5,127.5`.
  static func list(_ values: [Double]) -> String { values.map { "\($0)" }.joined(separator: ",") }
}
