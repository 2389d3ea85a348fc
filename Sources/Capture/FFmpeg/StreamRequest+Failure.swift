internal import CFFmpeg
internal import Failure

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension StreamRequest {
  /// What it means that FFmpeg cannot open the source.
  func openingFailed(_ status: Int32) -> LegibleError {
    let reason = FFmpeg.message(status)
    switch name {
    case .camera:
      switch status {
      case legible_av_error(EBUSY):
        return failure(.sourceUnavailable, "the camera is in use: end the other program that shows or records it")
      case legible_av_error(EACCES), legible_av_error(EPERM):
        return failure(
          .sourceUnavailable,
          """
          the camera must not be opened: add yourself to the group video (sudo usermod -aG video $USER) and log in again
          """)
      case legible_av_error(ENOENT), legible_av_error(ENODEV), legible_av_error(ENXIO), legible_av_error(EIO):
        return failure(
          .sourceUnavailable, "the camera is not there: plug it in, or look which ones there are (\(reason))")
      case legible_av_error(ENOTTY):
        return failure(.sourceUnavailable, "this is no camera: give a device that delivers video (\(reason))")
      default:
        return failure(
          .sourceUnavailable,
          "the camera does not start\(size.map { " with \($0)" } ?? ""): try another size or format (\(reason))")
      }
    case .screen:
      return failure(
        .sourceUnavailable,
        """
        the screen cannot be read: an X11 display has to be named by $DISPLAY, and the part has to lie on it; Wayland's \
        screens cannot be read (\(reason))
        """)
    case .url:
      switch status {
      case legible_av_invalid_data:
        return failure(
          .unreadableStream, "what the server sends is no video that can be read: check the address (\(reason))")
      case legible_av_no_protocol:
        return failure(.invalidArgument, "this FFmpeg cannot open such addresses (\(reason))")
      case legible_av_unauthorized:
        return failure(
          .sourceUnavailable, "the server wants a name and a password: give them as rtsp://NAME:PASSWORD@… (\(reason))")
      case legible_av_exit:
        return silent()
      default:
        return failure(
          .sourceUnavailable, "the stream cannot be reached: check the address and the network (\(reason))")
      }
    case .file, .pictures, .standardInput, .test:
      if status == legible_av_error(EACCES) {
        return failure(.unreadableFile, "there is no permission to read it (\(reason))")
      }
      if status == legible_av_error(ENOMEM) {
        return failure(.unreadableStream, "there is not enough memory to open it, or its header is damaged (\(reason))")
      }
      return failure(
        .unreadableStream,
        """
        this is no video that can be read, or it is cut off or damaged: see whether a video player shows it, and get it \
        again (\(reason))
        """)
    }
  }

  /// What it means that FFmpeg cannot go on reading.
  func readingFailed(_ status: Int32, frames: Int) -> LegibleError {
    let reason = FFmpeg.message(status)
    switch name {
    case .camera:
      return failure(.sourceUnavailable, "the camera has gone after \(frames) frames: plug it in again (\(reason))")
    case .screen:
      return failure(.sourceUnavailable, "the screen or the window has gone after \(frames) frames (\(reason))")
    case .url: return failure(.sourceUnavailable, "the connection broke after \(frames) frames (\(reason))")
    case .standardInput where frames == 0:
      return failure(
        .unreadableStream,
        """
        no frame can be read: if it is an MP4 or MOV whose table stands at its end, name the file instead, or send MKV; \
        else the video is damaged (\(reason))
        """)
    case .file, .pictures, .standardInput, .test:
      return failure(.unreadableStream, "the video breaks off after \(frames) frames: get it again (\(reason))")
    }
  }

  /// Nothing came for too long.
  func silent() -> LegibleError {
    failure(
      .sourceUnavailable,
      "there was no frame for \(timeout?.inSeconds ?? 0) seconds: check whether the source is on, or wait longer")
  }
}
