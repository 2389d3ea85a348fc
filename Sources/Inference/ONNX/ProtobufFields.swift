/// Goes through the fields of a message in Protocol Buffers' notation.
package struct ProtobufFields {
  /// A field: where its content begins, from the message's first byte, and how long it is.
  package struct Field {
    package var number: UInt64
    package var isText: Bool
    package var start: Int
    package var length: Int
  }

  private let bytes: ArraySlice<UInt8>
  private let limit: Int
  private var offset = 0

  /// - Parameters:
  ///   - bytes: the message or its beginning.
  ///   - limit: the bytes of the whole message: no field reaches beyond.
  package init(_ bytes: ArraySlice<UInt8>, endsWithin limit: Int) {
    self.bytes = bytes
    self.limit = limit
  }

  /// The next field; nil at the end, and where the notation is broken.
  package mutating func next() -> Field? {
    guard let tag = varint() else { return nil }
    let length: UInt64
    switch tag & 7 {
    case 0:
      let start = offset
      guard varint() != nil else { return nil }
      return Field(number: tag >> 3, isText: false, start: start, length: offset - start)
    case 1: length = 8
    case 2:
      guard let count = varint() else { return nil }
      length = count
    case 5: length = 4
    default: return nil
    }
    let start = offset
    guard length <= UInt64(max(0, limit - start)) else { return nil }
    offset = start + Int(length)
    return Field(number: tag >> 3, isText: tag & 7 == 2, start: start, length: Int(length))
  }

  /// A number of seven bits a byte, the lowest first.
  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard offset < min(bytes.count, limit) else { return nil }
      let byte = bytes[bytes.startIndex + offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }

  /// The fields of a message that have a length; others are stepped over. What is cut off ends them.
  package static func texts(_ bytes: ArraySlice<UInt8>) -> [(number: Int, bytes: ArraySlice<UInt8>)] {
    var fields = ProtobufFields(bytes, endsWithin: bytes.count)
    var texts: [(number: Int, bytes: ArraySlice<UInt8>)] = []
    while let field = fields.next() {
      let start = bytes.startIndex + field.start
      if field.isText { texts.append((Int(truncatingIfNeeded: field.number), bytes[start..<start + field.length])) }
    }
    return texts
  }

  /// Whole numbers, one after the other.
  static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
    var fields = ProtobufFields(bytes, endsWithin: bytes.count)
    var numbers: [Int] = []
    while let number = fields.varint() { numbers.append(Int(truncatingIfNeeded: number)) }
    return numbers
  }

  /// A field with a length, as it stands in a message.
  package static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    head(number, count: content.count) + content
  }

  /// What stands before the content of a field with a length.
  static func head(_ number: Int, count: Int) -> [UInt8] { varint(number << 3 | 2) + varint(count) }

  /// A field with a number.
  package static func field(_ number: Int, value: Int) -> [UInt8] { varint(number << 3) + varint(value) }

  private static func varint(_ value: Int) -> [UInt8] {
    var (rest, bytes) = (UInt64(bitPattern: Int64(value)), [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
