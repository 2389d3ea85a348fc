import Foundation
import Synchronization
import Testing

@testable import Capture

/// What a live source does, with a device that is none: there is no camera where these tests run.
struct LiveTests {
  @Test func aSlowReaderGetsTheNewestFrameAndTheNumberOfThoseThatItMissed() throws {
    let device = FakeDevice([.endless])
    let camera = try device.camera()
    defer { camera.close() }
    #expect(camera.isLive)
    var last = try #require(try camera.read())
    for _ in 0..<5 {
      // Until at least two more lie, or lay, there.
      while device.asked.withLock({ $0 }) < last.index + 4 { Thread.sleep(forTimeInterval: 0.002) }
      let frame = try #require(try camera.read())
      #expect(frame.skipped > 0)
      #expect(frame.index == last.index + frame.skipped + 1)
      #expect(frame.time > last.time)
      #expect(Int(frame.image[0, 0].red) == frame.index % 256)
      last = frame
    }
  }

  @Test func everyFrameCanBeAskedFor() throws {
    var options = CaptureOptions()
    options.delivery = .every
    let camera = try FakeDevice([.unplugged(after: 20)]).camera(options: options)
    var indices: [Int] = []
    #expect(throws: LegibleError.self) {
      while let frame = try camera.read() {
        indices.append(frame.index)
        Thread.sleep(forTimeInterval: 0.004)
      }
    }
    #expect(indices == Array(0..<20))
  }

  @Test func anUnpluggedCameraIsAnErrorOnceAndThenTheEnd() throws {
    let camera = try FakeDevice([.unplugged(after: 0)]).camera()
    let error = #expect(throws: LegibleError.self) { try camera.read() }
    #expect(error?.code == .sourceUnavailable)
    #expect(try camera.read() == nil)
  }

  @Test func aCameraThatIsNotThereIsAnErrorAtOnce() {
    let error = #expect(throws: LegibleError.self) { try FakeDevice([.absent]).camera() }
    #expect(error?.code == .sourceUnavailable)
  }

  private func patient() -> CaptureOptions {
    var options = CaptureOptions()
    options.reconnects = true
    options.reconnectInterval = .milliseconds(5)
    return options
  }

  @Test func aCameraThatComesBackIsReadOn() throws {
    let device = FakeDevice([.absent, .absent, .unplugged(after: 10), .absent, .endless])
    let camera = try device.camera(options: patient())
    defer { camera.close() }
    var frames: [Frame] = []
    while frames.last.map({ $0.index < 15 }) ?? true { frames.append(try #require(try camera.read())) }
    #expect(device.openings.withLock { $0 } == 5)
    for (a, b) in zip(frames, frames.dropFirst()) {
      #expect(b.time >= a.time)
      #expect(b.index == a.index + b.skipped + 1)
    }
    #expect(camera.size == Size(width: 8, height: 4))
  }

  /// It would be refused again and again.
  @Test func aRefusedSizeIsNotWaitedFor() {
    let device = FakeDevice([.refuses, .endless])
    let error = #expect(throws: LegibleError.self) { try device.camera(options: patient()) }
    #expect(error?.code == .invalidArgument)
    #expect(device.openings.withLock { $0 } == 1)
  }

  @Test func closingEndsAReadThatWaits() throws {
    let device = FakeDevice([.silent(after: 0)])
    let camera = try device.camera()
    let answer = DispatchSemaphore(value: 0)
    let result = Mutex<Result<Frame?, any Error>?>(nil)
    Thread.detachNewThread {
      let read = Result { try camera.read() }
      result.withLock { $0 = read }
      answer.signal()
    }
    Thread.sleep(forTimeInterval: 0.05)
    camera.close()
    #expect(answer.wait(timeout: .now() + 5) == .success)
    #expect(try result.withLock { try $0?.get() } == nil)
    #expect(device.inUse.withLock { $0 } == 0, "the device is free for others")
    camera.close()
    #expect(try camera.read() == nil)
  }

  @Test func closingEndsTheWaitForACameraThatIsNotThere() throws {
    var options = patient()
    options.reconnectInterval = .seconds(1000)
    let camera = try FakeDevice([.absent]).camera(options: options)
    #expect(camera.size == nil)
    let answer = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      _ = try? camera.read()
      answer.signal()
    }
    Thread.sleep(forTimeInterval: 0.05)
    camera.close()
    #expect(answer.wait(timeout: .now() + 5) == .success)
  }

  @Test func lettingGoOfTheCameraFreesTheDevice() throws {
    let device = FakeDevice([.endless])
    var camera: Camera? = try device.camera()
    #expect(try camera?.read() != nil)
    camera = nil
    let end = Date.now + 5
    while device.inUse.withLock({ $0 }) != 0, Date.now < end { Thread.sleep(forTimeInterval: 0.002) }
    #expect(device.inUse.withLock { $0 } == 0)
  }

  @Test func aTaskReadsFramesAsTheyCome() async throws {
    let camera = try FakeDevice([.unplugged(after: 5)], isLive: false).camera()
    var indices: [Int] = []
    await #expect(throws: LegibleError.self) {
      for try await frame in camera.frames { indices.append(frame.index) }
    }
    #expect(indices == Array(0..<5))
  }

  @Test func cancellingTheTaskEndsTheWaitAndFreesTheDevice() async throws {
    let device = FakeDevice([.silent(after: 1)])
    let camera = try device.camera()
    let count = Mutex(0)
    let task = Task { for try await _ in camera.frames { count.withLock { $0 += 1 } } }
    while count.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(2)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    let end = ContinuousClock.now + .seconds(5)
    while device.inUse.withLock({ $0 }) != 0, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(2)) }
    #expect(device.inUse.withLock { $0 } == 0)
  }

  /// Swift's pool has a thread a core: with blocked ones in it nothing else would run.
  @Test func waitingForFramesDoesNotBlockOtherTasks() async throws {
    let cameras = try (0..<8).map { _ in try FakeDevice([.silent(after: 0)]).camera() }
    let waiting = cameras.map { camera in Task { for try await _ in camera.frames {} } }
    var ticks = 0
    for _ in 0..<20 {
      try await Task.sleep(for: .milliseconds(2))
      ticks += await Task { 1 }.value
    }
    #expect(ticks == 20)
    for camera in cameras { camera.close() }
    for task in waiting { try await task.value }
  }

  @Test func onlyLiveSourcesCanComeBack() throws {
    let error = #expect(throws: LegibleError.self) {
      try Camera("test:testsrc2=duration=1", options: patient())
    }
    #expect(error?.code == .invalidArgument)
  }
}
