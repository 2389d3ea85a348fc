import Failure
import Foundation
import Legible
import Testing

/// Orientation classifiers are loaded when they are first asked; what is wrong with them is said all the same.
@Suite(.enabled(if: InstalledModels.areThere, "no models are installed: run ./legible --setup-only"))
struct DeferredClassifierTests {
  /// The tiny set with another file as its classifiers.
  func set(_ path: String) -> OCRModel {
    var model = OCRModel.tiny
    model.lineOrientation = OrientationModel(linePath: path)
    model.pageOrientation = OrientationModel(pagePath: path)
    return model
  }

  @Test func aMissingFileIsSaidAtOnce() {
    for path in ["/nowhere/cls.onnx", "/nowhere/cls.cvimodel"] {
      #expect {
        try TextReader(loading: set(path))
      } throws: {
        (LegibleError.Code.modelNotFound ~= $0 || LegibleError.Code.unreadableModel ~= $0) && "\($0)".contains(path)
      }
    }
  }

  @Test func aDamagedFileIsSaidWhenItIsAsked() throws {
    let path = NSTemporaryDirectory() + "/legible-\(UUID().uuidString).onnx"
    try Data("no model".utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let reader = try TextReader(loading: set(path))
    let image = try SampleTests.picture("meter")
    #expect(try reader.read(image).isEmpty == false)
    // Again and again, and not only the first time.
    for _ in 0..<2 {
      #expect {
        try reader.lineOrientation?.classify(image)
      } throws: {
        LegibleError.Code.unreadableModel ~= $0 && "\($0)".contains(path)
      }
    }
    var options = RecognitionOptions()
    options.pageTurning = .automatic
    #expect { try reader.read(image, options: options) } throws: { LegibleError.Code.unreadableModel ~= $0 }
  }
}
