internal import Capture

/// `--list`: the cameras.
enum CameraList {
  /// Writes them to standard output, or to standard error that there are none.
  static func write() {
    let devices = VideoDevice.all()
    if devices.isEmpty {
      Message.write("legible: no camera is there: plug one in, and look whether /dev/video0 appears.")
    } else {
      print(text(of: devices))
    }
  }

  /// A line a camera, and below it one a format, with the sizes and the most frames a second.
  static func text(of devices: [VideoDevice]) -> String {
    devices.enumerated().map { index, device in
      let modes = device.modes.map { mode in
        let sizes = mode.sizes.enumerated().map { place, size in
          let rate = mode.rates.indices.contains(place) ? mode.rates[place] : nil
          return "\(size)" + (rate.map { "@\(Int($0.rounded()))" } ?? "")
        }
        return "     \(mode.format.rawValue): " + (sizes.isEmpty ? "any size" : sizes.joined(separator: " "))
      }
      return (["\(index)  \(device.path)  \(device.name)"] + modes).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
