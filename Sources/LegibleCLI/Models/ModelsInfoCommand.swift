internal import ArgumentParser
internal import Legible
internal import ModelStore

/// `legible models info`: what a set, a network, a model file or a folder of models is.
struct ModelsInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Show shapes, constants and letters of models.",
    discussion: """
      Of what is installed, the networks' inputs and outputs are shown as the engine sees them; '?' is a dimension \
      that is free.
      """)

  @Argument(help: "A set, a network, a model file, a folder with models, or a MUD file.", completion: .file())
  var name: String

  func run() throws {
    try ModelsCommand.answer { store in
      if let set = store.catalogue.set(name) { return try describe(set, in: store) }
      if let model = store.catalogue.model(name) { return try NetworkDescription(model, in: store).text }
      if name.lowercased().hasSuffix(".mud") {
        let file = try MUDFile(contentsOf: name)
        return try describe(OCRModel(mud: file)) + "\n" + file.text
      }
      if name.isFolder { return try describe(OCRModel(folder: name)) }
      if name.isFile { return try NetworkDescription(title: name, path: name).text }
      // Says which names are like it.
      _ = try store.catalogue.models(named: name)
      return ""
    }
  }

  private func describe(_ set: CatalogueSet, in store: ModelStore) throws -> String {
    let models = store.catalogue.models(of: set)
    let languages = store.catalogue.languages(of: set)
    let parts = try models.map { try NetworkDescription($0, in: store).text }
    let isInstalled = store.isInstalled(set)
    return """
      \(set.name): \(set.about)
        installed   \(isInstalled ? "yes: --model \(set.name)" : "no: 'legible models fetch \(set.name)' fetches it")
        languages   \(NetworkDescription.wrapped(languages.joined(separator: " ")))

      \(parts.joined(separator: "\n"))
      """
  }

  private func describe(_ model: OCRModel) throws -> String {
    var parts: [NetworkDescription] = []
    if let detection = model.detection {
      parts.append(
        NetworkDescription(
          title: "detection", path: detection.path, format: detection.format,
          constants: NetworkDescription.constants(of: detection)))
    }
    if let recognition = model.recognition {
      parts.append(
        NetworkDescription(
          title: "recognition", path: recognition.path, format: recognition.format,
          constants: ["height \(recognition.inputHeight)"]
            + NetworkDescription.arithmetic(recognition.precision, ofScenes: recognition.scenePrecision)
            + (QuantizedFile.isThere(for: recognition.path) ? ["quantised: --precision int8"] : []),
          alphabet: recognition.alphabet))
    }
    for (title, network) in [("line orientation", model.lineOrientation), ("page orientation", model.pageOrientation)] {
      guard let network else { continue }
      parts.append(
        NetworkDescription(
          title: title, path: network.path, format: network.format,
          constants: NetworkDescription.constants(of: network)))
    }
    return try parts.map { try $0.text }.joined(separator: "\n")
  }
}
