internal import Failure
internal import FoundationEssentials
internal import Inference
internal import Raster

extension OCRModel {
  /// The model set that a MUD file describes (docs/mud.md). Everything in it is checked; no model is loaded yet, and
  /// whether the model files are there is seen when they are.
  ///
  /// - Throws: `fileNotFound`, `unreadableFile`, or `unreadableModelDescription` with the line.
  public init(mud path: String) throws(LegibleError) {
    try self.init(mud: MUDFile(contentsOf: path))
  }

  /// The model set that a MUD file describes, as `init(mud:)` of a path.
  public init(mud file: MUDFile) throws(LegibleError) {
    self = try MUDReading(file).model()
  }
}

/// Makes a model set of a MUD file.
private struct MUDReading {
  let file: MUDFile
  let extra: MUDFields

  init(_ file: MUDFile) throws(LegibleError) {
    self.file = file
    _ = try Self.modelFile(file)
    extra = try MUDFields(file, section: "extra")
  }

  func model() throws(LegibleError) -> OCRModel {
    let type = try extra.required("model_type", "pp_ocr")
    guard type.value == "pp_ocr" else {
      throw extra.error(
        type, "model_type is '\(type.value)': only pp_ocr, text detection and recognition, is read here")
    }
    let order = try channelOrder()
    _ = try extra.required("det", "true or false")
    let detects = try extra.flag("det") ?? false
    let path = try Self.modelFile(file)
    var model = OCRModel(name: extra["name"]?.value ?? file.path)
    if detects {
      model.detection = try detection(path, order)
      model.recognition = try recognitionModel().map { path throws(LegibleError) in
        try recognition(path, order, ["rec_mean"], ["rec_scale"])
      }
    } else {
      if let entry = extra["rec_model"] {
        throw extra.error(
          entry,
          "det is false, so that model in [basic] is the recogniser, and there is a rec_model too: set det = true")
      }
      // The original takes both pairs; the more exact name wins.
      model.recognition = try recognition(path, order, ["rec_mean", "mean"], ["rec_scale", "scale"])
    }
    model.lineOrientation = try orientation("orientation", OrientationModel.init(linePath:))
    model.pageOrientation = try orientation("page_orientation", OrientationModel.init(pagePath:))
    model.frameSize = try extra.size("input_size")
    model.languages = try languages()
    model.mud = file
    return model
  }

  // MARK: - Files

  /// The model of `[basic]`, checked against its `type`.
  static func modelFile(_ file: MUDFile) throws(LegibleError) -> String {
    let basic = try MUDFields(file, section: "basic")
    let known = ModelFileKind.allCases.map(\.rawValue).joined(separator: ", ")
    let type = try basic.required("type", "one of \(known)")
    if type.value == "axmodel" {
      throw basic.error(
        type,
        """
        type is axmodel, which only the processor of a MaixCAM2 runs: use the ONNX or Paddle files it was made from, \
        with type = onnx or paddle
        """)
    }
    guard let kind = ModelFileKind(rawValue: type.value) else {
      throw basic.error(type, "type is '\(type.value)': \(known) are known")
    }
    let model = try basic.required("model", "the model's file name")
    try check(model, basic, kind: kind)
    return basic.path(model.value)
  }

  /// Whether a model file's name is that of a kind.
  private static func check(
    _ entry: MUDFile.Entry, _ fields: MUDFields, kind: ModelFileKind?
  ) throws(LegibleError) {
    let found = ModelFileKind(path: entry.value)
    if found != nil, kind == nil || found == kind { return }
    if entry.value.lowercased().hasSuffix(".json") {
      throw fields.error(
        entry, "\(entry.value) is a model in the notation of Paddle 3, which is not read. \(ModelFileKind.conversion)")
    }
    if entry.value.lowercased().hasSuffix(".axmodel") {
      throw fields.error(entry, "\(entry.value) is an axmodel, which only the processor of a MaixCAM2 runs")
    }
    let expected = (kind.map { [$0] } ?? ModelFileKind.allCases).map { "\($0.ending) for \($0.rawValue)" }
    throw fields.error(
      entry,
      "\(entry.key) is '\(entry.value)': a file whose name ends in \(expected.joined(separator: ", ")) is expected")
  }

  /// The recogniser's file where there is a detector: a model, or a MUD file whose [basic] names one. Nil: none.
  private func recognitionModel() throws(LegibleError) -> String? {
    guard extra["rec_model"] != nil else { return nil }
    let entry = try extra.required("rec_model", "the recognition model's file name")
    if entry.value.lowercased().hasSuffix(".mud") {
      let other: MUDFile
      do throws(LegibleError) {
        other = try MUDFile(contentsOf: extra.path(entry.value))
      } catch {
        if error.code == .unreadableModelDescription { throw error }
        throw extra.error(entry, "the rec_model cannot be read: \(error.message)")
      }
      return try Self.modelFile(other)
    }
    try Self.check(entry, extra, kind: nil)
    return extra.path(entry.value)
  }

  // MARK: - Networks

  private func channelOrder() throws(LegibleError) -> InputFormat.ChannelOrder {
    let entry = try extra.required("input_type", "rgb or bgr")
    guard let order = InputFormat.ChannelOrder(rawValue: entry.value) else {
      throw extra.error(entry, "input_type is '\(entry.value)': rgb or bgr is expected")
    }
    if let layout = extra["input_layout"], ["hwc", "nhwc"].contains(layout.value.lowercased()),
      file["basic", "type"]?.value != ModelFileKind.cvimodel.rawValue
    {
      throw extra.error(layout, "input_layout is \(layout.value): only networks of the layout chw are read")
    }
    return order
  }

  private func order(_ key: String, _ usual: InputFormat.ChannelOrder) throws(LegibleError) -> InputFormat.ChannelOrder
  {
    guard let entry = extra[key] else { return usual }
    guard let order = InputFormat.ChannelOrder(rawValue: entry.value) else {
      throw extra.error(entry, "\(key) is '\(entry.value)': rgb or bgr is expected")
    }
    return order
  }

  private func detection(
    _ path: String, _ order: InputFormat.ChannelOrder
  ) throws(LegibleError) -> DetectionModel {
    _ = try extra.required("mean", "1 or 3 numbers, what is taken off the pixels,")
    _ = try extra.required("scale", "1 or 3 numbers, what the pixels are multiplied with,")
    var model = DetectionModel(path: path)
    model.format = try extra.format(mean: "mean", scale: "scale", order: order) ?? model.format
    model.precision = try extra.choice("precision", ComputeOptions.Precision.allCases) ?? model.precision
    model.pixelThreshold = try extra.number("pixel_threshold", in: 0...1) ?? model.pixelThreshold
    model.boxThreshold = try extra.number("box_threshold", in: 0...1) ?? model.boxThreshold
    model.unclipRatio = try extra.number("unclip_ratio", in: 0...10) ?? model.unclipRatio
    model.maximumCandidates = try extra.count("max_candidates", in: 1...100_000) ?? model.maximumCandidates
    return model
  }

  /// - Parameter means, scales: the keys that may hold the arithmetic, the first that is there counts.
  private func recognition(
    _ path: String, _ order: InputFormat.ChannelOrder, _ means: [String], _ scales: [String]
  ) throws(LegibleError) -> RecognitionModel {
    let mean = means.first { extra[$0] != nil } ?? means[0]
    let scale = scales.first { extra[$0] != nil } ?? scales[0]
    _ = try extra.required(mean, "1 or 3 numbers, what is taken off the recogniser's pixels,")
    _ = try extra.required(scale, "1 or 3 numbers, what the recogniser's pixels are multiplied with,")
    var model = RecognitionModel(path: path, alphabet: try alphabet(of: path))
    let recOrder = try self.order("rec_input_type", order)
    model.format = try extra.format(mean: mean, scale: scale, order: recOrder) ?? model.format
    model.precision = try extra.choice("rec_precision", ComputeOptions.Precision.allCases) ?? model.precision
    model.inputHeight = try extra.count("rec_input_height", in: 8...1024) ?? model.inputHeight
    return model
  }

  /// The labels: a file, a list with commas, or what the model itself says.
  private func alphabet(of model: String) throws(LegibleError) -> AlphabetSource {
    guard extra["labels"] != nil || ModelFileKind(path: model) == .cvimodel else { return .model }
    let entry = try extra.required("labels", "a file with a label a line, or labels with commas between,")
    let path = extra.path(entry.value)
    let scalars = entry.value.unicodeScalars
    // A name that is no list is a file, also where the file is missing yet.
    let looksLikeAFile =
      scalars.contains("/") || [".txt", ".yml", ".yaml", ".dict", ".keys"].contains { entry.value.hasSuffix($0) }
    if !scalars.contains(","), looksLikeAFile || FileManager.default.fileExists(atPath: path) { return .file(path) }
    var labels = scalars.split(separator: ",", omittingEmptySubsequences: false).map { MUDFile.trimmed($0) }
    if labels.last == "" { labels.removeLast() }
    guard labels.contains(where: { !$0.isEmpty }) else {
      throw extra.error(entry, "labels has only a comma: labels are expected")
    }
    return .labels(labels)
  }

  private func orientation(
    _ prefix: String, _ make: (String) -> OrientationModel
  ) throws(LegibleError) -> OrientationModel? {
    guard extra["\(prefix)_model"] != nil else { return nil }
    let entry = try extra.required("\(prefix)_model", "the orientation model's file name")
    try Self.check(entry, extra, kind: nil)
    var model = make(extra.path(entry.value))
    model.format.channelOrder = try order("\(prefix)_input_type", model.format.channelOrder)
    model.format =
      try extra.format(mean: "\(prefix)_mean", scale: "\(prefix)_scale", order: model.format.channelOrder)
      ?? model.format
    if let size = try extra.size("\(prefix)_input_size") {
      (model.inputWidth, model.inputHeight) = (size.width, size.height)
    }
    model.threshold = try extra.number("\(prefix)_threshold", in: 0...1) ?? model.threshold
    return model
  }

  private func languages() throws(LegibleError) -> [String] {
    guard let entry = extra["languages"] else { return [] }
    var codes: [String] = []
    for part in entry.value.split(whereSeparator: { $0 == "," || $0 == " " }) {
      guard let language = Language(code: String(part)) else {
        throw extra.error(
          entry,
          """
          '\(part)' in languages is not known. These are: \(Language.all.map(\.code).joined(separator: " "))
          """)
      }
      codes.append(language.code)
    }
    return codes
  }
}
