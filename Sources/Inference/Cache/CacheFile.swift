#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A file of the cache: what the engine wrote, and behind it a label that says what it is and whether it is whole.
///
/// The engine writes a file by its name only and from its start, so the label stands at the end: the key's text, then
/// seven words: mark, version of this form, sizes of payload and key, fingerprint of the payload, that of all else.
struct CacheFile: ~Copyable {
  /// `LegibleC`.
  private static let mark: UInt64 = 0x4C65_6769_626C_6543
  private static let version: UInt64 = 1
  private static let words = 7
  /// The label begins at a multiple of this, a file system's block: on a full disk nothing of it can be written where
  /// the payload was cut off.
  private static let block = 4096

  /// The whole file; the engine keeps reading in it.
  let file: MappedFile
  /// How many bytes at its beginning are what the engine wrote.
  let count: Int

  /// Opens a file and checks it from end to end.
  ///
  /// - Returns: nil where there is none, it is another's, damaged, of another version or of another key.
  init?(_ path: String, key: CacheKey) {
    let text = Array(key.text.utf8)
    let size = Self.words * 8
    guard let file = MappedFile(path, isPrivate: true), file.count > size + text.count else { return nil }
    let end = file.count - size - text.count
    let (words, isOurs) = file.withBytes { bytes in
      (
        (0..<Self.words).map { bytes.loadUnaligned(fromByteOffset: end + text.count + $0 * 8, as: UInt64.self) },
        bytes[end..<(end + text.count)].elementsEqual(text)
      )
    }
    guard isOurs, words[0] == Self.mark, words[2] <= UInt64(end), UInt64(end) - words[2] < UInt64(Self.block) else {
      return nil
    }
    let count = Int(words[2])
    guard words == Self.words(payload: count, file.fingerprint(of: count), text) else { return nil }
    self.file = file
    self.count = count
  }

  /// Writes the label behind what the engine wrote.
  ///
  /// - Returns: whether all of it could be written.
  static func label(_ path: String, key: CacheKey) -> Bool {
    guard let content = MappedFile(path, isPrivate: true) else { return false }
    let text = Array(key.text.utf8)
    let padding = (block - content.count % block) % block
    var label = [UInt8](repeating: 0, count: padding) + text
    for word in words(payload: content.count, content.fingerprint(of: content.count), text) {
      withUnsafeBytes(of: word) { label += $0 }
    }
    let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return false }
    let written = label.withUnsafeBytes { write(file, $0.baseAddress!, $0.count) }
    // Some file systems say only now that the disk is full.
    return close(file) == 0 && written == label.count
  }

  private static func words(payload count: Int, _ payload: Fingerprint, _ text: [UInt8]) -> [UInt64] {
    [mark, version, UInt64(count), UInt64(text.count), payload.high, payload.low]
      + [Fingerprint(of: "\(payload) \(count) \(String(decoding: text, as: UTF8.self))").low]
  }
}
