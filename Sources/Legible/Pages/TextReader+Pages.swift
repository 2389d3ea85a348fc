internal import Failure
public import Raster

extension TextReader {
  /// The text of many pictures: decoded, looked at and read several at once, and given in their order.
  ///
  /// ```swift
  /// let reader = try await TextReader(compute: ComputeOptions(goal: .throughput))
  /// for try await page in reader.pages(of: paths.map(PageSource.file)) {
  ///   switch page.result {
  ///   case .success(let text): print(text.text)
  ///   case .failure(let error): print(error.message)
  ///   }
  /// }
  /// ```
  ///
  /// A picture that cannot be read does not end the sequence. The pages are those that `read` gives. Never more threads
  /// compute than the reader has; with `ComputeOptions.Goal.latency` one page at a time is read, and
  /// only the next one decoded meanwhile, on one thread more.
  ///
  /// - Parameters:
  ///   - sources: the pictures. They are asked for on a thread of this sequence, when there is room: it may block.
  ///   - options: for all of them.
  ///   - limits: for those that are decoded here.
  ///   - lookAhead: how many pictures are begun, or wait for being taken, beyond those that were taken, 1 or more; nil:
  ///     twice the number of threads.
  ///   - pixelsAhead: how many pixels the pictures in memory have together, three bytes each, of a JPEG that is read in half those of
  ///     the half; one picture alone may have more. Nil: 8.75 million a thread, an A4 page at 300 dpi, and 16 million at least.
  public func pages(
    of sources: some Sequence<PageSource> & Sendable, options: RecognitionOptions = .init(),
    limits: ImageLimits = .init(), lookAhead: Int? = nil, pixelsAhead: Int? = nil
  ) -> PageSequence {
    PageSequence { cancellation in
      let iterator = SourceIterator(sources)
      return self.work(
        next: { iterator.next() }, options, limits, self.workLimits(lookAhead: lookAhead, pixelsAhead: pixelsAhead),
        cancellation)
    }
  }

  /// What `pages(of:)` does with the pictures.
  func work(
    next: @escaping @Sendable () throws -> PageSource?, _ options: RecognitionOptions, _ limits: ImageLimits,
    _ amount: PageSequence.Work.Limits, _ cancellation: Cancellation
  ) -> PageSequence.Work {
    OrderedWork(
      amount,
      .init(
        next: next, open: { source, _, willDecode in source.opened(limits, willDecode) },
        work: { self.result(of: $0, index: $1, options, cancellation, $2) }))
  }

  /// How much of many pictures is done at once by this reader.
  package func workLimits<S, O, R>(lookAhead: Int? = nil, pixelsAhead: Int? = nil) -> OrderedWork<S, O, R>.Limits {
    .init(
      threads: threads, atOnce: pagesAtOnce, ahead: max(1, lookAhead ?? threads * 2),
      pixels: pixelsAhead ?? max(16_000_000, threads * 8_750_000))
  }

  /// Of more pages than these, it is worth making ready at once what comes up rarely: some 0.2 s with tiny, 0.4 with small.
  package static let manyPages = 64

  /// Says that many pages are to come: what is done once for all of them is done at once, and not when it comes up.
  package func expectManyPages() {
    recognizer?.expectMany()
    otherRecognizer?.expectMany()
  }

  private func result(
    of opened: OpenedPage, index: Int, _ options: RecognitionOptions, _ cancellation: Cancellation, _ crew: any Crew
  ) -> PageResult {
    if index == Self.manyPages { expectManyPages() }
    var times = StageTimes()
    let page = opened.image.flatMap { image in
      Result { try read(image, options: options, times: &times, cancellation: cancellation, crew: crew) }
        .mapError { LegibleError(describing: $0, .inferenceFailed) }
    }
    return PageResult(index: index, name: opened.name, result: page, decoding: opened.decoding, times: times)
  }
}

extension PageSource {
  fileprivate func opened(_ limits: ImageLimits, _ willDecode: (Int) -> Void) -> OpenedPage {
    let start = ContinuousClock.now
    let image = Result { try open(limits) { willDecode($0.area) } }
      .mapError { LegibleError(describing: $0, .unreadableImage) }
    return OpenedPage(name: name, image: image, decoding: ContinuousClock.now - start)
  }
}

extension LegibleError {
  /// The error itself, or one of the code around an error of another kind.
  fileprivate init(describing error: any Error, _ code: Code) {
    self = error as? LegibleError ?? LegibleError(code, "\(error)")
  }
}

/// Goes through a sequence from whatever thread, one call at a time.
private final class SourceIterator<S: Sequence<PageSource>>: @unchecked Sendable {
  // `OrderedWork` asks from one thread at a time, and the sequence itself was sent here.
  private var iterator: S.Iterator

  init(_ sources: S) { iterator = sources.makeIterator() }

  func next() -> PageSource? { iterator.next() }
}
