internal import Failure
internal import Raster

/// Goes through pages and keeps what is good enough.
struct CalibrationSearch {
  let options: CalibrationOptions
  let cutter: PictureCutter
  let order: SeededOrder
  private(set) var dropped: [CalibrationSet.Record] = []
  private(set) var pagesRead = 0
  private var kept: [(thumbnail: PictureThumbnail, text: String?, name: String)] = []

  init(options: CalibrationOptions, cutter: PictureCutter, order: SeededOrder) {
    (self.options, self.cutter, self.order) = (options, cutter, order)
  }

  /// Up to `count` pictures of pages, which are in their order.
  ///
  /// Each page gives twice its share at the most; what it has beyond that is taken where there is not enough else.
  mutating func collect(
    _ count: Int, from pages: [NamedPicture], _ progress: (Int, String) throws -> Void
  ) throws -> [CalibrationSet.Entry] {
    guard count > 0, !pages.isEmpty else { return [] }
    let share = max(2, (2 * count + pages.count - 1) / pages.count)
    var entries: [CalibrationSet.Entry] = []
    var rest: [[(CalibrationSet.Record, PictureCutter.Piece)]] = []
    for page in pages where entries.count < count {
      try progress(entries.count, page.name)
      pagesRead += 1
      let image: Image
      do {
        image = try page.open()
      } catch let error as LegibleError {
        var record = CalibrationSet.Record(page: page.name)
        record.reason = "unreadable: \(error.message)"
        dropped.append(record)
        continue
      }
      var pieces = try cutter.pieces(of: image).map { (Self.record($0, of: page.name), $0) }
      pieces = order.sorted(pieces) { Self.name(of: $0.0) }
      var taken = 0
      while taken < share, entries.count < count, !pieces.isEmpty {
        if let entry = judge(pieces.removeFirst()) {
          entries.append(entry)
          taken += 1
        }
      }
      // No more than could be wanted at the end.
      rest.append(Array(pieces.prefix(count)))
    }
    while entries.count < count, rest.contains(where: { !$0.isEmpty }) {
      for i in rest.indices where !rest[i].isEmpty && entries.count < count {
        if let entry = judge(rest[i].removeFirst()) { entries.append(entry) }
      }
    }
    return entries
  }

  /// A piece that is good enough; else nil, and the reason is noted.
  private mutating func judge(_ candidate: (CalibrationSet.Record, PictureCutter.Piece)) -> CalibrationSet.Entry? {
    var (record, piece) = candidate
    let quality = PictureQuality(of: piece.content)
    record.sharpness = quality.sharpness.rounded()
    record.contrast = quality.contrast
    let thumbnail = PictureThumbnail(of: piece.content)
    if let reason = reason(against: piece, quality, thumbnail) {
      record.reason = reason
      dropped.append(record)
      return nil
    }
    kept.append((thumbnail, piece.text, Self.name(of: record)))
    return CalibrationSet.Entry(record: record, image: piece.image)
  }

  private func reason(
    against piece: PictureCutter.Piece, _ quality: PictureQuality, _ thumbnail: PictureThumbnail
  ) -> String? {
    if piece.hasText == false { return "empty: no text was read on it" }
    if quality.contrast < options.leastContrast {
      return "empty: a contrast of \(Int(quality.contrast)), at least \(Int(options.leastContrast)) is expected"
    }
    if quality.sharpness < options.leastSharpness {
      return "blurred: a sharpness of \(Int(quality.sharpness)), at least \(Int(options.leastSharpness)) is expected"
    }
    for other in kept {
      guard let distance = thumbnail.distance(to: other.thumbnail) else { continue }
      let isSameText = piece.text != nil && piece.text == other.text
      if distance < CalibrationOptions.sameThumbnail || (isSameText && distance < CalibrationOptions.sameTextThumbnail)
      {
        return "duplicate: like \(other.name)"
      }
    }
    return nil
  }

  private static func record(_ piece: PictureCutter.Piece, of page: String) -> CalibrationSet.Record {
    CalibrationSet.Record(
      page: page, line: piece.line, piece: piece.piece, quad: piece.quad, text: piece.text, score: piece.score)
  }

  /// What a piece is called: its page, line and piece.
  static func name(of record: CalibrationSet.Record) -> String {
    ([record.page] + [record.line.map { "line \($0)" }, record.piece.map { "piece \($0)" }].compactMap(\.self))
      .joined(separator: ", ")
  }
}
