internal import FoundationEssentials

/// What came of a set.
struct SetSummary: Encodable {
  var set: String
  var images: Int
  /// Pictures that could not be read.
  var failed: Int
  /// Milliseconds a picture, from its file to the page.
  var msMean: Double
  var msMedian: Double
  /// The most memory the command had so far, in MiB.
  var peakMemory: Int

  private enum CodingKeys: String, CodingKey {
    case set, images, failed
    case msMean = "ms_mean"
    case msMedian = "ms_median"
    case peakMemory = "peak_mib"
  }

  init(set: String, images: Int, failed: Int, times: [Double]) {
    self.set = set
    self.images = images
    self.failed = failed
    let sorted = times.sorted()
    let tenths = { (value: Double) in (value * 10).rounded() / 10 }
    msMean = sorted.isEmpty ? 0 : tenths(sorted.reduce(0, +) / Double(sorted.count))
    msMedian = sorted.isEmpty ? 0 : tenths(sorted[sorted.count / 2])
    peakMemory = PeakMemory.mebibytes
  }

  /// A line of JSON.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// A figure a line.
  var table: String {
    """
    set: \(set)
    images: \(images)
    failed: \(failed)
    ms_mean: \(msMean)
    ms_median: \(msMedian)
    peak_mib: \(peakMemory)

    """
  }
}
