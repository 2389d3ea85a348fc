internal import CCVIRuntime

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Why the helper cannot do what it is asked.
struct Failure: Error { let what: String }

/// The vendor's library: what is used of it.
struct Runtime {
  let registerModel: LegibleCVIRegisterModel
  let tensors: LegibleCVIGetTensors
  let bytes: LegibleCVITensorBytes
  let forward: LegibleCVIForward

  /// Opens the library, which finds its two companions beside itself.
  init(library: String) throws(Failure) {
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else {
      throw Failure(what: "the library cannot be opened: \(dlerror().map { String(cString: $0) } ?? library)")
    }
    func symbol<F>(_ name: String, as type: F.Type) throws(Failure) -> F {
      guard let address = dlsym(handle, name) else {
        throw Failure(what: "\(library) has no function \(name): libcviruntime.so of the cvimodel runtime is expected")
      }
      return unsafeBitCast(address, to: type)
    }
    registerModel = try symbol("CVI_NN_RegisterModel", as: LegibleCVIRegisterModel.self)
    tensors = try symbol("CVI_NN_GetInputOutputTensors", as: LegibleCVIGetTensors.self)
    bytes = try symbol("CVI_NN_TensorPtr", as: LegibleCVITensorBytes.self)
    forward = try symbol("CVI_NN_Forward", as: LegibleCVIForward.self)
  }
}
