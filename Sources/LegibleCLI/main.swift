import Foundation
import Legible

let arguments = CommandLine.arguments
let reader = try TextReader(
  loading: arguments[1] == "tiny" ? .tiny : .small,
  compute: .init(threads: 2, precision: arguments[4] == "f32" ? .f32 : .auto))
let set = arguments[2]
let isLine = arguments.contains("--line")
var out = ""
for row in try String(contentsOfFile: set + "/gt.jsonl", encoding: .utf8).split(separator: "\n") {
  let object = try JSONSerialization.jsonObject(with: row.data(using: .utf8)!) as! [String: Any]
  let name = object["image"] as! String
  let t = Date()
  var lines: [TextLine] = []
  do {
    let image = try Image(contentsOf: set + "/" + name)
    var options = RecognitionOptions()
    if let m = ProcessInfo.processInfo.environment["MINSCORE"] { options.minimumScore = Float(m)! }
    lines =
      isLine
      ? (try reader.readLine(image, options: options).map { [$0] } ?? [])
      : try reader.read(image, options: options).lines
  } catch { print(error) }
  let ms = Date().timeIntervalSince(t) * 1000
  let value: [String: Any] = [
    "image": name, "ms": ms,
    "lines": lines.map {
      ["text": $0.text, "score": Double($0.score), "box": $0.quad.corners.map { [$0.x, $0.y] }] as [String: Any]
    },
  ]
  out += String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self) + "\n"
}
try out.write(toFile: arguments[3], atomically: true, encoding: .utf8)
