/// A constant of an ONNX file, of 32-bit floating point numbers.
///
/// Of the format (onnx.proto): `TensorProto.dims` is field 1, `data_type` 2 (1: float), `float_data` 4, `name` 8, `raw_data`
/// 9 (little-endian), `data_location` 14 (1: another file).
struct ONNXTensor {
  let shape: [Int]
  /// In the order of the last dimension first.
  let values: [Float]

  init(shape: [Int], values: [Float]) {
    self.shape = shape
    self.values = values
  }

  /// The matrix with ones from its first corner on, of as many rows as columns.
  static func identity(_ side: Int) -> ONNXTensor {
    ONNXTensor(shape: [side, side], values: (0..<side * side).map { $0 % (side + 1) == 0 ? 1 : 0 })
  }

  /// A vector or a matrix with zeros behind its rows and columns.
  ///
  /// - Parameter larger: its dimensions then, none of them less than now.
  func padded(to larger: [Int]) -> ONNXTensor {
    let (columns, width) = (shape.last ?? 0, larger.last ?? 0)
    var values = [Float](repeating: 0, count: larger.reduce(1, *))
    for row in 0..<(columns == 0 ? 0 : self.values.count / columns) {
      values.replaceSubrange(
        row * width..<row * width + columns, with: self.values[row * columns..<(row + 1) * columns])
    }
    return ONNXTensor(shape: larger, values: values)
  }

  /// The weights of a convolution for some of its input channels, `[outputs, inputs, height, width]`.
  func inputs(_ range: Range<Int>) -> ONNXTensor {
    let place = shape[2] * shape[3]
    let values = (0..<shape[0]).flatMap { output in
      self.values[(output * shape[1] + range.lowerBound) * place..<(output * shape[1] + range.upperBound) * place]
    }
    return ONNXTensor(shape: [shape[0], range.count, shape[2], shape[3]], values: values)
  }

  /// Reads a tensor; nil where it holds other numbers, or not as many as its shape says.
  init?(_ bytes: ArraySlice<UInt8>) {
    var shape: [Int] = []
    var data: ArraySlice<UInt8> = []
    var isFloat = false
    var fields = ProtobufFields(bytes, endsWithin: bytes.count)
    while let field = fields.next() {
      let start = bytes.startIndex + field.start
      let content = bytes[start..<(start + field.length)]
      switch (field.number, field.isText) {
      case (1, _): shape += ProtobufFields.numbers(content)
      case (2, false): isFloat = ProtobufFields.numbers(content) == [1]
      case (4, true), (9, true): data = content
      case (4, false): data += content
      case (14, false): if ProtobufFields.numbers(content) != [0] { return nil }
      default: break
      }
    }
    // Larger ones are none that anybody asks for, and a product of what a broken file says may not fit.
    guard isFloat, shape.allSatisfy({ (0...1 << 20).contains($0) }), shape.count <= 4,
      data.count.isMultiple(of: 4)
    else { return nil }
    let (count, overflow) = shape.reduce((1, false)) { total, side in
      let (product, overflow) = total.0.multipliedReportingOverflow(by: side)
      return (product, total.1 || overflow)
    }
    guard !overflow, count == data.count / 4 else { return nil }
    self.shape = shape
    values = data.withUnsafeBytes { data in
      (0..<count).map {
        Float(bitPattern: UInt32(littleEndian: data.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
  }

  /// The field of a graph that it is, but for its values, which follow as 32-bit numbers, the lowest byte first.
  func head(as name: String) -> [UInt8] {
    let fields =
      shape.flatMap { ProtobufFields.field(1, value: $0) } + ProtobufFields.field(2, value: 1)
      + ProtobufFields.field(8, Array(name.utf8)) + ProtobufFields.head(9, count: 4 * values.count)
    return ProtobufFields.head(5, count: fields.count + 4 * values.count) + fields
  }
}
