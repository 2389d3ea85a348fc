/// What changed between two readings of a line, character by character (Wagner and Fischer 1974).
public struct TextDifference: Hashable, Sendable {
  /// A stretch of characters that is in both readings, or that stands for another.
  public struct Part: Hashable, Sendable {
    /// What the original read; empty where something was added.
    public var original: String
    /// What the other read; empty where something was left out.
    public var other: String
    /// Whether both are the same.
    public var isSame: Bool { original == other }
  }

  /// The stretches in order, same and changed ones in turn.
  public private(set) var parts: [Part] = []
  /// How many characters must be inserted, removed or replaced to turn one into the other.
  public private(set) var edits: Int

  /// Compares two readings, given as their characters, each of which may be several scalars.
  ///
  /// - Complexity: O(*n* · *m*) time and memory, equal beginnings and ends left aside.
  public init(_ original: [String], _ other: [String]) {
    var (start, endA, endB) = (0, original.count, other.count)
    while start < endA, start < endB, original[start] == other[start] { start += 1 }
    while endA > start, endB > start, original[endA - 1] == other[endB - 1] { (endA, endB) = (endA - 1, endB - 1) }
    let (a, b) = (Array(original[start..<endA]), Array(other[start..<endB]))
    let table = Self.table(a, b)
    let columns = b.count + 1
    edits = Int(table[a.count * columns + b.count])
    // From the end back; a replacement before a removal before an insertion, so that the result is always the same.
    var steps: [(String?, String?)] = []
    var (i, j) = (a.count, b.count)
    while i > 0 || j > 0 {
      let here = table[i * columns + j]
      if i > 0, j > 0, table[(i - 1) * columns + j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1) == here {
        (i, j) = (i - 1, j - 1)
        steps.append((a[i], b[j]))
      } else if i > 0, table[(i - 1) * columns + j] + 1 == here {
        i -= 1
        steps.append((a[i], nil))
      } else {
        j -= 1
        steps.append((nil, b[j]))
      }
    }
    for character in original[..<start] { append(character, character) }
    for (x, y) in steps.reversed() { append(x, y) }
    for character in original[endA...] { append(character, character) }
  }

  private mutating func append(_ x: String?, _ y: String?) {
    let part = Part(original: x ?? "", other: y ?? "")
    if let last = parts.last, last.isSame == part.isSame {
      parts[parts.count - 1].original += part.original
      parts[parts.count - 1].other += part.other
    } else {
      parts.append(part)
    }
  }

  private static func table(_ a: [String], _ b: [String]) -> [Int32] {
    let columns = b.count + 1
    var table = [Int32](repeating: 0, count: (a.count + 1) * columns)
    for j in 0...b.count { table[j] = Int32(j) }
    for i in 0..<a.count {
      table[(i + 1) * columns] = Int32(i + 1)
      for j in 0..<b.count {
        let replaced = table[i * columns + j] + (a[i] == b[j] ? 0 : 1)
        table[(i + 1) * columns + j + 1] = min(
          replaced, table[i * columns + j + 1] + 1, table[(i + 1) * columns + j] + 1)
      }
    }
    return table
  }
}
