internal import Raster

extension Reading {
  /// The lines in some regions, in their order; those in which nothing is read are left out.
  func read(_ regions: [TextRegion], of image: Image, _ recognizer: LineRecognizer) throws -> [ReadLine] {
    let reader = LineReader(reader: reader, recognizer: recognizer, options: options)
    let widths = recognizer.inputWidths(joining: regions.map { reader.inputWidth(of: $0.quad) })
    let all = Array(regions.indices)
    var attempts = try attempts(regions.map(\.quad), widths, image, reader)
    guard options.turnsLines else {
      return Self.lines(try improved(attempts.map(\.first), widths, image, reader), regions)
    }

    let groups = [false, true].map { isTall in all.filter { attempts[$0].isTall == isTall } }
    let votes = groups.map { group in HeadVote(group.map { attempts[$0] }) }
    func turn(_ indices: [Int]) throws {
      let known = attempts
      for (index, attempt) in zip(
        indices, try sideBySide(indices, widths, recognizer) { try reader.turned(known[$0], image) })
      {
        attempts[index] = attempt
      }
    }
    try turn(zip(groups, votes).flatMap { group, vote in group.filter { vote.asks(attempts[$0]) } })
    let onHead = zip(groups, votes).map { group, vote in vote.areOnTheirHeads(group.map { attempts[$0] }) }
    try turn(zip(groups, onHead).flatMap { group, isOnHead in isOnHead ? group.filter { attempts[$0].mayTurn } : [] })

    // There is nothing to choose for the others, nor a network to ask, for which threads would wake up.
    let known = attempts
    let unsettled = all.filter { known[$0].isTall || known[$0].wasTurned }
    var chosen = known.map(\.first)
    let choices = try sideBySide(unsettled, widths, recognizer) {
      try reader.choice(known[$0], image, isOnHead: onHead[known[$0].isTall ? 1 : 0])
    }
    for (index, choice) in zip(unsettled, choices) { chosen[index] = choice }
    return Self.lines(try improved(chosen, widths, image, reader), regions)
  }

  /// The lines with doubtful ones of a scene read in other crops, too.
  private func improved(
    _ lines: [ReadLine?], _ widths: [Int], _ image: Image, _ reader: LineReader
  ) throws -> [ReadLine?] {
    guard reader.recognizer.rereadsDoubtfulLines else { return lines }
    let doubtful = lines.indices.filter { reader.isDoubtful(lines[$0]) }
    guard !doubtful.isEmpty, Subject(of: image) == .scene else { return lines }
    var result = lines
    let better = try sideBySide(doubtful, widths, reader.recognizer) { index in
      try lines[index].map { try reader.best(of: $0, image) }
    }
    for (index, line) in zip(doubtful, better) { result[index] = line }
    return result
  }

  /// First readings, and the others that are sure to be asked for: when all lines are read once, threads would wait for each other.
  private func attempts(
    _ quads: [Quad], _ widths: [Int], _ image: Image, _ reader: LineReader
  ) throws -> [LineAttempt] {
    let count = quads.count
    let isTall = quads.map(reader.isTall)
    // What is read from several sides comes before others of its width, so that the last pieces are short.
    let queue = AlikeQueue(
      sizes: zip(widths, isTall).map { $1 ? $0 + 1 : $0 }, kinds: widths.map(reader.recognizer.runWidth))
    let vote = EarlyVote(Array(zip(widths, isTall)))
    // Behind the lines as many pieces for what is found to be asked for when all have begun; a single line asks for itself.
    let pieces = options.turnsLines && count > 1 ? 2 * count : count
    let results = try crewForLines.map(count: pieces) { piece -> (index: Int, attempt: LineAttempt)? in
      try cancellation.check()
      guard piece < count else {
        return try vote.next().map { known in
          (known.index, try cancellation.during { try reader.turned(known.line, image) })
        }
      }
      let index = queue.next()
      let attempt = try cancellation.during {
        try reader.standing(reader.attempt(image, quads[index], width: widths[index]), image)
      }
      guard options.turnsLines, vote.asks(attempt, index: index) else { return (index, attempt) }
      // Now, while the network is ready for lines of this width.
      return (index, try cancellation.during { try reader.turned(attempt, image) })
    }
    var attempts = [LineAttempt?](repeating: nil, count: count)
    for case (let index, let attempt)? in results { attempts[index] = attempt }
    return attempts.compactMap(\.self)
  }

  private var crewForLines: any Crew { crew ?? ThreadCrew(threads: reader.threads) }

  /// Runs a closure for some indices, on all threads, and gives the results in their order.
  private func sideBySide<R: Sendable>(
    _ indices: [Int], _ widths: [Int], _ recognizer: LineRecognizer, _ body: @escaping @Sendable (Int) throws -> R
  ) throws -> [R] {
    if indices.isEmpty { return [] }
    let widths = indices.map { widths[$0] }
    let queue = AlikeQueue(sizes: widths, kinds: widths.map(recognizer.runWidth))
    let results = try crewForLines.map(count: indices.count) { _ in
      try cancellation.check()
      let place = queue.next()
      return (place: place, value: try cancellation.during { try body(indices[place]) })
    }
    return results.sorted { $0.place < $1.place }.map(\.value)
  }

  private static func lines(_ read: [ReadLine?], _ regions: [TextRegion]) -> [ReadLine] {
    zip(read, regions).compactMap { line, region in
      guard var line else { return nil }
      line.line.detectionScore = region.score
      line.line.polygon = region.polygon
      return line
    }
  }
}
