internal import Evaluation
internal import Legible

/// Reads sets one after the other, writes what was read and scores it.
struct EvaluationRun {
  var reading: SetReading
  /// Where what was read is written; nil: nowhere.
  var predictions: PredictionFiles?

  /// Reads one set.
  func run(_ set: EvaluationSet, in folder: String) throws -> SetSummary {
    let file = try predictions.map { files in
      let path = files.path(of: set)
      try path.parentFolder.makeFolder()
      return try OutputFile(path: path)
    }
    do {
      var read: [Prediction] = []
      let (failed, wall) = try reading.read(set, in: folder) { prediction in
        read.append(prediction)
        try file?.write(prediction.jsonLine())
      }
      try file?.finish()
      let rate = Double(set.pictures.count) / max(wall / .seconds(1), 1e-6)
      return SetSummary(
        score: Score(of: read, on: set), failed: failed, peakMemory: PeakMemory.mebibytes,
        picturesPerSecond: reading.isPipelined ? (rate * 1000).rounded() / 1000 : nil)
    } catch {
      file?.abandon()
      throw error
    }
  }
}

/// Where the predictions of sets lie.
struct PredictionFiles {
  /// A file, or a folder where it ends in a slash, is there already or is meant for several sets.
  var name: String
  var isSeries: Bool

  /// The file of one set.
  func path(of set: EvaluationSet) -> String {
    isSeries || name.hasSuffix("/") || name.isFolder ? name.appendingPath("\(set.name).jsonl") : name
  }
}
