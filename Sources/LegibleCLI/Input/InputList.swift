/// A picture to read.
struct Input: Hashable {
  /// The path, or `-` for standard input.
  var path: String
  /// The path in an output folder, with the picture's extension: what lies below the folder that was given, or the
  /// file's name.
  var place: String

  /// Whether the picture comes from standard input.
  var isStandardInput: Bool { path == "-" }
}

/// The pictures that the command line names.
struct InputList {
  /// In the order of the command line; those of a folder in natural order.
  private(set) var inputs: [Input] = []
  /// What is wrong with some of the names, for a person.
  private(set) var problems: [String] = []

  /// - Parameter paths: files, folders, `-`.
  init(_ paths: [String]) {
    for path in paths {
      if path == "-" {
        inputs.append(Input(path: path, place: "stdin"))
      } else if path.isFolder {
        let listing = FolderListing(of: path)
        inputs += listing.pictures.map { Input(path: path.appendingPath($0), place: $0) }
        problems += listing.unreadable.map { "\($0): the folder cannot be read: check its permissions" }
        if listing.pictures.isEmpty, listing.unreadable.isEmpty {
          problems.append("\(path): there is no picture in this folder")
        }
      } else {
        inputs.append(Input(path: path, place: path.fileName))
      }
    }
  }
}
