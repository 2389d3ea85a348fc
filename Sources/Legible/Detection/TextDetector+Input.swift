package import Raster

/// What a detector is shown, for those who make and check networks.
extension TextDetector {
  /// A picture as a network sees it that was fixed to a size.
  package static func inputImage(_ image: Image, size: Size, fit: Fit) -> Image {
    Image(size: size, pixels: DetectorInput(image, size: size, fit: fit).pixels)
  }

  /// The size at which a network that takes any size sees a picture first.
  package static func firstInputSize(for image: Size) -> Size { InputSize(for: image).input }
}
