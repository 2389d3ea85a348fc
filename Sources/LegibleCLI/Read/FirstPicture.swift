internal import Dispatch
internal import Legible
internal import Synchronization

/// The first picture, decoded while the models are being loaded.
final class FirstPicture: Sendable {
  let input: Input
  private let decoding = DispatchGroup()
  private let result = Mutex<Result<DecodedPicture, LegibleError>?>(nil)

  /// Begins to decode on a thread of its own; nil where that might wait for somebody: a pipe, standard input.
  init?(_ input: Input, limits: ImageLimits) {
    guard !input.isStandardInput, input.path.isRegularFile else { return nil }
    self.input = input
    DispatchQueue(label: "legible.first-picture").async(group: decoding) { [self] in
      let decoded = Result { () throws(LegibleError) in try DecodedPicture(input, limits: limits) }
      result.withLock { $0 = decoded }
    }
  }

  /// Waits until it is decoded.
  func wait() { decoding.wait() }

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
  /// - Parameter willDecode: is told the size before there are pixels, and may wait until there is room.
  init(_ input: Input, limits: ImageLimits, willDecode: (Size) -> Void = { _ in }) throws(LegibleError) {
    let start = ContinuousClock.now
    image =
      input.isStandardInput
      ? try Image(fileDescriptor: 0, limits: limits, willDecode: willDecode)
      : try Image(contentsOf: input.path, limits: limits, willDecode: willDecode)
    time = ContinuousClock.now - start
  }
}
