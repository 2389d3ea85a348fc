import Failure
import Foundation
import LegibleTesting
import Synchronization
import Testing

@testable import Inference

/// Compiled networks are kept between runs, and nothing that happens to the files does harm.
@Suite(.enabled(if: LegibleTestingModels.areInstalled, "no models are installed: run ./legible --setup-only"))
struct CompiledCacheTests {
  static let format = OpenVINORunTests.format

  /// What the network says of some picture.
  func run(
    _ folder: String?, model: String = LegibleTestingModels.lineOrientation, format: InputFormat? = Self.format,
    precision: ComputeOptions.Precision = .f32, threads: Int = 1, streams: Int = 1, width: Int = 192
  ) throws -> [Float] {
    let compute = ComputeOptions(threads: threads, precision: precision, cacheFolder: folder)
    let network = try OpenVINOModel(contentsOf: model, format: format, compute: compute, streams: streams)
    let pixels = (0..<(48 * width * 3)).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 4) }
    return try pixels.withUnsafeBytes {
      try network.run([TensorView(shape: [1, 48, width, 3], elementType: .u8, bytes: $0)]) { Array($0[0].floats) }
    }
  }

  @Test func aKeptNetworkGivesExactlyTheSame() throws {
    let cache = try CacheScratch()
    let plain = try run(nil)
    #expect(try run(cache.folder) == plain)
    let file = try #require(try cache.onlyFile)
    let number = try file.fileNumber
    #expect(try run(cache.folder) == plain)
    // What cannot be used is replaced: the file is still the one that the first run wrote.
    #expect(try cache.onlyFile == file && file.fileNumber == number)
  }

  @Test func aKeptNetworkDescribesItself() throws {
    let cache = try CacheScratch()
    defer { withExtendedLifetime(cache) {} }
    let compute = ComputeOptions(threads: 1, precision: .f32, cacheFolder: cache.folder)
    let models = try (0..<2).map { _ in
      try OpenVINOModel(contentsOf: LegibleTestingModels.lineOrientation, format: Self.format, compute: compute)
    }
    #expect(models[0].inputs == models[1].inputs && models[0].outputs == models[1].outputs)
  }

  #if os(Linux)
  /// A recogniser that was made ready may not read a line for long.
  @Test(arguments: [1, 2]) func weightsAreGivenBackOnceANetworkIsReady(streams: Int) throws {
    let cache = try CacheScratch()
    let compute = ComputeOptions(threads: streams, precision: .f32, cacheFolder: cache.folder)
    func load() throws -> OpenVINOModel {
      try OpenVINOModel(
        contentsOf: LegibleTestingModels.recognition, format: Self.format, compute: compute, streams: streams)
    }
    _ = try load()
    let file = URL(filePath: try #require(try cache.onlyFile))
    let size = try #require(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize)
    let network = try load()
    let pixels = [UInt8](repeating: 0, count: 48 * 160 * 3)
    try pixels.withUnsafeBytes {
      try network.run([TensorView(shape: [1, 48, 160, 3], elementType: .u8, bytes: $0)]) { _ in }
    }
    let read = mappedMemory(of: file)
    #expect(read > size / 2, "\(read) of \(size) bytes")
    network.prepare([1, 48, 192, 3])
    let kept = withExtendedLifetime(network) { mappedMemory(of: file) }
    #expect(kept < size / 8, "\(kept) of \(size) bytes")
  }

  /// Bytes of a file's mappings that are in memory.
  private func mappedMemory(of file: URL) -> Int {
    // Another test has a file of this name, too.
    let place = file.pathComponents.suffix(2).joined(separator: "/")
    var isIt = false
    var bytes = 0
    // `contents(atPath:)` takes the system's first answer for the whole.
    let maps = FileHandle(forReadingAtPath: "/proc/self/smaps").flatMap { try? $0.readToEnd() } ?? Data()
    for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words[0].contains("-") { isIt = line.hasSuffix("/" + place) }
      if isIt, words[0] == "Rss:" { bytes += (Int(words[1]) ?? 0) << 10 }
    }
    return bytes
  }
  #endif

  @Test func filesAreForTheUserAlone() throws {
    let cache = try CacheScratch()
    defer { withExtendedLifetime(cache) {} }
    let folder = cache.folder + "/made/here"
    _ = try run(folder)
    #expect(try folder.permissions == 0o700)
    #expect(try CacheScratch.files(in: folder).map { try "\(folder)/\($0)".permissions } == [0o600])
  }

  /// What may happen to a file.
  enum Damage: String, CaseIterable {
    case firstByte, middle, label, lastByte, cut, half, empty, longer, foreign, link, writable

    func apply(_ path: String) throws {
      var data = try #require(FileManager.default.contents(atPath: path))
      switch self {
      case .firstByte: data[0] ^= 1
      case .middle: data[data.count / 2] ^= 0x80
      case .label: data[data.count - 60] ^= 1
      case .lastByte: data[data.count - 1] ^= 1
      case .cut: data.removeLast()
      case .half: data = data.prefix(data.count / 2)
      case .empty: data = Data()
      case .longer: data.append(0)
      case .foreign: data = Data("this was something else".utf8)
      case .link:
        try FileManager.default.moveItem(atPath: path, toPath: path + "-elsewhere")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + "-elsewhere")
        return
      case .writable:
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
        return
      }
      try data.write(to: URL(filePath: path))
    }
  }

  @Test(arguments: Damage.allCases) func whatIsDamagedIsReplaced(damage: Damage) throws {
    let cache = try CacheScratch()
    let plain = try run(cache.folder)
    let file = try #require(try cache.onlyFile)
    let whole = FileManager.default.contents(atPath: file)
    try damage.apply(file)
    let number = try file.fileNumber
    #expect(try run(cache.folder) == plain)
    #expect(try file.fileNumber != number)
    #expect(FileManager.default.contents(atPath: file)?.count == whole?.count)
    #expect(try file.permissions == 0o600)
  }

  @Test func aFileUnderAnotherNameIsNotTaken() throws {
    let cache = try CacheScratch()
    _ = try run(cache.folder)
    let small = try #require(try cache.onlyFile)
    let plain = try run(cache.folder, model: LegibleTestingModels.recognition)
    let other = try #require(try cache.files.first { $0 != small })
    try FileManager.default.removeItem(atPath: other)
    try FileManager.default.copyItem(atPath: small, toPath: other)
    #expect(try run(cache.folder, model: LegibleTestingModels.recognition) == plain)
  }

  @Test func everySettingHasItsOwnFile() throws {
    let cache = try CacheScratch()
    _ = try run(cache.folder)
    _ = try run(cache.folder, threads: 2)
    #expect(try cache.files.count == 2)
    // Each stream has a network of its own, here for one thread.
    _ = try run(cache.folder, threads: 2, streams: 2)
    #expect(try cache.files.count == 2)
    // Without bf16 in the processor it is computed at f32, by the network that is there.
    _ = try run(cache.folder, precision: .bf16)
    #expect(try cache.files.count == (Processor.hasBF16 ? 3 : 2))
  }

  /// Pictures are normalized before the network sees them.
  @Test func formatsShareANetworkAndNotItsAnswers() throws {
    let cache = try CacheScratch()
    let usual = try run(cache.folder)
    var format = Self.format
    format.channelOrder = format.channelOrder == .bgr ? .rgb : .bgr
    let turned = try run(cache.folder, format: format)
    #expect(try turned != usual && turned == run(nil, format: format))
    format.mean[1] = 100
    let darker = try run(cache.folder, format: format)
    #expect(try darker != turned && darker == run(nil, format: format))
    #expect(try cache.onlyFile != nil)
  }

  @Test func theContentOfAModelCountsAndNotItsName() throws {
    let cache = try CacheScratch()
    let plain = try run(cache.folder)
    let copy = cache.folder + "/copy.onnx"
    try FileManager.default.copyItem(atPath: LegibleTestingModels.lineOrientation, toPath: copy)
    #expect(try run(cache.folder, model: copy) == plain)
    #expect(try cache.files.count == 1)
    // ModelProto.producer_name, once more.
    try CacheScratch.append([0x12, 0x01, 0x78], to: copy)
    #expect(try run(cache.folder, model: copy) == plain)
    #expect(try cache.files.count == 2)
  }

  @Test func aModelWithWeightsInOtherFilesIsNotKept() throws {
    let cache = try CacheScratch()
    let copy = cache.folder + "/copy.onnx"
    try FileManager.default.copyItem(atPath: LegibleTestingModels.lineOrientation, toPath: copy)
    // An entry "location" as TensorProto.external_data has it; here of ModelProto.metadata_props, which does no harm.
    try CacheScratch.append([0x72, 0x0D, 0x0A, 0x08] + Array("location".utf8) + [0x12, 0x01, 0x78], to: copy)
    #expect(try run(cache.folder, model: copy) == run(nil))
    #expect(try cache.files.isEmpty)
  }

  @Test func aFolderThatCannotBeUsedIsNoError() throws {
    let cache = try CacheScratch()
    defer { withExtendedLifetime(cache) {} }
    let plain = try run(nil)
    let others = cache.folder + "/others"
    try FileManager.default.createDirectory(atPath: others, withIntermediateDirectories: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: others)
    // Open to everybody, below a file, in a file system that makes no folders, nowhere.
    for folder in [others, LegibleTestingModels.lineOrientation + "/x", "/proc/legible", ""] {
      #expect(try run(folder) == plain, "\(folder)")
    }
    #expect(try CacheScratch.files(in: others).isEmpty)
  }

  @Test func severalAtOnceWriteOneWholeFile() throws {
    let cache = try CacheScratch()
    let plain = try run(nil)
    let results = Mutex<[[Float]?]>([])
    let folder = cache.folder
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      let result = try? run(folder)
      results.withLock { $0.append(result) }
    }
    #expect(results.withLock { $0.count == 6 && $0.allSatisfy { $0 == plain } })
    let file = try #require(try cache.onlyFile)
    let number = try file.fileNumber
    #expect(try run(cache.folder) == plain && file.fileNumber == number)
    #expect(try CacheScratch.files(in: cache.folder).count == 1)
  }

  @Test func aNetworkOutlivesItsFile() throws {
    let cache = try CacheScratch()
    let plain = try run(nil)
    _ = try run(cache.folder)
    let compute = ComputeOptions(threads: 1, precision: .f32, cacheFolder: cache.folder)
    let network = try OpenVINOModel(
      contentsOf: LegibleTestingModels.lineOrientation, format: Self.format, compute: compute)
    try FileManager.default.removeItem(atPath: try #require(try cache.onlyFile))
    let pixels = (0..<(48 * 192 * 3)).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 4) }
    let result = try pixels.withUnsafeBytes {
      try network.run([TensorView(shape: [1, 48, 192, 3], elementType: .u8, bytes: $0)]) { Array($0[0].floats) }
    }
    #expect(result == plain)
  }

  @Test func whatWasNotUsedForLongestGoesFirst() throws {
    let cache = try CacheScratch()
    _ = try run(cache.folder)
    let kept = try #require(try cache.onlyFile)
    // Files without blocks on the disk: together with what comes they are more than 512 MiB.
    let old = try cache.put("old.compiled", size: 300 << 20, age: 7200)
    let newer = try cache.put("newer.compiled", size: 300 << 20, age: 3600)
    let foreign = try cache.put("notes.txt", size: 300 << 20, age: 9000)
    let left = try cache.put("x.compiled.1-1.tmp", size: 10, age: 7200)
    let unfinished = try cache.put("x.compiled.2-1.tmp", size: 10, age: 60)
    _ = try run(cache.folder, threads: 2)
    let there = [kept, old, newer, foreign, left, unfinished].map(FileManager.default.fileExists(atPath:))
    #expect(there == [true, false, true, true, false, true])
  }
}
