internal import ArgumentParser
internal import Legible
internal import ModelStore

/// Which models read, and how they compute: for every command that reads.
struct ModelArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The models to read with. (default: small, or what reads --language)",
      discussion: """
        small: the most exact, and the most languages. tiny: about three times as fast. Or another set that \
        'legible models list' shows. Or a folder with a detection model *det*.onnx, a recognition model *rec*.onnx \
        and its dictionary *dict*.txt. Or a MaixPy model description, *.mud.
        """,
      valueName: "name|folder|mud"),
    completion: .custom { _, _, prefix in ModelArguments.completions(of: prefix) })
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Read with models that write a language: en, de, zh-Hans, ja …",
      discussion: """
        Models read all their languages at once: small is taken where it writes the language, else an installed set \
        that does. With --model, it is only checked. An unknown code lists the languages.
        """,
      valueName: "code"))
  var language: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to compute with. (default: one a processor)", valueName: "number"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "The arithmetic: f32 is the reference, bf16 faster where the processor has it, auto each model's best.",
      discussion: """
        int8, for the recognisers of small and tiny and those that 'legible models quantize' has quantised, is faster \
        again; auto takes it for small and tiny, whose text it keeps, on processors with VNNI and without AMX, and for \
        small with AVX2 alone.
        """))
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
    if model == "" {
      throw ValidationError(
        "--model is empty: a name that 'legible models list' shows, a folder or a MUD file is expected.")
    }
  }

  /// How to compute.
  var compute: ComputeOptions {
    ComputeOptions(threads: threads, precision: precision, cacheFolder: CacheLocation.folder)
  }

  /// The files of the models that were chosen. Nothing is loaded yet.
  ///
  /// - Throws: `modelNotFound`, `unsuitableModel`, or what `OCRModel(mud:)` throws.
  func files() throws -> OCRModel {
    guard let model else { return language.flatMap(Language.init).flatMap(Self.installed(for:)) ?? .small }
    return try Self.files(named: model)
  }

  /// The files of a set: the name of one of ours or of the catalogue, a folder, or a MUD file.
  ///
  /// - Throws: as `files()`.
  static func files(named name: String) throws -> OCRModel {
    try ModelStore().ocrModel(named: name)
  }

  /// The installed set that reads a language, where the default does not.
  private static func installed(for language: Language) -> OCRModel? {
    if writes(language, .small) { return nil }
    let store = ModelStore()
    return store.catalogue.sets(reading: language).first(where: store.isInstalled).map(store.ocrModel)
  }

  /// Whether an installed model's alphabet has the letters of a language.
  private static func writes(_ language: Language, _ model: OCRModel) -> Bool {
    guard let recognition = model.recognition, let alphabet = try? Alphabet(of: recognition, classCount: nil)
    else { return false }
    return language.missingLetters(in: alphabet).isEmpty
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

  /// Which model writes a language: an installed one, or one to fetch.
  private static func hint(for language: Language) -> String {
    for (name, model) in [("small", OCRModel.small), ("tiny", .tiny)] where writes(language, model) {
      return "The installed model \(name) does: --model \(name)."
    }
    let store = ModelStore()
    let sets = store.catalogue.sets(reading: language)
    if let set = sets.first(where: store.isInstalled) {
      return "The installed model \(set.name) does: --model \(set.name)."
    }
    guard let set = sets.first else { return "No installed model does, and none of the catalogue." }
    return "No installed model does; 'legible models fetch \(set.name)' fetches one."
  }

  private static func completions(of prefix: String) -> [String] {
    Catalogue.builtIn.sets.map(\.name).filter { $0.hasPrefix(prefix) }
      + FolderListing.folders(andFilesEndingIn: ".mud", beginning: prefix)
  }
}
