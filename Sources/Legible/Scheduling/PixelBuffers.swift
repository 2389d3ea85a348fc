internal import CPixels
internal import Synchronization

/// Room for the pixels that a network is shown, which is used again: fresh memory for each page costs more than what is written into it.
final class PixelBuffers: Sendable {
  private struct State {
    // Whoever has taken one has it to himself.
    nonisolated(unsafe) var idle: [UnsafeMutableBufferPointer<UInt8>] = []
  }

  private let state = Mutex(State())

  /// Lends room for so many bytes, whose values are any.
  func withBytes<R>(_ count: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) throws -> R) rethrows -> R {
    nonisolated(unsafe) var bytes =
      state.withLock { $0.idle.popLast() } ?? UnsafeMutableBufferPointer(start: nil, count: 0)
    if bytes.count < count {
      bytes.deallocate()
      bytes = .allocate(capacity: count)
      cpixels_prepare_block(bytes.baseAddress, count)
    }
    defer { state.withLock { [bytes] in $0.idle.append(bytes) } }
    return try body(UnsafeMutableBufferPointer(rebasing: bytes[..<count]))
  }

  /// Gives back what nobody uses.
  func giveBack() {
    for bytes in state.withLock({ state in
      defer { state.idle = [] }
      return state
    }).idle { bytes.deallocate() }
  }

  deinit { giveBack() }
}
