import Foundation
import Legible
@testable import ModelLab

/// Networks in OpenVINO's own notation that are written by hand: the mean of the channels, then a curve.
enum SmallNetworks {
  /// Writes a network and its weights.
  ///
  /// - Parameter curve: `Sigmoid` or `Tanh`.
  static func write(_ name: String, curve: String, size: Size, in scratch: Scratch) throws -> String {
    func port(_ id: Int, _ channels: Int, names: String? = nil) -> String {
      let named = names.map { " names=\"\($0)\"" } ?? ""
      let dims = [1, channels, size.height, size.width].map { "<dim>\($0)</dim>" }.joined(separator: "\n")
      return "<port id=\"\(id)\" precision=\"FP32\"\(named)>\n\(dims)\n</port>"
    }
    let text = """
      <?xml version="1.0"?>
      <net name="small" version="11">
      <layers>
      <layer id="0" name="x" type="Parameter" version="opset1">
      <data shape="1,3,\(size.height),\(size.width)" element_type="f32" />
      <output>
      \(port(0, 3, names: "x"))
      </output>
      </layer>
      <layer id="1" name="axis" type="Const" version="opset1">
      <data element_type="i64" shape="1" offset="0" size="8" />
      <output>
      <port id="0" precision="I64">
      <dim>1</dim>
      </port>
      </output>
      </layer>
      <layer id="2" name="mean" type="ReduceMean" version="opset1">
      <data keep_dims="true" />
      <input>
      \(port(0, 3))
      <port id="1" precision="I64">
      <dim>1</dim>
      </port>
      </input>
      <output>
      \(port(2, 1, names: "mean&amp;out,other"))
      </output>
      </layer>
      <layer id="3" name="curve" type="\(curve)" version="opset1">
      <input>
      \(port(0, 1))
      </input>
      <output>
      \(port(1, 1, names: "curve_out"))
      </output>
      </layer>
      <layer id="4" name="relu" type="ReLU" version="opset1">
      <input>
      \(port(0, 1))
      </input>
      <output>
      \(port(1, 1, names: "y"))
      </output>
      </layer>
      <layer id="5" name="y/sink" type="Result" version="opset1">
      <input>
      \(port(0, 1))
      </input>
      </layer>
      </layers>
      <edges>
      <edge from-layer="0" from-port="0" to-layer="2" to-port="0" />
      <edge from-layer="1" from-port="0" to-layer="2" to-port="1" />
      <edge from-layer="2" from-port="2" to-layer="3" to-port="0" />
      <edge from-layer="3" from-port="1" to-layer="4" to-port="0" />
      <edge from-layer="4" from-port="1" to-layer="5" to-port="0" />
      </edges>
      </net>

      """
    let path = scratch.path("\(name).xml")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try Data([1, 0, 0, 0, 0, 0, 0, 0]).write(to: URL(fileURLWithPath: scratch.path("\(name).bin")))
    return path
  }

  /// Writes an ONNX file again with the sign of every third weight turned.
  static func writeDamaged(_ path: String, to target: String) throws -> Int {
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    var turned = 0
    // GraphProto.initializer is field 5, TensorProto.raw_data 9; slices keep their places in the file.
    var weights: [Range<Int>] = []
    for graph in ProtobufFields.texts(bytes[...]) where graph.number == 7 {
      for tensor in ProtobufFields.texts(graph.bytes) where tensor.number == 5 {
        for field in ProtobufFields.texts(tensor.bytes) where field.number == 9 && field.bytes.count >= 4096 {
          weights.append(field.bytes.indices)
        }
      }
    }
    for range in weights {
      for place in stride(from: range.lowerBound + 3, to: range.upperBound, by: 12) {
        bytes[place] ^= 0x80
        turned += 1
      }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: target))
    return turned
  }
}
