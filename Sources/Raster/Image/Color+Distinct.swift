extension Color {
  /// One of eight colours that can be told apart from each other, and from paper and ink.
  ///
  /// - Parameter index: any number; they repeat.
  public static func distinct(_ index: Int) -> Color {
    let count = distinctColors.count
    return distinctColors[(index % count + count) % count]
  }

  private static let distinctColors = [
    Color(red: 0, green: 114, blue: 229), Color(red: 225, green: 60, blue: 20), Color(red: 0, green: 150, blue: 80),
    Color(red: 170, green: 50, blue: 190), Color(red: 215, green: 130, blue: 0), Color(red: 0, green: 150, blue: 175),
    Color(red: 215, green: 35, blue: 115), Color(red: 110, green: 120, blue: 0),
  ]

  /// Black or white, whichever stands out more (contrast of WCAG 2, with its luminance).
  public var readableOnTop: Color {
    func linear(_ value: UInt8) -> Double {
      // The square is near enough to sRGB's curve for a choice of two.
      let part = Double(value) / 255
      return part * part
    }
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    // Black on it: (L + 0.05) / 0.05; white on it: 1.05 / (L + 0.05). They are equal at 0.179.
    return luminance > 0.179 ? .black : .white
  }
}
