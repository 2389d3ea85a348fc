internal import FoundationEssentials
internal import Legible

/// Model files for tests of the engine alone.
public enum LegibleTestingModels {
  /// The path of the line-orientation classifier, the smallest network; there may be no file.
  public static let lineOrientation = ModelFolder.path(of: "ppocrv2-line-orientation.onnx")
  /// Whether it is there.
  public static let areInstalled = FileManager.default.fileExists(atPath: lineOrientation)
}
