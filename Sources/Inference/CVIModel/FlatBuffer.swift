/// A FlatBuffer that nobody has vouched for: each read looks first whether the bytes are there, and no list is longer
/// than its reader allows.
///
/// Offsets are 32 bits wide, so no sum of a few of them overflows an `Int`. Layout: <https://flatbuffers.dev/internals>.
struct FlatBuffer {
  /// What is wrong, as the end of a sentence.
  struct Damage: Error { let what: String }

  private let bytes: ArraySlice<UInt8>

  /// - Parameter bytes: the whole buffer.
  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// The table that holds all others.
  func root() throws(Damage) -> Table { try table(at: target(at: 0)) }

  /// A little-endian number.
  fileprivate func number<N: FixedWidthInteger>(at offset: Int, as type: N.Type = N.self) throws(Damage) -> N {
    let size = MemoryLayout<N>.size
    guard offset >= 0, offset <= bytes.count - size else {
      throw Damage(what: "byte \(offset) of its description is asked for, and there are \(bytes.count)")
    }
    let start = bytes.startIndex + offset
    return bytes[start..<(start + size)].reversed().reduce(0) { $0 << 8 | N(truncatingIfNeeded: $1) }
  }

  /// The place that the offset at a place leads to.
  fileprivate func target(at place: Int) throws(Damage) -> Int {
    let offset: UInt32 = try number(at: place)
    guard offset > 0 else { throw Damage(what: "the offset at byte \(place) of its description leads nowhere") }
    return place + Int(offset)
  }

  /// The table at a place.
  fileprivate func table(at place: Int) throws(Damage) -> Table {
    let back: Int32 = try number(at: place)
    let fields = place - Int(back)
    let size: UInt16 = try number(at: fields)
    guard size >= 4, size % 2 == 0 else {
      throw Damage(what: "the table at byte \(place) of its description has a list of \(size) bytes for its fields")
    }
    return Table(buffer: self, place: place, fields: fields, count: (Int(size) - 4) / 2)
  }

  /// Where a vector's elements begin, and how many there are.
  fileprivate func vector(at place: Int, limit: Int) throws(Damage) -> (start: Int, count: Int) {
    let count: UInt32 = try number(at: place)
    guard count <= limit else { throw Damage(what: "it lists \(count) things where at most \(limit) are expected") }
    return (place + 4, Int(count))
  }

  /// The text at a place, UTF-8 with its length in front.
  fileprivate func text(at place: Int) throws(Damage) -> String {
    let (start, count) = try vector(at: place, limit: Self.longestText)
    guard start <= bytes.count - count else { throw Damage(what: "a text runs over the end of its description") }
    let first = bytes.startIndex + start
    guard let text = String(validating: bytes[first..<(first + count)], as: UTF8.self) else {
      throw Damage(what: "a text in its description is not UTF-8")
    }
    return text
  }

  /// Names of tensors are those of layers, and shorter than this.
  private static let longestText = 1024
}

extension FlatBuffer {
  /// One table: fields by their numbers in the schema. A field that is missing has its default.
  struct Table {
    fileprivate let buffer: FlatBuffer
    fileprivate let place: Int
    fileprivate let fields: Int
    fileprivate let count: Int

    /// The place of a field; nil where it is missing.
    private func position(_ field: Int) throws(Damage) -> Int? {
      guard field < count else { return nil }
      let offset: UInt16 = try buffer.number(at: fields + 4 + 2 * field)
      return offset == 0 ? nil : place + Int(offset)
    }

    /// A whole number.
    func number<N: FixedWidthInteger>(_ field: Int, or usual: N = 0) throws(Damage) -> N {
      guard let position = try position(field) else { return usual }
      return try buffer.number(at: position)
    }

    /// A 32-bit floating point number.
    func float(_ field: Int, or usual: Float = 0) throws(Damage) -> Float {
      guard let position = try position(field) else { return usual }
      return Float(bitPattern: try buffer.number(at: position))
    }

    /// A text; nil where it is missing.
    func text(_ field: Int) throws(Damage) -> String? {
      guard let position = try position(field) else { return nil }
      return try buffer.text(at: buffer.target(at: position))
    }

    /// A table; nil where it is missing.
    func table(_ field: Int) throws(Damage) -> Table? {
      guard let position = try position(field) else { return nil }
      return try buffer.table(at: buffer.target(at: position))
    }

    /// The elements of a vector, each by its place; none where it is missing.
    private func elements<E>(
      _ field: Int, limit: Int, size: Int, _ element: (Int) throws(Damage) -> E
    ) throws(Damage) -> [E] {
      guard let position = try position(field) else { return [] }
      let (start, count) = try buffer.vector(at: buffer.target(at: position), limit: limit)
      var elements: [E] = []
      for index in 0..<count { elements.append(try element(start + index * size)) }
      return elements
    }

    /// Tables.
    func tables(_ field: Int, limit: Int) throws(Damage) -> [Table] {
      try elements(field, limit: limit, size: 4) { place throws(Damage) in
        try buffer.table(at: buffer.target(at: place))
      }
    }

    /// Texts.
    func texts(_ field: Int, limit: Int) throws(Damage) -> [String] {
      try elements(field, limit: limit, size: 4) { place throws(Damage) in
        try buffer.text(at: buffer.target(at: place))
      }
    }

    /// 64-bit numbers.
    func longs(_ field: Int, limit: Int) throws(Damage) -> [Int64] {
      try elements(field, limit: limit, size: 8) { place throws(Damage) in try buffer.number(at: place) }
    }
  }
}
