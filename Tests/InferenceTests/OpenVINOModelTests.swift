import Failure
import Inference
import Testing

/// Bad model files get an error that says what is wrong; nothing crashes.
@Suite struct OpenVINOModelTests {
  @Test func aMissingFileIsNamed() {
    #expect { try OpenVINOModel(contentsOf: "/nowhere/x.onnx") } throws: {
      LegibleError.Code.modelNotFound ~= $0 && "\($0)".contains("/nowhere/x.onnx")
    }
  }
}
