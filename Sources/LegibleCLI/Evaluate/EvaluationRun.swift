internal import Legible

/// Reads sets one after the other, writes what was read and tells what came of it.
struct EvaluationRun {
  var reading: SetReading
  /// A file, or a folder where it ends in a slash, is there already or is meant for several sets; nil: not written.
  var predictions: String?
  var isSeries: Bool

  /// Reads the sets.
  ///
  /// - Parameter report: called after each set.
  /// - Returns: how many pictures could not be read.
  func run(_ sets: [LabelledSet], _ report: (SetSummary) throws -> Void) throws -> Int {
    var failures = 0
    for set in sets {
      let file = try target(of: set).map { path in
        try path.parentFolder.makeFolder()
        return try OutputFile(path: path)
      }
      do {
        var times: [Double] = []
        let failed = try reading.read(set) { prediction in
          times.append(prediction.ms)
          try file?.write(prediction.encoded())
        }
        try file?.finish()
        failures += failed
        try report(SetSummary(set: set.name, images: set.pictures.count, failed: failed, times: times))
      } catch {
        file?.abandon()
        throw error
      }
    }
    return failures
  }

  private func target(of set: LabelledSet) -> String? {
    guard let predictions else { return nil }
    let isFolder = isSeries || predictions.hasSuffix("/") || predictions.isFolder
    return isFolder ? predictions.appendingPath("\(set.name).jsonl") : predictions
  }
}
