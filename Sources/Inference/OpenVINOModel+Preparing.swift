internal import Dispatch

extension OpenVINOModel {
  /// Makes the kernels for a shape of the first input on all streams, by one run of zeros on each.
  ///
  /// Each stream has kernels of its own, but what another one has made just before is taken over from the engine's cache: that is
  /// less time and memory than what streams take that make theirs at different times. So the first stream goes ahead, and
  /// the others follow side by side. A run that fails is passed over; it fails again, and is told, where a result is needed.
  package func prepare(_ shape: [Int]) {
    guard inputs.count == 1, inputs[0].elementType == .u8 else { return }
    let zeros = [UInt8](repeating: 0, count: shape.reduce(1, *))
    pool.withAll { streams in
      @Sendable func run(_ stream: EngineStream) {
        zeros.withUnsafeBytes { bytes in
          _ = try? self.run([TensorView(shape: shape, elementType: .u8, bytes: bytes)], on: stream) { $0.count }
        }
      }
      guard let first = streams.first else { return }
      run(first)
      DispatchQueue.concurrentPerform(iterations: streams.count - 1) { run(streams[$0 + 1]) }
      // Who makes a network ready may hardly use it, and its weights are in the engine's own order now.
      for stream in streams { stream.giveBackWeights() }
    }
  }
}
