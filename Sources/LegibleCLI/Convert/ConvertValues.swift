internal import ArgumentParser
internal import Legible
internal import ModelLab

/// Arithmetics as an argument: `bf16,int8`.
struct QuantizationList: ExpressibleByArgument, CustomStringConvertible {
  var values: [Quantization]

  init(values: [Quantization]) { self.values = values }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { Quantization(rawValue: $0.lowercased()) }
    if values.count != parts.count { return nil }
    self.values = values
  }

  var description: String { values.map(\.rawValue).joined(separator: ",") }
  var defaultValueDescription: String { description }
}

/// Arguments of `legible convert` that are several numbers.
enum ConvertValues {
  /// `0.9,0.5`.
  static func tolerance(_ text: String) throws -> Tolerance {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { Double($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (-1...1).contains($0) }) else {
      throw ValidationError("two numbers from -1 to 1 are expected, cosine and Euclidean similarity, as 0.9,0.5.")
    }
    return Tolerance(cosine: numbers[0], euclidean: numbers[1])
  }

  /// `320x224`.
  static func size(_ text: String) throws -> Size {
    let numbers = text.split(omittingEmptySubsequences: false) { "x×,".contains($0) }.compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (8...8192).contains($0) }) else {
      throw ValidationError("a width and a height from 8 to 8192 are expected, as 320x224.")
    }
    return Size(width: numbers[0], height: numbers[1])
  }

  /// One number for all channels, or three.
  static func channels(_ text: String) throws -> [Double] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0.filter { $0 != " " }) }.filter(\.isFinite)
    guard numbers.count == parts.count, [1, 3].contains(numbers.count) else {
      throw ValidationError("one number, or three with commas between, are expected.")
    }
    return numbers.count == 1 ? [Double](repeating: numbers[0], count: 3) : numbers
  }

  /// `v6-small-rec`.
  static func family(_ text: String) throws -> ModelFamily {
    guard let family = ModelFamily(id: text) else {
      throw ValidationError(
        "v2 to v6, then tiny, small, medium, mobile or server where there are several, then det, rec or cls, are expected: v6-small-rec."
      )
    }
    return family
  }
}
