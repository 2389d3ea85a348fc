import Foundation
import Legible
import Testing

/// A folder that goes away with the value.
final class Scratch {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "/legible-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func text(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path(name)) ?? Data(), as: UTF8.self)
  }

  /// All files, without those that are hidden, sorted.
  var files: [String] {
    (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? [])
      .filter { name in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder) && !isFolder.boolValue
      }.sorted()
  }

  /// Puts a file there, and the folders it needs.
  func put(_ text: String, at name: String) throws {
    try makeFolder(for: name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
  }

  /// Draws a picture with lines of black text on white.
  @discardableResult
  func draw(_ lines: String..., at name: String) throws -> Image {
    try makeFolder(for: name)
    let image = Drawing.page(lines)
    try image.write(to: path(name))
    return image
  }

  private func makeFolder(for name: String) throws {
    let parent = URL(fileURLWithPath: path(name)).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
  }
}

/// Pictures made for these tests.
enum Drawing {
  static let lineHeight = 60.0

  /// Lines of text, one below the other.
  static func page(_ lines: [String]) -> Image {
    var image = Image(size: Size(width: 520, height: 40 + Int(lineHeight) * lines.count))
    image.draw { canvas in
      for (i, line) in lines.enumerated() {
        canvas.text(line, at: Point(24, 20 + lineHeight * Double(i)), size: 36, color: .black)
      }
    }
    return image
  }
}

/// What some tests need: without it they are skipped.
enum Needs {
  static let models: Bool = [OCRModel.small, .tiny].allSatisfy { model in
    [model.detection?.path, model.recognition?.path, model.recognition?.alphabet.path, model.lineOrientation?.path]
      .allSatisfy { $0.map { FileManager.default.fileExists(atPath: $0) } ?? false }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test where the models are not installed.
  static var needsModels: Self {
    .enabled(if: Needs.models, "the models are not installed: ./legible --setup-only fetches them")
  }
}
