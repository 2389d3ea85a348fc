internal import Failure
internal import FoundationEssentials
internal import Inference
internal import Raster

/// The keys of one section of a MUD file, read as what they are meant to be. Every error names the line.
struct MUDFields {
  let file: MUDFile
  let section: MUDFile.Section

  /// - Throws: `unreadableModelDescription` where the section is missing.
  init(_ file: MUDFile, section name: String) throws(LegibleError) {
    guard let section = file.section(name) else {
      let found = file.sections.map { $0.name.isEmpty ? "keys before any section" : "[\($0.name)]" }
      throw MUDFile.error(
        file.path, file.lineCount,
        """
        there is no section [\(name)]; found: \(found.isEmpty ? "nothing" : found.joined(separator: ", ")). A MUD file \
        has [basic] and [extra]
        """)
    }
    self.file = file
    self.section = section
  }

  /// The entry of a key that may be missing.
  subscript(key: String) -> MUDFile.Entry? { section[key] }

  /// The entry of a key that may not be missing or empty.
  func required(_ key: String, _ meaning: String) throws(LegibleError) -> MUDFile.Entry {
    guard let entry = section[key] else {
      throw MUDFile.error(file.path, section.line, "[\(section.name)] has no key \(key): \(meaning) is expected")
    }
    guard !entry.value.isEmpty else { throw error(entry, "nothing stands behind \(key): \(meaning) is expected") }
    return entry
  }

  /// An error at an entry's line.
  func error(_ entry: MUDFile.Entry, _ what: String) -> LegibleError { MUDFile.error(file.path, entry.line, what) }

  /// One of several words.
  func choice<C: RawRepresentable & CaseIterable>(_ key: String, _ words: [C]) throws(LegibleError) -> C?
  where C.RawValue == String {
    guard let entry = self[key] else { return nil }
    guard let choice = C(rawValue: entry.value), words.contains(where: { $0.rawValue == choice.rawValue }) else {
      throw error(entry, "\(key) is '\(entry.value)': \(words.map(\.rawValue).joined(separator: ", ")) are known")
    }
    return choice
  }

  /// A truth value; nil where the key is missing.
  func flag(_ key: String) throws(LegibleError) -> Bool? {
    guard let entry = self[key] else { return nil }
    switch entry.value.lowercased() {
    case "true": return true
    case "false": return false
    default: throw error(entry, "\(key) is '\(entry.value)': true or false is expected")
    }
  }

  /// A number in a range; nil where the key is missing.
  func number(_ key: String, in range: ClosedRange<Float>) throws(LegibleError) -> Float? {
    guard let entry = self[key] else { return nil }
    guard let value = Float(entry.value), range.contains(value) else {
      throw error(
        entry, "\(key) is '\(entry.value)': a number from \(range.lowerBound) to \(range.upperBound) is expected")
    }
    return value
  }

  /// A whole number in a range; nil where the key is missing.
  func count(_ key: String, in range: ClosedRange<Int>) throws(LegibleError) -> Int? {
    guard let entry = self[key] else { return nil }
    guard let value = Int(entry.value), range.contains(value) else {
      throw error(
        entry,
        "\(key) is '\(entry.value)': a whole number from \(range.lowerBound) to \(range.upperBound) is expected")
    }
    return value
  }

  /// A width and a height, `320, 224` or `320x224`; nil where the key is missing.
  func size(_ key: String) throws(LegibleError) -> Size? {
    guard let entry = self[key] else { return nil }
    let parts = entry.value.split(omittingEmptySubsequences: false) { ",x×".contains($0) }
    let numbers = parts.compactMap { Int(MUDFile.trimmed($0.unicodeScalars)) }
    guard parts.count == 2, numbers.count == 2, numbers.allSatisfy({ (1...16384).contains($0) }) else {
      throw error(entry, "\(key) is '\(entry.value)': a width and a height from 1 to 16384 are expected, as 320, 224")
    }
    return Size(width: numbers[0], height: numbers[1])
  }

  /// One or three numbers, made three; nil where the key is missing.
  func channels(_ key: String, isScale: Bool) throws(LegibleError) -> Channels? {
    guard let entry = self[key] else { return nil }
    let parts = entry.value.split(separator: ",", omittingEmptySubsequences: false)
    var values: [Float] = []
    for part in parts {
      let text = MUDFile.trimmed(part.unicodeScalars)
      guard let value = Float(text), value.isFinite else {
        throw error(
          entry, "'\(text.prefix(40))' in \(key) is no number: 1 or 3 numbers with commas between are expected")
      }
      if isScale, value == 0 {
        throw error(entry, "\(key) has a 0: pixels are multiplied with it, so it is another number, for instance 1/255")
      }
      values.append(value)
    }
    guard values.count == 1 || values.count == 3 else {
      throw error(entry, "\(key) has \(values.count) numbers: 1 for all channels, or 3, are expected")
    }
    return Channels(entry: entry, count: values.count, values: values.count == 1 ? values + values + values : values)
  }

  /// Numbers for three channels, and how many stood there.
  struct Channels {
    var entry: MUDFile.Entry
    var count: Int
    var values: [Float]
  }

  /// The arithmetic of a network: mean and scale, both or neither.
  func format(
    mean: String, scale: String, order: InputFormat.ChannelOrder
  ) throws(LegibleError) -> InputFormat? {
    let means = try channels(mean, isScale: false)
    let scales = try channels(scale, isScale: true)
    guard let means else {
      if let scales { throw error(scales.entry, "\(scale) stands without \(mean): both are expected") }
      return nil
    }
    guard let scales else { throw error(means.entry, "\(mean) stands without \(scale): both are expected") }
    guard means.count == scales.count else {
      throw error(
        scales.entry,
        "\(scale) has \(scales.count) numbers and \(mean) has \(means.count): the same number of both is expected")
    }
    return InputFormat(channelOrder: order, mean: means.values, scale: scales.values)
  }

  /// A path below the MUD file's folder; as it stands where it begins with `/`.
  func path(_ value: String) -> String {
    value.hasPrefix("/") ? value : file.path.folderOfPath + value
  }
}
