internal import CPixels
internal import Raster

/// What the recogniser saw in one line, column by column of its output.
struct LineReading: Sendable {
  /// The likeliest class of each column.
  var columns: [CTCDecoder.Column]
  /// The probability of the space in each column; empty where the alphabet has none.
  var spaces: [Float]
  /// The probability of CTC's blank in each column.
  var blanks: [Float]
  /// Input pixels a column.
  var stride: Double
}

extension LineReading {
  /// What CTC asks for of logits: the softmax of three classes a column, of the likeliest, the blank and the space.
  ///
  /// - Parameters:
  ///   - logits: row by row, one a column, the classes of each first.
  ///   - rowLength: values from one row to the next; nil: as many as there are classes.
  ///   - space: the space's class; nil where the alphabet has none.
  ///   - allowed: the classes that may be read; nil: all.
  init(
    logits: UnsafeBufferPointer<Float>, rowLength: Int? = nil, classes: Int, space: Int?, allowed: [Int]? = nil,
    stride: Double
  ) {
    let rowLength = rowLength ?? classes
    let count = logits.count / rowLength
    columns = []
    spaces = []
    blanks = []
    columns.reserveCapacity(count)
    spaces.reserveCapacity(count)
    blanks.reserveCapacity(count)
    for column in 0..<count {
      let row = logits.baseAddress! + column * rowLength
      var (largest, sum): (Float, Float) = (0, 0)
      let index = cpixels_softmax(row, classes, &largest, &sum)
      let isNumber = index >= 0 && sum.isFinite
      func probability(_ index: Int) -> Float {
        isNumber ? cpixels_exponential(row[index] - largest) / sum : 0
      }
      if let allowed {
        // The order of the logits is that of the probabilities: one is enough.
        var best = -1
        for index in allowed where index != 0 && row[index] > (best < 0 ? -.infinity : row[best]) { best = index }
        let (floor, found) = (max(probability(0), CTCDecoder.leastAllowed), best < 0 ? 0 : probability(best))
        columns.append(
          found > floor
            ? CTCDecoder.Column(index: best, probability: found) : CTCDecoder.Column(index: 0, probability: floor))
      } else {
        columns.append(CTCDecoder.Column(index: isNumber ? index : 0, probability: isNumber ? 1 / sum : 0))
      }
      blanks.append(probability(0))
      if let space { spaces.append(probability(space)) }
    }
    self.stride = stride
  }
}
