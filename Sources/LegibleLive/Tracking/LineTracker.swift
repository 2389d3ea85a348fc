internal import Legible

/// The lines that are followed, and which of them a detector's regions are.
struct LineTracker: Sendable {
  private(set) var tracks: [Track] = []
  private var nextID = 1
  private let options: LiveOptions

  init(options: LiveOptions) {
    self.options = options
  }

  /// Changes the lines in place; their number and order stay.
  mutating func update(_ body: (inout Track) throws -> Void) rethrows {
    for i in tracks.indices { try body(&tracks[i]) }
  }

  /// Gives the lines at fixed corners their place in the first frame.
  mutating func begin(with image: Image) {
    guard nextID == 1 else { return }
    for quad in options.fixedLines {
      add(quad, isFixed: true, print: Fingerprint(of: image, in: quad), frame: 0)
    }
  }

  /// Finds out whose pixels are still the same where they were. The others are out of sight until they are found.
  mutating func look(at image: Image, frame: Int, fixedOnly: Bool) {
    for i in tracks.indices where tracks[i].isFixed || !fixedOnly {
      let print = Fingerprint(of: image, in: tracks[i].quad, columns: tracks[i].latest.columns)
      if print.isSame(as: tracks[i].latest) {
        tracks[i].missed = 0
        tracks[i].velocity = .zero
        tracks[i].seenIn = frame
        tracks[i].isInSight = true
      } else if tracks[i].isFixed {
        tracks[i].change(to: print, moved: false)
      } else {
        tracks[i].isInSight = false
      }
    }
  }

  /// Finds the lines in a detector's regions: those that moved or changed, and new ones.
  ///
  /// What stands still keeps its corners, however the detector's jitter. Then regions go to lines by place where the
  /// pixels are the same text; then by the text's looks alone; then by place alone: a line that changed. What is left is
  /// new, and lines that are left were missed.
  mutating func find(_ regions: [TextRegion], in image: Image, frame: Int) {
    var regions = regions.filter { region in !isTaken(region.quad) }
    for i in tracks.indices where isReplaced(tracks[i], by: regions) { tracks[i].isInSight = false }
    var pairs: [(track: Int, region: Int, overlap: Double)] = []
    for t in tracks.indices where !tracks[t].isInSight {
      for r in regions.indices {
        let quad = regions[r].quad
        let overlap = max(quad.overlap(with: tracks[t].predicted(in: frame)), quad.overlap(with: tracks[t].quad))
        if overlap > Self.leastOverlap { pairs.append((t, r, overlap)) }
      }
    }
    pairs.sort { $0.overlap > $1.overlap }
    var taken = Set<Int>()
    for (t, r, _) in pairs where !tracks[t].isInSight && !taken.contains(r) {
      if followText(t, to: regions[r].quad, in: image, frame: frame) { taken.insert(r) }
    }
    var tries = Self.mostTries
    for r in regions.indices where !taken.contains(r) {
      for t in tracks.indices where !tracks[t].isInSight && tries > 0 && isAlike(tracks[t].quad, regions[r].quad) {
        tries -= 1
        if followText(t, to: regions[r].quad, in: image, frame: frame) {
          taken.insert(r)
          break
        }
      }
    }
    for (t, r, _) in pairs where !tracks[t].isInSight && !taken.contains(r) {
      let moved = tracks[t].quad.overlap(with: regions[r].quad) < Self.samePlace
      tracks[t].see(at: regions[r].quad, frame: frame)
      tracks[t].change(to: Fingerprint(of: image, in: regions[r].quad), moved: moved)
      taken.insert(r)
    }
    for t in tracks.indices where !tracks[t].isInSight { tracks[t].missed += 1 }
    regions = regions.indices.filter { !taken.contains($0) }.map { regions[$0] }
    let room = max(0, options.maximumLines - tracks.count)
    // New lines are numbered in the detector's order; only where there are too many the best are taken.
    if regions.count > room { regions.sort { $0.score > $1.score } }
    for region in regions.prefix(room) {
      add(region.quad, isFixed: false, print: Fingerprint(of: image, in: region.quad), frame: frame)
    }
  }

  /// Adds a reading to a line; nil: nothing could be read.
  mutating func read(_ line: TextLine?, of index: Int, at place: LinePlace, frame: Int) {
    tracks[index].read(line, at: place, frame: frame, options: options)
  }

  /// Gives a new line that reads like one that was lost the identity of that one, with its votes.
  mutating func recognizeLost() {
    for new in tracks.indices.reversed() where tracks[new].announced == nil && tracks[new].ballot.readings == 1 {
      let text = tracks[new].ballot.text
      // Two characters are alike too easily.
      guard text.count >= 3 else { continue }
      let lost = tracks.indices.first { i in
        guard i != new, !tracks[i].isInSight, let announced = tracks[i].announced else { return false }
        return isAlike(tracks[i].quad, tracks[new].quad) && TextSimilarity.between(announced.text, text) >= 0.7
      }
      guard let lost else { continue }
      let found = tracks[new]
      tracks[lost].see(at: found.quad, frame: found.seenIn)
      tracks[lost].velocity = .zero
      tracks[lost].original = found.original
      tracks[lost].latest = found.latest
      tracks[lost].ballot = found.ballot
      tracks[lost].isSettled = found.isSettled
      tracks[lost].readIn = found.readIn
      (tracks[lost].turns, tracks[lost].direction) = (found.turns, found.direction)
      tracks.remove(at: new)
    }
  }

  /// Forgets lines that were missed too often, and gives what the user has to know of it.
  mutating func forgetLost() -> [LiveEvent] {
    var events: [LiveEvent] = []
    for i in tracks.indices where tracks[i].missed > options.patience {
      if let event = tracks[i].vanish() { events.append(event) }
    }
    tracks.removeAll { $0.missed > options.patience }
    return events
  }

  /// Less common area than this, as a share of both, is another line.
  private static let leastOverlap = 0.2
  /// From here on a line stands where it stood.
  private static let samePlace = 0.7
  /// A region covered by so much of lines in sight is theirs; a line covered by so much of a larger region is part of it.
  private static let covered = 0.7
  /// No more looks are compared than this in a frame.
  private static let mostTries = 200

  private mutating func add(_ quad: Quad, isFixed: Bool, print: Fingerprint, frame: Int) {
    tracks.append(Track(id: nextID, quad: quad, isFixed: isFixed, print: print, frame: frame))
    nextID += 1
  }

  private func isTaken(_ quad: Quad) -> Bool {
    var share = 0.0
    for track in tracks where track.isInSight {
      share += quad.share(coveredBy: track.quad)
      if track.isFixed, track.quad.share(coveredBy: quad) > 0.5 { return true }
    }
    return share >= Self.covered
  }

  private func isReplaced(_ track: Track, by regions: [TextRegion]) -> Bool {
    track.isInSight && !track.isFixed && regions.contains { track.quad.share(coveredBy: $0.quad) >= Self.covered }
  }

  /// Whether one quad may show the other's text: nearly the same height and length.
  private func isAlike(_ a: Quad, _ b: Quad) -> Bool {
    func isNear(_ x: Double, _ y: Double) -> Bool { min(x, y) >= 0.75 * max(x, y) }
    return isNear(a.width, b.width) && isNear(a.height, b.height)
  }

  /// Moves a line to a place if the same text stands there.
  private mutating func followText(_ t: Int, to quad: Quad, in image: Image, frame: Int) -> Bool {
    let columns = tracks[t].original.columns
    // A line with a sixth more or less of it in sight is not the same.
    guard abs(Fingerprint.columns(for: quad) - columns) * 6 <= columns else { return false }
    let print = Fingerprint(of: image, in: quad, columns: columns)
    guard print.isSameText(as: tracks[t].original) else { return false }
    tracks[t].see(at: quad, frame: frame)
    tracks[t].latest = print
    return true
  }
}
