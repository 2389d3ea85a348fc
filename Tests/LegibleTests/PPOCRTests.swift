import Foundation
import Legible
import LegibleTesting
import Testing

/// MaixPy's face over fake networks.
@Suite struct PPOCRTests {
  static func ocr(
    detector: FakeModel? = ColorScript.detector(), recognizer: FakeModel? = ColorScript.recognizer()
  ) throws -> PPOCR {
    PPOCR(
      reader: TextReader(
        detector: try detector.map { try TextDetector(model: DetectionModel(path: "fake"), network: $0) },
        recognizer: try recognizer.map {
          try LineRecognizer(network: $0, alphabet: ColorScript.alphabet, source: "fake")
        }))
  }

  /// A picture of two lines, and where the first one stands.
  static func picture() -> Image {
    var image = Image(size: Size(width: 640, height: 480))
    image.sketch("RGB CMY", x: 120, y: 200, height: 40)
    image.sketch("BBGR", x: 120, y: 280, height: 40)
    return image
  }

  @Test func givesWhatMaixPyGives() throws {
    let ocr = try Self.ocr()
    let objects = try ocr.detect(Self.picture())
    #expect(objects.map { $0.charStr() } == ["RGB CMY", "BBGR"])
    let object = try #require(objects.first)
    #expect(object.charList == ["R", "G", "B", " ", "C", "M", "Y"])
    #expect(object.idxList.map { ocr.labels[$0] } == object.charList)
    #expect(object.idxList == [0, 1, 2, 6, 3, 4, 5])
    #expect(object.charPos == object.charPos.sorted() && Set(object.charPos).count == 7)
    #expect(object.charBoxes.count == 7)
    #expect(abs(object.score - 0.95) < 0.001, "the recogniser's score, not the detector's")
    // The box has some gaps between the letters in it.
    let detScore = try #require(object.detScore)
    #expect(detScore > 0.7 && detScore <= 0.9)
    let box = object.box
    #expect(box.toList() == [box.x1, box.y1, box.x2, box.y2, box.x3, box.y3, box.x4, box.y4])
    #expect(box.x1 < box.x2 && box.y1 < box.y4 && box.x4 < box.x3 && box.y2 < box.y3)
    #expect(abs((box.x1 + box.x3) / 2 - (120 + 133)) < 3 && abs((box.y1 + box.y3) / 2 - 220) < 3)
    #expect(
      "\(object)" == "left-top: (\(box.x1), \(box.y1)), char num: 7, chars: RGB CMY, score: 0.95")
    #expect(ocr.det && ocr.rec && ocr.labels == ["R", "G", "B", "C", "M", "Y", " "])
  }

  @Test func columnsAreEightPixelsOfALineOf48Rows() throws {
    var image = Image(size: Size(width: 144, height: 48))
    image.sketch("RGB", x: 0, y: 0, height: 48)
    let object = try Self.ocr().recognize(image)
    #expect(object.charStr() == "RGB")
    for (i, column) in object.charPos.enumerated() { #expect(abs(column * 8 - i * 48) <= 8, "\(column)") }
  }

  /// Longer lines are squeezed to a width that the engine has kernels for: 480 pixels to 392.
  @Test func columnsAreThoseOfTheLineAsItIsShown() throws {
    var image = Image(size: Size(width: 480, height: 48))
    image.sketch("RGBCMYRGBC", x: 0, y: 0, height: 48)
    let object = try Self.ocr().recognize(image)
    #expect(object.charStr() == "RGBCMYRGBC")
    for (i, column) in object.charPos.enumerated() { #expect(abs(column * 8 - i * 48 * 392 / 480) <= 8, "\(column)") }
  }

  @Test(arguments: Fit.allCases, [Size(width: 320, height: 224), Size(width: 224, height: 320)])
  func picturesAreBroughtToAFixedSizeAndBack(fit: Fit, size: Size) throws {
    let ocr = try Self.ocr(detector: ColorScript.detector(inputSize: size))
    #expect(ocr.inputSize == size && ocr.inputWidth == size.width && ocr.inputHeight == size.height)
    for picture in [Size(width: 640, height: 480), Size(width: 900, height: 400), size] {
      var image = Image(size: picture)
      // In the middle, so that no fit cuts it.
      let drawn = Rect(
        x: Double(picture.width) / 2 - 50, y: Double(picture.height) / 2 - 20, width: 40 * (3 - 1.0 / 3), height: 40)
      image.sketch("RGB", x: drawn.minX, y: drawn.minY, height: 40)
      let object = try #require(try ocr.detect(image, fit: fit).first, "\(fit) \(picture)")
      #expect(object.charStr() == "RGB", "\(fit) \(picture)")
      let middle = ((object.box.x1 + object.box.x3) / 2, (object.box.y1 + object.box.y3) / 2)
      #expect(abs(Double(middle.0) - drawn.center.x) < 6 && abs(Double(middle.1) - drawn.center.y) < 6)
      // The box is let out in the network's pixels, of which one may be four of the picture's.
      #expect(object.box.x1 > Int(drawn.minX) - 80 && object.box.x1 <= Int(drawn.minX) + 3)
      #expect(object.box.y3 < Int(drawn.maxY) + 80 && object.box.y3 >= Int(drawn.maxY) - 3)
    }
  }

  @Test func coverCutsWhatContainShows() throws {
    let ocr = try Self.ocr(detector: ColorScript.detector(inputSize: Size(width: 320, height: 320)))
    var image = Image(size: Size(width: 960, height: 320))
    image.sketch("RGB", x: 40, y: 140, height: 48)
    #expect(try ocr.detect(image, fit: .contain).map { $0.charStr() } == ["RGB"])
    #expect(try ocr.detect(image, fit: .cover).isEmpty)
  }

  @Test func nothingIsLeftOutForALowScore() throws {
    var image = Image(size: Size(width: 400, height: 100))
    // Without the gray above, each letter has 0.6.
    for (i, color) in [Color(red: 255, green: 0, blue: 0), Color(red: 0, green: 0, blue: 255)].enumerated() {
      image.fill(Quad(Rect(x: 100 + Double(i) * 30, y: 30, width: 30, height: 40)), color)
    }
    let ocr = try Self.ocr()
    #expect(try ocr.reader.read(image).isEmpty)
    let object = try #require(try ocr.detect(image).first)
    #expect(object.charStr() == "RB" && object.score < 0.7)
  }

  @Test func thresholdsAreTheCallsOwn() throws {
    let ocr = try Self.ocr()
    #expect(try ocr.detect(Self.picture(), boxThresh: 0.95).isEmpty)
    #expect(try ocr.detect(Self.picture(), thresh: 0.92).isEmpty)
  }

  @Test func aSetThatOnlyDetectsGivesBoxes() throws {
    let ocr = try Self.ocr(recognizer: nil)
    let objects = try ocr.detect(Self.picture())
    #expect(objects.count == 2)
    #expect(objects.allSatisfy { $0.charStr().isEmpty && $0.idxList.isEmpty && $0.score == $0.detScore })
    #expect(objects[0].box.y1 < objects[1].box.y1, "in reading order")
    #expect(ocr.det && !ocr.rec && ocr.labels.isEmpty)
    #expect(ocr.inputSize == PPOCR.defaultInputSize)
    #expect { try ocr.recognize(Self.picture()) } throws: { LegibleError.Code.unsuitableModel ~= $0 }
  }

  @Test func aSetThatOnlyRecognisesReadsLines() throws {
    let ocr = try Self.ocr(detector: nil)
    #expect(!ocr.det && ocr.rec && ocr.inputSize == Size(width: 320, height: 48))
    #expect { try ocr.detect(Self.picture()) } throws: { LegibleError.Code.unsuitableModel ~= $0 }
    var line = Image(size: Size(width: 300, height: 40))
    line.sketch("MYC", x: 10, y: 0, height: 40)
    let object = try ocr.recognize(line)
    #expect(object.charStr() == "MYC" && object.detScore == nil)
    #expect(object.box.toList() == [0, 0, 300, 0, 300, 40, 0, 40])
    #expect(try ocr.recognize(Image(size: Size(width: 90, height: 30))).charList.isEmpty)
  }

  @Test func readsBetweenCorners() throws {
    let ocr = try Self.ocr()
    let corners = [116, 196, 392, 196, 392, 244, 116, 244]
    let object = try ocr.recognize(Self.picture(), boxPoints: corners)
    #expect(object.charStr() == "RGB CMY" && object.box.toList() == corners)
    for wrong in [[1, 2, 3], [0, 0, 9, 9, 9, 0, 0, 9], [0, 0, 0, 0, 0, 0, 0, 0]] {
      #expect { try ocr.recognize(Self.picture(), boxPoints: wrong) } throws: {
        LegibleError.Code.invalidArgument ~= $0
      }
    }
  }

  @Test func textThatRunsDownIsTurned() throws {
    var image = Image(size: Size(width: 200, height: 500))
    image.sketch("RGBCMY", in: Quad(center: Point(100, 250), width: 300, height: 40, degrees: 90))
    #expect(try Self.ocr().recognize(image, boxPoints: [76, 96, 124, 96, 124, 404, 76, 404]).charStr() == "RGBCMY")
  }

  @Test func oneTallCharacterIsNot() throws {
    var image = Image(size: Size(width: 200, height: 200))
    // Twice as high as wide: the original turns it.
    let box = Quad(Rect(x: 80, y: 60, width: 40, height: 80))
    image.fill(box, ColorScript.color(of: "M"))
    image.fill(Quad(Rect(x: 80, y: 60, width: 40, height: 20)), Color(red: 200, green: 200, blue: 200))
    let object = try Self.ocr().recognize(image, boxPoints: [80, 60, 120, 60, 120, 140, 80, 140])
    #expect(object.charStr() == "M" && abs(object.score - 0.95) < 0.001)
  }

  @Test(arguments: [320, 160, 480]) func aNetworkOfAFixedWidthCutsNoCharacter(width: Int) throws {
    let ocr = try Self.ocr(recognizer: ColorScript.recognizer(fixedWidth: width))
    for count in [1, 5, 6, 7, 13, 40, 75] {
      let text = String((0..<count).map { ["R", "G", "B", "C", "M", "Y"][($0 * 7 + $0 / 5) % 6] as Character })
      var image = Image(size: Size(width: count * 48, height: 48))
      image.sketch(text, x: 0, y: 0, height: 48)
      let object = try ocr.recognize(image)
      #expect(object.charStr() == text, "\(count) characters at \(width)")
      #expect(object.charPos == object.charPos.sorted())
    }
  }

  @Test func theSizeForALiveLoopIsTheOneOfTheFile() throws {
    #expect(PPOCR.defaultInputSize == Size(width: 640, height: 480))
    let ocr = try Self.ocr()
    #expect(ocr.inputSize == PPOCR.defaultInputSize && ocr.inputFormat == .rgb)
    let fixed = try Self.ocr(detector: nil, recognizer: ColorScript.recognizer(fixedWidth: 480))
    #expect(fixed.inputSize == Size(width: 480, height: 48))
  }
}
