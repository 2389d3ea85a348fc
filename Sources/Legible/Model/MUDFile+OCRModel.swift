internal import Failure
internal import FoundationEssentials
internal import Inference
internal import Raster

extension MUDFile {
  /// A MUD file that describes a model set: `text` is what to write to the path.
  ///
  /// Everything that `OCRModel(mud:)` reads is written out, defaults too, so that later defaults change nothing. Paths
  /// inside the MUD file's folder are written relative to it.
  ///
  /// - Throws: `invalidArgument` where the set cannot be described: it has no model, or a file name or a label has
  ///   characters that the notation cannot hold.
  public init(describing model: OCRModel, path: String) throws(LegibleError) {
    try self.init(path: path, sections: MUDWriting(folder: path.folderOfPath, path: path).sections(model))
  }
}

/// Turns a model set into sections.
private struct MUDWriting {
  typealias Entries = [(key: String, value: String)]
  let folder: String
  let path: String

  func sections(_ model: OCRModel) throws(LegibleError) -> [(name: String, entries: Entries)] {
    guard let file = model.detection?.path ?? model.recognition?.path else {
      throw LegibleError(.invalidArgument, "\(path): \(model.name) has no detector and no recogniser to describe.")
    }
    guard let kind = ModelFileKind(path: file) else {
      throw LegibleError(
        .invalidArgument,
        "\(path): \(file) cannot be described: \(ModelFileKind.allCases.map(\.ending).joined(separator: ", ")) are known."
      )
    }
    return [
      ("basic", [("type", kind.rawValue), ("model", relative(file))]),
      ("extra", try extra(model)),
    ]
  }

  private func extra(_ model: OCRModel) throws(LegibleError) -> Entries {
    let order = (model.detection?.format ?? model.recognition?.format)?.channelOrder ?? .bgr
    var entries: Entries = [
      ("model_type", "pp_ocr"), ("name", model.name), ("input_type", order.rawValue),
      ("det", model.detection == nil ? "false" : "true"),
    ]
    if let size = model.frameSize { entries.append(("input_size", "\(size.width), \(size.height)")) }
    if !model.languages.isEmpty { entries.append(("languages", model.languages.joined(separator: ", "))) }
    if let detection = model.detection {
      entries += arithmetic("", detection.format)
      entries += [
        ("precision", detection.precision.rawValue), ("pixel_threshold", "\(detection.pixelThreshold)"),
        ("box_threshold", "\(detection.boxThreshold)"), ("unclip_ratio", "\(detection.unclipRatio)"),
        ("max_candidates", "\(detection.maximumCandidates)"),
      ]
    }
    if let recognition = model.recognition {
      if model.detection != nil { entries.append(("rec_model", relative(recognition.path))) }
      entries.append(("rec_input_type", recognition.format.channelOrder.rawValue))
      entries += arithmetic("rec_", recognition.format)
      entries += [
        ("rec_precision", recognition.precision.rawValue), ("rec_input_height", "\(recognition.inputHeight)"),
      ]
      if let labels = try labels(recognition.alphabet) { entries.append(("labels", labels)) }
    }
    entries += orientation("orientation", model.lineOrientation)
    entries += orientation("page_orientation", model.pageOrientation)
    return entries
  }

  private func arithmetic(_ prefix: String, _ format: InputFormat) -> Entries {
    func list(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: ", ") }
    return [("\(prefix)mean", list(format.mean)), ("\(prefix)scale", list(format.scale))]
  }

  private func labels(_ source: AlphabetSource) throws(LegibleError) -> String? {
    switch source {
    case .model: return nil
    case .file(let file): return relative(file)
    case .labels(let labels):
      guard labels.contains(where: { !$0.isEmpty }) else {
        throw LegibleError(.invalidArgument, "\(path): the list of labels is empty.")
      }
      for label in labels
      where label.unicodeScalars.contains(",") || MUDFile.trimmed(label.unicodeScalars[...]) != label {
        throw LegibleError(
          .invalidArgument,
          "\(path): the label '\(label)' cannot stand in a list with commas: put the labels into a file, one a line.")
      }
      // An empty last label would be taken for the end of the list.
      let list = labels.joined(separator: ", ")
      return labels.count == 1 || labels.last == "" ? list + "," : list
    }
  }

  private func orientation(_ prefix: String, _ model: OrientationModel?) -> Entries {
    guard let model else { return [] }
    return [("\(prefix)_model", relative(model.path))] + arithmetic("\(prefix)_", model.format) + [
      ("\(prefix)_input_type", model.format.channelOrder.rawValue),
      ("\(prefix)_input_size", "\(model.inputWidth), \(model.inputHeight)"),
      ("\(prefix)_threshold", "\(model.threshold)"),
    ]
  }

  /// A path as it is written: below the MUD file's folder without that folder, elsewhere from the root on.
  private func relative(_ file: String) -> String {
    if file.hasPrefix("/"), !folder.hasPrefix("/") || !file.hasPrefix(folder) { return file }
    if folder.isEmpty { return file }
    if file.hasPrefix(folder) {
      let rest = String(file.dropFirst(folder.count))
      if !rest.isEmpty, !rest.hasPrefix("/") { return rest }
    }
    return file.hasPrefix("/") ? file : "\(FileManager.default.currentDirectoryPath)/\(file)"
  }
}
