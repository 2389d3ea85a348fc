internal import CFFmpeg
internal import Failure
internal import Raster

/// The frames of what FFmpeg opens and decodes.
///
/// Belongs to one thread.
final class StreamFeed: FrameFeed {
  private(set) var size: Size
  let frameRate: Double?
  let isLive: Bool
  private let request: StreamRequest
  private let input: StreamInput
  private let interrupt: Interrupt
  private var decoder: UnsafeMutablePointer<AVCodecContext>?
  private var packet = av_packet_alloc()
  private var frame = av_frame_alloc()
  private let converter = FrameConverter()
  private var times: TimeLine
  private var isDraining = false
  private var hasEnded = false
  /// Decoded, and not to be decoded since the last one.
  private var count = 0
  private var damaged = 0

  init(_ request: StreamRequest, interrupt: Interrupt) throws {
    self.request = request
    self.interrupt = interrupt
    input = try StreamInput(request, interrupt: interrupt)
    (frameRate, isLive) = (input.frameRate, input.isLive)
    times = TimeLine(frameRate: frameRate)
    guard let parameters = input.stream.pointee.codecpar else {
      throw request.failure(.unreadableStream, "there is no video in it: give a file that holds one")
    }
    size = Size(width: Int(parameters.pointee.width), height: Int(parameters.pointee.height))
    // A stream that is joined in the middle may tell its size later; a file does not.
    if size.width > 0 || size.height > 0 || !isLive { try request.check(size) }
    if let asked = request.size, size != asked {
      throw request.failure(
        .invalidArgument, "\(asked) was asked for, and the camera would deliver \(size): ask for that, or for no size")
    }
    let turn = Orientation(matrix: legible_av_stream_matrix(input.stream))
    if turn.swapsSides { size = Size(width: size.height, height: size.width) }
    decoder = try Self.decoder(for: parameters, request, isLive: isLive)
    guard packet != nil, frame != nil else { throw request.failure(.unreadableStream, "there is not enough memory") }
  }

  deinit {
    avcodec_free_context(&decoder)
    av_packet_free(&packet)
    av_frame_free(&frame)
  }

  func next() throws -> FeedFrame? {
    guard let frame, !hasEnded else { return nil }
    interrupt.allow(request.timeout)
    while !interrupt.isRaised {
      let status = avcodec_receive_frame(decoder, frame)
      if status == 0 {
        if let result = try picture(frame) { return result }
      } else if status == legible_av_eof || isDraining {
        hasEnded = true
        if interrupt.isRaised { return nil }
        try checkEnd()
        return nil
      } else {
        if status != legible_av_again { damaged += 1 }
        try send()
      }
    }
    return nil
  }

  /// Gives the decoder the next packet, or says that there are no more.
  private func send() throws {
    guard let packet, try input.read(packet) else {
      isDraining = true
      avcodec_send_packet(decoder, nil)
      return
    }
    // Half a packet makes half a picture; an empty one would tell the decoder that this is the end.
    guard packet.pointee.size > 0, packet.pointee.flags & AV_PKT_FLAG_CORRUPT == 0 else {
      damaged += 1
      return
    }
    let status = avcodec_send_packet(decoder, packet)
    if status < 0, status != legible_av_again { damaged += 1 }
  }

  /// The frame as a picture; nil where it is damaged.
  private func picture(_ frame: UnsafeMutablePointer<AVFrame>) throws -> FeedFrame? {
    if frame.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0 || frame.pointee.decode_error_flags != 0 {
      damaged += 1
      return nil
    }
    try request.check(Size(width: Int(frame.pointee.width), height: Int(frame.pointee.height)))
    let matrix = legible_av_frame_matrix(frame) ?? legible_av_stream_matrix(input.stream)
    guard let image = converter.image(of: frame) else {
      throw request.failure(
        .unreadableStream,
        "pixels of the kind \(Self.pixelFormatName(frame.pointee.format)) cannot be converted to RGB: use another format"
      )
    }
    let upright = image.oriented(exif: Orientation(matrix: matrix).exif)
    size = upright.size
    let base = input.stream.pointee.time_base
    let stamp = frame.pointee.best_effort_timestamp
    let seconds = stamp == legible_av_no_time ? nil : Double(stamp) * Double(base.num) / Double(base.den)
    defer { damaged = 0 }
    count += 1
    return FeedFrame(image: upright, time: times.time(of: seconds), damaged: damaged)
  }

  /// - Throws: `unreadableStream` where a file ends before its end, or nothing in it could be decoded.
  private func checkEnd() throws {
    if input.isCutOff {
      throw request.failure(
        .unreadableStream, "the file is cut off after \(count) frames, its end is missing: get it again")
    }
    if count == 0, !isLive {
      throw request.failure(
        .unreadableStream,
        """
        none of its \(input.count) frames can be decoded: they are damaged, or have more than \
        \(request.limits.maximumPixels / 1_000_000) megapixels
        """)
    }
  }

  private static func decoder(
    for parameters: UnsafeMutablePointer<AVCodecParameters>, _ request: StreamRequest, isLive: Bool
  ) throws -> UnsafeMutablePointer<AVCodecContext> {
    guard let codec = avcodec_find_decoder(parameters.pointee.codec_id) else {
      let name = String(cString: avcodec_get_name(parameters.pointee.codec_id))
      throw request.failure(
        .unreadableStream, "this FFmpeg cannot decode \(name): convert the video, or choose another format")
    }
    var context = avcodec_alloc_context3(codec)
    guard let open = context, avcodec_parameters_to_context(open, parameters) >= 0 else {
      avcodec_free_context(&context)
      throw request.failure(.unreadableStream, "there is not enough memory to decode it")
    }
    open.pointee.max_pixels = Int64(request.limits.maximumPixels)
    // Threads that work on frames make each frame late by their number; those that work on parts of one do not.
    open.pointee.thread_count = isLive ? 2 : 4
    open.pointee.thread_type = isLive ? FF_THREAD_SLICE : FF_THREAD_FRAME | FF_THREAD_SLICE
    if isLive { open.pointee.flags |= AV_CODEC_FLAG_LOW_DELAY }
    let status = avcodec_open2(open, codec, nil)
    guard status >= 0 else {
      avcodec_free_context(&context)
      throw request.failure(.unreadableStream, "the video cannot be decoded: \(FFmpeg.message(status))")
    }
    return open
  }

  private static func pixelFormatName(_ format: Int32) -> String {
    av_get_pix_fmt_name(AVPixelFormat(rawValue: format)).map { String(cString: $0) } ?? "\(format)"
  }
}

extension StreamRequest {
  /// - Throws: `imageTooLarge` or `unreadableStream` for a size that cannot be.
  func check(_ size: Size) throws(LegibleError) {
    guard size.width > 0, size.height > 0 else {
      throw failure(
        .unreadableStream,
        """
        the size of its frames is not to be found: they are damaged, or have more than \
        \(limits.maximumPixels / 1_000_000) megapixels
        """)
    }
    do throws(LegibleError) {
      try limits.check(width: size.width, height: size.height)
    } catch {
      throw failure(error.code, error.message)
    }
  }
}
