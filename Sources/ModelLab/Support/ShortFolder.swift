#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A folder for temporary files whose path is short: Python's `multiprocessing` puts sockets there, whose paths have 108
/// bytes at the most, and ends with a bare `EOFError` where they are longer.
final class ShortFolder {
  /// The folder; nil where none could be made in `/tmp`: then the system's own is left as it is.
  let path: String?

  init() {
    var template = Array("/tmp/legible-XXXXXX".utf8CString)
    path =
      mkdtemp(&template) == nil
      ? nil : String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { if let path { try? Files.remove(path) } }
}
