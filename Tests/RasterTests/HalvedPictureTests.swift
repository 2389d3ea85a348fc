import Failure
import Testing

@testable import Raster

/// Large JPEGs that are to be read and not looked at are decoded at half of their size.
@Suite struct HalvedPictureTests {
  private static let size = Size(width: 7001, height: 4703)

  @Test(arguments: [1, 6]) func aLargeJPEGIsHalved(orientation: Int) throws {
    let large = Samples.quarters().resized(to: Self.size)
    let file = try Samples.jpeg(large, orientation: orientation)
    var told: [Size] = []
    let image = try Image(data: file, limits: ImageLimits(), mayHalve: true) { told.append($0) }
    // What is told is what it takes.
    #expect(told == [Size(width: 3500, height: 2351)])
    let isTurned = orientation == 6
    #expect(image.size == (isTurned ? Size(width: 2351, height: 3500) : Size(width: 3500, height: 2351)))
    let halved = try #require(image.halved)
    #expect(halved.size == (isTurned ? Size(width: 4703, height: 7001) : Self.size))
    let whole = try halved.whole()
    #expect(whole.size == halved.size && whole.halved == nil)
    for (half, full) in zip(image.quarterColors, whole.quarterColors) { #expect(half.distance(to: full) < 16) }
    // Nor has what is made of it a whole.
    #expect(image.turned(quarterTurns: 1).halved == nil)
    // A picture that somebody asks for is the picture that is in the file.
    #expect(try Image(data: file).size == halved.size)
  }

  @Test func othersStayWhole() throws {
    let small = Samples.quarters().resized(to: Size(width: 5656, height: 5656))
    for format in [ImageFormat.jpeg, .png] {
      let image = format == .jpeg ? small : Samples.quarters().resized(to: Self.size)
      let read = try Image(data: image.encoded(as: format), limits: ImageLimits(), mayHalve: true) { _ in }
      #expect(read.size == image.size && read.halved == nil, "\(format)")
    }
  }

  @Test func aCutOffFileIsAnError() throws {
    let file = try Samples.quarters().resized(to: Self.size).encoded(as: .jpeg)
    #expect {
      try Image(data: Array(file.prefix(file.count / 2)), limits: ImageLimits(), mayHalve: true) { _ in }
    } throws: {
      ($0 as? LegibleError)?.code == .unreadableImage
    }
  }
}
