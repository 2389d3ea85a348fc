@testable import ModelLab
import Testing

/// What TPU-MLIR says about likeness.
@Suite struct VendorComparisonTests {
  /// Lines as its version 1.30.2 writes them.
  @Test func comparisonsAreReadFromTheOutput() {
    let lines = [
      "[Running]: npz_tool.py compare top.npz net_ref_outputs.npz --tolerance 0.99,0.99 --except - -vv",
      "min_similarity = (0.9999999403953552, 0.9999671578407288, 89.63)", "npz compare PASSED.",
      "[Running]: npz_tool.py compare net_cv181x_int8_sym_tpu_outputs.npz top.npz --tolerance 0.9,0.5 --except - -vv",
      "min_similarity = (0.9696, 0.7489, 12.1)", "npz compare PASSED.",
      "[Running]: npz_tool.py compare net_model_outputs.npz net_tpu_outputs.npz --tolerance 0.99,0.90 --except -",
      "min_similarity = (0.992, 0.872, 9.4)", "npz compare FAILED.",
    ]
    #expect(lines.allSatisfy(VendorComparison.isOfInterest))
    let found = VendorComparison.all(in: lines)
    #expect(found.map(\.isPassed) == [true, true, false])
    #expect(found.map(\.tolerance) == ["0.99,0.99", "0.9,0.5", "0.99,0.90"])
    #expect(
      found.map(\.similarity.subject) == [
        "the network as it was read against the original", "the compiled network against the original",
        "the simulator against the compiler",
      ])
    #expect(found[1].similarity.text == "0.969 and 0.748")
  }

  @Test func linesAreTakenWhereverTheyAreCut() {
    let bytes = Array("one\r\ntwo\rthree\nfour".utf8)
    for size in 1...bytes.count {
      var tail = LineTail()
      var lines: [String] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        lines += tail.take(Array(bytes[start..<min(bytes.count, start + size)])).filter { !$0.isEmpty }
      }
      let all = tail.finish()
      #expect(lines == ["one", "two", "three"] && all == ["one", "two", "three", "four"])
    }
  }
}
