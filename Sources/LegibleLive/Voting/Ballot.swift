/// The votes of several readings of one line, character by character.
///
/// A confusion network, as ROVER builds it (Fiscus 1997): a row of slots, each with the characters that readings had in
/// this place and the weight behind them; "nothing here" is a candidate too. A new reading is aligned with the slots by
/// edit distance, a slot costing what its votes say against the character.
struct Ballot: Sendable {
  /// One candidate of a slot.
  private struct Vote {
    /// The character; empty: no character stands here.
    var text: String
    /// How many readings, faded ones less.
    var count: Double
    /// Their scores, summed.
    var score: Double
    /// Their scores times what they are worth, summed.
    var weight: Double
  }

  /// A place in the line.
  private struct Slot {
    var votes: [Vote] = []
    var weight: Double { votes.reduce(0) { $0 + $1.weight } }

    mutating func add(_ text: String, count: Double, score: Double, weight: Double) {
      if let i = votes.firstIndex(where: { $0.text == text }) {
        votes[i].count += count
        votes[i].score += score
        votes[i].weight += weight
      } else {
        votes.append(Vote(text: text, count: count, score: score, weight: weight))
      }
    }

    /// What goes against a candidate, 0…1.
    func cost(of text: String) -> Double {
      let total = weight
      guard total > 0, let vote = votes.first(where: { $0.text == text }) else { return 1 }
      return 1 - vote.weight / total
    }

    var winner: Vote? { votes.max { $0.weight < $1.weight } }
  }

  private var slots: [Slot] = []
  /// All votes so far: what a slot that comes later has for "nothing here".
  private var total = (count: 0.0, score: 0.0, weight: 0.0)
  /// How many readings voted, the faded ones too.
  private(set) var readings = 0

  /// Scores below this weigh as much: a reading always says something, and weights stay above nothing.
  private static let leastWeight = 0.05
  /// Characters below this mean score are doubted even where all readings agree: noise may mislead all in the same way.
  private static let sure = 0.8
  /// Longer lines are not aligned, the newest reading stands for them: the alignment costs length × slots.
  private static let longest = 1_000

  /// Adds a reading; no character: nothing could be read.
  ///
  /// - Parameter worth: of how many readings' weight it is; it counts as one.
  mutating func add(_ characters: [(text: String, score: Float)], worth: Double = 1) {
    let scores = characters.map { max(Self.leastWeight, Double($0.score)) }
    // How sure the reading is of what it does not have.
    let absent = scores.isEmpty ? 0.5 : scores.reduce(0, +) / Double(scores.count)
    if max(characters.count, slots.count) > Self.longest {
      slots = []
      total = (0, 0, 0)
    }
    var result: [Slot] = []
    result.reserveCapacity(max(slots.count, characters.count))
    for step in alignment(of: characters.map(\.text)) {
      switch step {
      case (let slot?, let character?):
        var merged = slots[slot]
        merged.add(
          characters[character].text, count: 1, score: scores[character], weight: scores[character] * worth)
        result.append(merged)
      case (let slot?, nil):
        var merged = slots[slot]
        merged.add("", count: 1, score: absent, weight: absent * worth)
        result.append(merged)
      case (nil, let character?):
        var fresh = Slot()
        if total.count > 0 { fresh.add("", count: total.count, score: total.score, weight: total.weight) }
        fresh.add(
          characters[character].text, count: 1, score: scores[character], weight: scores[character] * worth)
        result.append(fresh)
      case (nil, nil):
        break
      }
    }
    total = (total.count + 1, total.score + absent, total.weight + absent * worth)
    readings += 1
    slots = result
    // Characters that were read once in a long while must not pile up.
    if slots.count > 2 * characters.count + 16 { slots.removeAll { $0.winner?.text == "" && $0.cost(of: "") < 0.2 } }
  }

  /// Makes what was voted so far count less, as its pixels have changed: no more than `most` readings, then × `factor`.
  mutating func fade(by factor: Double, most: Double = 4) {
    guard total.count > 0 else { return }
    let scale = min(1, most / total.count) * factor
    total = (total.count * scale, total.score * scale, total.weight * scale)
    for i in slots.indices {
      for k in slots[i].votes.indices {
        slots[i].votes[k].count *= scale
        slots[i].votes[k].score *= scale
        slots[i].votes[k].weight *= scale
      }
      // A hundredth of a vote decides nothing.
      slots[i].votes.removeAll { $0.count < 0.01 }
    }
    slots.removeAll { $0.votes.allSatisfy { $0.text.isEmpty } }
    readings = Int(total.count.rounded())
  }

  /// What has the most weight behind it.
  var text: String { slots.compactMap { $0.winner?.text }.joined() }

  /// Mean over the winning characters of their score times their share of the votes, 0…1.
  var score: Float {
    var (sum, count) = (0.0, 0)
    for slot in slots {
      guard let vote = slot.winner, !vote.text.isEmpty, vote.text != " " else { continue }
      sum += vote.score / vote.count * (vote.weight / slot.weight)
      count += 1
    }
    return count > 0 ? Float(sum / Double(count)) : 0
  }

  /// Whether enough readings agree: `agreement` of them on each character; where there were others, or the character is
  /// doubtful, the winner must be twice as many ahead. A flicker of one in four is then decided wrongly once in some 700
  /// times (gambler's ruin).
  func isAgreed(_ agreement: Int) -> Bool {
    guard total.count >= Double(agreement) - 0.01 else { return false }
    return slots.allSatisfy { slot in
      guard let winner = slot.winner, slot.votes.count > 1 || winner.score < Self.sure * winner.count else {
        return true
      }
      let others = slot.votes.lazy.filter { $0.text != winner.text }.map(\.count).max() ?? 0
      return winner.count - others >= Double(2 * agreement) - 0.01
    }
  }

  /// Pairs of slots and characters in their order; nil on the side that has nothing there.
  private func alignment(of characters: [String]) -> [(slot: Int?, character: Int?)] {
    let (rows, columns) = (characters.count, slots.count)
    let skips = slots.map { $0.cost(of: "") }
    // A character without a slot of its own must be worth more than one in a slot that says otherwise.
    let insertion = 1.0
    var costs = [Double](repeating: 0, count: (rows + 1) * (columns + 1))
    let width = columns + 1
    for j in 0..<columns { costs[j + 1] = costs[j] + skips[j] }
    for i in 0..<rows {
      costs[(i + 1) * width] = costs[i * width] + insertion
      for j in 0..<columns {
        costs[(i + 1) * width + j + 1] = min(
          costs[i * width + j] + slots[j].cost(of: characters[i]), costs[(i + 1) * width + j] + skips[j],
          costs[i * width + j + 1] + insertion)
      }
    }
    var steps: [(slot: Int?, character: Int?)] = []
    var (i, j) = (rows, columns)
    while i > 0 || j > 0 {
      let here = costs[i * width + j]
      if i > 0, j > 0, costs[(i - 1) * width + j - 1] + slots[j - 1].cost(of: characters[i - 1]) <= here + 1e-9 {
        (i, j) = (i - 1, j - 1)
        steps.append((j, i))
      } else if j > 0, costs[i * width + j - 1] + skips[j - 1] <= here + 1e-9 {
        j -= 1
        steps.append((j, nil))
      } else {
        i -= 1
        steps.append((nil, i))
      }
    }
    return steps.reversed()
  }
}
