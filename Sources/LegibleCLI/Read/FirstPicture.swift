internal import Dispatch
internal import Legible
internal import Synchronization

/// The first picture, decoded while the models are being loaded.
final class FirstPicture: Sendable {
  let input: Input
  private let decoding = DispatchGroup()
  private let result = Mutex<Result<DecodedPicture, LegibleError>?>(nil)

  /// Begins to decode on a thread of its own; nil where that might wait for somebody: a pipe, standard input.
  ///
  /// - Parameter mayHalve: as of `DecodedPicture`.
  init?(_ input: Input, limits: ImageLimits, mayHalve: Bool) {
    guard !input.isStandardInput, input.path.isRegularFile else { return nil }
    self.input = input
    DispatchQueue(label: "legible.first-picture").async(group: decoding) { [self] in
      let decoded = Result { () throws(LegibleError) in try DecodedPicture(input, limits: limits, mayHalve: mayHalve) }
      result.withLock { $0 = decoded }
    }
  }

  /// Waits until it is decoded.
  func wait() { decoding.wait() }

  /// The picture where it is decoded by now or in a moment; nil: it takes longer, or cannot be read.
  var decodedSoon: Image? {
    guard decoding.wait(timeout: .now() + .milliseconds(20)) == .success else { return nil }
    return result.withLock { try? $0?.get().image }
  }

  /// The picture, once: whoever has it does not share its memory.
  ///
  /// - Returns: nil for every other picture, and from the second time on.
  /// - Throws: as decoding did.
  func take(_ input: Input) throws(LegibleError) -> DecodedPicture? {
    guard input == self.input else { return nil }
    wait()
    let decoded = result.withLock { result in
      defer { result = nil }
      return result
    }
    return try decoded?.get()
  }
}

/// A picture, and how long it took from the file's bytes to pixels.
struct DecodedPicture: Sendable {
  var image: Image
  var time: Duration

  /// Decodes a picture.
  ///
  /// - Parameters:
  ///   - mayHalve: whether a large JPEG may be decoded at half of its size, for a page to be read of it.
  ///   - willDecode: is told the size before there are pixels, and may wait until there is room.
  init(
    _ input: Input, limits: ImageLimits, mayHalve: Bool, willDecode: (Size) -> Void = { _ in }
  ) throws(LegibleError) {
    let start = ContinuousClock.now
    image =
      input.isStandardInput
      ? try Image(fileDescriptor: 0, limits: limits, mayHalve: mayHalve, willDecode: willDecode)
      : try Image(contentsOf: input.path, limits: limits, mayHalve: mayHalve, willDecode: willDecode)
    time = ContinuousClock.now - start
  }
}
