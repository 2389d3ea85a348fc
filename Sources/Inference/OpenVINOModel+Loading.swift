internal import COpenVINO
internal import Failure

extension OpenVINOModel {
  /// A network that takes the values of `InputPlanes` as they are.
  static func takingPlanes(_ model: Handle, isBF16: Bool, _ path: String) throws -> Handle {
    func step(_ status: ov_status_e) throws {
      try OpenVINO.check(status, .unsuitableModel, "\(path) does not take pictures as its input")
    }
    func make(
      _ free: @escaping @Sendable (OpaquePointer) -> Void, _ create: (inout OpaquePointer?) -> ov_status_e
    ) throws -> Handle {
      var pointer: OpaquePointer?
      try step(create(&pointer))
      return Handle(pointer!, free: free)
    }
    let builder = try make(ov_preprocess_prepostprocessor_free) {
      ov_preprocess_prepostprocessor_create(model.pointer, &$0)
    }
    let input = try make(ov_preprocess_input_info_free) {
      ov_preprocess_prepostprocessor_get_input_info_by_index(builder.pointer, 0, &$0)
    }
    let tensor = try make(ov_preprocess_input_tensor_info_free) {
      ov_preprocess_input_info_get_tensor_info(input.pointer, &$0)
    }
    let network = try make(ov_preprocess_input_model_info_free) {
      ov_preprocess_input_info_get_model_info(input.pointer, &$0)
    }
    let nchw = try make(ov_layout_free) { ov_layout_create("NCHW", &$0) }
    try step(ov_preprocess_input_tensor_info_set_element_type(tensor.pointer, isBF16 ? BF16 : F32))
    try step(ov_preprocess_input_tensor_info_set_layout(tensor.pointer, nchw.pointer))
    try step(ov_preprocess_input_model_info_set_layout(network.pointer, nchw.pointer))
    return try make(ov_model_free) { ov_preprocess_prepostprocessor_build(builder.pointer, &$0) }
  }

  /// Tells a model with one input what is known of it, where it leaves that open.
  static func limit(_ model: Handle, to sides: InputSides) {
    var port: OpaquePointer?
    // Several inputs, or something that is no picture: nothing is known of it.
    guard ov_model_const_input(model.pointer, &port) == OK else { return }
    defer { ov_output_const_port_free(port) }
    var shape = ov_partial_shape_t()
    guard ov_port_get_partial_shape(port, &shape) == OK else { return }
    defer { ov_partial_shape_free(&shape) }
    guard shape.rank.min == 4, shape.rank.max == 4 else { return }
    // OpenVINO's own number for "no limit"; -1 is taken only where there is no lower one.
    let side = ov_dimension_t(min: Int64(sides.least), max: .max)
    let rows = sides.height.map { ov_dimension_t(min: Int64($0), max: Int64($0)) }
    var dimensions = (0..<4).map { shape.dims[$0] }
    for (i, known) in [(0, ov_dimension_t(min: 1, max: 1)), (2, rows ?? side), (3, side)]
    where dimensions[i].min != dimensions[i].max { dimensions[i] = known }
    var limited = ov_partial_shape_t()
    guard ov_partial_shape_create(4, dimensions, &limited) == OK else { return }
    defer { ov_partial_shape_free(&limited) }
    // A model that does not take it, for sizes of its own inside, stays as it was.
    _ = ov_model_reshape_single_input(model.pointer, limited)
  }

  /// What a network says of its inputs or outputs.
  ///
  /// - Parameter startWithPictures: the first is what `InputPlanes` makes of pictures, and is told as these.
  static func ports(
    _ compiled: Handle, _ path: String,
    _ count: (OpaquePointer?, UnsafeMutablePointer<Int>?) -> ov_status_e,
    _ port: (OpaquePointer?, Int, UnsafeMutablePointer<OpaquePointer?>?) -> ov_status_e,
    startWithPictures: Bool = false
  ) throws -> [TensorInfo] {
    let problem = "The inputs and outputs of \(path) cannot be described"
    var size = 0
    try OpenVINO.check(count(compiled.pointer, &size), .unreadableModel, problem)
    return try (0..<size).map { index in
      var pointer: OpaquePointer?
      try OpenVINO.check(port(compiled.pointer, index, &pointer), .unreadableModel, problem)
      defer { ov_output_const_port_free(pointer) }
      var name: UnsafeMutablePointer<CChar>?
      // A port may have no name, which is no failure.
      let named = ov_port_get_any_name(pointer, &name) == OK
      defer { ov_free(name) }
      var element = ov_element_type_e(0)
      try OpenVINO.check(ov_port_get_element_type(pointer, &element), .unreadableModel, problem)
      var shape = ov_partial_shape_t()
      try OpenVINO.check(ov_port_get_partial_shape(pointer, &shape), .unreadableModel, problem)
      defer { ov_partial_shape_free(&shape) }
      let dimensions = (0..<max(0, Int(shape.rank.max))).map { i -> Int? in
        guard let d = shape.dims?[i], d.min == d.max else { return nil }
        return Int(d.min)
      }
      let isPictures = startWithPictures && index == 0 && dimensions.count == 4
      return TensorInfo(
        name: named ? name.map { String(cString: $0) } ?? "" : "",
        elementType: isPictures ? .u8 : try elementType(element, path),
        shape: isPictures ? [0, 2, 3, 1].map { dimensions[$0] } : dimensions)
    }
  }

  private static func elementType(_ type: ov_element_type_e, _ path: String) throws -> ElementType {
    switch type {
    case F32: return .f32
    case U8: return .u8
    case I8: return .i8
    default:
      throw LegibleError(
        .unsuitableModel,
        "\(path) has a tensor of OpenVINO's element type \(type.rawValue); f32, u8 and i8 are supported.")
    }
  }
}
