internal import CFFmpeg

/// FFmpeg's libraries as a whole: their start-up and their error messages.
enum FFmpeg {
  /// Starts the libraries once in the process, the first time it is touched. They say nothing: a library does not print.
  static let isStarted: Bool = {
    av_log_set_level(AV_LOG_QUIET)
    avdevice_register_all()
    avformat_network_init()
    return true
  }()

  /// What FFmpeg says about one of its error numbers.
  static func message(_ status: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    av_strerror(status, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Options in the form that FFmpeg takes; to be freed with `av_dict_free`.
  static func dictionary(_ options: [(String, String)]) -> OpaquePointer? {
    var result: OpaquePointer?
    for (key, value) in options { av_dict_set(&result, key, value, 0) }
    return result
  }
}
