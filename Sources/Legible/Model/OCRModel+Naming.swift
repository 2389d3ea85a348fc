internal import Failure

extension OCRModel {
  /// The part of a set that is being loaded, by the key of a MUD file that names it.
  enum Part: String {
    case model
    case recognition = "rec_model"
    case lineOrientation = "orientation_model"
    case pageOrientation = "page_orientation_model"
  }

  /// Loads a part; where that fails and a MUD file describes the set, the error begins with the line that is at fault.
  func naming<R>(_ part: Part, _ load: () throws -> R) throws -> R {
    do {
      return try load()
    } catch let error as LegibleError {
      guard let mud, let line = line(of: part, in: mud, error) else { throw error }
      throw LegibleError(error.code, "\(mud.path):\(line): \(error.message)")
    }
  }

  private func line(of part: Part, in file: MUDFile, _ error: LegibleError) -> Int? {
    // What the dictionary is at fault for stands in the line of the labels.
    if let labels = file["extra", "labels"] {
      if error.code == .dictionaryMismatch { return labels.line }
      if case .file(let path) = recognition?.alphabet, error.message.contains(path) { return labels.line }
    }
    return file[part == .model ? "basic" : "extra", part.rawValue]?.line
  }
}
