/// Whether lines of a page that run the same way stand on their heads, by a vote.
///
/// A single line can be wrong: of the lines on pages that are upside down, 13 (street photos, PP-OCRv6 tiny) to 37 in 100 (the same,
/// small) read as well as 0.8 on their heads, numbers above all, and where few lines read badly, those are badly printed and
/// not turned. All together were right on nearly all pages (docs/accuracy.md, "Upside-down lines").
struct HeadVote {
  /// Whether so little reads badly that the page is taken to stand upright.
  private let isMostlyGood: Bool

  /// Up to this part of the columns may read badly on a page that is taken to stand upright.
  private static let mostlyGood = 0.12
  /// What reads below this is read upside down even there.
  private static let doubtful: Float = 0.6
  /// What reads so well counts as upright without being read upside down.
  private static let certain: Float = 0.9

  /// - Parameter lines: those that run the same way, none of them read upside down yet but those that are sure to be.
  init(_ lines: [LineAttempt]) {
    let poor = lines.reduce(0) { $0 + ($1.score < LineReader.good ? $1.width : 0) }
    let all = lines.reduce(0) { $0 + $1.width }
    isMostlyGood = Self.isMostlyGood(poor: poor, of: all)
  }

  /// Whether so few of a page's columns read badly that it is taken to stand upright.
  static func isMostlyGood(poor: Int, of all: Int) -> Bool { Double(poor) < Double(all) * mostlyGood }

  /// Whether a line is read upside down before the vote, whatever the others are like.
  static func isSureToAsk(_ line: LineAttempt) -> Bool { line.mayTurn && line.score < doubtful }

  /// Whether a line should be read upside down before the vote.
  func asks(_ line: LineAttempt) -> Bool {
    line.mayTurn && line.score < (isMostlyGood ? Self.doubtful : LineReader.good)
  }

  /// Whether the lines stand on their heads, columns counted: those that read better so are more than those that read
  /// better, or well, as they stand.
  func areOnTheirHeads(_ lines: [LineAttempt]) -> Bool {
    var (on, off) = (0, 0)
    for line in lines {
      if line.score >= Self.certain || (line.wasTurned && line.gain <= -LineReader.margin) { off += line.width }
      if line.wasTurned, line.gain >= LineReader.margin { on += line.width }
    }
    return !isMostlyGood && on > off
  }
}
