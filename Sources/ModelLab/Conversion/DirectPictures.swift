internal import Failure
internal import Legible

/// The user's pictures as they are: a detector gets each as a page with black around it, a recogniser each as a line.
public struct DirectPictures: CalibrationSource {
  /// Nothing to set.
  public init() {}

  /// Fewer pictures than this give other results from one choice to the next (docs/conversion.md).
  private static func enough(_ role: FamilyRole) -> Int { role == .recognition ? 200 : 30 }

  /// Pictures spread evenly over the sorted names of the folder.
  public func pictures(for request: CalibrationRequest, into folder: String) async throws -> CalibrationPictures {
    let names = Files.names(in: request.source).filter { name in
      guard !name.hasPrefix("."), let dot = name.lastIndex(of: ".") else { return false }
      return ImageFormat(fileExtension: String(name[name.index(after: dot)...])) != nil
    }
    var paths: [String] = []
    var failures: [String] = []
    // Spread over the folder, so that the choice is not of one kind that stands together.
    for name in Self.spread(names, request.count) {
      try Task.checkCancellation()
      let image: Image
      do {
        image = try Image(contentsOf: "\(request.source)/\(name)")
      } catch {
        failures.append(error.message)
        continue
      }
      let path = "\(folder)/\(Self.number(paths.count)).png"
      try PreparedPicture.make(image, role: request.role, size: request.size).write(to: path)
      paths.append(path)
    }
    guard !paths.isEmpty else {
      throw LegibleError(
        .invalidData,
        """
        \(request.source) has no picture to calibrate with\(failures.first.map { " (\($0))" } ?? ""): give a folder of \
        pictures such as the model will see.
        """)
    }
    var warnings: [String] = []
    if !failures.isEmpty { warnings.append("\(failures.count) pictures could not be read; the first: \(failures[0])") }
    let enough = Self.enough(request.role)
    if paths.count < enough {
      warnings.append(
        """
        INT8 is calibrated with \(paths.count) pictures, and \(enough) are what gives stable results: PP-OCRv4's \
        recogniser reaches a Euclidean similarity of 0.56 with 30 of them, and of 0.71 with 200.
        """)
    }
    return CalibrationPictures(paths: paths, warnings: warnings)
  }

  /// So many of a list, evenly spread.
  static func spread(_ names: [String], _ count: Int) -> [String] {
    guard names.count > count else { return names }
    return (0..<count).map { names[$0 * names.count / count] }
  }

  static func number(_ value: Int) -> String {
    let text = "\(value)"
    return String(repeating: "0", count: max(0, 5 - text.count)) + text
  }
}
