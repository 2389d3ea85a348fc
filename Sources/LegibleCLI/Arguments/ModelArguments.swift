internal import ArgumentParser
internal import Legible

/// Which models read, and how they compute: for every command that reads.
struct ModelArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The models to read with.",
      discussion: """
        small: the most exact, and the most languages. tiny: about three times as fast. Or a folder with a detection \
        model *det*.onnx, a recognition model *rec*.onnx and its dictionary *dict*.txt. Or a MaixPy model description, \
        *.mud.
        """,
      valueName: "tiny|small|folder|mud"),
    completion: .custom { _, _, prefix in ModelArguments.completions(of: prefix) })
  var model = "small"

  @Option(
    help: ArgumentHelp(
      "Check that the models write a language: en, de, zh-Hans, ja …",
      discussion:
        "The models read all their languages at once, so nothing else changes. An unknown code lists the languages.",
      valueName: "code"))
  var language: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to compute with. (default: one a processor)", valueName: "number"))
  var threads: Int?

  @Option(
    help: "The arithmetic: f32 is the reference, bf16 faster where the processor has it, auto each model's best.")
  var precision = ComputeOptions.Precision.auto

  func validate() throws {
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads is \(threads): a number from 1 to 1024 is expected.")
    }
    if let language, Language(code: language) == nil {
      throw ValidationError(
        """
        There is no language '\(language)' here. These codes are known; whether a model writes them depends on its \
        letters: \(Language.all.map(\.code).joined(separator: " "))
        """)
    }
    if model.isEmpty { throw ValidationError("--model is empty: tiny, small, a folder or a MUD file is expected.") }
  }

  /// How to compute.
  var compute: ComputeOptions { ComputeOptions(threads: threads, precision: precision) }

  /// The files of the models that were chosen. Nothing is loaded yet.
  ///
  /// - Throws: `modelNotFound`, `unsuitableModel`, or what `OCRModel(mud:)` throws.
  func files() throws -> OCRModel {
    switch model {
    case "small": .small
    case "tiny": .tiny
    default: try model.lowercased().hasSuffix(".mud") ? OCRModel(mud: model) : OCRModel(folder: model)
    }
  }

  /// Checks that the alphabet writes the language that was asked for.
  ///
  /// - Throws: `ValidationError` that lists the languages the alphabet writes.
  func checkLanguage(of model: OCRModel, _ alphabet: Alphabet) throws {
    guard let language = language.flatMap(Language.init) else { return }
    let missing = language.missingLetters(in: alphabet)
    if missing.isEmpty { return }
    let lacks =
      missing.count == language.letters.count
      ? "it does not know the script"
      : "it lacks \(missing.prefix(12).map(String.init).joined(separator: " "))\(missing.count > 12 ? " …" : "")"
    throw ValidationError(
      """
      \(model.name) does not write \(language.name): \(lacks). \(Self.hint(for: language)) It writes \
      \(Language.written(by: alphabet).map { "\($0.name) (\($0.code))" }.joined(separator: ", ")).
      """)
  }

  /// Which installed model writes a language.
  private static func hint(for language: Language) -> String {
    for (name, model) in [("small", OCRModel.small), ("tiny", .tiny)] {
      guard let recognition = model.recognition, let alphabet = try? Alphabet(of: recognition, classCount: nil)
      else { continue }
      if language.missingLetters(in: alphabet).isEmpty { return "The installed model \(name) does: --model \(name)." }
    }
    return "No installed model does."
  }

  private static func completions(of prefix: String) -> [String] {
    ["tiny", "small"].filter { $0.hasPrefix(prefix) }
      + FolderListing.folders(andFilesEndingIn: ".mud", beginning: prefix)
  }
}
