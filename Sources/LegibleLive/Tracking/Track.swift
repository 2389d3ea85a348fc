internal import Legible

/// A line that is followed, with all that is remembered of it: one ballot and two fingerprints.
struct Track: Sendable {
  let id: Int
  let isFixed: Bool
  /// Where the line was last seen, as the detector names the corners.
  var quad: Quad
  /// How its middle moves from frame to frame, in pixels.
  var velocity = Point.zero
  /// What the pixels looked like when the ballot began: the same text gives the same votes.
  var original: Fingerprint
  /// What they looked like where the line is now.
  var latest: Fingerprint
  var ballot = Ballot()
  /// Whether all votes are on what the line looked like before.
  var isFaded = false
  var isSettled = false
  /// The frames in which it stood where it stands, until it settles.
  var stack: FrameStack?
  /// The text that the user was told of; nil before the line appeared and after it vanished.
  var announced: (text: String, score: Float)?
  /// How the reader of the text names the corners: quarter turns from those of `quad`.
  var turns = 0
  var direction = TextLine.Direction.horizontal
  var missed = 0
  /// The frame in which it was last seen by a detection, and the one in which it was last read.
  var seenIn: Int
  var readIn = -1
  /// Whether its place in the present frame is known.
  var isInSight = true

  init(id: Int, quad: Quad, isFixed: Bool = false, print: Fingerprint, frame: Int) {
    self.id = id
    self.quad = quad
    self.isFixed = isFixed
    original = print
    latest = print
    seenIn = frame
  }

  /// Where it should be in a frame.
  func predicted(in frame: Int) -> Quad {
    // Nothing goes on moving for long without being seen.
    quad.moved(by: velocity * Double(min(5, frame - seenIn)))
  }

  /// Takes the place where a detection found it.
  mutating func see(at place: Quad, frame: Int) {
    let move = (place.center - quad.center) * (1 / Double(max(1, frame - seenIn)))
    // Half of the new, half of the old: corners jitter.
    velocity = seenIn < frame ? velocity.interpolated(to: move, by: 0.5) : velocity
    quad = place
    seenIn = frame
    missed = 0
    isInSight = true
  }

  /// Its pixels are others now: votes on the old ones count no longer, or less where it moved and may only be blurred.
  mutating func change(to print: Fingerprint, moved: Bool) {
    if moved { ballot.fade(by: 0.75) } else { ballot = Ballot() }
    isFaded = moved
    stack = nil
    original = print
    latest = print
    isSettled = false
  }

  /// Adds a frame in which it stands where it was last seen.
  mutating func stack(_ image: Image) {
    if isSettled || !isInSight {
      stack = nil
    } else if stack?.quad == quad {
      stack?.add(image)
    } else {
      stack = FrameStack(image, of: quad)
    }
  }

  /// Where the best of its pixels are.
  func place(in image: Image) -> LinePlace {
    guard let stack, stack.count > 1 else { return LinePlace(image: image, quad: quad, mayTurn: !isFixed) }
    let (image, quad) = stack.mean
    return LinePlace(image: image, quad: quad, mayTurn: !isFixed)
  }

  /// Adds a reading of a place; nil: nothing could be read.
  mutating func read(_ line: TextLine?, at place: LinePlace, frame: Int, options: LiveOptions) {
    let characters = (line?.characters ?? []).map { (text: $0.text, score: $0.score) }
    // Votes on what the line looked like before are worth something only if it still says much the same.
    if isFaded, TextSimilarity.between(line?.text ?? "", ballot.text) < 0.5 { ballot = Ballot() }
    isFaded = false
    // A mean of frames shows more than one frame does; from some number on the rest is no longer noise.
    ballot.add(characters, worth: Double(min(8, stack?.count ?? 1)))
    readIn = frame
    if let line {
      direction = line.direction
      turns = (0..<4).first { place.quad.turned(quarterTurns: $0).topLeft == line.quad.topLeft } ?? 0
    }
    isSettled = ballot.readings >= options.maximumReadings || ballot.isAgreed(options.agreement)
  }

  /// What its settled text tells the user; nil where there is no news.
  mutating func settle(minimumScore: Float) -> LiveEvent? {
    guard isSettled else { return nil }
    let (text, score) = (ballot.text, ballot.score)
    guard !text.isEmpty, score >= minimumScore else { return vanish() }
    defer { announced = (text, score) }
    guard let before = announced?.text else { return LiveEvent(.appeared, id: id, text: text) }
    return before == text ? nil : LiveEvent(.changed, id: id, text: text, previous: before)
  }

  /// Takes the line off the picture; nil where nobody was told of it.
  mutating func vanish() -> LiveEvent? {
    defer { announced = nil }
    return announced.map { LiveEvent(.vanished, id: id, text: $0.text) }
  }

  /// The line as it is shown; nil where there is nothing to show.
  func line(minimumScore: Float) -> TrackedLine? {
    let shown = announced ?? (isSettled ? nil : (ballot.text, ballot.score))
    guard let (text, score) = shown, !text.isEmpty, score >= minimumScore else { return nil }
    return TrackedLine(
      id: id, quad: quad.turned(quarterTurns: turns), text: text, score: (score * 10_000).rounded() / 10_000,
      isSettled: isSettled, readings: ballot.readings, missed: missed, isFixed: isFixed, direction: direction)
  }
}
