internal import Raster

extension Reading {
  /// The lines in some regions, in their order; those in which nothing is read are left out.
  func read(_ regions: [TextRegion], of image: Image, _ recognizer: LineRecognizer) throws -> [ReadLine] {
    let reader = LineReader(reader: reader, recognizer: recognizer, options: options)
    let widths = recognizer.inputWidths(joining: regions.map { reader.inputWidth(of: $0.quad) })
    let all = Array(regions.indices)
    var attempts = try sideBySide(all, widths, recognizer) {
      let attempt = try reader.attempt(image, regions[$0].quad, width: widths[$0])
      // Whatever the others say, so now, while the network is ready for lines of this width.
      return options.turnsLines && HeadVote.isSureToAsk(attempt) ? try reader.turned(attempt, image) : attempt
    }
    guard options.turnsLines else { return Self.lines(attempts.map(\.first), regions) }

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
    return Self.lines(chosen, regions)
  }

  /// Runs a closure for some indices, on all threads, and gives the results in their order.
  private func sideBySide<R: Sendable>(
    _ indices: [Int], _ widths: [Int], _ recognizer: LineRecognizer, _ body: @escaping @Sendable (Int) throws -> R
  ) throws -> [R] {
    if indices.isEmpty { return [] }
    let widths = indices.map { widths[$0] }
    let queue = AlikeQueue(sizes: widths, kinds: widths.map(recognizer.runWidth))
    let crew = crew ?? ThreadCrew(threads: reader.threads)
    let results = try crew.map(count: indices.count) { _ in
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
