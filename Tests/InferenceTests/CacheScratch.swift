import Foundation
import Testing

/// A folder for a cache, which goes away with the value.
final class CacheScratch: Sendable {
  let folder = NSTemporaryDirectory() + "/legible-test-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The paths of the compiled networks.
  var files: [String] {
    get throws { try Self.files(in: folder).filter { $0.hasSuffix(".compiled") }.map { "\(folder)/\($0)" } }
  }

  /// The path of the compiled network; nil where there is not just one.
  var onlyFile: String? {
    get throws { try files.count == 1 ? files[0] : nil }
  }

  /// All names in a folder, sorted.
  static func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// Adds bytes to a file.
  static func append(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: bytes)
    try file.close()
  }

  /// Makes a file of a size, with nothing in it, that was last used so many seconds ago.
  func put(_ name: String, size: Int, age: Double) throws -> String {
    let path = "\(folder)/\(name)"
    try Data().write(to: URL(filePath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: UInt64(size))
    try file.close()
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
    return path
  }
}

extension String {
  /// The number by which the file system knows the file, links not followed.
  var fileNumber: Int {
    get throws { try #require(FileManager.default.attributesOfItem(atPath: self)[.systemFileNumber] as? Int) }
  }

  /// The permissions of a file.
  var permissions: Int {
    get throws { try #require(FileManager.default.attributesOfItem(atPath: self)[.posixPermissions] as? Int) }
  }
}
