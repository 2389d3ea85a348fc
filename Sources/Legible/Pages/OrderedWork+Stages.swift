extension OrderedWork {
  /// How much is done at once.
  package struct Limits: Sendable {
    /// Threads that work at once.
    package var threads: Int
    /// Things in their second stage at once; in their first stage, or between the two, as many at most.
    package var atOnce: Int
    /// Things that are begun and not yet delivered.
    package var ahead: Int
    /// Pixels that are held at once; more only where a single picture has more.
    package var pixels: Int
    /// Whether pixels are held until the result was taken, and not just until it is there.
    package var resultsHoldPixels: Bool

    package init(threads: Int, atOnce: Int, ahead: Int, pixels: Int, resultsHoldPixels: Bool = false) {
      self.threads = threads
      self.atOnce = atOnce
      self.ahead = ahead
      self.pixels = pixels
      self.resultsHoldPixels = resultsHoldPixels
    }
  }

  /// What becomes of things. None of it throws: a failure is a result like others.
  package struct Stages: Sendable {
    /// The next thing; nil after the last. Called by one thread at a time.
    package var next: @Sendable () throws -> Source?
    /// The first stage: the thing, its index, and whom to tell the number of pixels before they are there.
    package var open: @Sendable (Source, Int, (Int) -> Void) -> Opened
    /// The second stage, with helpers.
    package var work: @Sendable (Opened, Int, any Crew) -> Output

    package init(
      next: @escaping @Sendable () throws -> Source?, open: @escaping @Sendable (Source, Int, (Int) -> Void) -> Opened,
      work: @escaping @Sendable (Opened, Int, any Crew) -> Output
    ) {
      self.next = next
      self.open = open
      self.work = work
    }
  }
}
