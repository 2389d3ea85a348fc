public import Failure
public import Inference
public import Legible
public import Raster

/// Compares an original network with a converted one on pictures.
///
/// Both take `[1, H, W, 3]` bytes in RGB order, as the stages of reading feed them, and run inside of these stages: what
/// is compared is what a reader would have seen. Any `Model` will do, of any engine.
public struct NetworkComparison: Sendable {
  /// What both networks do, and the constants that it is done with.
  public enum Task: Sendable {
    /// Finding text.
    ///
    /// - Parameters:
    ///   - model: thresholds.
    ///   - size: the input's size where neither network was fixed to one; nil: the size of a reader's first look.
    case detection(DetectionModel, size: Size?)
    /// Reading lines.
    ///
    /// - Parameters:
    ///   - alphabet: the classes' texts; nil: they are shown by their numbers.
    ///   - width: the input's width where neither network was fixed to one; nil: a reader's own.
    ///   - height: the input's rows where a network takes any number.
    case recognition(Alphabet?, width: Int?, height: Int = 48)
  }

  /// What they do.
  public var task: Task
  /// What the converted network has to reach.
  public var tolerance: Tolerance
  private let original: (name: String, network: any Model)
  private let converted: (name: String, network: any Model)

  /// Prepares a comparison.
  ///
  /// - Throws: `unsuitableModel` where one of the networks is not what the task asks for, or both were fixed to
  ///   different sizes.
  public init(
    task: Task, original: (name: String, network: any Model), converted: (name: String, network: any Model),
    tolerance: Tolerance = .init()
  ) throws(LegibleError) {
    (self.task, self.original, self.converted, self.tolerance) = (task, original, converted, tolerance)
    let wanted: NetworkRole = if case .detection = task { .detection } else { .recognition }
    for subject in [original, converted] {
      let role = try NetworkRole(of: subject.network, named: subject.name)
      guard role == wanted else {
        throw LegibleError(
          .unsuitableModel,
          """
          \(subject.name) is made for \(role.rawValue), and \(wanted.rawValue) is compared: give the original and what \
          was converted from it.
          """)
      }
    }
    for (axis, index) in [("height", 1), ("width", 2)] {
      if let a = original.network.inputs[0].shape[index], let b = converted.network.inputs[0].shape[index], a != b {
        throw LegibleError(
          .unsuitableModel,
          """
          \(original.name) was fixed to a \(axis) of \(a) and \(converted.name) to \(b): they cannot be shown the same \
          picture. Convert for the same size, or compare with an original that takes any.
          """)
      }
    }
  }

  /// Compares on some pictures, one after the other.
  ///
  /// - Parameters:
  ///   - progress: told the number of pictures that are done, and the name of the next.
  /// - Returns: the figures; pictures that cannot be opened are left out, and noted.
  /// - Throws: `invalidArgument` where there is no picture; `unsuitableModel` where outputs are of different sizes; what
  ///   running a network throws, and what opening the first picture throws where none can be opened.
  public func run(
    on pictures: [NamedPicture], progress: (Int, String) throws -> Void = { _, _ in }
  ) throws -> NetworkVerification {
    guard !pictures.isEmpty else {
      throw LegibleError(.invalidArgument, "There is no picture to compare the networks on.")
    }
    var tally = Tally()
    var comparisons: [PictureComparison] = []
    var unreadable: [LegibleError] = []
    for (index, picture) in pictures.enumerated() {
      try progress(index, picture.name)
      let image: Image
      do {
        image = try picture.open()
      } catch let error as LegibleError {
        unreadable.append(error)
        continue
      }
      switch task {
      case .detection(let model, let size):
        comparisons.append(
          try DetectorComparison(model: model, original: original, converted: converted, size: size)
            .compare(image, named: picture.name, &tally))
      case .recognition(let alphabet, let width, let height):
        comparisons.append(
          try RecognizerComparison(
            alphabet: alphabet, original: original, converted: converted, width: width, height: height
          ).compare(image, named: picture.name, &tally))
      }
    }
    if comparisons.isEmpty, let first = unreadable.first { throw first }
    let (detection, recognition) = figures(of: comparisons, tally)
    let outputs = tally.outputs
    var reasons = NetworkVerification.reasons(outputs, detection, recognition, tolerance)
    if outputs.isEmpty { reasons.append("No output could be compared: the networks ran a different number of times.") }
    return NetworkVerification(
      original: original.name, converted: converted.name, role: detection == nil ? .recognition : .detection,
      tolerance: tolerance, outputs: outputs, detection: detection, recognition: recognition, pictures: comparisons,
      notes: notes(tally) + unreadable.map { "Left out: \($0.message)" },
      verdict: Verdict(reasons: reasons))
  }

  private func figures(
    of pictures: [PictureComparison], _ tally: Tally
  ) -> (DetectionFigures?, RecognitionFigures?) {
    switch task {
    case .detection(let model, _):
      let found = pictures.compactMap(\.detection)
      var figures = DetectionFigures(
        threshold: Double(model.pixelThreshold).roundedFigure, mapOverlap: tally.overlap.ratio,
        worstMapOverlap: found.map(\.mapOverlap).min() ?? 1)
      for boxes in found {
        figures.boxes += boxes.original.count
        figures.lost += boxes.lost
        figures.found += boxes.found
      }
      figures.matched = figures.boxes - figures.lost
      return (figures, nil)
    case .recognition(let alphabet, _, _):
      var figures = RecognitionFigures(areClassNumbers: alphabet == nil)
      for texts in pictures.compactMap(\.recognition) {
        figures.all.add(texts)
        if texts.isConfident { figures.confident.add(texts) }
      }
      return (nil, figures)
    }
  }

  private func notes(_ tally: Tally) -> [String] {
    tally.skipped == 0
      ? [] : ["\(tally.skipped) pictures have no similarity: both networks ran a different number of times on them."]
  }
}
