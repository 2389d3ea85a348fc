import Foundation
import Legible
@testable import ModelLab
import Testing

/// What is inside of networks.
@Suite struct LayerTests {
  static let size = Size(width: 64, height: 32)
  static let picture = NamedPicture(name: "gray") {
    Image(size: size) { pixels in for i in pixels.indices { pixels[i] = UInt8(truncatingIfNeeded: i * 7) } }
  }

  private func verification(_ a: String, _ b: String) throws -> LayerVerification {
    try LayerVerification(
      original: a, converted: b, format: .imageNetBGR, precision: .f32,
      task: .detection(DetectionModel(path: "small"), size: nil), on: [Self.picture])
  }

  @Test func layersOfOpenVINOsNotationAreCompared() throws {
    let scratch = try Scratch()
    let a = try SmallNetworks.write("a b", curve: "Sigmoid", size: Self.size, in: scratch)
    let b = try SmallNetworks.write("b", curve: "Tanh", size: Self.size, in: scratch)
    let same = try verification(a, a)
    #expect(same.layers.map(\.operation) == ["ReduceMean", "ReduceMean", "Sigmoid", "ReLU"])
    #expect(same.layers.allSatisfy { $0.similarity == Similarity(cosine: 1, euclidean: 1) })
    let other = try verification(a, b)
    #expect(other.layers.first?.name == "mean&out" && other.pictures == 1)
    #expect(other.layers.first?.similarity == Similarity(cosine: 1, euclidean: 1), "before the curve all is the same")
    #expect((other.layers.first { $0.name == "curve_out" }?.similarity.euclidean ?? 1) < 0.9)
    #expect(scratch.files == ["a b.bin", "a b.xml", "b.bin", "b.xml"], "nothing is left behind")
  }

  @Test func otherFilesAreRefused() throws {
    #expect { try ProbedModel(contentsOf: "/nowhere/x.onnx") } throws: { LegibleError.Code.modelNotFound ~= $0 }
    let scratch = try Scratch()
    try Data("CviModel".utf8).write(to: URL(fileURLWithPath: scratch.path("x.cvimodel")))
    #expect { try ProbedModel(contentsOf: scratch.path("x.cvimodel")) } throws: {
      LegibleError.Code.unsuitableModel ~= $0
    }
    let a = try SmallNetworks.write("a", curve: "Sigmoid", size: Self.size, in: scratch)
    try Data("not a model".utf8).write(to: URL(fileURLWithPath: scratch.path("y.onnx")))
    #expect { try verification(a, scratch.path("y.onnx")) } throws: { LegibleError.Code.unsuitableModel ~= $0 }
  }

  @Test func layersAreThinnedOutEvenly() {
    let many = (0..<500).map { ProbedModel.Tensor(name: "\($0)", operation: "Conv") }
    let common = LayerVerification.common(many, many)
    #expect(common.count == LayerVerification.layerLimit && common.first?.name == "0" && common.last?.name == "499")
    #expect(LayerVerification.common(many, [many[7]]) == [many[7]])
  }

  @Test(arguments: [
    [UInt8](), [0x0A], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0x80], [0x3F], [0x3A, 5, 0x0A, 9],
  ])
  func whatIsCutOffEndsTheFields(_ bytes: [UInt8]) {
    for field in ProtobufFields.texts(bytes[...]) { #expect(field.bytes.count <= bytes.count) }
    #expect(ProbedONNX(bytes).tensors.isEmpty)
  }

  @Test func fieldsAreWrittenAsTheyAreRead() {
    let long = [UInt8](repeating: 7, count: 300)
    let fields = ProtobufFields.texts((ProtobufFields.field(12, long) + ProtobufFields.field(1, [1]))[...])
    #expect(fields.map(\.number) == [12, 1] && Array(fields[0].bytes) == long)
  }
}
