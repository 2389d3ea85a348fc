internal import Failure
internal import Raster

/// Chooses pictures out of pages.
///
/// Pages are gone through in a seeded order until there are enough, a few pieces of each, so that the choice is spread
/// over them; what is blurred, empty or there already is dropped.
public struct CalibrationChoice: Sendable {
  /// What is wanted.
  public var options: CalibrationOptions
  /// Makes pictures out of a page.
  public var cutter: PictureCutter

  /// Prepares a choice.
  public init(options: CalibrationOptions, cutter: PictureCutter) {
    (self.options, self.cutter) = (options, cutter)
  }

  /// Chooses.
  ///
  /// - Parameters:
  ///   - pages: the pages; their names tell them apart, and their order does not matter.
  ///   - progress: told how many pictures there are, and the page that comes next.
  /// - Throws: `invalidArgument` where a number is out of its range; `invalidData` where no page holds a picture that is
  ///   good enough.
  public func run(
    on pages: [NamedPicture], progress: (Int, String) throws -> Void = { _, _ in }
  ) throws -> CalibrationSet {
    guard options.images > 0, options.heldOut >= 0 else {
      throw LegibleError(
        .invalidArgument,
        "\(options.images) pictures to calibrate with and \(options.heldOut) to verify with are asked for; at least 1 and 0 are expected."
      )
    }
    let order = SeededOrder(seed: options.seed)
    let pages = order.sorted(pages, by: \.name)
    var search = CalibrationSearch(options: options, cutter: cutter, order: order)
    var set = CalibrationSet(options: options, pages: pages.count)
    let all = options.images + options.heldOut
    let heldPages = max(1, pages.count * options.heldOut / all)
    if options.heldOut == 0 {
      set.taken = try search.collect(options.images, from: pages, progress)
    } else if pages.count >= CalibrationOptions.leastPages {
      set.heldOut = try search.collect(options.heldOut, from: Array(pages.prefix(heldPages)), progress)
      set.taken = try search.collect(options.images, from: Array(pages.dropFirst(heldPages)), progress)
    } else {
      // Too few pages to set some aside: every so many pictures are.
      let found = try search.collect(all, from: pages, progress)
      let held = found.count * options.heldOut / all
      for (i, entry) in found.enumerated() {
        if (i + 1) * held / found.count > i * held / found.count {
          set.heldOut.append(entry)
        } else {
          set.taken.append(entry)
        }
      }
      set.warnings.append(
        """
        There are only \(pages.count) pages, so pictures of the same page are used to calibrate and to verify; from \
        \(CalibrationOptions.leastPages) pages on, whole pages are set aside.
        """)
    }
    (set.dropped, set.pagesRead) = (search.dropped, search.pagesRead)
    guard !set.taken.isEmpty else { throw nothing(pages.count, search.dropped) }
    for i in set.taken.indices { set.taken[i].record.file = "pictures/\(Self.name(i))" }
    for i in set.heldOut.indices { set.heldOut[i].record.file = "held-out/\(Self.name(i))" }
    warn(&set)
    return set
  }

  private static func name(_ index: Int) -> String {
    let number = String(index + 1)
    return String(repeating: "0", count: max(0, 4 - number.count)) + number + ".png"
  }

  private func warn(_ set: inout CalibrationSet) {
    let (count, least) = (set.taken.count, CalibrationOptions.leastImages(for: options.role))
    let dropped = set.dropped.isEmpty ? "" : ", \(set.dropped.count) were dropped"
    if count < options.images, !options.areLimits {
      set.warnings.append(
        "\(count) of \(options.images) pictures were found on \(set.pagesRead) pages\(dropped): give more pages.")
    }
    if count < least {
      set.warnings.append(
        options.role == .recognition
          ? """
          \(count) pictures are few for a recogniser: with PP-OCRv4 at INT8, 30 pictures gave a cosine similarity of \
          0.909 and 50 one of 0.899, which fails a tolerance of 0.9; 200 gave 0.959.
          """
          : """
          \(count) pictures are few for a detector: \(least) and more were enough for PP-OCRv3 and v4 (0.969 and 0.972 \
          with 30; 112 changed nothing).
          """)
    }
    if options.heldOut > 0, set.heldOut.count < options.heldOut, !options.areLimits {
      set.warnings.append(
        "\(set.heldOut.count) of \(options.heldOut) pictures to verify with were found.")
    }
  }

  private func nothing(_ pages: Int, _ dropped: [CalibrationSet.Record]) -> LegibleError {
    let reasons = dropped.prefix(3).map { "\($0.page): \($0.reason ?? "")" }.joined(separator: "; ")
    return LegibleError(
      .invalidData,
      """
      None of \(pages) pages gave a picture to calibrate with\(reasons.isEmpty ? "" : " (\(reasons))"): give sharp \
      pages with text on them.
      """)
  }
}
