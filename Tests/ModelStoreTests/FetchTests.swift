import Foundation
import Legible
import Synchronization
import Testing

@testable import ModelStore

/// Fetching from a server of our own: nothing here leaves 127.0.0.1.
@Suite struct FetchTests {
  let scratch: Scratch
  let server: LocalServer
  /// 12,345 bytes that no two places share.
  let contents = Data((0..<12345).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7 &+ $0) })

  init() throws {
    scratch = try Scratch()
    try scratch.put(contents, at: "served/model.onnx")
    server = try LocalServer(folder: scratch.path("served"), scratch: scratch)
  }

  /// A store whose only model comes from an address.
  private func store(
    _ url: String, sha256: String? = nil, bytes: Int? = 12345
  ) throws -> (store: ModelStore, models: [CatalogueModel]) {
    let hash = try sha256 ?? StoredFile.sha256(scratch.path("served/model.onnx"))
    let json = """
      {"models": [{"name": "m", "family": "test", "role": "detection", "licence": "Apache-2.0", "files": [
        {"name": "m.onnx", \(bytes.map { "\"bytes\": \($0)," } ?? "") "sha256": "\(hash)", "url": "\(url)"}]}],
       "sets": []}
      """
    let store = ModelStore(
      folders: [scratch.path("models")], folder: scratch.path("models"), catalogue: try Catalogue(json: Data(json.utf8))
    )
    return (store, store.catalogue.models)
  }

  @Test func aFileArrivesWhole() async throws {
    let (store, models) = try store(server.url("whole/model.onnx"))
    let steps = Mutex<[FetchProgress]>([])
    let fetched = try await store.fetch(models) { step in steps.withLock { $0.append(step) } }
    #expect(fetched == ["m.onnx"])
    #expect(scratch.bytes("models/m.onnx") == contents)
    #expect(scratch.names(in: "models") == ["m.onnx"])
    #expect(steps.withLock { $0.last } == FetchProgress(step: .done, name: "m.onnx", received: 12345, total: 12345))
    #expect(steps.withLock { $0.contains { $0.step == .downloading && $0.received == 12345 } })
    // What is there is not fetched again.
    #expect(try await store.fetch(models).isEmpty)
    #expect(server.requests.count == 1)
  }

  @Test func aSizeThatNobodyPublishedIsNoMatter() async throws {
    let (store, models) = try store(server.url("whole/model.onnx"), bytes: nil)
    try await store.fetch(models)
    #expect(scratch.bytes("models/m.onnx") == contents)
  }

  @Test func anInterruptedDownloadGoesOn() async throws {
    let (store, models) = try store(server.url("whole/model.onnx"))
    try scratch.put(contents.prefix(5000), at: "models/.fetch/m.onnx.part")
    try await store.fetch(models)
    #expect(scratch.bytes("models/m.onnx") == contents)
    #expect(server.requests == ["whole/model.onnx bytes=5000-"])
    #expect(scratch.names(in: "models") == ["m.onnx"])
  }

  @Test func brokenConnectionsAreTakenUpAgain() async throws {
    let (store, models) = try store(server.url("cut/model.onnx"))
    try await store.fetch(models)
    #expect(scratch.bytes("models/m.onnx") == contents)
    #expect(server.requests.count == 13)
    #expect(server.requests.last == "cut/model.onnx bytes=12000-")
  }

  @Test func aServerWithoutRangesIsAskedForAllOfIt() async throws {
    let (store, models) = try store(server.url("cut-plain/model.onnx"))
    try await store.fetch(models)
    #expect(scratch.bytes("models/m.onnx") == contents)
    #expect(server.requests.last == "cut-plain/model.onnx -")
  }

  @Test func aBeginningOfAnotherFileIsThrownAway() async throws {
    let (store, models) = try store(server.url("whole/model.onnx"))
    try scratch.put(Data(repeating: 7, count: 5000), at: "models/.fetch/m.onnx.part")
    try await store.fetch(models)
    #expect(scratch.bytes("models/m.onnx") == contents)
    #expect(server.requests == ["whole/model.onnx bytes=5000-", "whole/model.onnx -"])
  }

  @Test func aWrongHashLeavesNothingBehind() async throws {
    let wrong = String(repeating: "0", count: 64)
    let (store, models) = try store(server.url("whole/model.onnx"), sha256: wrong)
    let error = try await failure(of: store, models)
    #expect(error.code == .checksumMismatch)
    #expect(error.message.contains(wrong) && error.message.contains("it has 12345 bytes"))
    #expect(scratch.names(in: "models").isEmpty)
  }

  @Test func moreBytesThanExpectedAreRefused() async throws {
    let (store, models) = try store(server.url("whole/model.onnx"), bytes: 4000)
    #expect(try await failure(of: store, models).code == .checksumMismatch)
    #expect(scratch.names(in: "models").isEmpty)
  }

  @Test(arguments: ["whole/none.onnx", "never/model.onnx"])
  func whatCannotBeReachedIsExplained(_ path: String) async throws {
    let url = server.url(path)
    let (store, models) = try store(url)
    let error = try await failure(of: store, models)
    #expect(error.code == .downloadFailed)
    #expect(error.message.contains("Download \(url) and put it at \(scratch.path("models"))/m.onnx"))
    #expect(!scratch.names(in: "models").contains("m.onnx"))
  }

  @Test func aWrongFileIsFetchedAnew() async throws {
    let (store, models) = try store(server.url("whole/model.onnx"))
    try scratch.put(Data("damaged".utf8), at: "models/m.onnx")
    #expect(!store.isInstalled(models))
    guard case .wrong(7, _) = try store.condition(of: models[0].files[0]) else {
      Issue.record("the damage is not seen")
      return
    }
    try await store.fetch(models)
    #expect(scratch.bytes("models/m.onnx") == contents)
    #expect(try store.condition(of: models[0].files[0]) == .whole)
  }

  @Test func aCancelledFetchLeavesABeginning() async throws {
    let (store, models) = try store(server.url("held/model.onnx"))
    let fetch = Task { try await store.fetch(models) }
    while (scratch.bytes("models/.fetch/m.onnx.part")?.count ?? 0) < 2000 {
      try await Task.sleep(nanoseconds: 10_000_000)
    }
    fetch.cancel()
    await #expect(throws: (any Error).self) { try await fetch.value }
    #expect(scratch.names(in: "models") == [".fetch"])
    server.letGo()
    try await store.fetch(models)
    #expect(scratch.bytes("models/m.onnx") == contents)
    #expect(server.requests.last?.hasSuffix("-") == true && server.requests.last?.contains("bytes=") == true)
    #expect(scratch.names(in: "models") == ["m.onnx"])
  }

  @Test func twoFetchesFollowEachOther() async throws {
    let (store, models) = try store(server.url("held/model.onnx"))
    let waited = Mutex(false)
    async let first = store.fetch(models)
    while scratch.names(in: "models") != [".fetch"] { try await Task.sleep(nanoseconds: 5_000_000) }
    let second = try await store.fetch(models) { [letGo = server.letGo] step in
      // The first has not ended and cannot, until the second has seen that it must wait.
      if step.step == .waiting {
        waited.withLock { $0 = true }
        letGo()
      }
    }
    #expect(try await first == ["m.onnx"])
    #expect(second.isEmpty)
    #expect(waited.withLock { $0 })
    #expect(server.requests.count == 1)
    #expect(scratch.bytes("models/m.onnx") == contents)
  }

  private func failure(of store: ModelStore, _ models: [CatalogueModel]) async throws -> LegibleError {
    do {
      try await store.fetch(models)
    } catch let error as LegibleError {
      return error
    }
    Issue.record("nothing was thrown")
    throw CancellationError()
  }
}
