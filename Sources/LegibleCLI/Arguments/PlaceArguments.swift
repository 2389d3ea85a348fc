internal import ArgumentParser
internal import Legible

/// Where text is, where that is known, and whether it is read: for commands about single pictures.
struct PlaceArguments: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Read what stands between four corners, without looking for lines. May be repeated.",
      discussion: "In pixels: top-left, top-right, bottom-right, bottom-left, as the text's reader sees them.",
      valueName: "x1,y1,…,y4"),
    transform: { (text: String) throws -> Quad in try Corners.quad(text) })
  var corners: [Quad] = []

  @Flag(help: "Only look for lines; with text output, x1,y1,…,y4 and the score of each.")
  var detectOnly = false
}
