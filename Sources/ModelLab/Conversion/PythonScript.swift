internal import FoundationEssentials

/// A Python program of ours, which is compiled into this one and written into a working folder to be run.
enum PythonScript: CaseIterable {
  case lowerIRVersion, convertOpenVINO, quantizeOpenVINO

  /// The file's name.
  var name: String {
    switch self {
    case .lowerIRVersion: "lower_ir_version.py"
    case .convertOpenVINO: "convert_openvino.py"
    case .quantizeOpenVINO: "quantize_openvino.py"
    }
  }

  /// The program.
  var text: String {
    let bytes: [UInt8] =
      switch self {
      case .lowerIRVersion: PackageResources.lower_ir_version_py
      case .convertOpenVINO: PackageResources.convert_openvino_py
      case .quantizeOpenVINO: PackageResources.quantize_openvino_py
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
