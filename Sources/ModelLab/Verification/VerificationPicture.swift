internal import Failure
public import Raster

/// A picture that networks are compared on; it is opened when its turn comes.
public struct VerificationPicture: Sendable {
  /// What reports call it.
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
