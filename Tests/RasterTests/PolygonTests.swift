import Foundation
import Testing

@testable import Raster

@Suite struct PolygonTests {
  private func cloud(_ count: Int, seed: UInt64) -> [Point] {
    var random = Random(seed: seed)
    return (0..<count).map { _ in Point(.random(in: 0...100, using: &random), .random(in: 0...60, using: &random)) }
  }

  @Test func areaAndPerimeter() {
    let square = Quad(Rect(x: 1, y: 1, width: 4, height: 3)).corners
    #expect(Polygon.area(square) == 12 && Polygon.area(square.reversed()) == 12 && Polygon.perimeter(square) == 14)
    #expect(Polygon.area([]) == 0 && Polygon.area([.zero, Point(1, 1)]) == 0 && Polygon.perimeter([]) == 0)
  }

  @Test(arguments: 1...20)
  func theHullHoldsAllPoints(seed: Int) {
    let points = cloud(40, seed: UInt64(seed))
    let hull = Polygon.convexHull(points)
    #expect(hull.count >= 3 && Set(hull).isSubset(of: Set(points)))
    for i in hull.indices {
      let (a, b) = (hull[i], hull[(i + 1) % hull.count])
      // Clockwise on the screen: every point lies to the right of, or on, each edge.
      #expect(points.allSatisfy { (b - a).cross($0 - a) >= -1e-9 })
    }
  }

  @Test func hullsOfFewPoints() {
    #expect(Polygon.convexHull([]).isEmpty)
    #expect(Polygon.convexHull([Point(1, 1)]) == [Point(1, 1)])
    #expect(
      Set(Polygon.convexHull([Point(0, 0), Point(1, 1), Point(2, 2), Point(3, 3)])) == [Point(0, 0), Point(3, 3)])
    #expect(
      Set(Polygon.convexHull([Point(0, 0), Point(4, 0), Point(2, 0), Point(4, 4), Point(0, 4), Point(2, 2)])).count == 4
    )
    let same = [Point](repeating: Point(5, 5), count: 6)
    #expect(Set(Polygon.convexHull(same)) == [Point(5, 5)])
  }

  @Test(arguments: Array(stride(from: -44.0, through: 44, by: 4)))
  func theRectangleFollowsATurnedBox(degrees: Double) throws {
    let (u, v) = (
      Point(cos(degrees * .pi / 180), sin(degrees * .pi / 180)),
      Point(-sin(degrees * .pi / 180), cos(degrees * .pi / 180))
    )
    let middle = Point(200, 100)
    let points = [(-50, -10), (50, -10), (50, 10), (-50, 10), (0, 0), (20, -10)].map { middle + u * $0.0 + v * $0.1 }
    let box = try #require(Polygon.minimumAreaRectangle(around: points))
    #expect(abs(box.width - 100) < 1e-6 && abs(box.height - 20) < 1e-6)
    #expect(abs(box.angle - degrees * .pi / 180) < 1e-9)
    #expect(box.topLeft.distance(to: points[0]) < 1e-6 && box.bottomRight.distance(to: points[2]) < 1e-6)
  }

  /// Against every direction in steps of a tenth of a degree.
  @Test(arguments: 1...10)
  func noRectangleIsSmaller(seed: Int) throws {
    let points = cloud(15, seed: UInt64(seed))
    let box = try #require(Polygon.minimumAreaRectangle(around: points))
    for step in 0..<900 {
      let u = Point(cos(Double(step) / 1800 * .pi), sin(Double(step) / 1800 * .pi))
      let along = points.map { $0.dot(u) }
      let across = points.map { u.cross($0) }
      let area = (along.max()! - along.min()!) * (across.max()! - across.min()!)
      #expect(box.area <= area + 1e-6)
    }
  }

  @Test func rectanglesOfFewPoints() throws {
    #expect(Polygon.minimumAreaRectangle(around: []) == nil)
    let point = try #require(Polygon.minimumAreaRectangle(around: [Point(3, 4), Point(3, 4)]))
    #expect(point.corners.allSatisfy { $0 == Point(3, 4) })
    let line = try #require(Polygon.minimumAreaRectangle(around: [Point(0, 0), Point(3, 4), Point(6, 8)]))
    #expect(abs(line.width * line.height) < 1e-9)
    #expect(abs(max(line.width, line.height) - 10) < 1e-9)
    let column = try #require(
      Polygon.minimumAreaRectangle(around: Quad(Rect(x: 0, y: 0, width: 2, height: 90)).corners))
    #expect(column.topLeft == .zero && column.width == 2)
  }

  @Test func simplifyingDropsWhatLiesOnTheWay() {
    var outline: [Point] = []
    for i in 0..<20 { outline.append(Point(Double(i), i % 2 == 0 ? 0 : 0.3)) }
    outline += [Point(20, 0), Point(20, 10), Point(0, 10)]
    let simple = Polygon.simplified(outline, tolerance: 0.5)
    #expect(simple.count <= 6 && simple.count >= 4)
    #expect(abs(Polygon.area(simple) - Polygon.area(outline)) < 8)
    #expect(Polygon.simplified(outline, tolerance: 0.01).count > 20)
    #expect(Polygon.simplified([], tolerance: 1).isEmpty)
    let same = [Point](repeating: Point(1, 1), count: 9)
    #expect(!Polygon.simplified(same, tolerance: 1).isEmpty)
  }
}
