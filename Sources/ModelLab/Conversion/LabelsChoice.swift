internal import Failure
internal import Legible

/// Where the characters of a recogniser that is converted stand: the user says it, or the MUD file, or the model itself,
/// or a dictionary in its folder that fits.
struct LabelsChoice {
  let network: NetworkSource
  let said: String?
  let described: AlphabetSource?

  init(_ network: NetworkSource, said: String?, described: AlphabetSource?) {
    self.network = network
    self.said = said
    self.described = described
  }

  /// The place, tried.
  ///
  /// - Throws: `dictionaryMismatch` where it does not fit, or where there is none.
  func source() throws -> AlphabetSource {
    if let said {
      try check(.file(said))
      return .file(said)
    }
    if let described {
      try check(described)
      return described
    }
    if (try? check(.model)) != nil { return .model }
    let folder = network.path.folderPart
    let dictionaries = Files.names(in: folder).filter { name in
      let name = name.lowercased()
      return name.hasSuffix(".txt") && (name.contains("dict") || name.contains("keys"))
    }
    let fitting = dictionaries.map { AlphabetSource.file("\(folder)/\($0)") }.filter { (try? check($0)) != nil }
    // Where the number of classes is not known, any would fit.
    if fitting.count == 1, network.classCount != nil || dictionaries.count == 1 { return fitting[0] }
    let found = dictionaries.isEmpty ? "no *dict*.txt" : dictionaries.joined(separator: ", ")
    throw LegibleError(
      .dictionaryMismatch,
      """
      Which characters \(network.path) reads is not to be seen: it has no metadata `character`, no inference.yml beside \
      it, and \(fitting.count > 1 ? "several dictionaries in its folder fit" : "no dictionary in its folder fits") \
      (\(found)). Name the one that it was trained with: --labels FILE.
      """)
  }

  private func check(_ source: AlphabetSource) throws {
    _ = try Alphabet(of: RecognitionModel(path: network.path, alphabet: source), classCount: network.classCount)
  }
}
