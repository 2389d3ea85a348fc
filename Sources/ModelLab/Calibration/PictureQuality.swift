internal import Raster

/// How sharp a picture is and how much there is to see on it.
struct PictureQuality: Hashable, Sendable {
  /// The variance of the Laplacian (Pech-Pacheco et al. 2000: the four neighbours less four times the pixel) of the
  /// luminance, stretched so that its darkest and its lightest hundredth lie 255 apart: pale print counts as black
  /// print does. 0 where the picture has less than three rows or columns or is of one colour.
  var sharpness: Double
  /// The distance of the darkest from the lightest hundredth of the luminance, 0…255.
  var contrast: Double

  init(of image: Image) {
    let luminance = Self.luminance(of: image)
    contrast = Self.contrast(of: luminance)
    let (width, height) = (image.width, image.height)
    guard width > 2, height > 2, contrast > 0 else {
      sharpness = 0
      return
    }
    var (sum, squares) = (0.0, 0.0)
    for y in 1..<(height - 1) {
      for x in 1..<(width - 1) {
        let i = y * width + x
        let beside = Int(luminance[i - 1]) + Int(luminance[i + 1])
        let value = beside + Int(luminance[i - width]) + Int(luminance[i + width]) - 4 * Int(luminance[i])
        sum += Double(value)
        squares += Double(value * value)
      }
    }
    let count = Double((width - 2) * (height - 2))
    let variance = squares / count - (sum / count) * (sum / count)
    sharpness = variance * (255 / contrast) * (255 / contrast)
  }

  /// Rec. 601.
  static func luminance(of image: Image) -> [UInt8] {
    let pixels = image.pixels
    return (0..<(image.width * image.height)).map { i -> UInt8 in
      let (red, green, blue) = (Int(pixels[i * 3]), Int(pixels[i * 3 + 1]), Int(pixels[i * 3 + 2]))
      return UInt8((red * 77 + green * 150 + blue * 29) >> 8)
    }
  }

  private static func contrast(of luminance: [UInt8]) -> Double {
    var histogram = [Int](repeating: 0, count: 256)
    for value in luminance { histogram[Int(value)] += 1 }
    let hundredth = luminance.count / 100
    func level(_ levels: some Sequence<Int>) -> Int {
      var left = hundredth
      for level in levels {
        left -= histogram[level]
        if left < 0 { return level }
      }
      return 0
    }
    return Double(max(0, level((0..<256).reversed()) - level(0..<256)))
  }
}

/// A picture made tiny, to see whether two are the same but for noise.
struct PictureThumbnail: Hashable, Sendable {
  private let size: Size
  private let luminance: [UInt8]

  /// Lines are squeezed to 64×8 pixels of brightness, pages to 32×32.
  init(of image: Image) {
    size = image.width > image.height * 2 ? Size(width: 64, height: 8) : Size(width: 32, height: 32)
    luminance = PictureQuality.luminance(of: image.resized(to: size))
  }

  /// The mean difference of a pixel in levels, 0…255; nil where the shapes have nothing to do with each other.
  func distance(to other: PictureThumbnail) -> Double? {
    guard size == other.size else { return nil }
    let sum = zip(luminance, other.luminance).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(luminance.count)
  }
}
