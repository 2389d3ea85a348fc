internal import FoundationEssentials
internal import Legible

/// Model files for tests of the engine alone.
public enum LegibleTestingModels {
  /// The path of the line-orientation classifier, the smallest network; there may be no file.
  public static let lineOrientation = ModelFolder.path(of: "ppocrv2-line-orientation.onnx")
  /// The path of the smallest detector, which takes any size; there may be no file.
  public static let detection = ModelFolder.path(of: "ppocrv6-tiny-det.onnx")
  /// The path of the smallest recogniser; there may be no file.
  public static let recognition = ModelFolder.path(of: "ppocrv6-tiny-rec.onnx")
  /// Whether they are there.
  public static let areInstalled = [lineOrientation, detection, recognition].allSatisfy(FileManager.default.fileExists)
}
