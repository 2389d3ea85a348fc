import Failure
import Foundation
import Testing

@testable import Raster

@Suite struct ImageWritingTests {
  @Test(arguments: ["png", "PNG", "tif", "tiff", "jpg", "jpeg", "webp"])
  func aWrittenFileIsReadAgain(_ fileExtension: String) throws {
    try withFolder { folder in
      let path = "\(folder)/picture.\(fileExtension)"
      let original = Samples.quarters()
      try original.write(to: path)
      let image = try Image(contentsOf: path)
      #expect(image.size == original.size)
      for (found, expected) in zip(image.quarterColors, Samples.quarterColors) {
        #expect(found.distance(to: expected) <= 16)
      }
      if ["png", "tif"].contains(fileExtension) { #expect(image == original) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["picture.\(fileExtension)"])
    }
  }

  @Test func lowerQualityIsSmaller() throws {
    let image = Samples.noise(Size(width: 64, height: 64))
    for format in [ImageFormat.jpeg, .webp] {
      #expect(try image.encoded(as: format, quality: 20).count < image.encoded(as: format, quality: 95).count)
    }
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    let image = Samples.quarters()
    func message(_ code: LegibleError.Code, _ body: () throws -> Void) throws -> String {
      let error = try #require(throws: LegibleError.self, performing: body)
      #expect(error.code == code)
      return error.message
    }
    try withFolder { folder in
      #expect(try message(.invalidArgument) { try image.write(to: "\(folder)/a.txt") }.contains("\"txt\""))
      #expect(try message(.invalidArgument) { try image.write(to: "\(folder)/a") }.contains("no extension"))
      #expect(try message(.invalidArgument) { try image.write(to: "\(folder)/a.gif") }.contains("use png"))
      #expect(try message(.invalidArgument) { try image.write(to: "\(folder)/a.jpg", quality: 0) }.contains("quality"))
      #expect(try message(.unwritableFile) { try image.write(to: "\(folder)/no/a.png") }.contains("folder"))
      try FileManager.default.createDirectory(atPath: "\(folder)/b.png", withIntermediateDirectories: false)
      #expect(try message(.unwritableFile) { try image.write(to: "\(folder)/b.png") }.contains("folder"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["b.png"])
    }
    let wide = Image(size: Size(width: 70000, height: 1))
    #expect(try message(.invalidArgument) { _ = try wide.encoded(as: .jpeg) }.contains("65535"))
    #expect(try message(.invalidArgument) { _ = try wide.encoded(as: .webp) }.contains("16383"))
    #expect(try Image(data: wide.encoded(as: .png)).size == wide.size)
  }

  @Test func anOlderFileIsReplacedAndKeepsItsPermissions() throws {
    try withFolder { folder in
      let (path, link) = ("\(folder)/a.png", "\(folder)/link.png")
      try "older".write(toFile: path, atomically: true, encoding: .utf8)
      chmod(path, 0o666)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      try Samples.quarters().write(to: link)
      #expect(try Image(contentsOf: path) == Samples.quarters())
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o666)
    }
  }

  @Test func whatIsNoFileIsWrittenInPlace() throws {
    try Samples.quarters().write(to: "/dev/null")
    #expect(FileOutput.isSpecial("/dev/null"))
    let pipe = Pipe()
    try Samples.quarters().write(to: "/dev/fd/\(pipe.fileHandleForWriting.fileDescriptor)")
    try pipe.fileHandleForWriting.close()
    #expect(try Image(fileDescriptor: pipe.fileHandleForReading.fileDescriptor) == Samples.quarters())
  }
}
