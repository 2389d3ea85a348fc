import Legible

extension Sample {
  /// Everything that `Samples/` holds.
  static var all: [Sample] { [card, receipt, columns, meter, plate, vertical, turned, dense] }

  /// A membership card: Chinese and English, a photo's place, numbers.
  static var card: Sample {
    Sample("card", width: 860, height: 540, ground: Color(red: 226, green: 234, blue: 240)) { book in
      book.image.draw { canvas in
        canvas.fill(Rect(x: 0, y: 0, width: 860, height: 96), color: Color(red: 24, green: 74, blue: 120))
        canvas.fill(Rect(x: 600, y: 140, width: 200, height: 250), color: Color(red: 198, green: 208, blue: 216))
        canvas.dot(at: Point(700, 230), radius: 50, color: Color(red: 160, green: 172, blue: 184))
        canvas.dot(at: Point(700, 370), radius: 86, color: Color(red: 160, green: 172, blue: 184))
        canvas.fill(Rect(x: 600, y: 390, width: 200, height: 80), color: Color(red: 226, green: 234, blue: 240))
      }
      book.write("City Library 市立图书馆", x: 40, y: 26, size: 38, color: .white)
      book.write("Name 姓名", x: 44, y: 136, size: 22, color: Color(red: 90, green: 100, blue: 112))
      book.write("Zhang Xiaoming 张晓明", x: 44, y: 164, size: 34)
      book.write("Date of birth 出生日期", x: 44, y: 236, size: 22, color: Color(red: 90, green: 100, blue: 112))
      book.write("1990-07-15", x: 44, y: 264, size: 34)
      book.write("Card number 卡号", x: 44, y: 336, size: 22, color: Color(red: 90, green: 100, blue: 112))
      book.write("6217 0034 5528 9016", x: 44, y: 364, size: 38)
      book.write("Valid until 12/2029", x: 44, y: 460, size: 26)
      book.write("www.library.example", x: 560, y: 462, size: 24, color: Color(red: 24, green: 74, blue: 120))
    }
  }

  /// A receipt: item on the left, price on the right.
  static var receipt: Sample {
    Sample("receipt", width: 520, height: 720, ground: Color(red: 250, green: 249, blue: 244)) { book in
      book.write("CORNER BAKERY", x: 130, y: 30, size: 32)
      book.write("12 Mill Lane, Oldtown", x: 150, y: 80, size: 20)
      book.write("Tel: 020 7946 0018", x: 160, y: 110, size: 20)
      let items = [
        ("2 x Rye bread", "7.80"), ("Apple turnover", "2.95"), ("Oat milk 1 L", "2.40"),
        ("Coffee beans 500 g", "11.50"), ("Paper bag", "0.10"),
      ]
      for (i, item) in items.enumerated() {
        book.write(item.0, x: 40, y: 180 + Double(i) * 48, size: 24)
        book.write(item.1, right: 480, y: 180 + Double(i) * 48, size: 24)
      }
      book.image.draw { $0.line(from: Point(40, 432), to: Point(480, 432), color: .ink, width: 2) }
      book.write("TOTAL", x: 40, y: 452, size: 30)
      book.write("24.75", right: 480, y: 452, size: 30)
      book.write("Card", x: 40, y: 510, size: 24)
      book.write("24.75", right: 480, y: 510, size: 24)
      book.write("21/11/2026 17:42", x: 150, y: 590, size: 22)
      book.write("Thank you, come again!", x: 116, y: 640, size: 24)
    }
  }

  /// A page of two columns under one heading.
  static var columns: Sample {
    Sample("columns", width: 1000, height: 760) { book in
      book.write("How letters came to have their shapes", x: 110, y: 40, size: 38)
      let left = [
        "The first letters were drawn with", "a reed on wet clay, and the clay", "decided what could be drawn: no",
        "curves, only wedges. A brush on", "silk is a different matter. It can", "swell and taper, and so can the",
        "stroke that it leaves behind.",
      ]
      let right = [
        "Stone, again, likes straight lines.", "The Roman mason first painted", "his letters and then cut along",
        "the paint, which is why a chisel", "kept the marks of a flat brush.", "Printing froze all of this in",
        "metal for five hundred years.",
      ]
      for (i, text) in left.enumerated() { book.write(text, x: 60, y: 150 + Double(i) * 62, size: 24) }
      for (i, text) in right.enumerated() { book.write(text, x: 540, y: 150 + Double(i) * 62, size: 24) }
      book.write("Page 17", x: 450, y: 690, size: 20)
    }
  }

  /// A digital meter: light digits on a dark display.
  static var meter: Sample {
    Sample("meter", width: 560, height: 300, ground: Color(red: 196, green: 198, blue: 200)) { book in
      book.image.draw {
        $0.fill(Rect(x: 60, y: 60, width: 440, height: 130), color: Color(red: 18, green: 26, blue: 22))
      }
      book.write("048213.7", x: 104, y: 78, size: 76, color: Color(red: 120, green: 255, blue: 160))
      book.write("kWh", x: 420, y: 210, size: 34)
    }
  }

  /// A licence plate seen from the side.
  static var plate: Sample {
    Sample("plate", width: 640, height: 360, ground: Color(red: 92, green: 96, blue: 100)) { book in
      let quad = Quad.turned(center: Point(320, 180), width: 440, height: 130, degrees: -9)
      book.image.draw { canvas in
        canvas.fill(quad, color: Color(red: 16, green: 70, blue: 190))
        canvas.stroke(quad, color: .white, width: 4)
      }
      book.write("京A8M217", center: Point(320, 180), size: 74, degrees: -9, color: .white)
    }
  }

  /// A poem set in columns from the right to the left: Meng Haoran, eighth century.
  static var vertical: Sample {
    Sample("vertical", width: 560, height: 560, ground: Color(red: 247, green: 243, blue: 230)) { book in
      for (i, text) in ["春晓", "春眠不觉晓", "处处闻啼鸟", "夜来风雨声", "花落知多少"].enumerated() {
        book.writeColumn(text, x: 450 - Double(i) * 96, y: 60, size: i == 0 ? 56 : 48)
      }
    }
  }

  /// Lines at several angles, one of them upside down.
  static var turned: Sample {
    Sample("turned", width: 900, height: 800, ground: Color(red: 240, green: 238, blue: 232)) { book in
      book.write("This line is upright", center: Point(450, 60), size: 34, degrees: 0)
      book.write("Rising to the right", center: Point(240, 220), size: 34, degrees: -28)
      book.write("Falling to the right", center: Point(660, 240), size: 34, degrees: 28)
      book.write("Running down the page", center: Point(80, 560), size: 32, degrees: 90)
      book.write("Standing on its head", center: Point(520, 720), size: 34, degrees: 180)
    }
  }

  /// Small print: a table of 12-pixel text.
  static var dense: Sample {
    Sample("dense", width: 640, height: 300) { book in
      let rows = [
        ["Item", "Quantity", "Unit price", "Amount"], ["Copper wire 2.5 mm", "120 m", "0.85", "102.00"],
        ["Junction box IP65", "16", "4.20", "67.20"], ["Circuit breaker C16", "8", "11.90", "95.20"],
        ["Cable tray 3 m", "14", "18.75", "262.50"], ["Mounting kit M8", "40", "0.35", "14.00"],
        ["Labour, 2 persons", "9 h", "64.00", "576.00"],
      ]
      for (y, row) in rows.enumerated() {
        for (x, cell) in row.enumerated() {
          book.write(cell, x: [30, 260, 390, 530][x], y: 24 + Double(y) * 36, size: 14)
        }
      }
    }
  }
}

extension Quad {
  /// A rectangle turned about its middle, in degrees clockwise.
  static func turned(center: Point, width: Double, height: Double, degrees: Double) -> Quad {
    let (c, s) = (cosine(degrees), cosine(degrees - 90))
    let along = Point(c, s) * (width / 2)
    let across = Point(-s, c) * (height / 2)
    return Quad(
      topLeft: center - along - across, topRight: center + along - across, bottomRight: center + along + across,
      bottomLeft: center - along + across)
  }
}
