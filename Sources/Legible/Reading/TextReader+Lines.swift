package import Raster

extension TextReader {
  /// How many lines `readLines` reads at once.
  package var linesAtOnce: Int { max(1, threads) }

  /// The lines in some places of pictures, side by side, in the order of the places; nil where nothing was read.
  ///
  /// - Parameters:
  ///   - places: the picture, the corners, and whether they may be named as somebody sees them who does not know how the
  ///     text runs.
  ///   - options: of which `minimumScore` is not used.
  /// - Throws: as `readLine`.
  package func readLines(
    at places: [(image: Image, quad: Quad, mayTurn: Bool)], options: RecognitionOptions = .init()
  ) throws -> [TextLine?] {
    let reading = Reading(reader: self, options: options)
    return try parallelMap(count: places.count, threads: threads) { i in
      try reading.readLine(of: places[i].image, in: places[i].quad, mayTurn: places[i].mayTurn)?.line
    }
  }
}
