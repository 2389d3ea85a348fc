import Foundation
import Legible
import LegibleTesting
@testable import ModelLab
import Testing

/// Which pictures are chosen to calibrate with.
@Suite struct CalibrationTests {
  private func names(_ entries: [CalibrationSet.Entry]) -> [String] {
    entries.map { CalibrationSearch.name(of: $0.record) }
  }

  @Test func theChoiceDependsOnNamesAndSeedAlone() throws {
    let pages = Sheets.pages(8)
    let first = try Sheets.choice(images: 10, heldOut: 4).run(on: pages)
    let turned = try Sheets.choice(images: 10, heldOut: 4, threads: 1).run(on: pages.reversed())
    #expect(names(first.taken) == names(turned.taken) && names(first.heldOut) == names(turned.heldOut))
    #expect(zip(first.taken, turned.taken).allSatisfy { $0.image == $1.image })
    let other = try Sheets.choice(images: 10, heldOut: 4, seed: 2).run(on: pages)
    #expect(names(first.taken) != names(other.taken), "another seed chooses others")
    #expect(first.taken.count == 10 && first.heldOut.count == 4)
  }

  @Test func theOrderOfASeedStaysWhatItIs() {
    // Stored calibration sets are made again from their seed: these numbers must not change.
    #expect(SeededOrder(seed: 1).key("page-1.png") == 10_558_641_920_189_298_735)
    #expect(SeededOrder(seed: 1).sorted(["a", "b", "c", "d", "a"], by: \.self).count == 4)
  }

  @Test func pagesGiveTheirShare() throws {
    let set = try Sheets.choice(images: 12).run(on: Sheets.pages(8))
    let perPage = Dictionary(grouping: set.taken, by: \.record.page).mapValues(\.count)
    #expect(perPage.values.max() ?? 9 <= 3 && perPage.count >= 4, "\(perPage)")
  }

  @Test func whatAPageHasBeyondItsShareIsTakenWhereThereIsNotEnough() throws {
    let few = Sheets.pages(1, lines: 1) + [NamedPicture(name: "full.png") { Sheets.page(Sheets.lines(6, 5)) }]
    let set = try Sheets.choice(images: 7).run(on: few)
    #expect(set.taken.count == 7)
  }

  @Test func heldOutPicturesAreOfOtherPages() throws {
    let set = try Sheets.choice(images: 12, heldOut: 6).run(on: Sheets.pages(6))
    let (a, b) = (Set(set.taken.map(\.record.page)), Set(set.heldOut.map(\.record.page)))
    #expect(!a.isEmpty && !b.isEmpty && a.isDisjoint(with: b))
    #expect(set.taken.allSatisfy { $0.record.file?.hasPrefix("pictures/") == true })
    #expect(set.heldOut.allSatisfy { $0.record.file?.hasPrefix("held-out/") == true })
  }

  @Test func withFewPagesLinesAreSetAsideAndThatIsSaid() throws {
    let set = try Sheets.choice(images: 4, heldOut: 2).run(on: Sheets.pages(2))
    #expect(set.taken.count == 4 && set.heldOut.count == 2)
    #expect(Set(names(set.taken)).isDisjoint(with: names(set.heldOut)))
    #expect(set.warnings.contains { $0.hasPrefix("There are only 2 pages") })
  }

  @Test func linesLieAtTheLeftOfABlackPicture() throws {
    let set = try Sheets.choice(images: 1).run(on: [NamedPicture(name: "p") { Sheets.page(["RGB"]) }])
    let entry = try #require(set.taken.first)
    #expect(entry.image.size == Size(width: 320, height: 48))
    #expect(entry.record.text == "RGB")
    let middle = entry.image[20, 27]
    #expect(middle.red > 200 && middle.green < 90, "the first letter is red: \(middle)")
    #expect((200..<320).allSatisfy { x in (0..<48).allSatisfy { entry.image[x, $0] == .black } })
  }

  @Test func aLineLongerThanTheInputIsCutIntoPieces() throws {
    let text = "RGBCMYRGBCMYRG"
    var page = Image(size: Size(width: 760, height: 120))
    page.sketch(text, x: 40, y: 36, height: 48)
    let pieces = try Sheets.cutter(width: 128).pieces(of: page)
    #expect(pieces.map(\.piece) == [0, 1, 2])
    #expect(pieces.compactMap(\.text).joined() == text, "each character stands in one piece")
    #expect(pieces.allSatisfy { $0.image.size == Size(width: 128, height: 48) })
    let whole = try Sheets.cutter(width: nil).pieces(of: page)
    #expect(whole.count == 1 && whole[0].piece == nil && whole[0].image.width > 256)
  }

  @Test func emptyAndDuplicateLinesAreDropped() throws {
    let pages = [
      ("0", Sheets.page(["RGBCMY", "MYCRGB"])), ("1", Sheets.page(["RGBCMY"])),
      ("2", Image(size: Size(width: 640, height: 120))),
    ].map { name, image in NamedPicture(name: name) { image } }
    let set = try Sheets.choice(images: 9).run(on: pages)
    #expect(set.taken.count == 2, "\(names(set.taken))")
    #expect(Set(set.taken.compactMap(\.record.text)) == ["RGBCMY", "MYCRGB"])
    #expect(set.dropped.count == 1 && set.dropped[0].reason?.hasPrefix("duplicate: like ") == true)
    #expect(set.warnings.contains { $0.contains("2 of 9 pictures were found on 3 pages") })
  }

  @Test func blurredPaleAndUnreadLinesAreDropped() throws {
    let size = Size(width: 320, height: 48)
    var sharp = Image(size: size)
    sharp.draw { $0.text("Total 12,50 EUR", at: Point(8, 4), size: 30, color: .black) }
    let blurred = sharp.resized(to: Size(width: 32, height: 5)).resized(to: size)
    var pale = sharp
    pale.withMutablePixels { pixels in for i in pixels.indices { pixels[i] = 200 + pixels[i] / 16 } }
    let pictures = ["a sharp": sharp, "b blurred": blurred, "c pale": pale, "d unread": sharp.turned(quarterTurns: 2)]
    let cutter = PictureCutter { image in
      [PictureCutter.Piece(text: "x", image: image, content: image, hasText: image != pictures["d unread"])]
    }
    let options = CalibrationOptions(role: .recognition, inputSize: size, images: 4, heldOut: 0)
    let set = try CalibrationChoice(options: options, cutter: cutter)
      .run(on: pictures.map { name, image in NamedPicture(name: name) { image } })
    #expect(set.taken.map(\.record.page) == ["a sharp"])
    let reasons = set.dropped.sorted { $0.page < $1.page }.map { $0.reason ?? "" }
    #expect(reasons.map { $0.prefix { $0 != ":" } } == ["blurred", "empty", "empty"], "\(reasons)")
  }

  @Test func emptyAndBlurredPagesAreDropped() throws {
    let options = CalibrationOptions(role: .detection, inputSize: Size(width: 320, height: 224), images: 5, heldOut: 0)
    let detector = try ColorScript.reader().detector
    let page = Sheets.page(["RGBCMY", "MYCRGB"])
    let pages = [
      ("blank", Image(size: Size(width: 600, height: 400))), ("page", page),
      ("blurred", page.resized(to: Size(width: 24, height: 8)).resized(to: page.size)), ("copy", page),
    ].map { name, image in NamedPicture(name: name) { image } }
    let set = try CalibrationChoice(options: options, cutter: .pages(size: options.inputSize, detector: detector))
      .run(on: pages)
    #expect(set.taken.count == 1)
    #expect(set.taken[0].image.size == Size(width: 320, height: 224))
    let reasons = Dictionary(set.dropped.map { ($0.page, $0.reason ?? "") }) { first, _ in first }
    #expect(reasons["blank"]?.hasPrefix("empty: ") == true)
    #expect(reasons["blurred"]?.hasPrefix("blurred: ") == true, "\(reasons)")
    #expect(set.dropped.contains { $0.reason?.hasPrefix("duplicate: ") == true })
  }

  @Test func tooFewAreSaidWithFigures() throws {
    let set = try Sheets.choice(images: 5).run(on: Sheets.pages(4))
    #expect(set.warnings.contains { $0.contains("5 pictures are few") && $0.contains("0.909") && $0.contains("0.959") })
  }

  @Test func anUnreadablePageIsNotedAndNoneAtAllIsAnError() throws {
    let bad = NamedPicture(name: "bad.png") { throw LegibleError(.unreadableImage, "bad.png: cut off") }
    let set = try Sheets.choice(images: 9).run(on: [bad] + Sheets.pages(1))
    #expect(set.taken.count == 6)
    #expect(set.dropped.contains { $0.page == "bad.png" && $0.reason == "unreadable: bad.png: cut off" })
    #expect { try Sheets.choice(images: 3).run(on: [bad]) } throws: { LegibleError.Code.invalidData ~= $0 }
  }

  @Test func theFolderIsWholeAndReplacesAnOlderOneOnly() throws {
    let scratch = try Scratch()
    let folder = scratch.path("Kalibrierung 校准")
    let set = try Sheets.choice(images: 4, heldOut: 2).run(on: Sheets.pages(5))
    try CalibrationFolder.write(set, to: folder + "/")
    let expected =
      ["calibration.json"] + (1...2).map { "held-out/000\($0).png" } + (1...4).map { "pictures/000\($0).png" }
    #expect(scratch.files == expected.map { "Kalibrierung 校准/\($0)" })
    let list = try JSONDecoder().decode(
      CalibrationList.self, from: Data(scratch.text("Kalibrierung 校准/calibration.json").utf8))
    #expect(list.taken == set.taken.map(\.record) && list.dropped == set.dropped && list.inputWidth == 320)
    let stored = try Image(contentsOf: "\(folder)/pictures/0001.png")
    #expect(stored == set.taken[0].image)

    let fewer = try Sheets.choice(images: 1).run(on: Sheets.pages(5))
    try CalibrationFolder.write(fewer, to: folder)
    #expect(scratch.files.count == 2, "the old pictures are gone: \(scratch.files)")

    try Data().write(to: URL(fileURLWithPath: scratch.path("other")))
    #expect { try CalibrationFolder.write(fewer, to: scratch.folder) } throws: {
      LegibleError.Code.unwritableFile ~= $0
    }
    #expect(scratch.files.contains("other"))
  }

  @Test func sharpnessDoesNotDependOnContrast() {
    let black = Sheets.page(["RGBCMY"])
    var pale = black
    pale.withMutablePixels { pixels in for i in pixels.indices { pixels[i] = 128 + pixels[i] / 4 } }
    let (a, b) = (PictureQuality(of: black), PictureQuality(of: pale))
    #expect(b.contrast < a.contrast / 3)
    #expect(abs(a.sharpness - b.sharpness) < a.sharpness * 0.1)
    #expect(PictureQuality(of: Image(size: Size(width: 9, height: 9))).sharpness == 0)
    #expect(PictureQuality(of: Image(size: Size(width: 1, height: 2))).sharpness == 0)
  }
}
