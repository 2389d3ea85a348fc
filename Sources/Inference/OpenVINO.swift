internal import COpenVINO
internal import Failure
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// OpenVINO's runtime.
enum OpenVINO {
  /// Cores by the settings of the networks that they make. A core is cheap, and what is imported takes its settings
  /// from the core only.
  private static let cores = Mutex<[EngineSettings: Handle]>([:])

  /// The core for some settings, made on first use. Its calls are thread-safe (OpenVINO documentation, "ov::Core").
  ///
  /// - Throws: `inferenceFailed` where the runtime does not start.
  static func core(_ settings: EngineSettings) throws(LegibleError) -> Handle {
    try cores.withLock { cores throws(LegibleError) in
      if let core = cores[settings] { return core }
      var pointer: OpaquePointer?
      try check(ov_core_create(&pointer), .inferenceFailed, "The OpenVINO runtime does not start")
      let core = Handle(pointer!, free: ov_core_free)
      let strings = settings.properties.map { (key: strdup($0.key), value: strdup($0.value)) }
      defer { for string in strings { free(string.key); free(string.value) } }
      let pairs = strings.map { ov_property_t(key: $0.key, value: $0.value) }
      try check(
        ov_core_set_properties(core.pointer, "CPU", pairs.count, pairs), .inferenceFailed,
        "The OpenVINO runtime does not take its settings")
      cores[settings] = core
      return core
    }
  }

  /// Version and build of the engine.
  static let version: String = {
    var version = ov_version_t()
    guard ov_get_openvino_version(&version) == OK else { return "unknown" }
    defer { ov_version_free(&version) }
    return version.buildNumber.map { String(cString: $0) } ?? "unknown"
  }()

  /// The processor as the engine sees it.
  static func processor(_ core: Handle) -> String {
    ["FULL_DEVICE_NAME", "OPTIMIZATION_CAPABILITIES"].map { name in
      var value: UnsafeMutablePointer<CChar>?
      guard ov_core_get_property(core.pointer, "CPU", name, &value) == OK, let value else { return "unknown" }
      defer { ov_free(value) }
      return String(cString: value)
    }.joined(separator: "; ")
  }

  /// Turns a status into an error that says what was being done.
  static func check(
    _ status: ov_status_e, _ code: LegibleError.Code, _ what: @autoclosure () -> String
  ) throws(LegibleError) {
    if status != OK { throw LegibleError(code, "\(what()): \(lastMessage(status)).") }
  }

  /// What OpenVINO says of the last failure, in one line.
  private static func lastMessage(_ status: ov_status_e) -> String {
    let text = ov_get_last_err_msg().map { String(cString: $0) } ?? ""
    // The lines before the last are places in OpenVINO's source.
    let lines = text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
    let line = lines.last { !$0.isEmpty && !$0.hasPrefix("Exception from") && !$0.hasPrefix("Check '") } ?? lines.last
    guard let line, !line.isEmpty else { return "OpenVINO status \(status.rawValue)" }
    return String(line.prefix(300))
  }
}

/// A C object that is freed with its owner.
final class Handle: Sendable {
  /// The object. OpenVINO's core and compiled models may be used from several threads; an infer request belongs to
  /// one `run` at a time.
  nonisolated(unsafe) let pointer: OpaquePointer
  private let free: @Sendable (OpaquePointer) -> Void

  init(_ pointer: OpaquePointer, free: @escaping @Sendable (OpaquePointer) -> Void) {
    self.pointer = pointer
    self.free = free
  }

  deinit { free(pointer) }
}
