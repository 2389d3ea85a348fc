import Foundation
import Testing

@testable import ModelStore

/// What is removed, and what stays.
@Suite struct RemoveTests {
  let scratch: Scratch
  let store: ModelStore

  /// Two sets that share their detector and classifiers, all installed.
  init() throws {
    let scratch = try Scratch()
    self.scratch = scratch
    func model(_ name: String, _ role: String) throws -> String {
      try scratch.put(Data(name.utf8), at: "models/\(name).onnx")
      let hash = try StoredFile.sha256(scratch.path("models/\(name).onnx"))
      return """
        {"name": "\(name)", "family": "test", "role": "\(role)", "licence": "Apache-2.0",
         "files": [{"name": "\(name).onnx", "bytes": \(name.count), "sha256": "\(hash)", "url": "https://example.org"}]}
        """
    }
    let models = try [
      model("det", "detection"), model("rec-a", "recognition"), model("rec-b", "recognition"),
      model("line", "line-orientation"), model("page", "page-orientation"),
    ]
    let sets = ["a", "b"].map { name in
      """
      {"name": "\(name)", "about": "", "detection": "det", "recognition": "rec-\(name)", "lineOrientation": "line",
       "pageOrientation": "page"}
      """
    }
    let json = "{\"models\": [\(models.joined(separator: ","))], \"sets\": [\(sets.joined(separator: ","))]}"
    store = ModelStore(
      folders: [scratch.path("models")], folder: scratch.path("models"), catalogue: try Catalogue(json: Data(json.utf8))
    )
  }

  private func remove(_ name: String) throws -> (removed: [String], kept: [(file: String, set: String)]) {
    try store.remove(try store.catalogue.models(named: name), of: store.catalogue.set(name))
  }

  @Test func whatAnotherSetNeedsStays() throws {
    let first = try remove("a")
    #expect(first.removed == [scratch.path("models/rec-a.onnx")])
    #expect(first.kept.map(\.file) == ["det.onnx", "line.onnx", "page.onnx"])
    #expect(first.kept.allSatisfy { $0.set == "b" })
    let second = try remove("b")
    #expect(second.removed.count == 4 && second.kept.isEmpty)
    #expect(scratch.names(in: "models").isEmpty)
    #expect(try remove("b").removed.isEmpty)
  }

  @Test func aNetworkIsRemovedByItsName() throws {
    let result = try remove("det")
    #expect(result.removed == [scratch.path("models/det.onnx")])
    #expect(!store.isInstalled(store.catalogue.sets[0]))
    #expect(try store.condition(of: store.catalogue.models[0].files[0]) == .missing)
  }
}
