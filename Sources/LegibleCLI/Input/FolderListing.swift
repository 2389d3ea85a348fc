internal import FoundationEssentials
internal import Legible

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The pictures in a folder and all folders below it. Pipes, sockets and devices are left out, whatever they are called:
/// to open one may wait for ever.
struct FolderListing {
  /// Paths below the folder, in natural order, a folder's own pictures before those of its sub-folders.
  private(set) var pictures: [String] = []
  /// Folders that could not be looked into.
  private(set) var unreadable: [String] = []
  /// Device and number of the folders on the way down, so that a link to one of them ends there.
  private var visited: Set<[UInt64]> = []
  private let root: String

  init(of folder: String) {
    root = folder
    visit("")
  }

  private mutating func visit(_ relative: String) {
    let path = relative.isEmpty ? root : root.appendingPath(relative)
    var status = stat()
    guard stat(path, &status) == 0, let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      unreadable.append(path)
      return
    }
    guard visited.insert([UInt64(status.st_dev), UInt64(status.st_ino)]).inserted else { return }
    var folders: [String] = []
    for name in names.filter({ !$0.hasPrefix(".") }).sorted(by: { $0.comesBefore($1) }) {
      let below = relative.isEmpty ? name : "\(relative)/\(name)"
      if root.appendingPath(below).isFolder {
        folders.append(below)
      } else if ImageFormat(fileExtension: name.fileExtension) != nil, !root.appendingPath(below).isSpecialFile {
        pictures.append(below)
      }
    }
    for folder in folders { visit(folder) }
    visited.remove([UInt64(status.st_dev), UInt64(status.st_ino)])
  }

  /// Folders, and files with an ending, whose path begins so, for completion.
  static func folders(andFilesEndingIn ending: String, beginning prefix: String) -> [String] {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.sorted().map { folder + $0 }.filter { $0.hasPrefix(prefix) && ($0.isFolder || $0.hasSuffix(ending)) }
  }
}
