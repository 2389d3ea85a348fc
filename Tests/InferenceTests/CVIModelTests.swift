import Failure
import Foundation
import Inference
import LegibleTesting
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// A library made for these tests, and the helper that was built beside them.
struct CVIModelScratch: Sendable {
  let scratch: CacheScratch
  let library: String
  let helper: String

  /// Nil where there is no C compiler.
  init?() throws {
    scratch = try CacheScratch()
    guard let library = try FakeCVIRuntime.make(in: scratch.folder) else { return nil }
    self.library = library
    helper = "\(Self.programs)/legible-cvimodel"
  }

  /// The folder of the test program, which the products are built into.
  static let programs: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: own).deletingLastPathComponent().path
  }()

  static let isPossible: Bool = {
    guard FileManager.default.isExecutableFile(atPath: "\(programs)/legible-cvimodel") else { return false }
    return (try? CVIModelScratch()) != nil
  }()

  /// A sound model of a name, in which the library looks for what it has to do.
  func model(
    _ name: String = "plain", _ sample: CVIModelSample = .detector(), format: InputFormat? = nil,
    limits: CVIModel.Limits = .init(), helper: String? = nil
  ) throws -> CVIModel {
    let path = "\(scratch.folder)/\(name).cvimodel"
    try Data(sample.bytes).write(to: URL(fileURLWithPath: path))
    return try CVIModel(
      CVIModelFile(contentsOf: path), path: path, format: format, limits: limits,
      runtime: CVIRuntimeFiles(helper: helper ?? self.helper, library: library))
  }

  /// A program in the helper's place.
  func script(_ text: String) throws -> String {
    let path = "\(scratch.folder)/script-\(UUID().uuidString)"
    try ProgramFile.write("#!/bin/sh\n\(text)\n", to: path)
    return path
  }

  /// Helpers that run on models of this folder.
  var running: [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap(Int32.init).filter { id in
      let line = FileManager.default.contents(atPath: "/proc/\(id)/cmdline").map { String(decoding: $0, as: UTF8.self) }
      return line?.contains("legible-cvimodel\0") == true && line?.contains(scratch.folder) == true
    }
  }
}

@Suite(.enabled(if: CVIModelScratch.isPossible, "there is no legible-cvimodel beside the tests, or no C compiler"))
struct CVIModelTests: Sendable {
  let here: CVIModelScratch
  static let format = InputFormat(channelOrder: .bgr, mean: [100, 0, 0], scale: [0.5, 1, 1])

  init() throws { here = try #require(try CVIModelScratch()) }

  /// The map of a picture of one colour.
  func map(_ model: CVIModel, red: UInt8 = 0, blue: UInt8) throws -> [Float] {
    let pixels = [[UInt8]](repeating: [red, 0, blue], count: 32 * 64).flatMap(\.self)
    return try pixels.withUnsafeBytes {
      try model.run([TensorView(shape: [1, 32, 64, 3], elementType: .u8, bytes: $0)]) { Array($0[0].floats) }
    }
  }

  func error(_ body: () throws -> Void) -> LegibleError? {
    do { try body() } catch { return error as? LegibleError }
    return nil
  }

  @Test func picturesGoInAndMapsComeOut() throws {
    let model = try here.model(format: Self.format)
    #expect(model.inputs.map(\.description) == ["x u8[1, 32, 64, 3]"])
    #expect(model.outputs.map(\.description) == ["y_f32 f32[1, 1, 32, 64]"])
    // Text is where blue, which comes first, is brighter than its mean, 100.
    #expect(try map(model, blue: 101) == [Float](repeating: 0.9, count: 2048))
    #expect(try map(model, red: 255, blue: 100) == [Float](repeating: 0.1, count: 2048))
  }

  @Test func withoutAFormatTheElementsAreTheCallers() throws {
    let model = try here.model()
    #expect(model.inputs.map(\.description) == ["x i8[1, 3, 32, 64]"])
    var elements = [Int8](repeating: -1, count: 6144)
    elements[5] = 1
    let map = try elements.withUnsafeBytes {
      try model.run([TensorView(shape: [1, 3, 32, 64], elementType: .i8, bytes: $0)]) { Array($0[0].floats) }
    }
    #expect(map.indices.filter { map[$0] > 0.5 } == [5])
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let model = try here.model(format: Self.format)
    let bytes = [UInt8](repeating: 0, count: 6144)
    bytes.withUnsafeBytes { bytes in
      let view = TensorView(shape: [1, 64, 32, 3], elementType: .u8, bytes: bytes)
      #expect(error { try model.run([view]) { _ in } }?.code == .inferenceFailed)
      #expect(error { try model.run([]) { _ in } }?.code == .inferenceFailed)
    }
    let gray = CVIModelSample(
      inputs: [CVIModelSample.tensor("x", 6, [1, 1, 32, 64], scale: 2)],
      outputs: [CVIModelSample.tensor("y", 0, [1, 1, 32, 64], scale: 1)])
    #expect(error { _ = try here.model("gray", gray, format: Self.format) }?.code == .unsuitableModel)
  }

  @Test(arguments: [
    ("abort-load", "assertion failed while it loaded"), ("refuse", "does not take"),
    ("other-tensors", "sees other tensors"),
  ]) func aModelThatCannotBeLoadedIsAnError(name: String, reason: String) {
    let error = error { _ = try here.model(name) }
    #expect(error?.code == .unreadableModel && error?.message.contains(reason) == true, "\(error as Any)")
    #expect(error?.message.contains("\(name).cvimodel") == true)
  }

  @Test func aRunThatEndsTheHelperIsAnErrorAndTheNextOneStartsAnother() throws {
    let model = try here.model("abort-run", format: Self.format)
    for _ in 0..<2 {
      let error = error { _ = try map(model, blue: 0) }
      #expect(error?.code == .inferenceFailed)
      #expect(error?.message.contains("signal 6") == true, "\(error as Any)")
      #expect(error?.message.contains("assertion failed while it ran") == true)
    }
    #expect(here.running.isEmpty)
  }

  @Test func aHelperThatWasKilledIsStartedAgain() throws {
    let model = try here.model(format: Self.format)
    for id in here.running { kill(id, SIGKILL) }
    #expect(error { _ = try map(model, blue: 255) }?.message.contains("signal 9") == true)
    #expect(try map(model, blue: 255)[0] == 0.9)
  }

  @Test func whatHangsIsEndedWhenItsTimeIsUp() throws {
    var limits = CVIModel.Limits()
    limits.loadingSeconds = 0.5
    let loading = error { _ = try here.model("hang-load", limits: limits) }
    #expect(loading?.code == .unreadableModel && loading?.message.contains("no answer") == true)
    limits = CVIModel.Limits()
    limits.runSeconds = 0.5
    let model = try here.model("hang-run", format: Self.format, limits: limits)
    let running = error { _ = try map(model, blue: 0) }
    #expect(running?.code == .inferenceFailed && running?.message.contains("no answer") == true)
    #expect(here.running.isEmpty)
  }

  @Test(arguments: [Double.infinity, .greatestFiniteMagnitude]) func timeMayBeUnbounded(seconds: Double) throws {
    var limits = CVIModel.Limits()
    (limits.loadingSeconds, limits.runSeconds) = (seconds, seconds)
    let model = try here.model(format: Self.format, limits: limits)
    #expect(try map(model, blue: 255)[0] == 0.9)
  }

  @Test func memoryIsBounded() throws {
    var limits = CVIModel.Limits()
    limits.mebibytes = 2048
    let model = try here.model("hungry", format: Self.format, limits: limits)
    let error = error { _ = try map(model, blue: 0) }
    #expect(error?.message.contains("asked for memory") == true, "\(error as Any)")
  }

  @Test func chatterDoesNoHarm() throws {
    let model = try here.model("chatter", format: Self.format)
    for _ in 0..<3 { #expect(try map(model, blue: 255)[0] == 0.9) }
  }

  @Test(arguments: [
    "exit 3", "echo nonsense >&0", "printf '\\001VCL\\377\\377\\377\\177' >&0; sleep 60",
    "printf '\\001VCL\\010\\000\\000\\000abcdefgh' >&0; sleep 60", "printf '\\001V' >&0",
    "printf '\\003VCL\\000\\000\\000\\000' >&0; sleep 60",
  ]) func garbageIsNoAnswer(script: String) throws {
    let helper = try here.script(script)
    let error = error { _ = try here.model(helper: helper) }
    #expect(error?.code == .unreadableModel, "\(error as Any)")
  }

  @Test func aHelperThatIsNotThereIsNamed() {
    let error = error { _ = try here.model(helper: "/nowhere/legible-cvimodel") }
    #expect(error?.code == .runtimeNotFound && error?.message.contains("/nowhere/legible-cvimodel") == true)
  }

  @Test func theHelperGoesWithTheModel() throws {
    do {
      let model = try here.model(format: Self.format)
      #expect(here.running.count == 1)
      _ = try map(model, blue: 0)
    }
    #expect(here.running.isEmpty)
  }

  /// Whoever reads the other end of such a pipe would wait for the helper.
  @Test func theHelperHoldsNoFilesOfOurs() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let model = try here.model(format: Self.format)
    close(ends[1])
    var end = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    #expect(poll(&end, 1, 5000) == 1 && end.revents & Int16(POLLHUP) != 0)
    #expect(here.running.count == 1)
    _ = model
  }

  @Test func manyThreadsTakeTurns() throws {
    let model = try here.model(format: Self.format)
    let wrong = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 16) { i in
      let found = try? map(model, blue: i % 2 == 0 ? 255 : 0)
      if found != [Float](repeating: i % 2 == 0 ? 0.9 : 0.1, count: 2048) { wrong.withLock { $0 += 1 } }
    }
    #expect(wrong.withLock { $0 } == 0)
    #expect(here.running.count == 1)
  }

  @Test func aCancelledTaskEndsItsRun() async throws {
    let model = try here.model("hang-run", format: Self.format)
    let task = Task(executorPreference: OwnThread()) { [self] in try map(model, blue: 0) }
    // It hangs until it is cancelled, whenever that is.
    try await Task.sleep(nanoseconds: 100_000_000)
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    #expect(here.running.isEmpty)
  }
}
