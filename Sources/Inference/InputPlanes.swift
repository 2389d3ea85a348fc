internal import CPixels
internal import Dispatch

/// Pictures as a network wants them: `(value − mean) × scale`, red, green and blue (or the other way round) in planes of their own.
///
/// OpenVINO 2026.4 can do this itself, in four steps one behind the other, of which one is a plain loop: 3.1 of the 42 ms that PP-OCRv6 tiny's
/// detector takes for 1024×768 pixels on two threads of AMX. Of values that are ready, in the precision that it computes in, it makes one.
final class InputPlanes: Sendable {
  private let format: InputFormat
  /// Whether the values are bf16, rounded to nearest, ties to even; else f32.
  let isBF16: Bool
  /// What pictures of a page's size are shared out to.
  private let threads: Int
  // A stream's run has it to itself.
  nonisolated(unsafe) private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// - Parameters:
  ///   - precision: what the network computes in, f32 or bf16.
  ///   - threads: of a run.
  init(_ format: InputFormat, precision: ComputeOptions.Precision, threads: Int = 1) {
    self.format = format
    self.threads = threads
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
      for picture in 0..<shape[0] {
        let start = picture * pixels * 3
        write(pictures.bytes.baseAddress! + start, pixels, memory.baseAddress! + start * size)
      }
    }
    return (
      [shape[0], 3, shape[1], shape[2]], UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[..<count])
    )
  }

  /// The planes of one picture, on all threads where it is large.
  private func write(_ source: UnsafeRawPointer, _ pixels: Int, _ target: UnsafeMutableRawPointer) {
    let bands = pixels < Self.sharedPixels ? 1 : threads
    if bands <= 1 { return write(0..<pixels, of: pixels, source, target) }
    // Each band is written by one thread.
    nonisolated(unsafe) let (source, target) = (source, target)
    DispatchQueue.concurrentPerform(iterations: bands) { band in
      write(pixels * band / bands..<pixels * (band + 1) / bands, of: pixels, source, target)
    }
  }

  /// Some pixels of them.
  private func write(
    _ part: Range<Int>, of pixels: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    let isReversed: Int32 = format.channelOrder == .bgr ? 1 : 0
    let bytes = source.assumingMemoryBound(to: UInt8.self) + part.lowerBound * 3
    if isBF16 {
      cpixels_normalize_bf16(
        bytes, part.count, format.mean, format.scale, isReversed,
        target.assumingMemoryBound(to: UInt16.self) + part.lowerBound, pixels)
    } else {
      cpixels_normalize_f32(
        bytes, part.count, format.mean, format.scale, isReversed,
        target.assumingMemoryBound(to: Float.self) + part.lowerBound, pixels)
    }
  }

  /// A webcam's frame and more, which take longer than a second thread to wake up.
  private static let sharedPixels = 300_000

  /// Gives back what the planes of a large picture take, up to 12 MiB in f32.
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
