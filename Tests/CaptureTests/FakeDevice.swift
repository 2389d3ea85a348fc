import Foundation
import Synchronization

@testable import Capture

/// A camera below `Camera`: what it does stands in a script that the test writes and changes.
final class FakeDevice: Sendable {
  /// What happens at one opening of the device.
  enum Visit: Sendable {
    /// It is not there.
    case absent
    /// It delivers so many frames and is unplugged.
    case unplugged(after: Int)
    /// It delivers so many frames and then none for ever.
    case silent(after: Int)
    /// It delivers frames until it is closed.
    case endless
    /// It refuses what was asked of it.
    case refuses
  }
  let visits: Mutex<[Visit]>
  let openings = Mutex(0)
  /// Feeds that are alive: a device can be opened by one only.
  let inUse = Mutex(0)
  /// Frames that were asked for, at all openings together: the one before it lies where readers take it.
  let asked = Mutex(0)
  let isLive: Bool
  let interval: TimeInterval

  init(_ visits: [Visit], isLive: Bool = true, interval: TimeInterval = 0.002) {
    self.visits = Mutex(visits)
    self.isLive = isLive
    self.interval = interval
  }

  func camera(options: CaptureOptions = .init(), name: FrameSourceName = .camera(.index(0))) throws -> Camera {
    try Camera(name, options: options) { interrupt in
      self.openings.withLock { $0 += 1 }
      let visit = self.visits.withLock { $0.isEmpty ? .absent : $0.removeFirst() }
      switch visit {
      case .absent: throw LegibleError(.sourceUnavailable, "camera 0: the camera is not there")
      case .refuses: throw LegibleError(.invalidArgument, "camera 0: no such size")
      default: return Feed(self, visit, interrupt)
      }
    }
  }

  private final class Feed: FrameFeed {
    let device: FakeDevice
    let visit: Visit
    let interrupt: Interrupt
    let size = Size(width: 8, height: 4)
    let frameRate: Double? = 500
    var isLive: Bool { device.isLive }
    var count = 0

    init(_ device: FakeDevice, _ visit: Visit, _ interrupt: Interrupt) {
      (self.device, self.visit, self.interrupt) = (device, visit, interrupt)
      device.inUse.withLock { $0 += 1 }
    }

    deinit { device.inUse.withLock { $0 -= 1 } }

    func next() throws -> FeedFrame? {
      device.asked.withLock { $0 += 1 }
      switch visit {
      case .unplugged(let last) where count == last:
        throw LegibleError(.sourceUnavailable, "camera 0: the camera has gone after \(last) frames")
      case .silent(let last) where count == last:
        while !interrupt.isRaised { Thread.sleep(forTimeInterval: 0.001) }
        return nil
      default: break
      }
      Thread.sleep(forTimeInterval: device.interval)
      defer { count += 1 }
      let gray = UInt8(count % 256)
      let image = Image(size: size, filled: Color(red: gray, green: gray, blue: gray))
      return FeedFrame(image: image, time: .milliseconds(2 * count))
    }
  }
}
