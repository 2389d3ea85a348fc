/// What a cvimodel file says of itself: the model of a MaixCAM's processor, as TPU-MLIR writes it.
///
/// A header of 48 bytes (magic, size of the description, version, MD5 of all that follows, chip), the description as a
/// FlatBuffer, then the sections with weights and commands. All of it is checked before a runtime sees it, since the
/// vendor's ends the process at a damaged file. The pixel arithmetic is not in the file: a MUD file or the caller has it.
public struct CVIModelFile: Hashable, Sendable {
  /// The chip that the model was made for, for instance `cv181x`.
  public let chip: String
  /// The version of the format, for instance `1.4`.
  public let version: String
  /// The network's name; what its maker called it.
  public let name: String
  /// When it was made, as the converter wrote it; nil: not said.
  public let buildTime: String?
  /// The converter's version; nil: not said.
  public let converter: String?
  /// The network for each batch size; the first is the one that is run. At least one.
  public let programs: [Program]
  /// Where weights and commands stand.
  public let sections: [Section]

  /// The tensors that the network takes, in the order of the runtime.
  public var inputs: [Tensor] { programs[0].inputs }
  /// The tensors that the network gives, in the order of the runtime.
  public var outputs: [Tensor] { programs[0].outputs }

  init(
    chip: String, version: String, name: String, buildTime: String?, converter: String?, programs: [Program],
    sections: [Section]
  ) {
    self.chip = chip
    self.version = version
    self.name = name
    self.buildTime = buildTime
    self.converter = converter
    self.programs = programs
    self.sections = sections
  }
}

extension CVIModelFile {
  /// The type of a tensor's elements; the raw values are those of the file and of the runtime.
  public enum Element: UInt8, Hashable, Sendable {
    case f32, i32, u32, bf16, i16, u16, i8, u8

    /// Bytes an element.
    public var size: Int {
      switch self {
      case .f32, .i32, .u32: 4
      case .bf16, .i16, .u16: 2
      case .i8, .u8: 1
      }
    }
  }

  /// A tensor of a network.
  public struct Tensor: Hashable, Sendable {
    /// The name; an output's is not that of the ONNX model, but has the kind of layer and the type behind it.
    public let name: String
    /// The type of the elements.
    public let element: Element
    /// The dimensions, outermost first.
    public let shape: [Int]
    /// What a value is multiplied with to become an integer element: 127 ÷ the largest value that was seen when the
    /// model was calibrated. 0 or 1 where the elements are no integers.
    public let scale: Float
    /// The element that stands for 0.
    public let zeroPoint: Int

    /// Elements.
    public var count: Int { shape.reduce(1, *) }
    /// Bytes.
    public var byteCount: Int { count * element.size }
  }

  /// A network for one batch size.
  public struct Program: Hashable, Sendable {
    /// Pictures a run.
    public let batch: Int
    /// What it takes.
    public let inputs: [Tensor]
    /// What it gives.
    public let outputs: [Tensor]
    /// All tensors, those between the layers too.
    public let tensors: [Tensor]
    /// Bytes of the device's memory for what stands between the layers.
    public let memory: Int
  }

  /// A part of the file behind the description.
  public struct Section: Hashable, Sendable {
    /// What is in a section; the raw values are those of the file.
    public enum Kind: UInt8, Hashable, Sendable {
      case weights, commands, functionsX86, functionsARM, transfers
    }

    /// What is in it.
    public let kind: Kind
    /// Its name.
    public let name: String
    /// Its first byte, counted from the start of the file.
    public let offset: Int
    /// Its bytes.
    public let byteCount: Int
  }
}

extension CVIModelFile.Tensor: CustomStringConvertible {
  /// For instance `x i8[1, 3, 48, 320]`.
  public var description: String { "\(name) \(element)[\(shape.map(String.init).joined(separator: ", "))]" }
}
