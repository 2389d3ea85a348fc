/// Lays out JSON for people.
enum JSONLayout {
  /// Compact JSON, indented by two blanks a level, but for arrays and objects that fit into a line of some width.
  ///
  /// The text must be sound JSON without white space between its tokens.
  static func indented(_ json: String, width: Int) -> String {
    let bytes = Array(json.utf8)
    let ends = closings(of: bytes)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 2)
    var levels = 0
    var i = 0
    func newLine() {
      output.append(UInt8(ascii: "\n"))
      output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * levels))
    }
    while i < bytes.count {
      let byte = bytes[i]
      switch byte {
      case UInt8(ascii: "\""):
        let end = ends[i]
        output.append(contentsOf: bytes[i...end])
        i = end
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if ends[i] - i < width - 2 * levels {
          output.append(contentsOf: spaced(bytes[i...ends[i]], ends))
          i = ends[i]
        } else {
          output.append(byte)
          levels += 1
          newLine()
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        levels -= 1
        newLine()
        output.append(byte)
      case UInt8(ascii: ","):
        output.append(byte)
        newLine()
      case UInt8(ascii: ":"):
        output.append(contentsOf: ": ".utf8)
      default:
        output.append(byte)
      }
      i += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The text with a blank after each comma and colon that is not inside a string.
  private static func spaced(_ bytes: ArraySlice<UInt8>, _ ends: [Int]) -> [UInt8] {
    var output: [UInt8] = []
    var i = bytes.startIndex
    while i < bytes.endIndex {
      if bytes[i] == UInt8(ascii: "\"") {
        output.append(contentsOf: bytes[i...ends[i]])
        i = ends[i]
      } else {
        output.append(bytes[i])
        if bytes[i] == UInt8(ascii: ",") || bytes[i] == UInt8(ascii: ":") { output.append(UInt8(ascii: " ")) }
      }
      i += 1
    }
    return output
  }

  /// For each opening quote, brace or bracket the place where it is closed.
  private static func closings(of bytes: [UInt8]) -> [Int] {
    var ends = [Int](repeating: 0, count: bytes.count)
    var open: [Int] = []
    var i = 0
    while i < bytes.count {
      switch bytes[i] {
      case UInt8(ascii: "\""):
        let start = i
        i += 1
        while i < bytes.count, bytes[i] != UInt8(ascii: "\"") { i += bytes[i] == UInt8(ascii: "\\") ? 2 : 1 }
        ends[start] = min(i, bytes.count - 1)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open.append(i)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if let start = open.popLast() { ends[start] = i }
      default:
        break
      }
      i += 1
    }
    return ends
  }
}
