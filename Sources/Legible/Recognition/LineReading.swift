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
