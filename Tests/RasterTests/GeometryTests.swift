import Foundation
import Testing

@testable import Raster

@Suite struct GeometryTests {
  private let quad = Quad(
    topLeft: Point(10, 20), topRight: Point(110, 30), bottomRight: Point(105, 70), bottomLeft: Point(5, 55))

  @Test func turningAQuadRenamesItsCorners() {
    let once = quad.turned(quarterTurns: 1)
    #expect(once.topLeft == quad.topRight && once.topRight == quad.bottomRight)
    #expect(once.bottomRight == quad.bottomLeft && once.bottomLeft == quad.topLeft)
    for turns in -9...9 {
      #expect(quad.turned(quarterTurns: turns).turned(quarterTurns: -turns) == quad)
      #expect(quad.turned(quarterTurns: turns) == quad.turned(quarterTurns: turns + 4))
    }
  }

  /// Text that runs down the page is seen as running to the right after one turn of the head.
  @Test func turningFollowsTheDirectionOfReading() {
    let upright = Quad(Rect(x: 0, y: 0, width: 10, height: 50))
    #expect(abs(upright.angle) < 1e-12)
    let turned = upright.turned(quarterTurns: 1)
    #expect(abs(turned.angle - .pi / 2) < 1e-12)
    #expect(turned.width == 50 && turned.height == 10)
    #expect(abs(upright.turned(quarterTurns: 2).angle) > 3.1)
    #expect(abs(upright.turned(quarterTurns: 3).angle + .pi / 2) < 1e-12)
  }

  @Test func measuresOfAQuad() {
    let rect = Quad(Rect(x: 2, y: 3, width: 20, height: 10))
    #expect(rect.area == 200 && rect.width == 20 && rect.height == 10 && rect.center == Point(12, 8))
    #expect(rect.boundingBox == Rect(x: 2, y: 3, width: 20, height: 10))
    #expect(Quad(coordinates: rect.coordinates) == rect)
    #expect(Quad(coordinates: [1, 2, 3]) == nil && Quad(coordinates: [0, 0, .nan, 0, 1, 1, 0, 1]) == nil)
    #expect(rect.slice(from: 0.25, to: 0.5) == Quad(Rect(x: 7, y: 3, width: 5, height: 10)))
    #expect(rect.isConvex && quad.isConvex)
    let bow = Quad(topLeft: Point(0, 0), topRight: Point(10, 10), bottomRight: Point(10, 0), bottomLeft: Point(0, 10))
    let flat = Quad(topLeft: .zero, topRight: Point(5, 0), bottomRight: Point(9, 0), bottomLeft: Point(3, 0))
    #expect(!bow.isConvex && !flat.isConvex)
  }

  @Test func quadsAreWrittenAsCorners() throws {
    let json = String(decoding: try JSONEncoder().encode(quad), as: UTF8.self)
    #expect(json == "[[10,20],[110,30],[105,70],[5,55]]")
    #expect(try JSONDecoder().decode(Quad.self, from: Data(json.utf8)) == quad)
  }

  @Test func transformsTakeCornersToCorners() {
    let size = Size(width: 320, height: 48)
    let parallelogram = Quad(
      topLeft: Point(10, 20), topRight: Point(110, 30), bottomRight: Point(105, 70), bottomLeft: Point(5, 60))
    for target in [quad, parallelogram, Quad(size), quad.turned(quarterTurns: 1), quad.turned(quarterTurns: 2)] {
      let map = Transform(from: size, to: target)
      for (corner, expected) in zip(Quad(size).corners, target.corners) {
        #expect(map.apply(corner).distance(to: expected) < 1e-9)
      }
    }
    #expect(Transform(from: size, to: parallelogram).isAffine)
    #expect(!Transform(from: size, to: quad).isAffine)
    #expect(Transform(from: size, to: Quad(size)).apply(Point(17, 5)).distance(to: Point(17, 5)) < 1e-9)
    // The middle of a projective map is where the diagonals meet.
    let trapezoid = Quad(
      topLeft: Point(40, 0), topRight: Point(60, 0), bottomRight: Point(100, 90), bottomLeft: Point(0, 90))
    #expect(Transform(from: size, to: trapezoid).apply(Point(160, 24)).distance(to: Point(50, 15)) < 1e-9)
  }

  @Test func rectangles() {
    let (a, b) = (Rect(x: 0, y: 0, width: 10, height: 10), Rect(x: 5, y: 8, width: 10, height: 10))
    #expect(a.intersection(b) == Rect(x: 5, y: 8, width: 5, height: 2))
    #expect(a.union(b) == Rect(x: 0, y: 0, width: 15, height: 18))
    #expect(a.intersection(Rect(x: 50, y: 50, width: 1, height: 1)).isEmpty)
    #expect(a.intersection(Rect(x: 50, y: 50, width: 1, height: 1)).area == 0)
    #expect(Rect(around: [Point(3, 4), Point(-1, 9)]) == Rect(minX: -1, minY: 4, maxX: 3, maxY: 9))
    #expect(Rect(around: []) == nil)
  }
}
