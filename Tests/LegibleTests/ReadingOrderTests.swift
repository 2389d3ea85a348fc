import Legible
import Testing

/// Drawn pages, each described in the order in which it should be read.
enum Layouts {
  static let all: [(name: String, page: DrawnLayout)] = [
    ("one column", oneColumn), ("two columns", twoColumns), ("three columns", threeColumns),
    ("columns of a grid", grid), ("newspaper", newspaper), ("quotation set in", insetQuotation),
    ("sidebar", sidebar), ("receipt", receipt), ("form", form), ("table", table), ("table of texts", textTable),
    ("double spaced", doubleSpaced), ("vertical", vertical), ("vertical in tiers", tiers), ("L shape", lShape),
    ("pieces of lines", pieces), ("touching lines", touching), ("large initial", initial), ("stamp", stamp),
  ]

  static func page(_ describe: (inout DrawnLayout) -> Void) -> DrawnLayout {
    var page = DrawnLayout()
    describe(&page)
    return page
  }

  static let oneColumn = page {
    $0.add("title", x: 300, y: 40, width: 400, height: 40)
    $0.addProse("a", x: 100, y: 120, width: 800, lines: 6)
    $0.addProse("b", x: 100, y: 320, width: 800, lines: 6)
    $0.add("7", x: 490, y: 950, width: 12)
  }
  static let twoColumns = page {
    $0.add("running", x: 100, y: 20, width: 120)
    $0.add("12", x: 880, y: 20, width: 20)
    $0.add("title", x: 150, y: 80, width: 700, height: 40)
    $0.addProse("a", x: 100, y: 160, width: 380, lines: 12)
    $0.addProse("b", x: 100, y: 540, width: 380, lines: 12)
    $0.addProse("c", x: 520, y: 171, width: 380, lines: 20)
    $0.add("footer", x: 300, y: 950, width: 400)
  }
  static let threeColumns = page {
    $0.add("headline", x: 50, y: 40, width: 900, height: 60)
    $0.addProse("a", x: 50, y: 130, width: 280, lines: 26)
    $0.addProse("b", x: 360, y: 135, width: 280, lines: 26)
    $0.addProse("c", x: 670, y: 128, width: 280, lines: 26)
  }
  /// Lines of both columns stand in rows, and they are not justified.
  static let grid = page {
    for side in 0..<2 {
      for i in 0..<20 {
        let width = 380.0 - Double((i * 37 + side * 11) % 60)
        $0.add("\(side)/\(i)", x: 100 + Double(side) * 420, y: 100 + Double(i) * 30, width: width)
      }
    }
  }
  /// A picture fills the middle of the second column; a headline stands across the first two only.
  static let newspaper = page {
    $0.add("headline", x: 50, y: 40, width: 590, height: 50)
    $0.addProse("a", x: 50, y: 110, width: 280, lines: 30)
    $0.addProse("b", x: 360, y: 110, width: 280, lines: 8)
    $0.add("caption", x: 360, y: 640, width: 280, height: 16)
    $0.addProse("d", x: 360, y: 670, width: 280, lines: 10)
    $0.addProse("c", x: 670, y: 40, width: 280, lines: 32)
  }
  static let insetQuotation = page {
    for i in 0..<30 {
      $0.add("a\(i)", x: 100, y: 100 + Double(i) * 28, width: (12..<16).contains(i) ? 280 : 380)
    }
    for i in 0..<30 {
      let isCut = (12..<16).contains(i)
      $0.add("b\(i)", x: isCut ? 620 : 520, y: 100 + Double(i) * 28, width: isCut ? 280 : 380)
    }
    for i in 0..<3 { $0.add("q\(i)", x: 410, y: 442 + Double(i) * 36, width: 180, height: 26) }
  }
  static let sidebar = page {
    $0.addProse("a", x: 50, y: 100, width: 600, lines: 30)
    $0.add("Figures", x: 700, y: 104, width: 80)
    for i in 0..<6 {
      $0.add("item\(i)", x: 700, y: 140 + Double(i) * 33, width: 90)
      $0.add("value\(i)", x: 900, y: 140 + Double(i) * 33, width: 50)
    }
    $0.addProse("note", x: 700, y: 400, width: 250, lines: 12, pitch: 33)
  }
  static let receipt = page {
    $0.add("SHOP", x: 350, y: 20, width: 300, height: 40)
    $0.add("12 High Street", x: 380, y: 80, width: 240)
    for i in 0..<12 {
      $0.add("item\(i)", x: 200, y: 140 + Double(i) * 30, width: 120 + Double((i * 53) % 200))
      $0.add("price\(i)", x: 720, y: 142 + Double(i) * 30, width: 60)
    }
    $0.add("TOTAL", x: 200, y: 520, width: 90, height: 30)
    $0.add("99.00", x: 700, y: 518, width: 90, height: 30)
  }
  static let form = page {
    $0.add("Application", x: 380, y: 30, width: 240, height: 36)
    for i in 0..<8 {
      let y = 120 + Double(i) * 44
      $0.add("label\(i):", x: 80, y: y, width: 70 + Double((i * 31) % 60))
      $0.add("value\(i)", x: 230, y: y - 3, width: 90 + Double((i * 47) % 140), height: 24)
      $0.add("mark\(i):", x: 560, y: y, width: 60 + Double((i * 17) % 40))
      $0.add("answer\(i)", x: 700, y: y + 2, width: 60 + Double((i * 71) % 130))
    }
  }
  static let table = page {
    for row in 0..<20 {
      for column in 0..<7 {
        let width = column == 0 ? 90 + Double((row * 29) % 80) : 40 + Double((row * 13 + column * 7) % 30)
        let x = column == 0 ? 60 : 200 + Double(column) * 110 - width
        $0.add("\(row)/\(column)", x: x, y: 100 + Double(row) * 27, width: width)
      }
    }
  }
  static let textTable = page {
    for row in 0..<14 {
      $0.add("name\(row)", x: 60, y: 100 + Double(row) * 30, width: 150 + Double((row * 67) % 160))
      $0.add("mail\(row)", x: 420, y: 101 + Double(row) * 30, width: 130 + Double((row * 41) % 110))
      $0.add("work\(row)", x: 680, y: 100 + Double(row) * 30, width: 120 + Double((row * 83) % 180))
    }
  }
  static let doubleSpaced = page {
    $0.addProse("a", x: 100, y: 100, width: 370, lines: 14, pitch: 56)
    $0.addProse("b", x: 530, y: 100, width: 370, lines: 14, pitch: 56)
  }
  static let vertical = page {
    $0.add("日本の歴史", x: 300, y: 40, width: 400, height: 50)
    for i in 0..<15 { $0.addVertical("縦\(i)", x: 860 - Double(i) * 50, y: 130, height: i == 14 ? 300 : 780) }
    $0.add("三十四頁", x: 450, y: 950, width: 100)
  }
  static let tiers = page {
    for tier in 0..<2 {
      for i in 0..<18 {
        $0.addVertical("段\(tier)-\(i)", x: 900 - Double(i) * 45, y: 80 + Double(tier) * 440, height: 400)
      }
    }
  }
  static let lShape = page {
    $0.addProse("wide", x: 100, y: 60, width: 800, lines: 5)
    $0.addProse("narrow", x: 100, y: 200, width: 350, lines: 12)
  }
  static let pieces = page {
    for row in 0..<6 {
      $0.add("\(row)a", x: 100, y: 100 + Double(row) * 40, width: 300 + Double((row * 57) % 90))
      $0.add("\(row)b", x: 520 + Double((row * 31) % 50), y: 97 + Double(row) * 40, width: 200, height: 26)
      $0.add("\(row)c", x: 800, y: 103 + Double(row) * 40, width: 40, height: 14)
    }
  }
  static let touching = page {
    for row in 0..<12 { $0.add("\(row)", x: 100, y: 100 + Double(row) * 20, width: 700, height: 26) }
  }
  static let initial = page {
    $0.add("O", x: 100, y: 100, width: 80, height: 78)
    for row in 0..<3 { $0.add("nce\(row)", x: 190, y: 100 + Double(row) * 28, width: 710) }
    $0.addProse("rest", x: 100, y: 184, width: 800, lines: 6)
  }
  /// A line that runs up the margin comes last.
  static let stamp = page {
    $0.addProse("a", x: 100, y: 100, width: 800, lines: 20)
    $0.lines.append(
      TextLine(
        quad: Quad(Rect(x: 20, y: 200, width: 24, height: 300)).turned(quarterTurns: 3),
        characters: [TextCharacter(text: "stamp", score: 1, quad: Quad(Rect(x: 20, y: 200, width: 24, height: 300)))]))
  }
}

@Suite struct ReadingOrderTests {
  @Test(arguments: Layouts.all.map(\.name)) func readsAsDescribed(_ name: String) throws {
    let page = try #require(Layouts.all.first { $0.name == name }).page
    for seed in 1...5 { #expect(page.read(seed: UInt64(seed)) == page.texts) }
  }

  @Test(arguments: Layouts.all.map(\.name), [-4.0, 3, 90, 180, 270, 184])
  func readsTurnedPages(_ name: String, by degrees: Double) throws {
    let page = try #require(Layouts.all.first { $0.name == name }).page.turned(by: degrees)
    #expect(page.read() == page.texts)
  }

  @Test func rowsOnly() {
    var page = DrawnLayout()
    for row in 0..<12 {
      page.add("\(row)a", x: 100, y: 100 + Double(row) * 28, width: 380)
      page.add("\(row)b", x: 520, y: 100 + Double(row) * 28, width: 380)
    }
    #expect(page.read(findsColumns: false) == page.texts)
    #expect(page.read(findsColumns: true) != page.texts)
  }

  @Test func fewLines() {
    #expect(ReadingOrder().order([]).isEmpty)
    #expect(ReadingOrder().indices(of: [.init(quad: Quad(Rect(x: 5, y: 5, width: 50, height: 9)))]) == [0])
    let nowhere = Quad(topLeft: Point(.nan, 0), topRight: .zero, bottomRight: .zero, bottomLeft: .zero)
    #expect(
      ReadingOrder().indices(of: [.init(quad: nowhere), .init(quad: Quad(Size(width: 9, height: 9)))]) == [1, 0])
    let faraway = Quad(
      topLeft: Point(-1e308, 1e308), topRight: Point(1e308, -1e308), bottomRight: Point(1e308, 1e308),
      bottomLeft: Point(-1e308, -1e308))
    #expect(
      ReadingOrder().indices(of: [.init(quad: faraway), .init(quad: Quad(Size(width: 9, height: 9)))]) == [1, 0])
  }

  /// Whatever the boxes, each comes out once, and shuffling what goes in changes nothing.
  @Test(arguments: 1...40) func isAPermutation(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    let count = Int.random(in: 2...120, using: &random)
    let spread = Double.random(in: 50...2000, using: &random)
    var page = DrawnLayout()
    for i in 0..<count {
      let isVertical = seed % 3 == 0 && Bool.random(using: &random)
      let (long, short) = (
        Double.random(in: 1...400, using: &random).rounded(), Double.random(in: 0...40, using: &random).rounded()
      )
      page.add(
        "\(i)", x: Double.random(in: 0...spread, using: &random).rounded(),
        y: Double.random(in: 0...spread, using: &random).rounded(),
        width: isVertical ? short : long, height: isVertical ? long : short,
        direction: isVertical ? .vertical : .horizontal)
      if seed % 4 == 0 {
        let angle = Double.random(in: -180...180, using: &random)
        page.lines[i] = DrawnLayout(lines: [page.lines[i]]).turned(by: angle).lines[0]
      }
      // Some stand in the same place.
      if i % 9 == 8 { page.lines[i].quad = page.lines[i - 1].quad }
    }
    let first = page.read(seed: 1)
    #expect(first.sorted() == page.texts.sorted())
    for other in 2...4 { #expect(page.read(seed: UInt64(other)) == first) }
  }

  @Test func manyLines() {
    var random = SplitMix(state: 9)
    let items = (0..<5000).map { _ in
      ReadingOrder.Item(
        quad: Quad(
          Rect(
            x: Double.random(in: 0...5000, using: &random), y: Double.random(in: 0...5000, using: &random),
            width: Double.random(in: 10...300, using: &random), height: Double.random(in: 10...30, using: &random))))
    }
    #expect(ReadingOrder().indices(of: items).sorted() == Array(0..<5000))
  }
}
