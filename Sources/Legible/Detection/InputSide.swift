/// One side of a detector's input.
///
/// Each new shape costs an engine 20 to 100 ms of compiling and some 10 MiB, so inputs come in few of them: multiples
/// of 32 (networks of the DB family halve their input five times), an eighth apart from 256 on. A picture's side is
/// stretched or squeezed to the length that is nearest, by a sixteenth at the most, which no detector minds; where none
/// is that near, as with small pictures, it is filled up with black.
struct InputSide: Hashable {
  /// Pixels of the picture.
  let picture: Int
  /// Pixels of the input.
  let input: Int

  /// The shortest length.
  static let least = 32
  /// Up to here a picture is stretched or squeezed.
  static let tolerance = 0.0625

  /// - Parameter length: the picture's side, scaled.
  init(for length: Double) {
    let upper = Self.length(atLeast: length)
    let lower = Self.length(below: upper)
    let stretch = Double(upper) / length
    let squeeze = lower > 0 ? length / Double(lower) : .infinity
    if min(stretch, squeeze) <= 1 + Self.tolerance {
      input = stretch <= squeeze ? upper : lower
      picture = input
    } else {
      input = upper
      picture = max(1, Int(length.rounded()))
    }
  }

  /// The shortest length that holds a side.
  static func length(atLeast side: Double) -> Int {
    let step = step(at: side)
    return max(least, Int((side / Double(step)).rounded(.up)) * step)
  }

  /// The next shorter length; 0 below the shortest.
  private static func length(below length: Int) -> Int { length - step(at: Double(length)) }

  /// The distance of the lengths up to and around a side: 32 up to 512, 64 up to 1,024, 128 up to 2,048 and so on.
  private static func step(at side: Double) -> Int {
    var (step, end) = (32, 512.0)
    while side > end { (step, end) = (step * 2, end * 2) }
    return step
  }
}
