internal import CPixels

/// Pictures as the engine is given them where that keeps the arithmetic exact: red, green and blue in planes of their own.
///
/// Of `[N, H, W, 3]` bytes OpenVINO 2026.4 makes planes itself, and pixels again for its convolutions, each in a step of its own: 2 to 4 % of a
/// recogniser's time, more where the width is another than before. Of planes it makes the scale a part of the first weights, too, and subtracts the mean
/// by itself; in bf16 that takes a mean which bf16 holds, as the recognisers' 127.5. With the detectors' 123.675 the map is a fifth farther from f32's.
final class InputPlanes: Sendable {
  // A stream's run has it to itself.
  nonisolated(unsafe) private var bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// Whether a network of this format gets planes.
  static func suit(_ format: InputFormat?) -> Bool {
    format?.mean.allSatisfy { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) == $0 } ?? false
  }

  /// The planes of `[N, H, W, 3]` bytes, `[N, 3, H, W]`, which stay until the next call.
  func planes(of pictures: TensorView) -> TensorView {
    let count = pictures.bytes.count
    if bytes.count < count {
      bytes.deallocate()
      bytes = .allocate(byteCount: count, alignment: 64)
    }
    let shape = pictures.shape
    let pixels = shape[1] * shape[2]
    if count > 0 {
      for picture in 0..<shape[0] {
        let start = picture * pixels * 3
        cpixels_planes(
          pictures.bytes.baseAddress! + start, pixels,
          (bytes.baseAddress! + start).assumingMemoryBound(to: UInt8.self))
      }
    }
    return TensorView(
      shape: [shape[0], 3, shape[1], shape[2]], elementType: .u8,
      bytes: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<count]))
  }

  deinit { bytes.deallocate() }
}
