internal import Raster

/// A character with what the recogniser itself says of it.
struct CharacterStep: Hashable, Sendable {
  var character: TextCharacter
  /// Index into the alphabet's classes; never 0, CTC's blank.
  var index: Int
  /// The first column of the network's output in which it is the likeliest.
  var column: Int
}

/// Turns what CTC gave for a line into characters with places in the picture.
struct CharacterPlacer {
  let alphabet: Alphabet
  let reading: LineReading
  let input: LineInput
  let quad: Quad

  /// The characters, blanks at both ends removed.
  func characters(_ decoded: [CTCCharacter]) -> [CharacterStep] {
    var decoded = decoded[...]
    while let first = decoded.first, alphabet.classes[first.index] == " " { decoded = decoded.dropFirst() }
    while let last = decoded.last, alphabet.classes[last.index] == " " { decoded = decoded.dropLast() }
    let edges = edges(of: decoded)
    return decoded.indices.map { i in
      let k = i - decoded.startIndex
      let character = TextCharacter(
        text: alphabet.classes[decoded[i].index], score: decoded[i].score,
        quad: quad.slice(from: edges[k], to: edges[k + 1]))
      return CharacterStep(character: character, index: decoded[i].index, column: decoded[i].start)
    }
  }

  /// Where characters meet, as fractions of the line's width: half-way between the middles of neighbours; at the ends
  /// as far out as the neighbour on the other side.
  private func edges(of decoded: ArraySlice<CTCCharacter>) -> [Double] {
    let middles = decoded.map { Double($0.start + $0.end) / 2 * reading.stride }
    guard let first = middles.first, let last = middles.last else { return [0] }
    var edges = [0.0]
    for (a, b) in zip(middles, middles.dropFirst()) { edges.append((a + b) / 2) }
    edges.append(Double(input.contentWidth))
    if middles.count > 1 {
      edges[0] = max(0, 2 * first - edges[1])
      edges[edges.count - 1] = min(edges[edges.count - 1], 2 * last - edges[edges.count - 2])
    }
    return edges.map { max(0, min(1, $0 / Double(input.contentWidth))) }
  }
}
