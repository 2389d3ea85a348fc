internal import COpenVINO
internal import Failure

/// OpenVINO's runtime: one for the process, made on first use.
enum OpenVINO {
  /// The core, or why there is none. Its calls are thread-safe (OpenVINO documentation, "ov::Core").
  static let core: Result<Handle, LegibleError> = {
    var core: OpaquePointer?
    let status = ov_core_create(&core)
    guard status == OK, let core else {
      return .failure(
        LegibleError(.inferenceFailed, "The OpenVINO runtime does not start: \(lastMessage(status))."))
    }
    return .success(Handle(core, free: ov_core_free))
  }()

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
