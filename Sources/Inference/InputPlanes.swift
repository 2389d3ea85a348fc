internal import CPixels

/// Pictures as a network wants them: `(value − mean) × scale`, red, green and blue (or the other way round) in planes of their own.
///
/// OpenVINO 2026.4 can do this itself, in four steps one behind the other, of which one is a plain loop: 3.1 of the 42 ms that PP-OCRv6 tiny's
/// detector takes for 1024×768 pixels on two threads of AMX. Of values that are ready, in the precision that it computes in, it makes one.
final class InputPlanes: Sendable {
  private let format: InputFormat
  /// Whether the values are bf16, rounded to nearest, ties to even; else f32.
  let isBF16: Bool
  // A stream's run has it to itself.
  nonisolated(unsafe) private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// - Parameter precision: what the network computes in, f32 or bf16.
  init(_ format: InputFormat, precision: ComputeOptions.Precision) {
    self.format = format
    isBF16 = precision == .bf16
  }

  /// The planes of `[N, H, W, 3]` bytes, `[N, 3, H, W]`, which stay until the next call.
  func planes(of pictures: TensorView) -> (shape: [Int], bytes: UnsafeRawBufferPointer) {
    let shape = pictures.shape
    let pixels = shape[1] * shape[2]
    let size = isBF16 ? 2 : 4
    let count = pictures.bytes.count * size
    if memory.count < count {
      memory.deallocate()
      memory = .allocate(byteCount: count, alignment: 64)
      cpixels_prepare_block(memory.baseAddress, count)
    }
    if count > 0 {
      let isReversed: Int32 = format.channelOrder == .bgr ? 1 : 0
      for picture in 0..<shape[0] {
        let start = picture * pixels * 3
        let source = (pictures.bytes.baseAddress! + start).assumingMemoryBound(to: UInt8.self)
        let target = memory.baseAddress! + start * size
        if isBF16 {
          cpixels_normalize_bf16(
            source, pixels, format.mean, format.scale, isReversed, target.assumingMemoryBound(to: UInt16.self))
        } else {
          cpixels_normalize_f32(
            source, pixels, format.mean, format.scale, isReversed, target.assumingMemoryBound(to: Float.self))
        }
      }
    }
    return (
      [shape[0], 3, shape[1], shape[2]], UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[..<count])
    )
  }

  /// Gives back what the planes of a large picture take, up to 12 MiB in f32: lines are read for longer than it takes to get it again.
  ///
  /// - Returns: whether the planes are gone.
  func giveBackMemory() -> Bool {
    guard memory.count > Self.keptBytes else { return false }
    memory.deallocate()
    memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    return true
  }

  /// Those of lines and of a webcam's frames stay.
  private static let keptBytes = 4 << 20

  deinit { memory.deallocate() }
}
