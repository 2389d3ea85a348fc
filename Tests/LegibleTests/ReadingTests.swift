import Legible
import LegibleTesting
import Testing

/// The whole pipeline on drawn pictures, without weights.
@Suite struct ReadingTests {
  let reader: TextReader

  init() throws { reader = try ColorScript.reader() }

  @Test func readsALineWithItsPlace() throws {
    var image = Image(size: Size(width: 600, height: 200))
    image.sketch("RGB CMY", x: 60, y: 80, height: 40)
    let page = try reader.read(image)
    #expect(page.text == "RGB CMY")
    let line = try #require(page.first)
    let drawn = Rect(x: 60, y: 80, width: 40 * (7 - 1.0 / 3), height: 40)
    // Unclip lets the box out on every side, by less than half the line's height.
    let box = line.quad.boundingBox
    #expect(box.minX < drawn.minX && box.minX > drawn.minX - 32)
    #expect(box.maxX > drawn.maxX && box.maxX < drawn.maxX + 32)
    #expect(abs(box.center.x - drawn.center.x) < 1.5)
    #expect(abs(box.center.y - drawn.center.y) < 1.5)
    #expect(abs(line.score - 0.95) < 0.001)
    #expect(line.words.map(\.text) == ["RGB", "CMY"])
  }

  @Test func placesEachCharacter() throws {
    var image = Image(size: Size(width: 500, height: 120))
    image.sketch("RGBCMY", x: 50, y: 40, height: 40)
    let line = try #require(try reader.read(image).first)
    for (i, character) in line.characters.enumerated() {
      // Blocks begin 40 pixels apart and are 26.7 wide.
      let middle = 50 + Double(i) * 40 + 13.3
      #expect(abs(character.quad.center.x - middle) < 6, "\(character.text)")
      #expect(character.quad.boundingBox.minX < middle && character.quad.boundingBox.maxX > middle)
    }
  }

  @Test(arguments: Array(stride(from: -85.0, through: 85, by: 10)))
  func readsLinesAtAnyAngle(degrees: Double) throws {
    var image = Image(size: Size(width: 700, height: 700))
    let quad = Quad(center: Point(350, 350), width: 400, height: 44, degrees: degrees)
    image.sketch("RGBCMYBG", in: quad)
    let line = try #require(try reader.read(image).first)
    #expect(line.text == "RGBCMYBG")
    #expect(line.quad.topLeft.distance(to: quad.topLeft) < 48)
    #expect(line.quad.bottomRight.distance(to: quad.bottomRight) < 48)
  }

  @Test(arguments: [0.0, 7, -12]) func readsUpsideDownLines(degrees: Double) throws {
    var image = Image(size: Size(width: 500, height: 300))
    let quad = Quad(center: Point(250, 150), width: 300, height: 40, degrees: 180 + degrees)
    image.sketch("RRGGBC", in: quad)
    let line = try #require(try reader.read(image).first)
    #expect(line.text == "RRGGBC")
    #expect(line.quad.topLeft.distance(to: quad.topLeft) < 48, "the corners are named as the reader sees them")
  }

  @Test func leavesLinesAloneWhereTurningIsOff() throws {
    var image = Image(size: Size(width: 500, height: 300))
    image.sketch("RRGGBC", in: Quad(center: Point(250, 150), width: 300, height: 40, degrees: 180))
    var options = RecognitionOptions()
    options.turnsLines = false
    #expect(try reader.read(image, options: options).text != "RRGGBC")
  }

  @Test(arguments: [Size(width: 4000, height: 60), Size(width: 9000, height: 48), Size(width: 1500, height: 20)])
  func readsWideStrips(size: Size) throws {
    var image = Image(size: size)
    let height = Double(size.height) * 0.6
    let count = Int((Double(size.width) - 2 * height) / height)
    let text = String((0..<count).map { ["R", "G", "B", "C", "M", "Y"][($0 * 7 + $0 / 5) % 6] as Character })
    image.sketch(text, x: height, y: Double(size.height) * 0.2, height: height)
    let page = try reader.read(image)
    #expect(page.text == text, "no character is cut: \(page.count) lines, \(page.text.count) of \(text.count)")
  }

  @Test func readsManyLinesInOrder() throws {
    var image = Image(size: Size(width: 400, height: 1200))
    let texts = (0..<20).map { i in
      // No letter twice in a row: squeezed lines leave the fake recogniser less than a column between letters.
      String((0..<6).map { ["R", "G", "B", "C", "M", "Y"][(i * 5 + $0 * (i % 5 + 1)) % 6] as Character })
    }
    for (i, text) in texts.enumerated() { image.sketch(text, x: 30, y: 20 + Double(i) * 58, height: 24) }
    #expect(try reader.read(image).map(\.text) == texts)
  }

  @Test(arguments: [Size(width: 1, height: 1), Size(width: 1, height: 5000), Size(width: 300, height: 200)])
  func findsNothingOnAnEmptyPicture(size: Size) throws {
    let page = try reader.read(Image(size: size))
    #expect(page.isEmpty && page.text.isEmpty)
    #expect(page.size == size)
  }

  @Test func dropsLinesBelowTheMinimumScoreAndCountsThem() throws {
    var image = Image(size: Size(width: 400, height: 100))
    image.sketch("RGB", x: 50, y: 30, height: 40)
    var options = RecognitionOptions()
    options.minimumScore = 0.96
    let page = try reader.read(image, options: options)
    #expect(page.isEmpty)
    #expect(page.droppedLines == 1)
  }

  @Test func readsOnlyAllowedCharacters() throws {
    var image = Image(size: Size(width: 400, height: 100))
    image.sketch("RGBR", x: 50, y: 30, height: 40)
    var options = RecognitionOptions()
    options.allowedCharacters = ["R", "B"]
    options.minimumScore = 0
    let text = try reader.read(image, options: options).text
    #expect(text.allSatisfy { "RB".contains($0) })
    #expect(text.hasPrefix("R") && text.contains("B"))
  }

  @Test func readsACropWithoutDetection() throws {
    var image = Image(size: Size(width: 400, height: 300))
    let quad = Quad(center: Point(200, 150), width: 240, height: 36, degrees: 20)
    image.sketch("MYCB", in: quad)
    let line = try #require(try reader.readLine(image, in: quad))
    #expect(line.text == "MYCB")
    #expect(line.detectionScore == nil)
    #expect(line.quad == quad)
    #expect(try reader.readLine(Image(size: Size(width: 50, height: 20))) == nil)
  }

  @Test func refusesCornersThatEncloseNothing() throws {
    let image = Image(size: Size(width: 100, height: 100))
    let flat = try #require(Quad(coordinates: [0, 0, 50, 0, 99, 0, 20, 0]))
    #expect { try reader.readLine(image, in: flat) } throws: { LegibleError.Code.invalidArgument ~= $0 }
    let crossed = try #require(Quad(coordinates: [0, 0, 50, 50, 50, 0, 0, 50]))
    #expect { try reader.readLine(image, in: crossed) } throws: { LegibleError.Code.invalidArgument ~= $0 }
  }

  @Test func turnsAPageAndGivesPlacesInThePictureAsItCame() throws {
    var upright = Image(size: Size(width: 500, height: 200))
    upright.sketch("RGBCM", x: 100, y: 80, height: 40)
    for turns in 1...3 {
      var options = RecognitionOptions()
      options.turnsLines = false
      options.pageTurning = .quarterTurns(4 - turns)
      let page = try reader.read(upright.turned(quarterTurns: turns), options: options)
      #expect(page.text == "RGBCM")
      #expect(page.quarterTurns == 4 - turns)
      #expect(page.size == upright.turned(quarterTurns: turns).size)
      let line = try #require(page.first)
      let start = line.characters[0].quad.center
      let expected: Point = [Point(100, 113), Point(387, 100), Point(100, 387)][turns - 1]
      #expect(start.distance(to: expected) < 12, "\(turns) turns: \(start)")
    }
  }

  @Test func oneReaderServesManyThreads() async throws {
    var image = Image(size: Size(width: 400, height: 100))
    image.sketch("RGBR", x: 50, y: 30, height: 40)
    let (reader, picture) = (reader, image)
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<16 { group.addTask { try await reader.page(of: picture).text } }
      for try await text in group { #expect(text == "RGBR") }
    }
  }
}
