import Failure
import Raster
import Testing

/// libvips' sides end at 10 million: what is wider must not be taken for a picture of one pixel.
@Suite struct NetpbmSizeTests {
  @Test(arguments: ["P5 30000000 1 255\n", "P5\n# wide\n20000000 2\n255\n"]) func tooWideIsAnError(header: String) {
    let bytes = Array(header.utf8) + [UInt8](repeating: 0, count: 40_000_000)
    #expect { try Image(data: bytes) } throws: { LegibleError.Code.imageTooLarge ~= $0 }
  }

  @Test func aHeaderThatIsReadOtherwiseIsAnError() {
    #expect { try Image(data: Array("P5\n# a\n# b\n3 2\n255\nabcdef".utf8)) } throws: {
      LegibleError.Code.unreadableImage ~= $0
    }
  }

  @Test(arguments: ["P6\n0 0\n255\n", "P6\n-10 10\n255\nabcdef"]) func sidesThatAreNoneAreDamage(file: String) {
    #expect { try Image(data: Array(file.utf8)) } throws: {
      LegibleError.Code.unreadableImage ~= $0 && "\($0)".contains("damaged") && !"\($0)".contains("comments")
    }
  }

  @Test func oneColumnAndOneRowArePictures() throws {
    #expect(try Image(data: Array("P5 1 3 255\nabc".utf8)).size == Size(width: 1, height: 3))
    #expect(try Image(data: Array("P5 3 1 255\nabc".utf8)).size == Size(width: 3, height: 1))
    #expect(try Image(data: Array("P5\n# made by hand\n1 2\n255\nab".utf8)).size == Size(width: 1, height: 2))
  }
}
