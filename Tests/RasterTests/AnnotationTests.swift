import Testing

@testable import Raster

@Suite struct AnnotationTests {
  private func ink(_ image: Image, _ x: Range<Int>, _ y: Range<Int>) -> Int {
    y.reduce(0) { sum, row in sum + x.count { image[$0, row].green < 100 } }
  }

  @Test func thePageStandsBesideThePicture() {
    let picture = Image(size: Size(width: 300, height: 200), filled: Color(red: 250, green: 240, blue: 220))
    let quad = Quad(Rect(x: 40, y: 50, width: 120, height: 30))
    let result = picture.annotated(with: [Annotation(quad: quad, text: "Legible", score: 0.99)])
    #expect(result.height == 200 && (602...620).contains(result.width))
    let page = result.width - 300
    #expect(result[5, 5] == picture[5, 5] && result[page + 5, 5] == .white)
    // The text stands on the page, where the quad is, and does not cover the picture.
    #expect(ink(result, 45..<155, 55..<75) == 0)
    #expect(ink(result, (page + 45)..<(page + 155), 55..<75) > 100)
    #expect(ink(result, (page + 170)..<(page + 300), 0..<200) == 0)
  }

  @Test func unsureTextIsRed() {
    let picture = Image(size: Size(width: 200, height: 150))
    let quad = Quad(Rect(x: 10, y: 50, width: 150, height: 30))
    func redInk(_ score: Float?) -> Int {
      let result = picture.annotated(with: [Annotation(quad: quad, text: "Legible", score: score)])
      return (55..<75).reduce(0) { sum, y in
        sum + (result.width - 185..<result.width - 45).count { result[$0, y].red > 180 && result[$0, y].green < 60 }
      }
    }
    #expect(redInk(0.5) > 100)
    #expect(redInk(0.95) == 0 && redInk(nil) == 0)
  }

  @Test func smallPrintIsEnlargedAndWideStripsAreStacked() {
    let strip = Image(size: Size(width: 200, height: 12))
    let result = strip.annotated(with: [Annotation(quad: Quad(Rect(x: 2, y: 2, width: 90, height: 9)), text: "tiny")])
    #expect(result.width == 400 && (48...56).contains(result.height))
  }

  @Test func emptyAndHostileAnnotations() {
    let picture = Image(size: Size(width: 60, height: 60))
    #expect(picture.annotated(with: []).height >= 60)
    let far = Quad(Rect(x: -1e12, y: 5, width: 2e12, height: 1e9))
    let none = Quad(topLeft: .zero, topRight: .zero, bottomRight: .zero, bottomLeft: .zero)
    #expect(picture.annotated(with: [.init(quad: far, text: "far"), .init(quad: none, text: "none")]).height >= 60)
  }
}
