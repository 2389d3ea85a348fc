#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What a message between Legible and `legible-cvimodel` is about.
package enum WireKind: UInt32, Sendable {
  /// From the helper, first: the network is loaded; a `WireNetwork`.
  case loaded = 0x4C43_5601
  /// To the helper: compute; all inputs' bytes one behind the other.
  case run = 0x4C43_5602
  /// From the helper: what was computed; all outputs' bytes one behind the other.
  case done = 0x4C43_5603
  /// From the helper: it cannot be done; a text.
  case failed = 0x4C43_5604
}

/// Why a message did not get through.
package enum WireFailure: Error, Hashable, Sendable {
  /// The other side is gone.
  case closed
  /// The time is up.
  case late
  /// Who waits was told to stop.
  case cancelled
  /// What came is no message.
  case garbage
}

/// How long to wait for the other side.
package struct WirePatience {
  /// When to give up, on the clock of `now`; nil: never.
  private let end: Int?
  private let isCancelled: () -> Bool

  /// For a number of seconds from now on; more than three years are for ever, what is no number is none.
  package init(seconds: Double, isCancelled: @escaping () -> Bool) {
    end = seconds >= 1e8 ? nil : Self.now() + Int(max(0, seconds) * 1000)
    self.isCancelled = isCancelled
  }

  private init() {
    end = nil
    isCancelled = { false }
  }

  /// For ever.
  package static var endless: WirePatience { WirePatience() }

  /// How many milliseconds to wait until cancellation is looked for again; -1: for ever.
  fileprivate func slice() throws -> Int32 {
    if isCancelled() { throw WireFailure.cancelled }
    guard let end else { return -1 }
    let left = end - Self.now()
    if left <= 0 { throw WireFailure.late }
    return Int32(min(left, 50))
  }

  /// Milliseconds of a clock that nobody sets.
  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}

/// One end of the connection: messages of a kind, a length and bytes.
///
/// A pair of sockets and not of pipes: writing to a pipe whose reader is gone ends the process by a signal.
package struct WireSocket: Sendable {
  /// The open file.
  package let descriptor: Int32

  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Sends a message of several parts.
  package func send(
    _ kind: WireKind, _ parts: [UnsafeRawBufferPointer], _ patience: WirePatience
  ) throws {
    var header = [kind.rawValue, UInt32(parts.reduce(0) { $0 + $1.count })]
    try header.withUnsafeMutableBytes { header in
      for part in [UnsafeRawBufferPointer(header)] + parts { try send(part, patience) }
    }
  }

  private func send(_ bytes: UnsafeRawBufferPointer, _ patience: WirePatience) throws {
    var rest = bytes
    while !rest.isEmpty {
      let count = Self.sendQuietly(descriptor, rest)
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if count < 0, errno == EAGAIN {
        try wait(for: Int16(POLLOUT), patience)
      } else if count < 0, errno != EINTR {
        throw WireFailure.closed
      }
    }
  }

  /// The kind and the length of the next message, whose bytes have to be received then.
  package func receive(_ patience: WirePatience) throws -> (kind: WireKind, count: Int) {
    var header: [UInt32] = [0, 0]
    try header.withUnsafeMutableBytes { header in try receive(into: header, patience) }
    guard let kind = WireKind(rawValue: header[0]) else { throw WireFailure.garbage }
    return (kind, Int(header[1]))
  }

  /// Fills a buffer.
  package func receive(into bytes: UnsafeMutableRawBufferPointer, _ patience: WirePatience) throws {
    var done = 0
    while done < bytes.count {
      let count = recv(descriptor, bytes.baseAddress! + done, bytes.count - done, Int32(MSG_DONTWAIT))
      if count > 0 {
        done += count
      } else if count == 0 {
        throw WireFailure.closed
      } else if errno == EAGAIN {
        try wait(for: Int16(POLLIN), patience)
      } else if errno != EINTR {
        throw WireFailure.closed
      }
    }
  }

  /// The bytes of a message, which are no more than a number.
  package func receive(count: Int, atMost limit: Int, _ patience: WirePatience) throws -> [UInt8] {
    guard count <= limit else { throw WireFailure.garbage }
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { bytes in try receive(into: bytes, patience) }
    return bytes
  }

  private func wait(for events: Int16, _ patience: WirePatience) throws {
    var state = pollfd(fd: descriptor, events: events, revents: 0)
    let slice = try patience.slice()
    if poll(&state, 1, slice) < 0, errno != EINTR { throw WireFailure.closed }
  }

  /// Without the signal that would end this process where the other side is gone.
  private static func sendQuietly(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
    Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
    #else
    Darwin.send(socket, bytes.baseAddress, bytes.count, MSG_DONTWAIT)
    #endif
  }

  /// Waits until the other side is gone, whatever else comes.
  package func waitForEnd() {
    while true {
      var state = pollfd(fd: descriptor, events: 0, revents: 0)
      if poll(&state, 1, -1) > 0 || errno != EINTR { return }
    }
  }
}
