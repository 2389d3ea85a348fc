internal import Evaluation
internal import Legible

/// Reads all pictures of a set and times each, or all of them together.
struct SetReading {
  var pictures: PictureReading
  var console: Console
  /// Whether several are read at once.
  var isPipelined = false

  /// Pictures that are read before the clock counts: the engine prepares itself on the first ones.
  static let warmUp = 2

  /// Reads the pictures and hands over what was read, in their order. Those that cannot be read are reported.
  ///
  /// - Returns: how many could not be read, and how long all took.
  func read(
    _ set: EvaluationSet, in folder: String, _ body: (Prediction) throws -> Void
  ) throws -> (failures: Int, wall: Duration) {
    for picture in set.pictures.prefix(Self.warmUp) { _ = try? read(picture.image, in: folder) }
    let start = ContinuousClock.now
    let inputs = set.pictures.map { Input(path: folder.appendingPath($0.image), place: $0.image) }
    let series = isPipelined ? PictureSeries(pictures, inputs, keepsImages: false) : nil
    defer { series?.stop() }
    var failures = 0
    for (index, picture) in set.pictures.map(\.image).enumerated() {
      console.showProgress(index, of: set.pictures.count, name: "\(set.name) \(picture)")
      do {
        if let outcome = try series?.next() {
          try body(Prediction(image: picture, page: outcome.get().page))
        } else {
          try body(read(picture, in: folder))
        }
      } catch let error as LegibleError where error.code != .unwritableFile {
        console.report(error.message)
        failures += 1
      }
    }
    console.clearProgress()
    return (failures, ContinuousClock.now - start)
  }

  private func read(_ picture: String, in folder: String) throws -> Prediction {
    let start = ContinuousClock.now
    let page = try pictures.read(Input(path: folder.appendingPath(picture), place: picture)).page
    let time = ContinuousClock.now - start
    return Prediction(image: picture, page: page, milliseconds: (time / .microseconds(1)).rounded() / 1000)
  }
}
