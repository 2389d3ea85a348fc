internal import Failure

/// Turns what a caller hands over into the elements of a cvimodel's input.
struct CVIModelInput: Sendable {
  /// What the caller hands over.
  let info: TensorInfo
  /// Bytes of the network's input.
  let byteCount: Int

  private let element: CVIModelFile.Element
  /// Nil: the elements are the caller's own.
  private let pixels: Pixels?

  private struct Pixels: Sendable {
    /// Where a channel of the network stands among red, green and blue.
    var order: [Int]
    /// For each channel of the network the element of each of the 256 bytes.
    var elements: [[UInt32]]
    /// Whether the network's channels lie side by side, [N, H, W, C], and not one behind the other.
    var areInterleaved: Bool
  }

  /// - Parameters:
  ///   - tensor: the network's input.
  ///   - format: how RGB bytes become it; nil: the caller has its elements, floats for bf16.
  ///   - path: the model's, for messages.
  /// - Throws: `unsuitableModel`.
  init(_ tensor: CVIModelFile.Tensor, format: InputFormat?, path: String) throws(LegibleError) {
    element = tensor.element
    byteCount = tensor.byteCount
    guard let format else {
      pixels = nil
      info = try tensor.info(path)
      return
    }
    guard [.f32, .bf16, .i8, .u8].contains(element), tensor.shape.count == 4,
      tensor.shape[1] == 3 || tensor.shape[3] == 3
    else {
      throw LegibleError(
        .unsuitableModel,
        "\(path) does not take pictures as its input: it takes \(tensor); [N, 3, H, W] of f32, bf16, i8 or u8 is expected."
      )
    }
    let shape = tensor.shape
    let areInterleaved = shape[1] != 3
    let (height, width) = areInterleaved ? (shape[1], shape[2]) : (shape[2], shape[3])
    info = TensorInfo(name: tensor.name, elementType: .u8, shape: [shape[0], height, width, 3])
    pixels = Pixels(
      order: format.channelOrder == .rgb ? [0, 1, 2] : [2, 1, 0],
      elements: (0..<3).map { channel in
        (0...255).map { Self.element(of: (Float($0) - format.mean[channel]) * format.scale[channel], tensor) }
      }, areInterleaved: areInterleaved)
  }

  /// The element that stands for a value: rounded, a half away from 0, and cut to what the type holds.
  private static func element(of value: Float, _ tensor: CVIModelFile.Tensor) -> UInt32 {
    func integer(_ range: ClosedRange<Float>) -> Int32 {
      // A file without a scale means the values themselves.
      let scaled = value * (tensor.scale == 0 ? 1 : tensor.scale)
      let rounded = scaled.rounded(.toNearestOrAwayFromZero) + Float(tensor.zeroPoint)
      return Int32(max(range.lowerBound, min(range.upperBound, rounded)))
    }
    switch tensor.element {
    case .i8: return UInt32(UInt8(bitPattern: Int8(integer(-128...127))))
    case .u8: return UInt32(integer(0...255))
    case .bf16: return UInt32(bf16(value))
    default: return value.bitPattern
    }
  }

  /// The nearest 16-bit brain floating point number, the even one of two.
  static func bf16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }

  /// The elements, as they are sent.
  ///
  /// - Parameter view: of the shape and type of `info`.
  func bytes(of view: TensorView) -> [UInt8] {
    if let pixels {
      switch element.size {
      case 1: return elements(view.bytes, pixels, as: UInt8.self)
      case 2: return elements(view.bytes, pixels, as: UInt16.self)
      default: return elements(view.bytes, pixels, as: UInt32.self)
      }
    }
    guard element == .bf16 else { return Array(view.bytes) }
    return view.floats.map(Self.bf16).withUnsafeBytes { Array($0) }
  }

  private func elements<E: FixedWidthInteger>(
    _ source: UnsafeRawBufferPointer, _ pixels: Pixels, as type: E.Type
  ) -> [UInt8] {
    let size = MemoryLayout<E>.size
    let tables = pixels.elements.map { $0.map { E(truncatingIfNeeded: $0) } }
    return [UInt8](unsafeUninitializedCapacity: source.count * size) { buffer, count in
      count = source.count * size
      let target = UnsafeMutableRawPointer(buffer.baseAddress!).bindMemory(to: E.self, capacity: source.count)
      // The pixels of one picture.
      let plane = source.count / 3 / (info.shape[0] ?? 1)
      for channel in 0..<3 {
        let (table, place) = (tables[channel], pixels.order[channel])
        table.withUnsafeBufferPointer { table in
          for pixel in 0..<(source.count / 3) {
            let index =
              pixels.areInterleaved
              ? pixel * 3 + channel : pixel / plane * plane * 3 + channel * plane + pixel % plane
            target[index] = table[Int(source[pixel * 3 + place])]
          }
        }
      }
    }
  }
}

extension CVIModelFile.Tensor {
  /// The tensor as the engine's other models describe theirs; bf16 is handed over as f32.
  ///
  /// - Throws: `unsuitableModel` where the elements are of a type that is not handed over.
  func info(_ path: String) throws(LegibleError) -> TensorInfo {
    let type: ElementType
    switch element {
    case .f32, .bf16: type = .f32
    case .i8: type = .i8
    case .u8: type = .u8
    case .i16, .u16, .i32, .u32:
      throw LegibleError(
        .unsuitableModel, "\(path) has the tensor \(self); elements of f32, bf16, i8 and u8 are supported.")
    }
    return TensorInfo(name: name, elementType: type, shape: shape)
  }
}
