import Testing

@testable import Raster

@Suite struct LabelTests {
  private let frame = Size(width: 400, height: 300)

  /// Characters of half an em, lines of 1.2 em: no font is asked.
  private func plates(_ labels: [Label]) -> [LabelPlate] {
    LabelLayout(frame: frame) { (Double($0.count) * $1 / 2, $1 * 1.2) }.plates(for: labels)
  }
  private func label(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ text: String = "text") -> Label {
    Label(quad: Quad(Rect(x: x, y: y, width: width, height: height)), text: text)
  }
  private func isInside(_ rect: Rect) -> Bool {
    rect.minX >= 0 && rect.minY >= 0 && rect.maxX <= 400 && rect.maxY <= 300
  }

  @Test func aTextLiesBelowItsQuad() throws {
    let plate = try #require(plates([label(50, 100, 80, 20)]).first)
    #expect(plate.rect.minX == 50 && plate.rect.minY == 122)
  }

  @Test(arguments: [(50.0, 275.0), (350, 275), (350, 2), (2, 2), (380, 140)])
  func textsStayInsideAndOffTheTextTheyName(_ x: Double, _ y: Double) throws {
    let label = label(x, y, 40, 22, "a long text")
    let plate = try #require(plates([label]).first)
    #expect(isInside(plate.rect))
    #expect(plate.rect.intersection(label.quad.boundingBox).isEmpty)
  }

  @Test func linesOfAParagraphAreNotCoveredByTheirLabels() {
    let labels = (0..<8).map { label(20, 10 + Double($0) * 34, 100, 28) }
    let plates = plates(labels)
    #expect(plates.count == 8)
    for plate in plates {
      #expect(isInside(plate.rect))
      for label in labels { #expect(plate.rect.intersection(label.quad.boundingBox).isEmpty) }
      for other in plates where other.index != plate.index {
        #expect(plate.rect.intersection(other.rect).isEmpty)
      }
    }
  }

  @Test func aSlantedLineKeepsItsTextFree() throws {
    let quad = try #require(Quad(coordinates: [50, 200, 250, 60, 264, 80, 64, 220]))
    let plate = try #require(plates([Label(quad: quad, text: "slanted")]).first)
    for part in 0..<20 {
      let point = quad.topLeft.interpolated(to: quad.topRight, by: Double(part) / 20)
      #expect(!plate.rect.contains(point))
    }
  }

  @Test func aTextThatIsWiderThanThePictureIsCut() throws {
    let plate = try #require(plates([label(10, 10, 380, 20, String(repeating: "w", count: 300))]).first)
    #expect(plate.text.hasSuffix("…") && plate.text.count < 300)
    #expect(isInside(plate.rect))
  }

  @Test func textsWithoutAPlaceAndPlacesWithoutATextHaveNoPlate() throws {
    let nowhere = Quad(topLeft: Point(.nan, 0), topRight: .zero, bottomRight: .zero, bottomLeft: Point(.infinity, 0))
    #expect(plates([Label(quad: nowhere, text: "lost"), label(10, 10, 40, 20, "")]).isEmpty)
    var image = Image(size: frame)
    image.draw(labels: [Label(quad: nowhere, text: "lost")])
    #expect(image == Image(size: frame))
  }

  /// The text can be read on black, white and noise: the plate has the label's colour, and ink that stands out from it.
  @Test(arguments: [Color.black, .white, Color(red: 128, green: 128, blue: 128)])
  func textsAreReadableOnAnyBackground(_ background: Color) throws {
    for id in 0..<8 {
      var image = Image(size: frame, filled: background)
      let label = Label(quad: Quad(Rect(x: 50, y: 100, width: 200, height: 40)), text: "Ж 文 Ω W", id: id)
      let rect = try #require(image.draw { $0.labels([label]) }.first ?? nil)
      #expect(rect.intersection(label.quad.boundingBox).isEmpty)
      var (plate, ink) = (0, 0)
      for y in Int(rect.minY) + 1..<Int(rect.maxY) {
        for x in Int(rect.minX) + 1..<Int(rect.maxX) {
          if image[x, y].distance(to: label.drawnColor) < 60 { plate += 1 }
          if image[x, y].distance(to: label.drawnColor.readableOnTop) < 60 { ink += 1 }
        }
      }
      #expect(ink > 60 && plate > ink)
    }
  }

  @Test func aLineKeepsItsColour() {
    #expect(label(0, 0, 9, 9).drawnColor == Color.distinct(0))
    #expect(Label(quad: Quad(frame), text: "", id: 11).drawnColor == Color.distinct(3))
    #expect(Label(quad: Quad(frame), text: "", id: 11, color: .red).drawnColor == .red)
    #expect(Color.distinct(-1) == Color.distinct(7))
  }
}
