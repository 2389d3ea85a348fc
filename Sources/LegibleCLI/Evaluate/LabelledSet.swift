internal import FoundationEssentials
internal import Legible

/// A folder with gt.jsonl and pictures, as far as reading it goes: scoring knows the rest.
struct LabelledSet {
  /// The folder.
  let path: String
  /// The pictures' paths inside of it, in the order of gt.jsonl.
  let pictures: [String]

  /// The folder's own name.
  var name: String { path.resolved.fileName }

  /// - Parameter limit: no more pictures than this.
  /// - Throws: `invalidData` where gt.jsonl is missing or not as expected.
  init(path: String, limit: Int?) throws(LegibleError) {
    self.path = path
    let file = path.appendingPath("gt.jsonl")
    guard let data = FileManager.default.contents(atPath: file) else {
      throw LegibleError(.invalidData, "\(path) is no set of labelled pictures: there is no readable file \(file).")
    }
    var pictures: [String] = []
    for (number, line) in data.split(separator: UInt8(ascii: "\n")).enumerated() where line.contains(UInt8(ascii: "{")) {
      if let limit, pictures.count >= limit { break }
      guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(line)) else {
        throw LegibleError(.invalidData, "\(file), line \(number + 1): a JSON object with the field \"image\" is expected.")
      }
      pictures.append(entry.image)
    }
    if pictures.isEmpty { throw LegibleError(.invalidData, "\(file) lists no picture.") }
    self.pictures = pictures
  }

  private struct Entry: Decodable { var image: String }
}
