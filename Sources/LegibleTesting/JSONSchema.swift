public import Failure

/// A schema that JSON values are checked against: the part of JSON Schema 2020-12 that our own schemas use.
///
/// A keyword that it does not know is an error, so that nothing in a schema goes unchecked.
public struct JSONSchema: Sendable {
  private let root: JSONValue

  /// A schema.
  public init(_ root: JSONValue) {
    self.root = root
  }

  /// What is wrong with a value, a sentence each with the path to the place; empty for a value that fits.
  ///
  /// - Throws: `LegibleError.Code.invalidData` if the schema itself is not understood.
  public func problems(of value: JSONValue) throws(LegibleError) -> [String] {
    var problems: [String] = []
    try check(value, against: root, at: "$", &problems)
    return problems
  }

  private func check(
    _ value: JSONValue, against schema: JSONValue, at path: String, _ problems: inout [String]
  ) throws(LegibleError) {
    guard case .object(let keywords) = schema else { throw Self.error("A schema is not an object.") }
    for (keyword, rule) in keywords.sorted(by: { $0.key < $1.key }) {
      switch (keyword, rule) {
      case ("$schema", _), ("title", _), ("description", _), ("$defs", _):
        break
      case ("$ref", .string(let reference)):
        try check(value, against: try definition(reference), at: path, &problems)
      case ("type", .string(let type)):
        if !Self.matches(value, type) { problems.append("\(path) is not of type \(type)") }
      case ("const", _):
        if value != rule { problems.append("\(path) is not the constant") }
      case ("enum", .array(let values)):
        if !values.contains(value) { problems.append("\(path) is none of the values allowed") }
      case ("minimum", .number(let least)):
        if case .number(let number) = value, number < least { problems.append("\(path) is less than \(least)") }
      case ("maximum", .number(let most)):
        if case .number(let number) = value, number > most { problems.append("\(path) is more than \(most)") }
      case ("minLength", .number(let least)):
        if case .string(let text) = value, Double(text.unicodeScalars.count) < least {
          problems.append("\(path) is too short")
        }
      case ("minItems", .number(let least)):
        if case .array(let items) = value, Double(items.count) < least { problems.append("\(path) has too few items") }
      case ("maxItems", .number(let most)):
        if case .array(let items) = value, Double(items.count) > most { problems.append("\(path) has too many items") }
      case ("items", _):
        guard case .array(let items) = value else { break }
        for (i, item) in items.enumerated() { try check(item, against: rule, at: "\(path)[\(i)]", &problems) }
      case ("required", .array(let names)):
        guard case .object(let fields) = value else { break }
        for case .string(let name) in names where fields[name] == nil { problems.append("\(path).\(name) is missing") }
      case ("properties", .object(let properties)):
        guard case .object(let fields) = value else { break }
        for (name, field) in fields.sorted(by: { $0.key < $1.key }) {
          if let property = properties[name] { try check(field, against: property, at: "\(path).\(name)", &problems) }
        }
      case ("additionalProperties", .bool(false)):
        guard case .object(let fields) = value else { break }
        for name in fields.keys.sorted() where schema["properties"]?[name] == nil {
          problems.append("\(path).\(name) is not in the schema")
        }
      default:
        throw Self.error("The keyword \(keyword) with this value is not known.")
      }
    }
  }

  private func definition(_ reference: String) throws(LegibleError) -> JSONValue {
    let prefix = "#/$defs/"
    guard reference.hasPrefix(prefix), let found = root["$defs"]?[String(reference.dropFirst(prefix.count))] else {
      throw Self.error("There is no definition \(reference).")
    }
    return found
  }

  private static func matches(_ value: JSONValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("boolean", .bool),
      ("null", .null):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  private static func error(_ message: String) -> LegibleError {
    LegibleError(.invalidData, "The JSON Schema cannot be used. \(message)")
  }
}
