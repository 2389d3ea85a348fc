import Foundation
import Legible

func ppm(_ path: String) -> Image {
  let d = [UInt8](FileManager.default.contents(atPath: path)!)
  var f: [Int] = []; var i = 2
  while f.count < 3 { while d[i] <= 32 { i += 1 }; var n = 0; while d[i] > 32 { n = n*10 + Int(d[i]) - 48; i += 1 }; f.append(n) }
  i += 1
  return Image(size: Size(width: f[0], height: f[1]), pixels: Array(d[i...]))
}
let t0 = Date()
let reader = try TextReader(loading: CommandLine.arguments[1] == "tiny" ? .tiny : .small, compute: .init(threads: 2))
FileHandle.standardError.write("load \(Date().timeIntervalSince(t0))\n".data(using: .utf8)!)
let image = ppm(CommandLine.arguments[2])
for _ in 0..<4 {
let t = Date()
let regions = try reader.detect(image)
let t2 = Date()
let page = try reader.read(image)
FileHandle.standardError.write("det \(t2.timeIntervalSince(t)) read \(Date().timeIntervalSince(t2)) \(regions.count) \(page.count)\n".data(using: .utf8)!)
}
let page = try reader.read(image)
for l in page { print(l.score, l.text) }
