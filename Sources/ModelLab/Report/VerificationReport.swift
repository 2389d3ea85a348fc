public import Failure

/// What came of a verification: of one network, or of a pair.
public struct VerificationReport: Codable, Sendable {
  /// Network by network.
  public var networks: [NetworkVerification]
  /// Whether every network kept its tolerance.
  public var passed: Bool

  /// A report.
  public init(networks: [NetworkVerification]) {
    self.networks = networks
    passed = networks.allSatisfy(\.verdict.passed)
  }

  /// The whole report as JSON, a line feed at its end.
  public var json: String { get throws(LegibleError) { try JSONText.text(of: self) } }

  /// Writes `report.json`, `report.txt` and `report.html` into a folder, each of them whole or not at all. The folder is
  /// made where it is missing.
  ///
  /// - Parameter pictures: the pictures that were compared on, network by network, to be shown in the page; those that
  ///   cannot be opened any more are left out.
  /// - Throws: `unwritableFile`; the message begins with the path.
  public func write(to folder: String, pictures: [[NamedPicture]]) throws(LegibleError) {
    try NewFolder.make(folder)
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    try TextFile.write(json, to: base + "report.json")
    try TextFile.write(text, to: base + "report.txt")
    try TextFile.write(HTMLReport(self, pictures: pictures).text, to: base + "report.html")
  }
}
