/// One comparison that TPU-MLIR made, as its `npz_tool.py compare` writes it.
struct VendorComparison {
  var similarity: NamedSimilarity
  /// The tolerance as it was called for.
  var tolerance: String
  var isPassed: Bool
  /// Whether it is about the compiler's work and not about the original.
  var isOfSimulator = false
  /// What may help.
  var advice: String

  /// What may help where nothing was calibrated.
  static let adviceForBF16 = """
    Rounding to BF16 alone does this on the picture that was compared: --test-input names another, --tolerance and \
    --correctness set what is wanted; the report says what it means for the text.
    """

  /// Whether a line belongs to a comparison.
  static func isOfInterest(_ line: String) -> Bool {
    line.contains("min_similarity = (") || line.hasPrefix("[Running]: npz_tool.py compare")
      || line.hasPrefix("npz compare ")
  }

  /// The comparisons in lines of interest.
  static func all(in lines: [String]) -> [VendorComparison] {
    var result: [VendorComparison] = []
    var (call, values): (String, [Double]) = ("", [])
    for line in lines {
      if line.hasPrefix("[Running]") {
        (call, values) = (line, [])
      } else if let list = line.firstMatch(of: /min_similarity = \(([^)]*)\)/) {
        values = list.1.split(separator: ",").compactMap { Double($0.filter { !$0.isWhitespace }) }
      } else if line.hasPrefix("npz compare "), values.count >= 2 {
        result.append(VendorComparison(call, values, isPassed: line.contains("PASSED")))
        values = []
      }
    }
    return result
  }

  private init(_ call: String, _ values: [Double], isPassed: Bool) {
    let words = call.split(separator: " ").map(String.init)
    tolerance = words.firstIndex(of: "--tolerance").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? "?"
    self.isPassed = isPassed
    let subject: String
    if call.contains("_model_outputs.npz") {
      subject = "the simulator against the compiler"
      isOfSimulator = true
      advice =
        "More pictures to calibrate with help most; --correctness sets what is wanted, bf16 stays closer."
    } else if call.contains("_tpu_outputs.npz") {
      subject = "the compiled network against the original"
      advice =
        """
        More, and more fitting, pictures to calibrate with help most (200 and more); --tolerance sets what is wanted, \
        bf16 stays closer.
        """
    } else {
      subject = "the network as it was read against the original"
      advice = "The vendor's reader does not compute what ONNX Runtime does: this network cannot be converted with it."
    }
    similarity = NamedSimilarity(subject: subject, cosine: values[0], euclidean: values[1])
  }
}
