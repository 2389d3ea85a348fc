/// A tensor of the network that `legible-cvimodel` has loaded, as the runtime describes it.
package struct WireTensor: Hashable, Sendable {
  /// The type of the elements, numbered as in cvimodel files.
  package var element: UInt8
  /// The dimensions, outermost first.
  package var shape: [Int]
  /// Bytes in all.
  package var byteCount: Int

  package init(element: UInt8, shape: [Int], byteCount: Int) {
    self.element = element
    self.shape = shape
    self.byteCount = byteCount
  }
}

/// What the helper says first: the inputs and the outputs of its network.
package struct WireNetwork: Hashable, Sendable {
  package var inputs: [WireTensor]
  package var outputs: [WireTensor]

  package init(inputs: [WireTensor], outputs: [WireTensor]) {
    self.inputs = inputs
    self.outputs = outputs
  }

  /// As it is sent: for both lists their number, for each tensor its type, the number of its dimensions, these, and its
  /// bytes; all as 64-bit numbers of the machine.
  package var bytes: [UInt8] {
    var numbers: [Int] = []
    for list in [inputs, outputs] {
      numbers.append(list.count)
      for tensor in list { numbers += [Int(tensor.element), tensor.shape.count] + tensor.shape + [tensor.byteCount] }
    }
    return numbers.withUnsafeBytes { Array($0) }
  }

  /// What was sent; nil where it is no such message.
  package init?(bytes: [UInt8]) {
    guard bytes.count % 8 == 0 else { return nil }
    var numbers = bytes.withUnsafeBytes { bytes in
      (0..<(bytes.count / 8)).map { bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int.self) }
    }[...]
    func list() -> [WireTensor]? {
      guard let count = numbers.popFirst(), (0...64).contains(count) else { return nil }
      var list: [WireTensor] = []
      for _ in 0..<count {
        guard let element = numbers.popFirst(), let type = UInt8(exactly: element), let sides = numbers.popFirst(),
          (0...6).contains(sides), numbers.count > sides
        else { return nil }
        let shape = Array(numbers.prefix(sides))
        numbers.removeFirst(sides)
        guard let size = numbers.popFirst(), size >= 0 else { return nil }
        list.append(WireTensor(element: type, shape: shape, byteCount: size))
      }
      return list
    }
    guard let inputs = list(), let outputs = list(), numbers.isEmpty else { return nil }
    self.init(inputs: inputs, outputs: outputs)
  }
}
