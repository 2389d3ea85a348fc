import Failure
import Inference
import LegibleTesting
import Testing

/// Reading what a cvimodel file says of itself, and refusing what is not sound.
@Suite struct CVIModelFileTests {
  func read(_ bytes: [UInt8]) throws -> CVIModelFile { try CVIModelFile(bytes: bytes, name: "x.cvimodel") }

  /// The message of the refusal; nil where there is none.
  func refusal(_ bytes: [UInt8]) -> String? {
    do {
      _ = try read(bytes)
      return nil
    } catch {
      let error = error as? LegibleError
      return error?.code == .unreadableModel ? error?.message : "an error of another code: \(error as Any)"
    }
  }

  @Test func aSoundFileIsDescribed() throws {
    let file = try read(CVIModelSample.detector().bytes)
    #expect(file.chip == "cv181x" && file.version == "1.4" && file.name == "sample" && file.converter == "v1.30")
    #expect(file.buildTime == "2026-11-22 12:00:00")
    #expect(file.inputs.map(\.description) == ["x i8[1, 3, 32, 64]"])
    #expect(file.inputs[0].scale == 2 && file.inputs[0].zeroPoint == 0 && file.inputs[0].byteCount == 6144)
    #expect(file.outputs.map(\.description) == ["y_f32 f32[1, 1, 32, 64]"])
    #expect(file.outputs[0].byteCount == 8192)
    #expect(file.programs[0].tensors.count == 2 && file.programs[0].memory == 5000)
    let section = try #require(file.sections.first)
    #expect(section.kind == .weights && section.name == "weight" && section.byteCount == 100)
    #expect(section.offset + 100 == CVIModelSample.detector().bytes.count)
  }

  @Test func whatIsWrongIsSaid() throws {
    let sound = CVIModelSample.detector().bytes
    #expect(refusal([])?.contains("0 bytes") == true)
    #expect(refusal(Array("CviModel".utf8))?.contains("8 bytes") == true)
    #expect(refusal(Array("ONNX".utf8) + sound)?.contains("does not begin with CviModel") == true)
    #expect(refusal(Array(sound.dropLast()))?.contains("MD5") == true)
    var changed = sound
    changed[sound.count - 1] ^= 1
    #expect(refusal(changed)?.contains("MD5") == true)
    var other = CVIModelSample.detector()
    other.version = [2, 0]
    #expect(refusal(other.bytes)?.contains("version 2.0") == true)
    other = CVIModelSample.detector()
    other.chip = "cv\u{1B}["
    #expect(refusal(other.bytes)?.contains("no chip") == true)
    other = CVIModelSample.detector()
    other.rest.removeLast()
    #expect(refusal(other.bytes)?.contains("'weight' runs over the end") == true)
    #expect(
      refusal(CVIModelSample.file(description: [1, 2, 3], rest: [], size: 100))?.contains("100 bytes") == true)
  }

  @Test(arguments: [
    ([Int64(0), 3, 2, 2], UInt8(6), "a side of 0"), ([-1, 3, 2, 2], 6, "a side of -1"),
    ([Int64.max, Int64.max, 2], 6, "makes it too large"), ([1 << 27, 4, 4], 6, "makes it too large"),
    ([1, 3, 2, 2], 9, "of the type 9"), ([], 6, "0 dimensions"), ([1, 1, 1, 1, 1, 1, 1], 6, "7 dimensions"),
  ]) func tensorsThatCannotBeAreRefused(shape: [Int64], element: UInt8, reason: String) {
    let sample = CVIModelSample(
      inputs: [CVIModelSample.tensor("x", element, shape, scale: 1)],
      outputs: [CVIModelSample.tensor("y", 0, [1, 1, 2, 2], scale: 1)])
    #expect(refusal(sample.bytes)?.contains(reason) == true)
  }

  @Test func anInputThatIsNotDescribedIsNamed() {
    var sample = CVIModelSample.detector()
    sample.model = .table([
      6: .tables([.table([2: .texts(["lost"]), 3: .texts(["lost"]), 4: .tables([])])]), 7: .tables([]),
    ])
    #expect(refusal(sample.bytes)?.contains("no tensor 'lost'") == true)
    sample.model = .table([6: .tables([])])
    #expect(refusal(sample.bytes)?.contains("no programs") == true)
    sample.model = .table([6: .tables([.table([:])])])
    #expect(refusal(sample.bytes)?.contains("no inputs") == true)
  }

  @Test func aFileOfAnyLengthIsRefusedOrRead() {
    let sound = CVIModelSample.detector().bytes
    for count in 0..<sound.count { #expect(refusal(Array(sound[..<count])) != nil, "\(count) bytes") }
    // The same below the checksum: the description itself is cut off.
    let body = Array(sound[48...])
    for count in 0..<(body.count - 100) {
      #expect(refusal(CVIModelSample.file(description: Array(body[..<count]), rest: [])) != nil, "\(count) bytes")
    }
  }

  /// Whatever stands in a description, reading it ends, and soon; the checksums are right.
  @Test func changedBytesAreReadOrRefused() {
    let body = Array(CVIModelSample.detector().bytes[48...].dropLast(100))
    let rest = [UInt8](repeating: 0, count: 100)
    var random = SystemRandomNumberGenerator()
    for place in body.indices {
      for value in [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &random)] {
        var changed = body
        changed[place] = value
        check(changed, rest)
        // Whole offsets and lengths.
        guard place + 4 <= body.count else { continue }
        for offset in 0..<4 { changed[place + offset] = value }
        check(changed, rest)
      }
    }
    for _ in 0..<2000 {
      var changed = body
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      check(changed, rest)
    }
  }

  private func check(_ description: [UInt8], _ rest: [UInt8]) {
    let bytes = CVIModelSample.file(description: description, rest: rest)
    guard let message = refusal(bytes) else { return }
    #expect(message.hasPrefix("x.cvimodel is no sound cvimodel: "), "\(message) of \(description)")
  }

  /// Lists that point at one long text again and again could ask for more memory than there is.
  @Test func listsAreBounded() {
    let many = CVIModelSample.Node.texts([String](repeating: "x", count: 65))
    var sample = CVIModelSample.detector()
    sample.model = .table([6: .tables([.table([2: many, 3: many, 4: .tables([])])])])
    #expect(refusal(sample.bytes)?.contains("65 things") == true)
    sample.model = .table([1: .text(String(repeating: "x", count: 1025))])
    #expect(refusal(sample.bytes) != nil)
  }

  @Test func filesThatAreNoneAreNamed() {
    for path in ["/nowhere/x.cvimodel", "/tmp", "/dev/null"] {
      #expect { try CVIModelFile(contentsOf: path) } throws: {
        LegibleError.Code.modelNotFound ~= $0 && "\($0)".contains(path)
      }
    }
  }
}
