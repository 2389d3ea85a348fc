import Foundation
import Testing

@testable import ModelStore

/// The examples of NIST ("Example Algorithms", SHA-256) and of FIPS 180-4's predecessors.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]) func examplesComeOut(_ text: String, _ expected: String) {
    #expect(digest(of: Array(text.utf8)) == expected)
  }

  @Test func aMillionLettersComeOut() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(digest(of: bytes) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Every length around the ends of blocks, in pieces of every size, is what the whole is.
  @Test func piecesAreWhatTheWholeIs() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for count in 0...200 {
      let whole = digest(of: Array(bytes.prefix(count)))
      for piece in [1, 3, 63, 64, 65] {
        #expect(digest(of: Array(bytes.prefix(count)), pieces: piece) == whole, "\(count) bytes by \(piece)")
      }
    }
  }

  private func digest(of bytes: [UInt8], pieces: Int = .max) -> String {
    var hash = SHA256()
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(pieces)
      piece.withUnsafeBytes { hash.update($0) }
      rest = rest.dropFirst(piece.count)
    }
    return hash.digest()
  }
}
