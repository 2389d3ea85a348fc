internal import Dispatch

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension OpenVINOModel {
  /// Makes the kernels for a shape of the first input on all streams, by one run of zeros on each.
  ///
  /// Each stream has kernels of its own, but what another one has made just before is taken over from the engine's cache: that is
  /// less time and memory than what streams take that make theirs at different times. So the first stream goes ahead, and
  /// the others follow side by side. A run that fails is passed over; it fails again, and is told, where a result is needed.
  package func prepare(_ shape: [Int]) {
    guard inputs.count == 1, inputs[0].elementType == .u8 else { return }
    let zeros = [UInt8](repeating: 0, count: shape.reduce(1, *))
    let (done, end) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    // The engine numbers the threads that call it, and takes the number modulo the streams: new threads that are there together
    // have different streams.
    func begin() -> Bool {
      NewThread.run {
        zeros.withUnsafeBytes { bytes in
          _ = try? self.run([TensorView(shape: shape, elementType: .u8, bytes: bytes)]) { $0.count }
        }
        done.signal()
        end.wait()
      }
    }
    guard begin() else { return }
    done.wait()
    let others = (1..<streams).count { _ in begin() }
    for _ in 0..<others { done.wait() }
    for _ in 0...others { end.signal() }
  }
}

/// A thread that is no other's: those of Dispatch are used again.
private enum NewThread {
  fileprivate final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// - Returns: whether there is such a thread.
  static func run(_ body: @escaping @Sendable () -> Void) -> Bool {
    let box = Unmanaged.passRetained(Body(body))
    #if canImport(Glibc)
    var thread = pthread_t()
    #else
    var thread: pthread_t?
    #endif
    let status = pthread_create(&thread, nil, { startOfNewThread($0) }, box.toOpaque())
    guard status == 0 else {
      box.release()
      return false
    }
    #if canImport(Glibc)
    pthread_detach(thread)
    #else
    if let thread { pthread_detach(thread) }
    #endif
    return true
  }
}

private func startOfNewThread(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let box { Unmanaged<NewThread.Body>.fromOpaque(box).takeRetainedValue().run() }
  return nil
}
