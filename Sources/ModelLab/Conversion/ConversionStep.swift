/// One step of a conversion.
public struct ConversionStep: Hashable, Sendable {
  /// What a step does.
  public enum Work: Hashable, Sendable {
    /// Pictures to calibrate with are made of the user's, in the folder `images`, and others to compare on, in `held-out`.
    case pictures(CalibrationRequest)
    /// The picture to compare on is made, `test_input.png`, of a file; nil: one of the others, else drawn.
    case testPicture(source: String?)
    /// A program of a back end runs: its words as on a command line.
    case command(ToolRecipe, [String])
    /// A converted network is compared with the original.
    case check(Quantization, Tolerance)
  }

  /// The index of its network in the plan.
  public var network: Int
  /// What it is called, for people.
  public var title: String
  /// What it does.
  public var work: Work
  /// The files that must be there when it is done, in the network's working folder.
  public var gives: [String]

  init(_ network: Int, _ title: String, _ work: Work, gives: [String] = []) {
    self.network = network
    self.title = title
    self.work = work
    self.gives = gives
  }
}
