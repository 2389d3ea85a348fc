internal import CFFmpeg
internal import Failure
public import Raster

/// Writes pictures into a video file, one after the other.
///
/// ```swift
/// let writer = try VideoWriter(path: "out.mp4", size: frame.image.size, rate: 30)
/// try writer.write(frame.image, at: frame.time)
/// try writer.finish()
/// ```
///
/// The file is whole only after `finish`; what is let go of without it is finished as well as it goes. A file of the name is
/// replaced when the writer is made. Belongs to one thread at a time.
public final class VideoWriter {
  /// How the pictures are compressed.
  public enum Codec: String, Hashable, Sendable, CaseIterable {
    /// H.264 where this FFmpeg has an encoder for it and the file may hold it, else MPEG-4.
    case automatic
    /// H.264: small, and played everywhere.
    case h264
    /// MPEG-4 part 2: larger, but every FFmpeg has it.
    case mpeg4
    /// A JPEG for each picture: large, each frame by itself.
    case mjpeg
  }

  /// The file endings that are known, each for a kind of file.
  public static let fileExtensions = ["mp4", "mov", "mkv", "avi"]

  /// Whether this FFmpeg has an encoder for H.264.
  public static var hasH264: Bool { encoder(.h264, isAVI: false) != nil }

  /// Where the video goes.
  public let path: String
  /// The size of the pictures that are given.
  public let size: Size
  /// The size in the file: even both ways, as most encoders want it. The column and the row more repeat the last ones.
  public let codedSize: Size
  /// How the pictures are compressed.
  public let codec: Codec
  private var muxer: UnsafeMutablePointer<AVFormatContext>?
  private var encoder: UnsafeMutablePointer<AVCodecContext>?
  private var stream: UnsafeMutablePointer<AVStream>?
  private var packet = av_packet_alloc()
  private var source = av_frame_alloc()
  private var target = av_frame_alloc()
  private var converter: UnsafeMutableRawPointer?
  private var last: Int64?
  private var isFinished = false

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: ends in .mp4, .mov, .mkv or .avi, which tells the kind of file.
  ///   - size: the size of every picture, 16 to 16384 pixels each way.
  ///   - rate: frames a second, more than 0 and at most 1000. In an AVI file frames lie on this grid; in the others each
  ///     has its own time, to 1/60000 s.
  /// - Throws: `LegibleError` with the code `invalidArgument` or `unwritableFile`.
  public convenience init(path: String, size: Size, rate: Double, codec: Codec = .automatic) throws {
    try self.init(path: path, size: size, rate: rate, codec: codec, matrix: nil)
  }

  /// - Parameter matrix: how players are to turn the pictures, see `Orientation`; tests need it.
  init(path: String, size: Size, rate: Double, codec: Codec, matrix: [Int32]?) throws {
    guard FFmpeg.isStarted else { throw LegibleError(.unwritableFile, "\(path): FFmpeg does not start") }
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard Self.fileExtensions.contains(ending), path.contains(".") else {
      throw LegibleError(
        .invalidArgument,
        "\(path): the name does not end like that of a video: use \(Self.fileExtensions.joined(separator: ", "))")
    }
    guard (16...16_384).contains(size.width), (16...16_384).contains(size.height) else {
      throw LegibleError(
        .invalidArgument, "\(path): a video of \(size) pixels is not written: 16 to 16384 each way are")
    }
    guard rate > 0, rate <= 1000 else {
      throw LegibleError(
        .invalidArgument, "\(path): the rate of \(rate) frames a second is not more than 0 and at most 1000")
    }
    (self.path, self.size) = (path, size)
    codedSize = Size(width: (size.width + 1) & ~1, height: (size.height + 1) & ~1)
    guard let chosen = Self.encoder(codec, isAVI: ending == "avi") else {
      throw LegibleError(
        .invalidArgument, "\(path): this FFmpeg has no encoder for \(codec.rawValue): use mpeg4 or mjpeg")
    }
    self.codec = chosen.codec
    avformat_alloc_output_context2(&muxer, nil, ending == "mkv" ? "matroska" : ending, "file:" + path)
    guard muxer != nil, packet != nil, source != nil, target != nil else { throw failure(legible_av_error(ENOMEM)) }
    try openEncoder(chosen.encoder, rate: rate, isAVI: ending == "avi")
    try openFile(matrix: matrix)
  }

  deinit {
    try? finish()
    avcodec_free_context(&encoder)
    if let muxer {
      avio_closep(&muxer.pointee.pb)
      avformat_free_context(muxer)
    }
    av_packet_free(&packet)
    av_frame_free(&source)
    av_frame_free(&target)
    legible_sws_close(converter)
  }

  /// Adds a picture.
  ///
  /// - Parameter time: when it is to be seen, since the beginning. One that is not after the last is moved to the next
  ///   moment that the file can tell apart.
  /// - Throws: `invalidArgument` for a picture of another size, or after `finish`; `unwritableFile` where there is no room.
  public func write(_ image: Image, at time: Duration) throws {
    guard !isFinished, let encoder, let target else {
      throw LegibleError(.invalidArgument, "\(path): the video is finished, nothing can be added: begin another one")
    }
    guard image.size == size else {
      throw LegibleError(
        .invalidArgument, "\(path): the picture is \(image.size), and those of this video are \(size): resize it")
    }
    let base = encoder.pointee.time_base
    let wanted = Int64((max(0, time.inSeconds) * Double(base.den) / Double(base.num)).rounded())
    let stamp = max(wanted, (last ?? -1) + 1)
    try check(av_frame_make_writable(target))
    try convert(image)
    target.pointee.pts = stamp
    last = stamp
    try check(avcodec_send_frame(encoder, target))
    try drain()
  }

  /// Writes what is still to be written and closes the file. More calls do nothing.
  ///
  /// - Throws: `unwritableFile`.
  public func finish() throws {
    guard !isFinished, let encoder, let muxer, muxer.pointee.pb != nil else { return }
    isFinished = true
    try check(avcodec_send_frame(encoder, nil))
    try drain()
    try check(av_write_trailer(muxer))
    try check(avio_closep(&muxer.pointee.pb))
  }

  // MARK: Inside

  private static func encoder(
    _ codec: Codec, isAVI: Bool
  ) -> (codec: Codec, encoder: UnsafePointer<AVCodec>)? {
    // The encoders in software; those of graphics cards are listed even where there is no card.
    func named(_ names: [String]) -> UnsafePointer<AVCodec>? {
      names.lazy.compactMap { avcodec_find_encoder_by_name($0) }.first
    }
    switch codec {
    case .automatic:
      if !isAVI, let found = encoder(.h264, isAVI: false) { return found }
      return encoder(.mpeg4, isAVI: isAVI)
    case .h264: return named(["libx264", "libopenh264"]).map { (.h264, $0) }
    case .mpeg4: return named(["mpeg4"]).map { (.mpeg4, $0) }
    case .mjpeg: return named(["mjpeg"]).map { (.mjpeg, $0) }
    }
  }

  private func openEncoder(_ codec: UnsafePointer<AVCodec>, rate: Double, isAVI: Bool) throws {
    encoder = avcodec_alloc_context3(codec)
    guard let encoder, let target, let source, let muxer else { throw failure(legible_av_error(ENOMEM)) }
    let fraction = av_d2q(rate, 1_001_000)
    encoder.pointee.width = Int32(codedSize.width)
    encoder.pointee.height = Int32(codedSize.height)
    encoder.pointee.framerate = fraction
    // The finest that MPEG-4 allows (65535) and that the usual rates divide.
    encoder.pointee.time_base =
      isAVI ? AVRational(num: fraction.den, den: fraction.num) : AVRational(num: 1, den: 60_000)
    encoder.pointee.pix_fmt = self.codec == .mjpeg ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P
    encoder.pointee.color_range = self.codec == .mjpeg ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
    encoder.pointee.colorspace = self.codec == .mjpeg ? AVCOL_SPC_BT470BG : FrameConverter.usualMatrix(for: codedSize)
    encoder.pointee.gop_size = Int32(max(1, (rate * 2).rounded()))
    encoder.pointee.max_b_frames = 0
    var options: OpaquePointer?
    defer { av_dict_free(&options) }
    if self.codec == .h264 {
      options = FFmpeg.dictionary([("preset", "veryfast"), ("crf", "20")])
    } else {
      // Small steps: drawn lines and letters stay sharp.
      encoder.pointee.flags |= AV_CODEC_FLAG_QSCALE
      encoder.pointee.global_quality = FF_QP2LAMBDA * 3
    }
    if muxer.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 {
      encoder.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
    }
    try check(avcodec_open2(encoder, codec, &options))
    for (frame, format) in [(target, encoder.pointee.pix_fmt), (source, AV_PIX_FMT_RGB24)] {
      frame.pointee.width = encoder.pointee.width
      frame.pointee.height = encoder.pointee.height
      frame.pointee.format = format.rawValue
      try check(av_frame_get_buffer(frame, 64))
    }
    if self.codec != .h264 { target.pointee.quality = encoder.pointee.global_quality }
    target.pointee.color_range = encoder.pointee.color_range
    converter = legible_sws_open(
      encoder.pointee.width, encoder.pointee.height, AV_PIX_FMT_RGB24, 1, AV_PIX_FMT_YUV420P,
      self.codec == .mjpeg ? 1 : 0, Int32(bitPattern: encoder.pointee.colorspace.rawValue))
    if converter == nil { throw failure(legible_av_error(EINVAL)) }
  }

  private func openFile(matrix: [Int32]?) throws {
    guard let muxer, let encoder, let stream = avformat_new_stream(muxer, nil) else {
      throw failure(legible_av_error(ENOMEM))
    }
    self.stream = stream
    stream.pointee.time_base = encoder.pointee.time_base
    stream.pointee.avg_frame_rate = encoder.pointee.framerate
    try check(avcodec_parameters_from_context(stream.pointee.codecpar, encoder))
    if let matrix { try check(legible_av_set_stream_matrix(stream, matrix)) }
    try check(avio_open(&muxer.pointee.pb, "file:" + path, AVIO_FLAG_WRITE))
    do {
      try check(avformat_write_header(muxer, nil))
    } catch {
      avio_closep(&muxer.pointee.pb)
      throw error
    }
  }

  /// Fills the frame that goes to the encoder.
  private func convert(_ image: Image) throws {
    guard let source, let target, let base = source.pointee.data.0 else { throw failure(legible_av_error(ENOMEM)) }
    let (stride, rowBytes) = (Int(source.pointee.linesize.0), size.width * 3)
    image.pixels.withUnsafeBufferPointer { pixels in
      guard let from = pixels.baseAddress else { return }
      for row in 0..<codedSize.height {
        let to = base + row * stride
        to.update(from: from + min(row, size.height - 1) * rowBytes, count: rowBytes)
        if codedSize.width > size.width { (to + rowBytes).update(from: to + rowBytes - 3, count: 3) }
      }
    }
    guard legible_sws_convert(converter, source, target) > 0 else { throw failure(legible_av_error(EINVAL)) }
  }

  /// Writes what the encoder has ready.
  private func drain() throws {
    guard let encoder, let packet, let stream, let muxer else { return }
    while true {
      let status = avcodec_receive_packet(encoder, packet)
      if status == legible_av_again || status == legible_av_eof { return }
      try check(status)
      packet.pointee.stream_index = stream.pointee.index
      av_packet_rescale_ts(packet, encoder.pointee.time_base, stream.pointee.time_base)
      try check(av_interleaved_write_frame(muxer, packet))
    }
  }

  private func check(_ status: Int32) throws {
    if status < 0 { throw failure(status) }
  }

  private func failure(_ status: Int32) -> LegibleError {
    LegibleError(
      .unwritableFile,
      """
      \(path): the video cannot be written: look whether the folder exists, may be written to and has room \
      (\(FFmpeg.message(status)))
      """)
  }
}
