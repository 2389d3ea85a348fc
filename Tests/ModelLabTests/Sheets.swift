import Foundation
import Legible
import LegibleTesting
@testable import ModelLab

/// Pages of the colour script.
enum Sheets {
  /// A page of lines, one below the other.
  static func page(_ lines: [String]) -> Image {
    var image = Image(size: Size(width: 640, height: 40 + 80 * lines.count))
    for (i, line) in lines.enumerated() { image.sketch(line, x: 30, y: 30 + 80 * Double(i), height: 48) }
    return image
  }

  /// Lines that are all different, `count` of them, the `number`th set.
  static func lines(_ count: Int, _ number: Int) -> [String] {
    (0..<count).map { row in
      var (value, text) = ((number * 37 + row + 1) * 1103, "")
      for _ in 0..<6 {
        text += ColorScript.letters[value % 6]
        value = value / 6 + row + number * 5
      }
      return text
    }
  }

  /// Pages with names.
  static func pages(_ count: Int, lines: Int = 6) -> [NamedPicture] {
    (0..<count).map { number in
      NamedPicture(name: "page-\(number).png") { page(Self.lines(lines, number)) }
    }
  }

  /// Cuts lines with the fake reader.
  static func cutter(width: Int? = 320, threads: Int = 2) throws -> PictureCutter {
    .lines(reader: try ColorScript.reader(threads: threads), width: width, height: 48)
  }

  /// A choice of lines with the fake reader.
  static func choice(
    images: Int, heldOut: Int = 0, seed: UInt64 = 1, threads: Int = 2
  ) throws -> CalibrationChoice {
    CalibrationChoice(
      options: CalibrationOptions(
        role: .recognition, inputSize: Size(width: 320, height: 48), images: images, heldOut: heldOut, seed: seed),
      cutter: try cutter(threads: threads))
  }
}

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

  /// All files below the folder, hidden ones too, sorted.
  var files: [String] {
    (FileManager.default.subpaths(atPath: folder) ?? []).filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }
}
