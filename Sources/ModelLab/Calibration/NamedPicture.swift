internal import Failure
public import Raster

/// A picture with a name; it is opened when its turn comes.
public struct NamedPicture: Sendable {
  /// What reports and lists call it: its path below the folder that was named.
  public var name: String
  /// Opens it.
  public var open: @Sendable () throws -> Image

  /// A picture.
  public init(name: String, open: @escaping @Sendable () throws -> Image) {
    self.name = name
    self.open = open
  }

  /// A picture file.
  public init(name: String, path: String, limits: ImageLimits = .init()) {
    self.init(name: name) { try Image(contentsOf: path, limits: limits) }
  }
}
