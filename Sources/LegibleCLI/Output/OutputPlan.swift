internal import ArgumentParser
internal import Legible

/// Which file each picture's result goes to.
struct OutputPlan {
  /// Where results go.
  enum Target: Equatable {
    /// Everything to standard output.
    case standardOutput
    /// Everything into one file.
    case file(String)
    /// A file for each picture, in the order of the pictures.
    case files([String])
  }

  let target: Target
  /// Where the annotated pictures go, in the order of the pictures; nil: there are none.
  let annotations: [String]?

  /// - Throws: `ValidationError` where two results would go to one file, or one over a picture that is read.
  init(_ arguments: OutputArguments, inputs: [Input]) throws {
    let format = arguments.chosenFormat
    switch arguments.output {
    case nil, "-": target = .standardOutput
    case let path?:
      let isFile = path.isFile || (!path.hasSuffix("/") && OutputFormat(fileName: path) != nil)
      if !path.isFolder, isFile || (inputs.count == 1 && !path.hasSuffix("/")) {
        try Self.checkInputs(inputs, against: [path])
        target = .file(path)
      } else {
        target = .files(try Self.files(in: path, for: inputs, ending: format.fileExtension))
      }
    }
    annotations = try arguments.annotate.map { try Self.pictures($0, for: inputs) }
    if let annotations, case .files(let files) = target, !Set(files).isDisjoint(with: annotations) {
      throw ValidationError("-o and --annotate would write the same file: give them different names.")
    }
    if let annotations, case .file(let file) = target, annotations.contains(file), file.isRegularFile || !file.isFile {
      throw ValidationError("-o and --annotate would both write \(file): give them different names.")
    }
  }

  private static func pictures(_ path: String, for inputs: [Input]) throws -> [String] {
    if path.isFolder || path.hasSuffix("/") || inputs.count > 1 {
      if path.isFile { throw ValidationError("--annotate \(path) is a file: with several pictures, give a folder.") }
      return try files(in: path, for: inputs, ending: "png")
    }
    guard path.isSpecialFile || ImageFormat(fileExtension: path.fileExtension)?.isWritable == true else {
      throw ValidationError("--annotate \(path): the name has to end in .png, .jpg, .webp or .tif.")
    }
    try checkInputs(inputs, against: [path])
    return [path]
  }

  /// A name for each picture in a folder: its own with another ending. Where two of a folder differ in their ending
  /// only, `a.png` and `a.jpg`, both keep it: `a.png.txt`, `a.jpg.txt`.
  private static func files(in folder: String, for inputs: [Input], ending: String) throws -> [String] {
    var count: [String: Int] = [:]
    for input in inputs { count[input.place.withoutExtension, default: 0] += 1 }
    let files = inputs.map { input in
      let short = input.place.withoutExtension
      return folder.appendingPath((count[short] == 1 ? short : input.place) + "." + ending)
    }
    var owner: [String: Input] = [:]
    for (file, input) in zip(files, inputs) {
      if let other = owner.updateValue(input, forKey: file) {
        throw ValidationError(
          """
          The results of \(other.path) and \(input.path) would both be written to \(file): read them one after the \
          other into different folders, or write one file, for instance -o all.\(ending).
          """)
      }
    }
    try checkInputs(inputs, against: files)
    return files
  }

  private static func checkInputs(_ inputs: [Input], against files: [String]) throws {
    let existing = files.filter(\.isRegularFile)
    if existing.isEmpty { return }
    for input in inputs where !input.isStandardInput {
      if let file = existing.first(where: { $0.isSameFile(as: input.path) }) {
        throw ValidationError("\(file) is one of the pictures to read and would be overwritten: give another name.")
      }
    }
  }
}
