internal import Raster

/// A line read as it stands, and turned by 180° where that seemed worth it.
struct LineAttempt: Sendable {
  /// The corners as the detector named them.
  let quad: Quad
  /// Whether it is high rather than wide, and was read from the side first.
  let isTall: Bool
  /// Columns of the network's input.
  let width: Int
  /// What is read first, from the left or from the side.
  let first: ReadLine?
  /// What is read upside down.
  private(set) var second: ReadLine?
  /// Whether it was read upside down, too.
  private(set) var wasTurned = false

  /// What is read of a high box as it stands, from the left.
  private(set) var upright: ReadLine?
  /// Whether it was read so, too.
  private(set) var wasReadUpright = false

  init(quad: Quad, isTall: Bool, width: Int, first: ReadLine?) {
    self.quad = quad
    self.isTall = isTall
    self.width = width
    self.first = first
  }

  /// The corners as they are read first.
  var base: Quad { isTall ? quad.turned(quarterTurns: 1) : quad }

  /// How good the first reading is, 0…1.
  var score: Float { first?.line.score ?? 0 }
  /// How much better the second one is, −1…1.
  var gain: Float { (second?.line.score ?? 0) - score }

  /// Whether it may be read upside down: a line of thousands of characters on its head is rarer than a hair on a scan.
  var mayTurn: Bool { !wasTurned && base.width < base.height * Self.longest }
  /// Longer lines, as multiples of their height, are not read a second time.
  private static let longest = 150.0

  /// Notes the reading of a high box from the left.
  mutating func add(upright: ReadLine?) { (self.upright, wasReadUpright) = (upright, true) }

  /// Notes the reading upside down.
  mutating func add(second: ReadLine?) { (self.second, wasTurned) = (second, true) }
}
