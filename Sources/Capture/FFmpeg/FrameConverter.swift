internal import CFFmpeg
internal import Raster

/// Turns decoded frames of any pixel format into RGB, in one step. Made anew when the frames' size or format changes.
///
/// Belongs to one thread.
final class FrameConverter {
  private struct Kind: Equatable {
    var width: Int32
    var height: Int32
    var format: AVPixelFormat
    var isFullRange: Bool
    var matrix: Int32
  }
  private var kind: Kind?
  private var context: UnsafeMutableRawPointer?
  /// swscale writes beyond the end of rows, so it writes into padded ones.
  private var target: UnsafeMutablePointer<AVFrame>?
  private var download = av_frame_alloc()

  deinit {
    legible_sws_close(context)
    av_frame_free(&target)
    av_frame_free(&download)
  }

  /// The frame as a picture; nil where its pixels cannot be converted.
  func image(of original: UnsafeMutablePointer<AVFrame>) -> Image? {
    var frame = original
    // Decoded by a graphics card: fetched once.
    if original.pointee.hw_frames_ctx != nil {
      guard let download else { return nil }
      av_frame_unref(download)
      guard av_hwframe_transfer_data(download, original, 0) >= 0 else { return nil }
      (download.pointee.colorspace, download.pointee.color_range) =
        (original.pointee.colorspace, original.pointee.color_range)
      frame = download
    }
    guard prepare(for: frame), let target, legible_sws_convert(context, frame, target) > 0,
      let bytes = target.pointee.data.0
    else { return nil }
    let (stride, rowBytes) = (Int(target.pointee.linesize.0), Int(frame.pointee.width) * 3)
    return Image(size: Size(width: Int(frame.pointee.width), height: Int(frame.pointee.height))) { pixels in
      guard let base = pixels.baseAddress else { return }
      for row in 0..<Int(frame.pointee.height) {
        (base + row * rowBytes).update(from: bytes + row * stride, count: rowBytes)
      }
    }
  }

  private func prepare(for frame: UnsafeMutablePointer<AVFrame>) -> Bool {
    let wanted = Self.kind(of: frame)
    if wanted == kind { return true }
    kind = nil
    legible_sws_close(context)
    av_frame_free(&target)
    context = legible_sws_open(
      wanted.width, wanted.height, wanted.format, wanted.isFullRange ? 1 : 0, AV_PIX_FMT_RGB24, 1, wanted.matrix)
    target = av_frame_alloc()
    guard context != nil, let target else { return false }
    target.pointee.width = wanted.width
    target.pointee.height = wanted.height
    target.pointee.format = AV_PIX_FMT_RGB24.rawValue
    guard av_frame_get_buffer(target, 64) >= 0 else { return false }
    kind = wanted
    return true
  }

  /// What has to be known about a frame's pixels to convert them.
  private static func kind(of frame: UnsafeMutablePointer<AVFrame>) -> Kind {
    var format = AVPixelFormat(rawValue: frame.pointee.format)
    var isFullRange = frame.pointee.color_range == AVCOL_RANGE_JPEG
    // The old way to say that JPEG's range is used; swscale warns about it.
    let full: [(AVPixelFormat, AVPixelFormat)] = [
      (AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUV420P), (AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUV422P),
      (AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUV444P), (AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUV440P),
      (AV_PIX_FMT_YUVJ411P, AV_PIX_FMT_YUV411P),
    ]
    if let same = full.first(where: { $0.0 == format }) { (format, isFullRange) = (same.1, true) }
    // Gray pictures are full unless they say otherwise, as swscale and cameras have it.
    if let description = av_pix_fmt_desc_get(format), description.pointee.nb_components < 3,
      frame.pointee.color_range != AVCOL_RANGE_MPEG
    {
      isFullRange = true
    }
    let size = Size(width: Int(frame.pointee.width), height: Int(frame.pointee.height))
    let matrix =
      switch frame.pointee.colorspace {
      case AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_RGB, AVCOL_SPC_RESERVED: Self.usualMatrix(for: size)
      default: frame.pointee.colorspace
      }
    return Kind(
      width: frame.pointee.width, height: frame.pointee.height, format: format, isFullRange: isFullRange,
      matrix: Int32(bitPattern: matrix.rawValue))
  }

  /// The colours of a video that does not say which it has: those of ITU-R BT.709 for high definition, else of BT.601, as
  /// players have it.
  static func usualMatrix(for size: Size) -> AVColorSpace {
    size.width >= 1280 || size.height > 576 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M
  }
}
