internal import Legible

extension CVIModelFile {
  /// What `legible models info` says of a cvimodel: lines with their headings. No runtime is needed for it.
  var facts: [(String, String)] {
    var maker = ["cvimodel \(version)"]
    if let converter { maker.append("converter \(converter)") }
    if let buildTime { maker.append("made \(buildTime)") }
    var facts = [("chip", chip), ("made by", maker.joined(separator: ", ").withoutControlCharacters)]
    for (heading, tensors) in [("inputs", inputs), ("outputs", outputs)] {
      for (index, tensor) in tensors.enumerated() {
        facts.append((index == 0 ? heading : "", Self.described(tensor)))
      }
    }
    facts.append(("precision", Self.unique(programs[0].tensors.map { "\($0.element)" }).joined(separator: ", ")))
    facts.append(
      ("tensors", "\(programs[0].tensors.count), which take \(Self.size(programs[0].memory)) of the device's memory"))
    facts.append(
      ("sections", sections.map { "\($0.kind) \(Self.size($0.byteCount))" }.joined(separator: ", ")))
    return facts
  }

  /// For instance `x i8[1, 3, 48, 320], 46.1 kB, element = value × 127.0`.
  private static func described(_ tensor: Tensor) -> String {
    var text = "\(tensor), \(size(tensor.byteCount))".withoutControlCharacters
    if tensor.element == .i8 || tensor.element == .u8 {
      text += ", element = value × \(tensor.scale)"
      if tensor.zeroPoint != 0 { text += " + \(tensor.zeroPoint)" }
    }
    return text
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1_000_000 ? "\(bytes / 1000).\(bytes / 100 % 10) kB" : ModelRecord.megabytes(bytes)
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
