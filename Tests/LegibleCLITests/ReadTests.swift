import Foundation
import Legible
import Testing

/// Reading drawn pictures with the installed models, as a user would.
@Suite(.needsModels) struct ReadTests {
  @Test func textIsPrinted() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", "Invoice 4711", at: "a.png")
    let result = try Command.run(["a.png"], in: scratch.folder)
    #expect(result.status == 0)
    #expect(result.output == "Hello World\nInvoice 4711\n")
    #expect(result.errors == "")
    #expect(try Command.run(["read", "a.png", "--model", "tiny"], in: scratch.folder).output == result.output)
  }

  @Test func jsonHasPlacesAndScores() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    let result = try Command.run(["a.png", "-f", "json"], in: scratch.folder)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["source"] as? String == "a.png")
    let lines = try #require(object["lines"] as? [[String: Any]])
    #expect(lines.count == 1)
    #expect(lines[0]["text"] as? String == "Hello World")
    #expect((lines[0]["score"] as? Double ?? 0) > 0.8)
    let corners = try #require(lines[0]["quad"] as? [[Double]])
    #expect(corners.count == 4 && corners[0][0] > 5 && corners[0][0] < 40)
  }

  @Test func severalInJSONAreAnArrayAndInJSONLAnObjectALine() throws {
    let scratch = try Scratch()
    try scratch.draw("One", at: "a.png")
    try scratch.draw("Two", at: "b.png")
    let array = try Command.run(["a.png", "b.png", "-f", "json"], in: scratch.folder).output
    let objects = try #require(try JSONSerialization.jsonObject(with: Data(array.utf8)) as? [[String: Any]])
    #expect(objects.compactMap { $0["source"] as? String } == ["a.png", "b.png"])
    let lines = try Command.run(["a.png", "b.png", "-f", "jsonl"], in: scratch.folder).output.split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines { #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) } }
  }

  @Test func tableHasARowALine() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", "Invoice 4711", at: "a.png")
    let rows = try Command.run(["a.png", "-f", "tsv"], in: scratch.folder).output.split(separator: "\n")
    #expect(rows.count == 3)
    #expect(rows[1].hasSuffix("Hello World"))
    #expect(Set(rows.map { $0.split(separator: "\t", omittingEmptySubsequences: false).count }).count == 1)
  }

  @Test func aBrokenPictureDoesNotStopTheOthers() throws {
    let scratch = try Scratch()
    try scratch.draw("First", at: "a 1.png")
    try scratch.put("this is no picture", at: "broken.png")
    try scratch.draw("Last", at: "字.png")
    let result = try Command.run(["a 1.png", "broken.png", "missing.png", "字.png"], in: scratch.folder)
    #expect(result.status == 1)
    #expect(result.output == "==> a 1.png <==\nFirst\n\n==> 字.png <==\nLast\n")
    let errors = result.errors.split(separator: "\n")
    #expect(errors.count == 2)
    #expect(errors[0].hasPrefix("legible: broken.png: "))
    #expect(errors[1].hasPrefix("legible: missing.png: there is no such file"))
  }

  @Test(arguments: ["1", "2", "3"]) func manyAreReadAsEachAlone(threads: String) throws {
    let scratch = try Scratch()
    for i in 0..<7 {
      try scratch.draw(
        "Page \(i)", i % 2 == 0 ? "Invoice \(4711 + i)" : "", "Total \(i),50", at: "in/\(i).png")
    }
    let shared = ["-f", "json", "--threads", threads]
    let all = try Command.run(["in", "-o", "out/", "--annotate", "drawn/"] + shared, in: scratch.folder)
    #expect(all.status == 0 && all.errors == "", "\(all.errors)")
    for i in 0..<7 {
      let one = try Command.run(
        ["in/\(i).png", "-o", "one.json", "--annotate", "one.png"] + shared, in: scratch.folder)
      #expect(one.status == 0, "\(one.errors)")
      #expect(scratch.text("out/\(i).json") == scratch.text("one.json"))
      #expect(
        FileManager.default.contents(atPath: scratch.path("drawn/\(i).png"))
          == FileManager.default.contents(atPath: scratch.path("one.png")))
    }
  }

  @Test func aNameWithALineFeedStaysOnOneLine() throws {
    let scratch = try Scratch()
    try scratch.put("no picture", at: "a\nb.png")
    let result = try Command.run(["a\nb.png"], in: scratch.folder)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("legible: a\\nb.png: "))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func standardInputIsRead() throws {
    let scratch = try Scratch()
    try scratch.draw("From a pipe", at: "a.png")
    #expect(try Command.shell("cat a.png | $legible -", in: scratch.folder).output == "From a pipe\n")
    let empty = try Command.run(["-"])
    #expect(empty.status == 1)
    #expect(empty.errors.hasPrefix("legible: -: "))
  }

  @Test func aWhitePictureIsAnEmptyText() throws {
    let scratch = try Scratch()
    try scratch.draw(at: "white.png")
    let result = try Command.run(["white.png"], in: scratch.folder)
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(try Command.run(["white.png", "--line"], in: scratch.folder).output == "")
  }

  @Test func cornersAreReadInTheirOrder() throws {
    let scratch = try Scratch()
    try scratch.draw("Upper", "", "Lower", at: "a.png")
    let result = try Command.run(
      [
        "a.png", "--corners", "10,140,200,140,200,200,10,200", "--corners", "300,140,510,140,510,200,300,200",
        "--corners=-5,18,200,18,200,76,-5,76",
      ], in: scratch.folder)
    #expect(result.status == 0)
    #expect(result.output == "Lower\n\nUpper\n", "a place without text keeps its line")
  }

  @Test func oneLineIsReadWithoutDetection() throws {
    let scratch = try Scratch()
    try scratch.draw("Total 12,50", at: "a.png")
    #expect(try Command.run(["--line", "a.png"], in: scratch.folder).output == "Total 12,50\n")
  }

  /// As where a field of a card is framed by hand.
  @Test(arguments: ["small", "tiny"]) func aLineIsReadWhateverRoomIsLeftAroundIt(model: String) throws {
    let scratch = try Scratch()
    for (text, height, name) in [("Invoice 4711 Berlin", 90, "a.png"), ("Paper Street 12,50", 200, "b.png")] {
      var image = Image(size: Size(width: 520, height: height))
      image.draw { $0.text(text, at: Point(60, Double(height) / 2 - 10), size: 22, color: .black) }
      try image.write(to: scratch.path(name))
      let read = try Command.run(["--line", "--model", model, name], in: scratch.folder)
      #expect(read.output == "\(text)\n")
      let corners = try Command.run(
        ["--corners", "20,10,500,10,500,\(height - 10),20,\(height - 10)", "--model", model, "--format", "tsv", name],
        in: scratch.folder)
      #expect(corners.output.contains("\(text)") && corners.output.contains("20"), "\(corners.output)")
    }
  }

  @Test func onlyWantedCharactersAreRead() throws {
    let scratch = try Scratch()
    try scratch.draw("O0l1 S5 2026", at: "a.png")
    let digits = try Command.run(["--line", "--characters", "digits", "a.png"], in: scratch.folder)
    #expect(digits.status == 0)
    #expect(digits.output.contains("2026"))
    #expect(digits.output.allSatisfy { $0.isNumber || $0 == "\n" })
    let wrong = try Command.run(["--line", "--characters", "12ف", "a.png"], in: scratch.folder)
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("The model does not know 'ف'"))
  }

  @Test func placesAloneAreFound() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", "Invoice 4711", at: "a.png")
    let text = try Command.run(["a.png", "--detect-only"], in: scratch.folder)
    #expect(text.status == 0)
    let rows = text.output.split(separator: "\n")
    #expect(rows.count == 2)
    for row in rows {
      let parts = row.split(separator: " ")
      #expect(parts.count == 2 && parts[0].split(separator: ",").count == 8)
      #expect((Double(parts[1]) ?? 0) > 0.5)
      // What is printed can be given back.
      #expect(try Command.run(["a.png", "--corners=\(parts[0])"], in: scratch.folder).output.count > 8)
    }
    let json = try Command.run(["a.png", "--detect-only", "-f", "json", "--polygons"], in: scratch.folder).output
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let regions = try #require(object["regions"] as? [[String: Any]])
    #expect(regions.count == 2 && regions.allSatisfy { $0["polygon"] != nil })
  }

  @Test func aQuickLookIsAnotherLookAtTheSameText() throws {
    let scratch = try Scratch()
    var page = Image(size: Size(width: 1280, height: 800))
    page.draw { canvas in
      canvas.text("Hello World", at: Point(200, 300), size: 36, color: .black)
      canvas.text("Invoice 4711", at: Point(200, 400), size: 36, color: .black)
    }
    try page.write(to: scratch.path("a.png"))
    let text = try Command.run(["a.png", "--quick"], in: scratch.folder)
    #expect(text.status == 0 && text.output == "Hello World\nInvoice 4711\n", "\(text.errors)")
    let quick = try Command.run(["a.png", "--quick", "--detect-only"], in: scratch.folder)
    let normal = try Command.run(["a.png", "--detect-only"], in: scratch.folder)
    #expect(quick.status == 0 && normal.status == 0)
    #expect(quick.output.split(separator: "\n").count == 2)
    #expect(quick.output != normal.output, "the picture was reduced further, which moves corners by parts of a pixel")
  }

  @Test func turnedPagesAreRead() throws {
    let scratch = try Scratch()
    let image = try scratch.draw("Hello World", "Invoice 4711", at: "a.png")
    try image.turned(quarterTurns: 3).write(to: scratch.path("left.png"))
    let turned = try Command.run(["left.png", "--turn", "90"], in: scratch.folder)
    #expect(turned.output == "Hello World\nInvoice 4711\n")
  }

  @Test func timingsCountWhatWasLeftOut() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    let result = try Command.run(["a.png", "--timings", "--min-score", "1"], in: scratch.folder)
    #expect(result.output == "")
    #expect(
      result.errors.contains(
        /a\.png: 0 lines, 1 dropped; decoding [\d.]+ ms, detection [\d.]+ ms, recognition [\d.]+ ms, total [\d.]+ ms/))
  }

  @Test func tooManyPixelsAreRefused() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    let result = try Command.run(["a.png", "--max-pixels", "1000"], in: scratch.folder)
    #expect(result.status == 1)
    #expect(result.errors.contains("the limit is"))
  }

  @Test func languagesAreChecked() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    #expect(try Command.run(["a.png", "--language", "de"], in: scratch.folder).status == 0)
    #expect(try Command.run(["a.png", "--language", "zh_TW"], in: scratch.folder).status == 0)
    let korean = try Command.run(["a.png", "--language", "ko"], in: scratch.folder)
    #expect(korean.status == 64)
    #expect(korean.errors.contains("PP-OCRv6 small does not write Korean: it does not know the script. No installed"))
    #expect(korean.errors.contains("'legible models fetch korean' fetches one."))
    #expect(korean.errors.contains("Japanese (ja)"))
    let japanese = try Command.run(["a.png", "--language", "ja", "--model", "tiny"], in: scratch.folder)
    #expect(japanese.status == 64)
    #expect(japanese.errors.contains("The installed model small does: --model small."))
    let vietnamese = try Command.run(["a.png", "--language", "vi"], in: scratch.folder)
    #expect(vietnamese.errors.contains("does not write Vietnamese: it lacks "))
  }

  @Test func aFolderOfModelsIsUsed() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    let model = OCRModel.tiny
    for path in [model.detection?.path, model.recognition?.path, model.recognition?.alphabet.path].compactMap(\.self) {
      let name = URL(fileURLWithPath: path).lastPathComponent
      try FileManager.default.createSymbolicLink(atPath: scratch.path(name), withDestinationPath: path)
    }
    #expect(try Command.run(["a.png", "--model", "."], in: scratch.folder).output == "Hello World\n")
  }

  @Test func aModelDescriptionIsUsed() throws {
    let scratch = try Scratch()
    try scratch.draw("Hello World", at: "a.png")
    let file = try MUDFile(describing: .tiny, path: scratch.path("x.mud"))
    try scratch.put(file.text, at: "x.mud")
    #expect(try Command.run(["a.png", "--model", "x.mud"], in: scratch.folder).output == "Hello World\n")
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
    let labels = try #require(lines.firstIndex { $0.hasPrefix("labels") })
    try scratch.put(file.text.replacing(String(lines[labels]), with: "labels = a, b"), at: "short.mud")
    let short = try Command.run(["a.png", "--model", "short.mud"], in: scratch.folder)
    #expect(short.status == 69 && short.output == "")
    #expect(short.errors.hasPrefix("legible: short.mud:\(labels + 1): "), "\(short.errors)")
    #expect(short.errors.contains("2 characters") && short.errors.contains("6906 classes"))
  }
}
