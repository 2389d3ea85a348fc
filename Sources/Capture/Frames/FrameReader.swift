internal import Dispatch
internal import Failure
internal import Raster

/// Takes frames from a feed on a thread of its own, opens the feed anew where that is wanted, and lays them into a mailbox.
final class FrameReader: Sendable {
  /// How frames are handed on.
  struct Policy: Sendable {
    var delivery = Delivery.automatic
    var paced = false
    var reconnects = false
    /// How long to wait before the first new attempt; doubled for each, up to ten times as long.
    var patience = Duration.milliseconds(500)
  }

  let mailbox: Mailbox
  private let interrupt = Interrupt()

  /// Begins to open the feed; `waitUntilOpen` tells how that went.
  init(policy: Policy, isLive: Bool, open: @escaping FeedOpener) {
    mailbox = Mailbox(isLive: isLive)
    let (mailbox, interrupt) = (mailbox, interrupt)
    let run = Run(policy: policy, mailbox: mailbox, interrupt: interrupt, open: open)
    // A serial queue of its own gets a thread of its own, however many others are blocked.
    DispatchQueue(label: "legible.capture").async {
      mailbox.finish(Result { try run.untilTheEnd() })
      mailbox.release()
    }
  }

  deinit {
    interrupt.raise()
    mailbox.close()
  }

  /// Ends everything, and waits a second at the most until the device is free.
  func close() {
    interrupt.raise()
    mailbox.close()
    mailbox.waitUntilReleased(atMost: .seconds(1))
  }
}

/// What the thread does.
private struct Run: Sendable {
  let policy: FrameReader.Policy
  let mailbox: Mailbox
  let interrupt: Interrupt
  let open: FeedOpener

  func untilTheEnd() throws {
    let begin = DispatchTime.now().uptimeNanoseconds
    var progress = Progress()
    var attempts = 0
    while !interrupt.isRaised {
      // Frames of a second connection go on with the time that the first one was away.
      let offset = progress.count == 0 ? Duration.zero : since(begin)
      let before = progress.count
      do {
        guard try deliver(offset: max(offset, progress.last), progress: &progress) else { return }
      } catch let error as LegibleError where policy.reconnects && error.code == .sourceUnavailable {
        // There is no telling whether it comes back: that is what was asked to be waited for.
      }
      attempts = progress.count > before ? 0 : attempts + 1
      mailbox.open(size: nil, frameRate: mailbox.frameRate, isLive: mailbox.isLive)
      mailbox.pause(policy.patience * min(10, 1 << min(max(0, attempts - 1), 4)))
    }
  }

  private struct Progress {
    var count = 0
    var last = Duration.zero
  }

  /// Opens the feed and delivers its frames; whether to go on when they have ended.
  private func deliver(offset: Duration, progress: inout Progress) throws -> Bool {
    let feed = try open(interrupt)
    let isLive = policy.paced || feed.isLive
    mailbox.open(size: feed.size, frameRate: feed.frameRate, isLive: isLive)
    let newestOnly =
      switch policy.delivery {
      case .automatic: isLive
      case .newest: true
      case .every: false
      }
    let start = DispatchTime.now().uptimeNanoseconds
    while !interrupt.isRaised, let next = try feed.next() {
      if policy.paced { mailbox.pause(next.time - since(start)) }
      let frame = Frame(
        image: next.image, time: max(progress.last, offset + next.time), index: progress.count, damaged: next.damaged)
      progress.count += 1
      progress.last = frame.time
      if newestOnly {
        mailbox.replace(with: frame)
      } else if !mailbox.put(frame) {
        return false
      }
    }
    // A file has an end. A live source that ends was cut off.
    return policy.reconnects && feed.isLive
  }

  private func since(_ start: UInt64) -> Duration {
    .nanoseconds(Int64(DispatchTime.now().uptimeNanoseconds - start))
  }
}
