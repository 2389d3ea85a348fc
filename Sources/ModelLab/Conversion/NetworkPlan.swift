internal import Failure
public import Legible

/// How one network will be converted: what its family proposes, and what was wanted instead.
public struct NetworkPlan: Hashable, Sendable {
  /// The network.
  public var source: NetworkSource
  /// What its files will be called, in ASCII: the vendor's tools put names into shell lines.
  public var name: String
  /// The input's width and height; nil: free.
  public var size: Size?
  /// The arithmetic in front.
  public var arithmetic: PixelArithmetic
  /// The outputs to keep; empty: all.
  public var outputNames: [String]

  /// A plan.
  ///
  /// - Parameter format: the arithmetic that a MUD file says; nil: the family's.
  /// - Throws: `invalidArgument` where what is wanted cannot be.
  init(_ source: NetworkSource, _ options: ConversionOptions, format: InputFormat? = nil) throws(LegibleError) {
    self.source = source
    name = Self.name(for: source)
    arithmetic = format.map { PixelArithmetic($0) } ?? source.family.arithmetic
    if let order = options.pixelFormat { arithmetic.order = order }
    if let mean = options.mean { arithmetic.mean = mean }
    if let scale = options.scale { arithmetic.scale = scale }
    outputNames = options.outputNames ?? source.outputNames
    size = options.inputSize ?? source.fixedSize
    if options.target == .cvimodel, size == nil { size = source.family.inputSize }
    if let size { try Self.check(size, source) }
  }

  /// The size that pictures are prepared at, where the network takes any: that of MaixPy's models.
  var pictureSize: Size { size ?? source.family.inputSize }

  private static func check(_ size: Size, _ source: NetworkSource) throws(LegibleError) {
    if let fixed = source.fixedSize, fixed != size {
      throw LegibleError(
        .invalidArgument,
        """
        \(source.path) takes pictures of \(fixed.width)x\(fixed.height) only, and \(size.width)x\(size.height) is \
        wanted: leave --input-size out, or export the model with a free input.
        """)
    }
    let steps: (width: Int, height: Int) =
      switch source.family.role {
      case .detection: (32, 32)
      case .recognition: (8, 1)
      case .classification: (1, 1)
      }
    guard size.width % steps.width == 0, size.height % steps.height == 0 else {
      throw LegibleError(
        .invalidArgument,
        """
        --input-size \(size.width)x\(size.height) will not do for \(source.family.name): \
        \(steps.height == 1 ? "the width has to be a multiple of \(steps.width)"
          : "both sides have to be multiples of \(steps.width)").
        """)
    }
  }

  /// The file's name as far as it is ASCII letters, digits, `.`, `-` and `_`, at least the family's.
  private static func name(for source: NetworkSource) -> String {
    // Paddle calls every network `inference`: its folder says which one it is.
    let stem = source.path.stem
    let name = stem == "inference" ? source.path.absolutePath.folderPart.lastPart : stem
    let plain = name.unicodeScalars.map { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_.".unicodeScalars.contains(scalar))
        ? Character(scalar) : "_"
    }
    let trimmed = String(plain).drop { $0 == "_" || $0 == "." || $0 == "-" }
    return trimmed.isEmpty ? "ppocr-\(source.family.id)" : String(trimmed)
  }
}
