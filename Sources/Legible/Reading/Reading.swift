internal import Failure
internal import Raster
internal import Synchronization

/// One call of a reader: its options and how the stages are chained.
struct Reading: Sendable {
  let reader: TextReader
  let options: RecognitionOptions
  var cancellation = Cancellation()
  /// Who reads lines side by side; nil: as many threads as the reader has.
  var crew: (any Crew)?

  /// Image → regions → lines → order → page.
  func page(of image: Image) throws -> Page {
    var times = StageTimes()
    return try page(of: image, times: &times)
  }

  /// The same, with the time that each stage took. Of half a picture the places are those of the whole.
  func page(of image: Image, times: inout StageTimes) throws -> Page {
    try reader.check(detects: false, recognizes: true)
    try options.check()
    try cancellation.check()
    let (turns, upright) = try times.measure(\.turning) {
      let turns = try cancellation.during { try quarterTurns(of: image) }
      return (turns, image.turned(quarterTurns: turns))
    }
    let regions = try times.measure(\.detection) {
      let detector = try reader.requireDetector()
      return try cancellation.during { try detector.detect(upright, options: options.detection) }
    }
    try cancellation.check()
    var (original, halved, shown) = (image.size, image.halved, upright.size)
    let lines = try times.measure(\.recognition) { () -> [TextLine] in
      guard !regions.isEmpty else {
        reader.otherRecognizer?.meetEmptyPicture()
        return []
      }
      let recognizer = try reader.requireRecognizer(areScenes: Subject(of: upright, lines: regions.count) == .scene)
      guard let half = halved, regions.contains(where: \.isLowOnHalf) else {
        return try read(regions, of: upright, recognizer).map(\.line)
      }
      return try reader.wholes.withLock { _ in
        try cancellation.check()
        let whole = try half.whole().turned(quarterTurns: turns)
        (original, halved, shown) = (half.size, nil, whole.size)
        return try read(regions.map { $0.doubled() }, of: whole, recognizer).map(\.line)
      }
    }
    try cancellation.check()
    let minimum = options.minimumScore ?? RecognitionOptions.defaultMinimumScore
    let kept = times.measure(\.layout) { ReadingOrder().order(lines.filter { $0.score >= minimum }) }
    var page = Page(size: shown, lines: kept, droppedLines: regions.count - kept.count)
    if turns != 0 { page = page.turned(back: turns, to: original) }
    return halved.map { page.doubled(to: $0.size) } ?? page
  }

  /// The line between four corners, or of the whole picture; nil where nothing is read. Plain margins are left out first; the line
  /// has the corners that were given, its characters stand where they are.
  func line(of image: Image, in corners: Quad?) throws -> TextLine? {
    let quad = corners ?? Quad(image.size)
    try quad.checkReadable(on: image.size)
    let text = PlainMargins.trimmed(quad, of: image)
    guard var line = try readLine(of: image, in: text, mayTurn: corners == nil)?.line else { return nil }
    let turns = (0..<4).first { text.turned(quarterTurns: $0) == line.quad } ?? 0
    line.quad = quad.turned(quarterTurns: turns)
    return line
  }

  /// The same, with what the recogniser says of the characters.
  ///
  /// - Parameter mayTurn: whether the corners may be named as somebody sees them who does not know how the text runs.
  func readLine(of image: Image, in corners: Quad?, mayTurn: Bool) throws -> ReadLine? {
    let quad = corners ?? Quad(image.size)
    try quad.checkReadable(on: image.size)
    let reading = try LineReader(
      reader: reader, recognizer: reader.requireRecognizer(areScenes: true), options: options)
    return try reading.read(image, in: quad, mayTurn: mayTurn)
  }

  private func quarterTurns(of image: Image) throws -> Int {
    switch options.pageTurning {
    case .none: return 0
    case .quarterTurns(let turns): return ((turns % 4) + 4) % 4
    case .automatic:
      guard let classifier = reader.pageOrientation else { return 0 }
      let answer = try classifier.classify(image)
      return answer.score >= classifier.model.threshold ? (4 - answer.quarterTurns) % 4 : 0
    }
  }
}

extension Page {
  /// The page of the picture as it came: places turned back.
  func turned(back turns: Int, to original: Size) -> Page {
    func back(_ p: Point) -> Point {
      switch turns {
      case 1: Point(p.y, Double(original.height) - p.x)
      case 2: Point(Double(original.width) - p.x, Double(original.height) - p.y)
      default: Point(Double(original.width) - p.y, p.x)
      }
    }
    return mapped(to: original, quarterTurns: turns, back)
  }

  /// The page of a picture of another size, in which every place is where the closure says.
  func mapped(to size: Size, quarterTurns: Int, _ place: (Point) -> Point) -> Page {
    var page = Page(size: size, quarterTurns: quarterTurns, lines: lines, droppedLines: droppedLines)
    for i in page.lines.indices {
      page.lines[i].quad = page.lines[i].quad.mapped(place)
      page.lines[i].polygon = page.lines[i].polygon?.map(place)
      for k in page.lines[i].characters.indices {
        page.lines[i].characters[k].quad = page.lines[i].characters[k].quad.mapped(place)
      }
    }
    return page
  }
}
