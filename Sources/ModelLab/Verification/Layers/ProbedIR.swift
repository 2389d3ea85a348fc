internal import Failure
internal import FoundationEssentials
internal import Raster

/// A file of OpenVINO's own notation in which tensors can be made outputs.
///
/// The engine writes a tag a line: `<layer id name type version>`, inside `<output>` the ports, `<port id precision
/// names>`, and at the end `<edge from-layer from-port to-layer to-port>`. Only what is written so is understood.
struct ProbedIR: ProbedFile {
  let tensors: [ProbedModel.Tensor]
  private let lines: [Substring]
  /// The file's own path, beside which the weights lie.
  private let path: String
  private let ports: [String: (layer: String, port: String)]
  private let firstFreeLayer: Int

  /// They are no results of arithmetic.
  private static let left: Set<String> = [
    "Const", "Parameter", "Result", "Convert", "FakeQuantize", "ShapeOf", "Reshape", "Squeeze", "Unsqueeze",
  ]

  init(_ text: String, weights path: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var tensors: [ProbedModel.Tensor] = []
    var ports: [String: (String, String)] = [:]
    var (layer, type, isOutput, highest) = ("", "", false, 0)
    for line in lines {
      let tag = line.drop { $0 == " " || $0 == "\t" }
      if tag.hasPrefix("<layer ") {
        layer = Self.attribute("id", of: tag) ?? ""
        type = Self.attribute("type", of: tag) ?? ""
        highest = max(highest, Int(layer) ?? 0)
      } else if tag.hasPrefix("<output>") {
        isOutput = true
      } else if tag.hasPrefix("</output>") {
        isOutput = false
      } else if isOutput, tag.hasPrefix("<port "), Self.attribute("precision", of: tag) == "FP32",
        let port = Self.attribute("id", of: tag), let names = Self.attribute("names", of: tag),
        !Self.left.contains(type)
      {
        for name in names.split(separator: ",").map(String.init) where ports[name] == nil {
          ports[name] = (layer, port)
          tensors.append(ProbedModel.Tensor(name: name, operation: type))
        }
      }
    }
    self.tensors = tensors
    self.ports = ports
    firstFreeLayer = highest + 1
  }

  func write(adding names: [String], in folder: String) throws -> String {
    var (layers, edges): ([String], [String]) = ([], [])
    for (k, name) in names.enumerated() {
      guard let (layer, port) = ports[name] else { continue }
      let id = firstFreeLayer + k
      layers.append(
        """
        <layer id="\(id)" name="legible_probe_\(k)" type="Result" version="opset1"><input><port id="0" \
        precision="FP32" /></input></layer>
        """)
      edges.append(#"<edge from-layer="\#(layer)" from-port="\#(port)" to-layer="\#(id)" to-port="0" />"#)
    }
    var text: [Substring] = []
    for line in lines {
      let tag = line.drop { $0 == " " || $0 == "\t" }
      if tag.hasPrefix("</layers>") { text += layers.map { $0[...] } }
      if tag.hasPrefix("</edges>") { text += edges.map { $0[...] } }
      text.append(line)
    }
    let copy = "\(folder)/probed.xml"
    do throws(LegibleError) {
      try FileOutput.write(Array(text.joined(separator: "\n").utf8), to: copy)
    } catch {
      throw LegibleError(error.code, "\(copy): \(error.message)")
    }
    let weights = path.dropLast(4) + ".bin"
    let target = weights.hasPrefix("/") ? String(weights) : FileManager.default.currentDirectoryPath + "/" + weights
    do {
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/probed.bin", withDestinationPath: target)
    } catch {
      throw LegibleError(.unwritableFile, "\(folder)/probed.bin: the link to the weights cannot be made: \(error)")
    }
    return copy
  }

  /// The value of an attribute, with the characters that XML writes by name put back.
  private static func attribute(_ name: String, of tag: Substring) -> String? {
    guard let start = tag.firstRange(of: " \(name)=\"")?.upperBound,
      let end = tag[start...].firstIndex(of: "\"")
    else { return nil }
    return String(tag[start..<end]).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&apos;", with: "'").replacing("&amp;", with: "&")
  }
}
