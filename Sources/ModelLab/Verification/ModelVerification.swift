internal import Failure
public import Inference
public import Legible
public import Raster

/// Verifies model files: a network, or the networks of two model sets, against their originals.
public struct ModelVerification: Sendable {
  /// A model to compare.
  public enum Subject: Sendable {
    /// The file of one network; what it does is told by its shape.
    case file(String)
    /// A set of models.
    case set(OCRModel)
  }

  /// How to verify.
  public struct Options: Sendable {
    /// What has to be reached.
    public var tolerance = Tolerance()
    /// The arithmetic of the converted networks; the originals are run at f32.
    public var precision = ComputeOptions.Precision.f32
    /// The size of a detector's input where neither network was fixed to one; nil: that of a reader's first look.
    public var inputSize: Size?
    /// Whether to compare what is inside, too.
    public var layers = false
    /// The dictionary of a recogniser's file; nil: that of the model, or its classes' numbers.
    public var dictionary: String?
    /// Cuts lines out of whole pages for a single recogniser; nil: the pictures are lines. Sets cut theirs themselves.
    public var cutter: OCRModel?
    /// No more lines than this are cut.
    public var lines = 200

    /// The defaults.
    public init() {}
  }

  /// What it is compared with.
  public var original: Subject
  /// What was converted from it.
  public var converted: Subject
  /// How.
  public var options: Options

  /// Prepares a verification. Nothing is loaded yet.
  public init(original: Subject, converted: Subject, options: Options = .init()) {
    (self.original, self.converted, self.options) = (original, converted, options)
  }

  /// A finished report, and the pictures of each of its networks, to be shown with it.
  public struct Outcome: Sendable {
    /// The report.
    public var report: VerificationReport
    /// Network by network, as they were compared on.
    public var pictures: [[NamedPicture]]
  }

  /// Loads and compares.
  ///
  /// - Parameters:
  ///   - pictures: what to compare on.
  ///   - progress: told how many pictures of how many are done, and what comes next.
  /// - Throws: `unsuitableModel` where there is nothing to compare; what loading, opening and running throw.
  public func run(
    on pictures: [NamedPicture], progress: (Int, Int, String) throws -> Void = { _, _, _ in }
  ) throws -> Outcome {
    let pairs = try networks()
    var outcome = Outcome(report: VerificationReport(networks: []), pictures: [])
    for pair in pairs {
      let loaded = try pair.loaded(precision: options.precision)
      let shown = pair.role == .recognition ? try lines(of: pictures, for: loaded, progress) : pictures
      let comparison = try NetworkComparison(
        task: pair.task(loaded, options), original: loaded.original, converted: loaded.converted,
        tolerance: options.tolerance)
      var network = try comparison.run(on: shown) { try progress($0, shown.count, $1) }
      if case .recognition(nil, _, _) = comparison.task {
        network.notes.append("There is no dictionary: characters are shown as the numbers of their classes.")
      }
      if options.layers {
        do {
          network.layers = try LayerVerification(
            original: pair.original.path, converted: pair.converted.path, format: pair.original.format,
            precision: options.precision, task: comparison.task, on: shown)
        } catch let error as LegibleError {
          // What was measured is worth more than what could not be.
          network.notes.append("The layers were not compared: \(error.message)")
        }
      }
      outcome.report = VerificationReport(networks: outcome.report.networks + [network])
      outcome.pictures.append(shown)
    }
    return outcome
  }

  /// The lines to read: the pictures, or what is cut out of them.
  private func lines(
    of pictures: [NamedPicture], for networks: NetworkPair.Loaded, _ progress: (Int, Int, String) throws -> Void
  ) throws -> [NamedPicture] {
    let model: OCRModel
    if case .set(let set) = original, set.detection != nil, set.recognition != nil {
      model = set
    } else if let cutter = options.cutter {
      model = cutter
    } else {
      return pictures
    }
    let reader = try TextReader(loading: model, compute: ComputeOptions(precision: .f32))
    let shapes = [networks.original, networks.converted].map { $0.network.inputs[0].shape }
    let choice = CalibrationChoice(
      options: CalibrationOptions(role: .recognition, images: options.lines, heldOut: 0),
      cutter: .lines(
        reader: reader, width: shapes[0][2] ?? shapes[1][2],
        height: shapes[0][1] ?? shapes[1][1] ?? model.recognition?.inputHeight ?? 48))
    let set = try choice.run(on: pictures) { try progress($0, options.lines, $1) }
    return set.taken.map { entry in
      NamedPicture(name: CalibrationSearch.name(of: entry.record)) { entry.image }
    }
  }

  /// The networks that both sides have.
  private func networks() throws -> [NetworkPair] {
    switch (original, converted) {
    case (.set(let a), .set(let b)):
      var pairs: [NetworkPair] = []
      if let x = a.detection, let y = b.detection { pairs.append(.detection(x, y)) }
      if let x = a.recognition, let y = b.recognition { pairs.append(.recognition(x, y)) }
      guard !pairs.isEmpty else {
        throw LegibleError(
          .unsuitableModel, "\(a.name) and \(b.name) have no network in common that could be compared.")
      }
      return pairs
    case (.file(let x), .file(let y)):
      return [try NetworkPair(file: x, and: y, dictionary: options.dictionary)]
    case (.file(let x), .set(let b)):
      let role = try NetworkPair.role(of: x)
      guard let y = role == .detection ? b.detection?.path : b.recognition?.path else {
        throw LegibleError(.unsuitableModel, "\(b.name) has no network for \(role.rawValue) to compare with \(x).")
      }
      return [try NetworkPair(file: x, and: y, dictionary: options.dictionary)]
    case (.set(let a), .file(let y)):
      switch try NetworkPair.role(of: y) {
      case .detection:
        if let x = a.detection { return [.detection(x, DetectionModel(path: y, format: x.format))] }
      case .recognition:
        if let x = a.recognition {
          return [.recognition(x, RecognitionModel(path: y, alphabet: x.alphabet, format: x.format))]
        }
      }
      throw LegibleError(.unsuitableModel, "\(a.name) has no network like \(y) to compare it with.")
    }
  }
}
