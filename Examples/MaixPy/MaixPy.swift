import Legible

// The Swift program of docs/maixpy.md: a test compares both.
@main
struct MaixPy {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else {
      print("Usage: MaixPy pp_ocr.mud photo.jpg out.png")
      return
    }
    try run(model: arguments[1], picture: arguments[2], output: arguments[3])
  }

  static func run(model: String, picture: String, output: String) throws {
    // begin of what docs/maixpy.md shows
    let ocr = try PPOCR(model)

    var image = try Image(contentsOf: picture)
    let objects = try ocr.detect(image)
    image.draw { canvas in
      for object in objects {
        let box = object.box
        canvas.stroke(box.quad, color: .red, width: 2)
        canvas.text(object.charStr(), at: Point(Double(box.x4), Double(box.y4)), size: 20, color: .red)
      }
    }
    try image.write(to: output)

    for object in objects {
      print(object.charStr(), object.score, object.box.toList())
    }
    // end of what docs/maixpy.md shows
  }
}
