import Foundation
import Legible
import Testing

/// `legible models`, with a folder of its own. Nothing is downloaded.
@Suite struct ModelsTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func models(_ arguments: String...) throws -> Command {
    try Command.run(["models"] + arguments, environment: ["LEGIBLE_MODELS": scratch.folder])
  }

  @Test func theListFitsAScreen() throws {
    for arguments in [["list"], ["list", "--networks"]] {
      let result = try Command.run(["models"] + arguments)
      #expect(result.status == 0 && result.errors == "")
      let lines = result.output.split(separator: "\n")
      #expect(lines.count > 30)
      #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines.map(\.count).max() ?? 0) columns")
      #expect(lines[0].hasPrefix("NAME ") && lines[0].hasSuffix("HERE"))
      #expect(lines.allSatisfy { $0.last != " " })
    }
  }

  @Test func theListCanBeNarrowed() throws {
    let korean = try models("list", "--language", "ko")
    #expect(
      korean.output.split(separator: "\n").dropFirst().map { $0.prefix { $0 != " " } } == ["korean", "korean-v4"])
    let networks = try models("list", "--language", "th", "--networks").output
    #expect(networks.split(separator: "\n").count == 2 && networks.contains("ppocrv5-thai-rec"))
    #expect(try models("list", "--language", "he").output.split(separator: "\n").count == 1)
  }

  @Test func theListIsJSON() throws {
    let result = try models("list", "--json")
    let sets = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    let v3 = try #require(sets.first { $0["name"] as? String == "v3" })
    #expect(v3["licence"] as? String == "Apache-2.0")
    #expect(v3["installed"] as? Bool == false)
    #expect(v3["languages"] as? [String] == ["zh-Hans", "en"])
    #expect((v3["sources"] as? [String])?.contains("rapidocr-onnxruntime==1.2.3") == true)
    #expect(v3["bytes"] as? Int == 2_432_880 + 10_690_752 + 26_249 + 585_532 + 6_783_084)
    // Who published only a hash said no size.
    let server = try #require(sets.first { $0["name"] as? String == "v5-server" })
    #expect(server["bytes"] == nil)
  }

  @Test func theFolderIsPrinted() throws {
    #expect(try models("path").output == scratch.folder + "\n")
    let missing = try models("path", "v4-server")
    #expect(missing.status == 69 && missing.output == "")
    #expect(missing.errors.contains("'legible models fetch v4-server' fetches it"))
  }

  @Test func whatIsNotInstalledIsDescribed() throws {
    let result = try models("info", "korean")
    #expect(result.status == 0)
    #expect(result.output.contains("no: 'legible models fetch korean' fetches it"))
    #expect(result.output.contains("ppocrv5-korean-rec.onnx, size unknown, not installed"))
    #expect(result.output.contains("cd6e2ea50f6943ca7271eb8c56a877a5a90720b7047fe9c41a2e541a25773c9b"))
    #expect(result.output.contains("thresh 0.3, box-thresh 0.6, unclip 1.5"))
  }

  @Test(.needsModels) func whatIsInstalledIsDescribed() throws {
    let set = try Command.run(["models", "info", "small"])
    #expect(set.status == 0, "\(set.errors)")
    #expect(set.output.contains("yes: --model small"))
    #expect(set.output.contains("x f32[?, 3, 48, ?]"))
    #expect(set.output.contains("18710 classes"))
    #expect(set.output.contains("bgr, (value − [123.675 116.28 103.53])"))
    let file = try Command.run(["models", "info", try #require(OCRModel.tiny.detection?.path)])
    #expect(file.output.contains("x f32[?, 3, ?, ?]"))
    let folder = URL(fileURLWithPath: try #require(OCRModel.tiny.detection?.path)).deletingLastPathComponent().path
    for name in ["det.onnx", "rec.onnx", "dict.txt"] {
      try FileManager.default.createSymbolicLink(
        atPath: scratch.path(name), withDestinationPath: "\(folder)/ppocrv6-tiny-\(name)")
    }
    let own = try Command.run(["models", "info", scratch.folder])
    #expect(own.status == 0 && own.output.contains("6906 classes"), "\(own.errors)")
    try scratch.put(try MUDFile(describing: .tiny, path: scratch.path("x.mud")).text, at: "x.mud")
    let described = try Command.run(["models", "info", scratch.path("x.mud")])
    #expect(described.output.contains("6906 classes"), "\(described.errors)")
    #expect(described.output.contains("\n[basic]\n"))
  }

  @Test func aFileThatIsNoModelIsRefused() throws {
    try scratch.put("not a model", at: "x.onnx")
    let result = try models("info", scratch.path("x.onnx"))
    #expect(result.status == 69)
    #expect(result.errors.contains("cannot be read"))
  }

  @Test(.needsModels) func installedFilesAreVerified() throws {
    let whole = try Command.run(["models", "verify", "tiny"])
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.contains("ok       ppocrv6-tiny-rec.onnx\n"))
    try scratch.put("damaged", at: "ppocrv6-tiny-dict.txt")
    let wrong = try models("verify", "tiny")
    #expect(wrong.status == 1)
    #expect(wrong.output.contains("wrong    ppocrv6-tiny-dict.txt  7 bytes, SHA-256 "))
    let missing = try models("verify", "v4-server")
    #expect(missing.status == 1)
    #expect(missing.output.contains("missing  ppocrv4-server-rec.onnx\n"))
  }

  @Test func filesAreRemoved() throws {
    try scratch.put("weights", at: "ppocrv3-det.onnx")
    try scratch.put("weights", at: "other.onnx")
    let result = try models("remove", "v3")
    #expect(result.status == 0)
    #expect(result.output == scratch.path("ppocrv3-det.onnx") + "\n")
    #expect(scratch.files == ["other.onnx"])
    let again = try models("remove", "v3")
    #expect(again.status == 69)
    #expect(again.errors.contains("has no file in \(scratch.folder)"))
  }

  /// pip without an index, and a URL without a way there: the message says what to do by hand.
  @Test func aFetchWithoutNetworkIsExplained() throws {
    let environment = [
      "LEGIBLE_MODELS": scratch.path("models"), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": scratch.folder,
      "PIP_CONFIG_FILE": "/dev/null",
      // A port of this machine on which nobody answers.
      "https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9",
    ]
    let result = try Command.run(["models", "fetch", "-q", "v4-server"], environment: environment)
    #expect(result.status == 69)
    #expect(result.output == "")
    #expect(result.errors.contains("and put it at \(scratch.path("models"))/ppocrv4-server-det.onnx"))
    #expect(result.errors.contains("https://pypi.org/project/rapidocr-openvino/1.4.4/#files"))
    #expect(scratch.files == [])
  }

  @Test func namesOfTheCatalogueAreModels() throws {
    try scratch.draw("A", at: "a.png")
    let result = try Command.run(["a.png", "--model", "v4-server"], in: scratch.folder)
    #expect(result.status == 69)
    #expect(
      result.errors
        == "legible: The models of v4-server are not installed: 'legible models fetch v4-server' fetches them.\n")
  }
}
