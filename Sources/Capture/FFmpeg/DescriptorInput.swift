internal import CFFmpeg

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Gives FFmpeg the bytes of a pipe. FFmpeg's own reader would block where nobody can wake it.
///
/// Belongs to the thread of its stream.
final class DescriptorInput {
  private(set) var context: UnsafeMutablePointer<AVIOContext>?
  private let descriptor: Int32
  private let closes: Bool
  private let interrupt: Interrupt
  /// 64 KiB: what a pipe of Linux holds.
  private static let capacity = 65_536

  /// Reads from a descriptor, which is closed in the end unless it is standard input.
  init(descriptor: Int32, interrupt: Interrupt) {
    self.descriptor = descriptor
    self.interrupt = interrupt
    closes = descriptor > 2
    let buffer = av_malloc(Self.capacity)?.assumingMemoryBound(to: UInt8.self)
    context = avio_alloc_context(
      buffer, Int32(Self.capacity), 0, Unmanaged.passUnretained(self).toOpaque(),
      { opaque, target, count in
        guard let opaque, let target else { return legible_av_error(EINVAL) }
        return Unmanaged<DescriptorInput>.fromOpaque(opaque).takeUnretainedValue().read(target, count)
      }, nil, nil)
  }

  deinit {
    // FFmpeg may have replaced the buffer by a larger one.
    if context != nil { av_freep(&context!.pointee.buffer) }
    avio_context_free(&context)
    if closes { close(descriptor) }
  }

  private func read(_ target: UnsafeMutablePointer<UInt8>, _ count: Int32) -> Int32 {
    while true {
      if interrupt.isDue { return legible_av_exit }
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // Short enough that closing is prompt.
      let ready = poll(&wanted, 1, 50)
      if ready < 0, errno != EINTR { return legible_av_error(errno) }
      if ready <= 0 { continue }
      #if canImport(Glibc)
      let got = Glibc.read(descriptor, target, Int(count))
      #else
      let got = Darwin.read(descriptor, target, Int(count))
      #endif
      if got > 0 { return Int32(got) }
      if got == 0 { return legible_av_eof }
      if errno != EINTR, errno != EAGAIN { return legible_av_error(errno) }
    }
  }
}
