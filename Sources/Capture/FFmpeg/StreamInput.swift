internal import CFFmpeg
internal import Failure
internal import Raster

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// An opened source: gives the packets of its video, and nothing of sound.
///
/// Belongs to one thread.
final class StreamInput {
  /// The video among the streams of the source.
  private(set) var stream: UnsafeMutablePointer<AVStream>
  let request: StreamRequest
  private var context: UnsafeMutablePointer<AVFormatContext>?
  private let descriptor: DescriptorInput?
  private let interrupt: Interrupt
  /// How many packets came.
  private(set) var count = 0

  /// Opens the source and looks which streams it has.
  init(_ request: StreamRequest, interrupt: Interrupt) throws {
    guard FFmpeg.isStarted else { throw request.failure(.unreadableStream, "FFmpeg does not start") }
    self.request = request
    self.interrupt = interrupt
    descriptor = request.descriptor.map { DescriptorInput(descriptor: $0, interrupt: interrupt) }
    var format: UnsafePointer<AVInputFormat>?
    if let name = request.format {
      format = Self.format(name)
      if format == nil {
        throw request.failure(.sourceUnavailable, "this FFmpeg was built without \(name): install libavdevice with it")
      }
    }
    var context = avformat_alloc_context()
    guard context != nil else { throw request.failure(.unreadableStream, "there is not enough memory") }
    context!.pointee.interrupt_callback = AVIOInterruptCB(
      callback: { opaque in
        guard let opaque else { return 0 }
        return Unmanaged<Interrupt>.fromOpaque(opaque).takeUnretainedValue().isDue ? 1 : 0
      }, opaque: Unmanaged.passUnretained(interrupt).toOpaque())
    // A device that blocks in the kernel could not be woken; so it is asked again and again.
    if request.isDevice { context!.pointee.flags |= AVFMT_FLAG_NONBLOCK }
    if let io = descriptor?.context { context!.pointee.pb = io }

    var options = FFmpeg.dictionary(request.options)
    defer { av_dict_free(&options) }
    interrupt.allow(request.timeout)
    let status = avformat_open_input(&context, request.url, format, &options)
    guard status >= 0, context != nil else { throw request.openingFailed(status) }
    // From here on there is something to be closed.
    do {
      stream = try Self.findVideo(context!, request)
    } catch {
      avformat_close_input(&context)
      throw error
    }
    self.context = context
  }

  deinit { avformat_close_input(&context) }

  /// Whether the source goes on for ever, or until somebody ends it.
  var isLive: Bool {
    request.isLive ?? ((context?.pointee.duration ?? 0) <= 0)
  }

  /// Frames a second as the source says; nil where it does not.
  var frameRate: Double? {
    let rate = stream.pointee.avg_frame_rate.num > 0 ? stream.pointee.avg_frame_rate : stream.pointee.r_frame_rate
    guard rate.num > 0, rate.den > 0 else { return nil }
    let value = Double(rate.num) / Double(rate.den)
    // Where it is not known, FFmpeg gives the ticks of the clock.
    return value <= 1000 ? value : nil
  }

  /// Puts the next packet of the video into `packet`; false at the end, or when the interrupt was raised.
  func read(_ packet: UnsafeMutablePointer<AVPacket>) throws -> Bool {
    while true {
      if interrupt.isRaised { return false }
      if interrupt.isDue { throw request.silent() }
      av_packet_unref(packet)
      let status = av_read_frame(context, packet)
      switch status {
      case 0... where packet.pointee.stream_index == stream.pointee.index:
        count += 1
        return true
      case 0...:
        continue
      case legible_av_again:
        // A tenth of the time between two frames at most.
        usleep(2000)
      case legible_av_eof where request.isDevice:
        throw request.readingFailed(status, frames: count)
      case legible_av_eof:
        return false
      case legible_av_exit:
        continue
      default:
        if interrupt.isRaised { return false }
        throw request.readingFailed(status, frames: count)
      }
    }
  }

  /// Whether the file's own table of contents tells of more than there is.
  var isCutOff: Bool {
    guard case .file = request.name, let context, let io = context.pointee.pb else { return false }
    let size = avio_size(io)
    guard size > 0 else { return false }
    let entries = avformat_index_get_entries_count(stream)
    if entries > 0, let last = avformat_index_get_entry(stream, entries - 1),
      last.pointee.pos >= 0, last.pointee.pos + Int64(last.pointee.size) > size
    {
      return true
    }
    // AVI's table stands at the end; its head tells how many frames there are.
    let isAVI = context.pointee.iformat.map { String(cString: $0.pointee.name) == "avi" } ?? false
    return isAVI && stream.pointee.nb_frames > Int64(count)
  }

  /// FFmpeg's reader or device of a name.
  private static func format(_ name: String) -> UnsafePointer<AVInputFormat>? {
    if let format = av_find_input_format(name) { return UnsafePointer(format) }
    // Devices are not found by name in every version.
    var device: UnsafePointer<AVInputFormat>?
    while true {
      device = UnsafePointer(av_input_video_device_next(device))
      guard let device else { return nil }
      let names = String(cString: device.pointee.name).split(separator: ",")
      if names.contains(where: { $0 == name }) { return device }
    }
  }

  /// Readers that take any file for a picture made of letters, or that lead to other files.
  private static let refused: Set<String> = ["tty", "bin", "xbin", "adf", "idf", "concat", "ffmetadata", "image2"]

  private static func findVideo(
    _ context: UnsafeMutablePointer<AVFormatContext>, _ request: StreamRequest
  ) throws -> UnsafeMutablePointer<AVStream> {
    let name = context.pointee.iformat.map { String(cString: $0.pointee.name) } ?? ""
    if request.format == nil, refused.contains(name) { throw request.openingFailed(legible_av_invalid_data) }
    if !request.isDevice {
      // What the head of the file says is checked before anything is decoded.
      for index in 0..<Int(context.pointee.nb_streams) {
        guard let parameters = context.pointee.streams[index]?.pointee.codecpar.pointee,
          parameters.codec_type == AVMEDIA_TYPE_VIDEO, parameters.width > 0, parameters.height > 0
        else { continue }
        try request.check(Size(width: Int(parameters.width), height: Int(parameters.height)))
      }
      // Whoever looks into the stream must not take more memory for it than we would.
      var options = (0..<context.pointee.nb_streams).map { _ in
        FFmpeg.dictionary([("max_pixels", "\(request.limits.maximumPixels)")])
      }
      let status =
        options.isEmpty
        ? avformat_find_stream_info(context, nil)
        : options.withUnsafeMutableBufferPointer { avformat_find_stream_info(context, $0.baseAddress) }
      for index in options.indices { av_dict_free(&options[index]) }
      if status < 0 { throw request.openingFailed(status) }
    }
    let index = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, nil, 0)
    guard index >= 0, let found = context.pointee.streams[Int(index)],
      found.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0
    else {
      if context.pointee.nb_streams == 0 { throw request.openingFailed(legible_av_invalid_data) }
      throw request.failure(
        .unreadableStream, "there is no video in it (sound or text only): give a file that holds one")
    }
    for other in 0..<context.pointee.nb_streams where other != UInt32(index) {
      context.pointee.streams[Int(other)]?.pointee.discard = AVDISCARD_ALL
    }
    return found
  }
}
